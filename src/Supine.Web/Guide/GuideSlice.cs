using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Web.Boundary;
using Supine.Web.Storage;

namespace Supine.Web.Guide;

/// <summary>The first page: what it is, one form, one button.</summary>
internal static class GuideSlice
{
    public static void MapGuide(this IEndpointRouteBuilder app) => app.MapGet("/", Show).ExcludeFromDescription();

    private static async Task<Results<RazorComponentResult<GuidePage>, ProblemHttpResult>> Show(
        string? protocol, ProtocolLibrary library, DbDataSource source, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        var readAt = await SafetyReadings.FindLatestAsync(source, cancellationToken);
        return GuideModel.Of(library.Read(), protocol, readAt is not null) is { } model
            ? new RazorComponentResult<GuidePage>(new { Model = model })
            : Problems.NotFound("There is no protocol for home use in the folder `protocols`. `./supine check` says what is wrong with the files there.");
    }
}
