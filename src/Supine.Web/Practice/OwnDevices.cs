using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Practice;

/// <summary>A patient's own devices: add one, revoke one that is lost.</summary>
internal static class OwnDevices
{
    public const string Path = "/devices";

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal().OpenTo(Door.Patient);
        pages.MapGet(
            "",
            (Caller caller, ChartDevices devices, CancellationToken cancellationToken) =>
                PageAsync(Of(caller), devices, null, cancellationToken)
        );
        pages.MapPost("/link", MakeLink);
        pages.MapPost("/revoke", Revoke);
    }

    private static Caller.Patient Of(Caller caller) => (Caller.Patient)caller;

    private static async Task<IResult> MakeLink(
        HttpContext context,
        Caller caller,
        ChartDevices devices,
        Texts texts,
        CancellationToken cancellationToken
    ) =>
        await devices.MakeLinkAsync(Of(caller).Person.Key, null, cancellationToken) is { } made
            ? await PageAsync(Of(caller), devices, ShownLink.Of(made, context.Request), cancellationToken)
            : Problems.NotFound(texts["people.unknown"]);

    private static async Task<IResult> Revoke(
        [FromForm] string? device,
        HttpContext context,
        Caller caller,
        ChartDevices devices,
        DeviceCookie cookie,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var who = Of(caller);
        if (!await devices.RevokeAsync(who.Person.Key, device ?? "", null, cancellationToken))
        {
            return Problems.NotFound(texts["devices.unknown"]);
        }

        if (device != who.Device)
        {
            return SeeOther.Page(Path);
        }

        cookie.Forget(context.Response);
        return SeeOther.Page(CallerFinder.StartPath);
    }

    private static async Task<RazorComponentResult> PageAsync(
        Caller.Patient who,
        ChartDevices devices,
        ShownLink? link,
        CancellationToken cancellationToken
    ) =>
        new RazorComponentResult<DevicesPage>(
            new
            {
                Devices = await devices.ListAsync(who.Person.Key, cancellationToken),
                Here = who.Device,
                Link = link,
            }
        );
}
