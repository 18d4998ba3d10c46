using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Web.Boundary;
using Supine.Web.Charts;

namespace Supine.Web.Sessions;

/// <summary>Stores that the page "before the first start" was read: by a form that works without script, or by the page's own
/// call.</summary>
internal static class ConfirmSafety
{
    /// <summary>When it was last confirmed; null when it never was.</summary>
    public sealed record SafetyConfirmation(DateTimeOffset? ReadAt);

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/safety").WithTags("Safety").Personal();
        api.MapGet("/", Read).WithName("ReadSafety").WithSummary("When the page before the first start was confirmed.");
        api.MapPut("/read", Confirm).WithName("ConfirmSafety").WithSummary("Stores that the page before the first start was read.");
        app.MapPost("/safety/read", ConfirmByForm).ExcludeFromDescription().Personal();
    }

    private static async Task<Ok<SafetyConfirmation>> Read(Chart chart, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SafetyConfirmation(await chart.Safety.FindLatestAsync(cancellationToken)));

    private static async Task<Ok<SafetyConfirmation>> Confirm(Chart chart, CancellationToken cancellationToken)
    {
        await chart.Safety.ConfirmAsync(cancellationToken);
        return await Read(chart, cancellationToken);
    }

    private static async Task<SeeOther> ConfirmByForm([FromForm] string? next, Chart chart, CancellationToken cancellationToken)
    {
        await chart.Safety.ConfirmAsync(cancellationToken);
        return SeeOther.Page(next ?? "/");
    }
}
