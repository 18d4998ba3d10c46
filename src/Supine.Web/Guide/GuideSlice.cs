using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Web.Storage;

namespace Supine.Web.Guide;

/// <summary>The first page: what it is, one form, one button.</summary>
internal static class GuideSlice
{
    public static void MapGuide(this IEndpointRouteBuilder app) => app.MapGet("/", Show).ExcludeFromDescription();

    private static async Task<RazorComponentResult<GuidePage>> Show(
        ProtocolLibrary library, DbDataSource source, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        var readAt = await SafetyReadings.FindLatestAsync(source, cancellationToken);
        return new(new { Model = GuideModel.Of(library.Read(), readAt is not null) });
    }
}
