using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Web.Boundary;
using Supine.Web.Storage;

namespace Supine.Web.Sessions;

/// <summary>Stores that the page "before the first start" was read: by a form that works without script, or by the page's own
/// call.</summary>
internal static class ConfirmSafety
{
    /// <summary>When it was last confirmed; null when it never was.</summary>
    public sealed record SafetyReading(DateTimeOffset? ReadAt);

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/safety").WithTags("Safety").Personal();
        api.MapGet("/", Read).WithName("ReadSafety").WithSummary("When the page before the first start was confirmed.");
        api.MapPut("/read", Confirm).WithName("ConfirmSafety").WithSummary("Stores that the page before the first start was read.");
        app.MapPost("/safety/read", ConfirmByForm).ExcludeFromDescription().Personal();
    }

    private static async Task<Ok<SafetyReading>> Read(DbDataSource source, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SafetyReading(await SafetyReadings.FindLatestAsync(source, cancellationToken)));

    private static async Task<Ok<SafetyReading>> Confirm(
        DbDataSource source,
        Writes writes,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        await SafetyReadings.AddAsync(writes, clock.GetUtcNow(), cancellationToken);
        return TypedResults.Ok(new SafetyReading(await SafetyReadings.FindLatestAsync(source, cancellationToken)));
    }

    private static async Task<SeeOther> ConfirmByForm(
        [FromForm] string? next,
        Writes writes,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        await SafetyReadings.AddAsync(writes, clock.GetUtcNow(), cancellationToken);
        return SeeOther.Page(next ?? "/");
    }
}
