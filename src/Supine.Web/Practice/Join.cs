using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Supine.Web.Accounts;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Shell;

namespace Supine.Web.Practice;

/// <summary>Joins a practice by a link. The secret is in the address's fragment, which no browser sends; the page's script puts it into the
/// form. Only the form uses the link up: whoever looks at the page, like a mail program, does not.</summary>
internal static class Join
{
    public const string Path = "/join";

    private static readonly string[] Fields = ["secret", "name", "login", "password"];

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal().OpenTo(Door.Visitor);
        pages.MapGet("", RazorComponentResult () => Page("", "", "", FormFaults.None));
        pages.MapPost("", Handle).RequireRateLimiting(AccountsSetup.SignInLimit);
    }

    private static async Task<IResult> Handle(
        [FromForm] string? secret,
        [FromForm] string? name,
        [FromForm] string? login,
        [FromForm] string? password,
        Practices practices,
        PractitionerStore store,
        UserManager<Practitioner> users,
        SignInManager<Practitioner> signIn,
        IPasswordHasher<Practitioner> hasher,
        TimeProvider time,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        // somebody may paste the whole link
        var (used, called, typed, chosen) = ((secret ?? "").Split('#')[^1].Trim(), name?.Trim() ?? "", login?.Trim() ?? "", password ?? "");
        var faults = new Faults();
        faults.Require(IsLine(called, 1), "name", texts["account.needsName", ("most", Practitioner.LongestName)]);
        faults.Require(IsLine(typed, 3), "login", texts["account.needsLogin", ("most", Practitioner.LongestName)]);
        faults.Require(
            chosen.Length is >= Practitioner.ShortestPassword and <= Practitioner.LongestPassword
                && chosen.Distinct().Count() >= 5
                && !chosen.Contains(typed, StringComparison.OrdinalIgnoreCase),
            "password",
            texts["account.needsPassword", ("least", Practitioner.ShortestPassword), ("most", Practitioner.LongestPassword)]
        );
        if (!faults.AreNone)
        {
            return Page(used, called, typed, FormFaults.Find(faults, Fields));
        }

        var (id, stamp, hash) = (RecordId.New(time.GetUtcNow()).Text, Token.New().Text, hasher.HashPassword(null!, chosen));
        var joining = await practices.JoinAsync(
            used,
            (practice, role) =>
                new()
                {
                    Practice = practice,
                    Id = id,
                    Name = called,
                    Login = typed,
                    LoginCapitals = users.NormalizeName(typed),
                    Role = role,
                    PasswordHash = hash,
                    SecurityStamp = stamp,
                },
            cancellationToken
        );
        switch (joining)
        {
            case Joining.Joined(var joined):
                await signIn.SignInAsync((await store.FindByIdAsync(joined.Id, cancellationToken))!, isPersistent: false);
                return SeeOther.Page(PracticeSlice.Path);
            case Joining.NameTaken:
                faults.Add("login", texts["account.loginTaken"]);
                break;
            default:
                faults.Add("secret", texts["account.linkEnded"]);
                break;
        }

        return Page(used, called, typed, FormFaults.Find(faults, Fields));
    }

    private static bool IsLine(string text, int least) =>
        text.Length >= least && text.Length <= Practitioner.LongestName && PlainText.IsLine(text);

    private static RazorComponentResult Page(string secret, string name, string login, FormFaults faults) =>
        new RazorComponentResult<JoinPage>(
            new
            {
                Secret = secret,
                Name = name,
                Login = login,
                Faults = faults,
            }
        )
        {
            StatusCode = faults.AreNone ? StatusCodes.Status200OK : Faulty.Status,
        };
}
