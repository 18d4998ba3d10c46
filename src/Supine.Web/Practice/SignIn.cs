using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Supine.Web.Accounts;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Shell;

namespace Supine.Web.Practice;

/// <summary>Signs practitioners in and out: by a password, with a code where they have an app for that, or by a passkey.</summary>
internal static class SignIn
{
    public const string Path = "/sign-in";

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal().OpenTo(Door.Visitor);
        pages.MapGet("", (Caller caller) => caller is Caller.Practitioner ? (IResult)SeeOther.Page(PracticeSlice.Path) : Page(null));
        pages.MapPost("", ByPassword).RequireRateLimiting(AccountsSetup.SignInLimit);
        pages.MapGet("/code", ShowCode);
        pages.MapPost("/code", ByCode).RequireRateLimiting(AccountsSetup.SignInLimit);
        pages.MapPost("/passkey", ByPasskey).RequireRateLimiting(AccountsSetup.SignInLimit);
        pages.MapPost("/passkey/options", AskForPasskey).RequireRateLimiting(AccountsSetup.SignInLimit);
        var leaving = app.MapGroup("/sign-out").ExcludeFromDescription().Personal().OpenTo(Door.Practitioner);
        leaving.MapPost("", Leave);
        leaving.MapPost("/everywhere", LeaveEverywhere);
    }

    // One answer, whatever is wrong: nobody learns who works here, or whether a name is locked.
    private static async Task<IResult> ByPassword(
        [FromForm] string? login,
        [FromForm] string? password,
        PractitionerStore store,
        UserManager<Practitioner> users,
        SignInManager<Practitioner> signIn,
        IPasswordHasher<Practitioner> hasher,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var typed = password ?? "";
        var found = typed.Length <= Practitioner.LongestPassword ? await users.FindByNameAsync(login?.Trim() ?? "") : null;
        if (found is null || !await store.TryBeginAttemptAsync(found, cancellationToken))
        {
            // as slow as where there is somebody
            hasher.HashPassword(null!, typed[..Math.Min(typed.Length, Practitioner.LongestPassword)]);
            return Page(texts["account.wrong"], login);
        }

        var result = await signIn.PasswordSignInAsync(found, typed, isPersistent: false, lockoutOnFailure: false);
        if (result.RequiresTwoFactor)
        {
            return SeeOther.Page($"{Path}/code");
        }

        if (!result.Succeeded)
        {
            return Page(texts["account.wrong"], login);
        }

        await store.EndAttemptsAsync(found, "signed-in-password", cancellationToken);
        return SeeOther.Page(PracticeSlice.Path);
    }

    private static async Task<IResult> ShowCode(SignInManager<Practitioner> signIn) =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is null ? SeeOther.Page(Path) : CodePage(null);

    private static async Task<IResult> ByCode(
        [FromForm] string? code,
        PractitionerStore store,
        SignInManager<Practitioner> signIn,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user)
        {
            return SeeOther.Page(Path);
        }

        if (!await store.TryBeginAttemptAsync(user, cancellationToken))
        {
            return CodePage(texts["account.wrongCode"]);
        }

        // six digits are of the app; what has a letter is a code for the case that it is lost
        var typed = string.Concat((code ?? "").Where(sign => !char.IsWhiteSpace(sign)));
        var isOfApp = typed.All(char.IsAsciiDigit);
        var result = isOfApp
            ? await signIn.TwoFactorAuthenticatorSignInAsync(typed, isPersistent: false, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(typed.ToUpperInvariant());
        if (!result.Succeeded)
        {
            return CodePage(texts["account.wrongCode"]);
        }

        await store.EndAttemptsAsync(user, isOfApp ? "signed-in-code" : "signed-in-recovery", cancellationToken);
        return SeeOther.Page(PracticeSlice.Path);
    }

    // For whoever asks: the device knows whose keys it has.
    private static async Task<ContentHttpResult> AskForPasskey(SignInManager<Practitioner> signIn) =>
        TypedResults.Text(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");

    private static async Task<IResult> ByPasskey(
        [FromForm] string? credential,
        PractitionerStore store,
        SignInManager<Practitioner> signIn,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        PasskeyAssertionResult<Practitioner> proof;
        try
        {
            proof = await signIn.PerformPasskeyAssertionAsync(credential ?? "");
        }
        catch (InvalidOperationException)
        {
            // nothing was asked, or it was answered already: somebody sends an answer again
            return Page(texts["account.wrongPasskey"]);
        }

        if (!proof.Succeeded)
        {
            return Page(texts["account.wrongPasskey"]);
        }

        await store.AddOrUpdatePasskeyAsync(proof.User, proof.Passkey, cancellationToken);
        await signIn.SignInAsync(proof.User, isPersistent: false);
        await store.EndAttemptsAsync(proof.User, "signed-in-passkey", cancellationToken);
        return SeeOther.Page(PracticeSlice.Path);
    }

    private static async Task<SeeOther> Leave(SignInManager<Practitioner> signIn)
    {
        await signIn.SignOutAsync();
        return SeeOther.Page(Path);
    }

    // With another stamp no sign-in counts any more, on no device.
    private static async Task<SeeOther> LeaveEverywhere(
        Caller caller,
        Practices practices,
        UserManager<Practitioner> users,
        SignInManager<Practitioner> signIn,
        CancellationToken cancellationToken
    )
    {
        var who = PracticeSlice.Of(caller);
        if (await users.FindByIdAsync(who.Id) is { } user)
        {
            await users.UpdateSecurityStampAsync(user);
            await practices.AuditAsync(who.Practice, who.Id, "signed-out-everywhere", null, cancellationToken);
        }

        await signIn.SignOutAsync();
        return SeeOther.Page(Path);
    }

    private static RazorComponentResult Page(string? fault, string? login = null) =>
        new RazorComponentResult<SignInPage>(new { Fault = fault, Login = login ?? "" }) { StatusCode = StatusOf(fault) };

    private static RazorComponentResult CodePage(string? fault) =>
        new RazorComponentResult<CodePage>(new { Fault = fault }) { StatusCode = StatusOf(fault) };

    private static int StatusOf(string? fault) => fault is null ? StatusCodes.Status200OK : Faulty.Status;
}
