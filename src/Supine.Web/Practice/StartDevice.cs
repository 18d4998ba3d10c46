using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Web.Accounts;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Practice;

/// <summary>Binds a patient's device by a link or a code.</summary>
/// <remarks>The link's secret is in the address's fragment, which no browser sends; the page's script puts it into the form. Only the form
/// uses the link up: whoever looks at the page, like a mail program, does not. The code works without script.</remarks>
internal static class StartDevice
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(CallerFinder.StartPath).ExcludeFromDescription().Personal().OpenTo(Door.Visitor);
        pages.MapGet("", Show);
        pages.MapPost("", Handle).RequireRateLimiting(AccountsSetup.StartLimit);
    }

    private static RazorComponentResult Show(HttpContext context, Caller caller, DeviceCookie cookie) =>
        Page(caller, caller is not Caller.Patient && cookie.Find(context.Request) is not null, "", FormFaults.None);

    private static async Task<IResult> Handle(
        [FromForm] string? secret,
        [FromForm] string? code,
        HttpContext context,
        Caller caller,
        ChartDevices devices,
        DeviceCookie cookie,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        // somebody may paste the whole link where the code is asked for
        var typed = code?.Trim() ?? "";
        var (used, read) = (secret?.Trim(), typed.Split('#')) switch
        {
            ({ Length: > 0 } taken, _) => (taken, ""),
            (_, [_, .., var pasted]) => (pasted, ""),
            _ => ("", typed),
        };
        var name = DeviceName.Of(context.Request.Headers.UserAgent.ToString());
        if (await devices.BindAsync(used, read, name, cookie.Find(context.Request), cancellationToken) is { } token)
        {
            cookie.Keep(context.Response, token);
            return SeeOther.Page("/");
        }

        var faults = new Faults();
        faults.Add("code", texts["start.failed"]);
        return Page(caller, false, typed, FormFaults.Find(faults));
    }

    private static RazorComponentResult Page(Caller caller, bool hasEnded, string code, FormFaults faults) =>
        new RazorComponentResult<StartPage>(
            new
            {
                Bound = (caller as Caller.Patient)?.Person,
                HasEnded = hasEnded,
                Code = code,
                Faults = faults,
            }
        )
        {
            StatusCode = faults.AreNone ? StatusCodes.Status200OK : Faulty.Status,
        };
}
