using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Web.Boundary;
using Supine.Web.Shell;
using Supine.Web.Storage;

namespace Supine.Web.Guide;

/// <summary>The first page: what it is, one form, one button.</summary>
internal static class GuideSlice
{
    public static void MapGuide(this IEndpointRouteBuilder app) => app.MapGet("/", Show).ExcludeFromDescription().WithMetadata(new KeptPage());

    private static async Task<Results<RazorComponentResult<GuidePage>, ProblemHttpResult>> Show(
        string? protocol, ProtocolLibrary library, ScreeningRecords screenings, VoiceLibrary voices, DbDataSource source, Texts texts, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        var readAt = await SafetyReadings.FindLatestAsync(source, cancellationToken);
        var standing = await screenings.ReadAsync(cancellationToken);
        return GuideModel.Of(library.Read(), protocol, readAt is not null, texts.Language) is { } model
            ? new RazorComponentResult<GuidePage>(new { Model = model with { Voices = voices.Read() }, Refusals = model.RefusedBy(known => standing.Explain(known, screenings.Table, texts)) })
            : Problems.NotFound(texts["guide.noProtocol"]);
    }
}
