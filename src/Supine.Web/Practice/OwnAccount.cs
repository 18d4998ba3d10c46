using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Supine.Web.Accounts;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Shell;

namespace Supine.Web.Practice;

/// <summary>How a practitioner signs in: passkeys, and an app that makes codes, with codes for the case that it is lost.</summary>
internal static class OwnAccount
{
    public const string Path = "/account";

    private const int RecoveryCodes = 10;

    // 160 bits in base 32
    private const int KeyLength = 32;

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal().OpenTo(Door.Practitioner);
        pages.MapGet("", Show);
        pages.MapPost("/app", TurnAppOn).RequireRateLimiting(AccountsSetup.SignInLimit);
        pages.MapPost("/app/remove", TurnAppOff);
        pages.MapPost("/passkey/options", AskForPasskey);
        pages.MapPost("/passkey", AddPasskey);
        pages.MapPost("/passkey/remove", RemovePasskey);
    }

    private static async Task<IResult> Show(Caller caller, UserManager<Practitioner> users) =>
        await PageAsync(await FindAsync(caller, users), users, [], null);

    private static async Task<IResult> TurnAppOn(
        [FromForm] string? code,
        [FromForm] string? key,
        Caller caller,
        Practices practices,
        UserManager<Practitioner> users,
        SignInManager<Practitioner> signIn,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var user = await FindAsync(caller, users);
        var typed = string.Concat((code ?? "").Where(char.IsAsciiDigit));
        if (user.IsTwoFactor)
        {
            return SeeOther.Page(Path);
        }

        user.AuthenticatorKey = key is { Length: KeyLength } && key.All(IsOfKey) ? key : null;
        if (!await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, typed))
        {
            return await PageAsync(user, users, [], texts["account.wrongAppCode"]);
        }

        await users.SetTwoFactorEnabledAsync(user, true);
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes);

        // other sign-ins knew the password alone; this one goes on
        await signIn.RefreshSignInOf(user);
        await practices.AuditAsync(user.Practice, user.Id, "app-added", null, cancellationToken);
        return await PageAsync(user, users, [.. codes ?? []], null);
    }

    private static async Task<IResult> TurnAppOff(
        [FromForm] string? password,
        Caller caller,
        PractitionerStore store,
        UserManager<Practitioner> users,
        SignInManager<Practitioner> signIn,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var user = await FindAsync(caller, users);
        if (!await store.TryBeginAttemptAsync(user, cancellationToken) || !await users.CheckPasswordAsync(user, password ?? ""))
        {
            return await PageAsync(user, users, [], texts["account.wrongPassword"]);
        }

        user.AuthenticatorKey = null;
        await users.SetTwoFactorEnabledAsync(user, false);
        await store.ReplaceCodesAsync(user, [], cancellationToken);
        await signIn.RefreshSignInOf(user);
        await store.EndAttemptsAsync(user, "app-removed", cancellationToken);
        return SeeOther.Page(Path);
    }

    private static async Task<ContentHttpResult> AskForPasskey(
        Caller caller,
        UserManager<Practitioner> users,
        SignInManager<Practitioner> signIn
    )
    {
        var user = await FindAsync(caller, users);
        var options = await signIn.MakePasskeyCreationOptionsAsync(
            new()
            {
                Id = user.Id,
                Name = user.Login,
                DisplayName = user.Name,
            }
        );
        return TypedResults.Text(options, "application/json");
    }

    private static async Task<IResult> AddPasskey(
        [FromForm] string? credential,
        [FromForm] string? name,
        Caller caller,
        Practices practices,
        PractitionerStore store,
        UserManager<Practitioner> users,
        SignInManager<Practitioner> signIn,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var user = await FindAsync(caller, users);
        PasskeyAttestationResult made;
        try
        {
            made = await signIn.PerformPasskeyAttestationAsync(credential ?? "");
        }
        catch (InvalidOperationException)
        {
            // nothing was asked, or it was answered already
            return await PageAsync(user, users, [], texts["account.noPasskey"]);
        }

        // made for whoever was asked: nobody else's device may be added here
        if (!made.Succeeded || made.UserEntity.Id != user.Id || !made.Passkey.IsUserVerified)
        {
            return await PageAsync(user, users, [], texts["account.noPasskey"]);
        }

        var called = name?.Trim() ?? "";
        made.Passkey.Name = called.Length is > 0 and <= Practitioner.LongestName && PlainText.IsLine(called) ? called : "";
        await store.AddOrUpdatePasskeyAsync(user, made.Passkey, cancellationToken);
        await practices.AuditAsync(user.Practice, user.Id, "passkey-added", null, cancellationToken);
        return SeeOther.Page(Path);
    }

    private static async Task<IResult> RemovePasskey(
        [FromForm] string? credential,
        Caller caller,
        Practices practices,
        PractitionerStore store,
        UserManager<Practitioner> users,
        SignInManager<Practitioner> signIn,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var user = await FindAsync(caller, users);
        var known = (await store.GetPasskeysAsync(user, cancellationToken)).FirstOrDefault(passkey =>
            Convert.ToHexStringLower(passkey.CredentialId) == credential
        );
        if (known is null)
        {
            return Problems.NotFound(texts["account.noSuchPasskey"]);
        }

        await store.RemovePasskeyAsync(user, known.CredentialId, cancellationToken);

        // whoever signed in by it is out
        await users.UpdateSecurityStampAsync(user);
        await signIn.RefreshSignInOf(user);
        await practices.AuditAsync(user.Practice, user.Id, "passkey-removed", null, cancellationToken);
        return SeeOther.Page(Path);
    }

    private static bool IsOfKey(char sign) => sign is (>= 'A' and <= 'Z') or (>= '2' and <= '7');

    // Signed in anew with the stamp as it is now.
    private static Task RefreshSignInOf(this SignInManager<Practitioner> signIn, Practitioner user) =>
        signIn.SignInAsync(user, isPersistent: false);

    private static async Task<Practitioner> FindAsync(Caller caller, UserManager<Practitioner> users) =>
        await users.FindByIdAsync(PracticeSlice.Of(caller).Id)
        ?? throw new InvalidOperationException("Who has signed in was removed in this moment.");

    private static async Task<RazorComponentResult> PageAsync(
        Practitioner user,
        UserManager<Practitioner> users,
        ImmutableArray<string> codes,
        string? fault
    )
    {
        // A new key is in the page alone, and comes back with the app's first code: reading a page stores nothing.
        var key = user.IsTwoFactor ? "" : user.AuthenticatorKey ?? users.GenerateNewAuthenticatorKey();
        var address = $"otpauth://totp/Supine:{Uri.EscapeDataString(user.Login)}?secret={key}&issuer=Supine&digits=6&period=30";
        var passkeys = (await users.GetPasskeysAsync(user))
            .Select(passkey => new OwnPasskey(Convert.ToHexStringLower(passkey.CredentialId), passkey.Name ?? "", passkey.CreatedAt))
            .ToImmutableArray();
        return new RazorComponentResult<AccountPage>(
            new
            {
                user.Login,
                user.IsTwoFactor,
                Key = key,
                KeyAddress = address,
                CodesLeft = await users.CountRecoveryCodesAsync(user),
                NewCodes = codes,
                Passkeys = passkeys,
                Fault = fault,
            }
        )
        {
            StatusCode = fault is null ? StatusCodes.Status200OK : Faulty.Status,
        };
    }
}

/// <summary>A passkey, as its owner sees it.</summary>
/// <param name="Id">Names it in a form.</param>
/// <param name="Name">What they call it; empty where nothing was typed.</param>
/// <param name="MadeAt">When it was made.</param>
public sealed record OwnPasskey(string Id, string Name, DateTimeOffset MadeAt);
