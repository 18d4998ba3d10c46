using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;
using Supine.Web.Storage;

namespace Supine.Web.Guide;

/// <summary>The first page: what it is, one form, one button.</summary>
internal static class GuideSlice
{
    public static void MapGuide(this IEndpointRouteBuilder app) =>
        app.MapGet("/", Show).ExcludeFromDescription().WithMetadata(new KeptPage());

    private static async Task<Results<RazorComponentResult<GuidePage>, ProblemHttpResult>> Show(
        string? protocol,
        ProtocolLibrary library,
        ScreeningRecords screenings,
        QuestionnaireRecords questionnaires,
        VoiceLibrary voices,
        DbDataSource source,
        Texts texts,
        TimeProvider clock,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        var readAt = await SafetyReadings.FindLatestAsync(source, cancellationToken);
        var standing = await screenings.ReadAsync(cancellationToken);

        // Who has practised and comes without a choice in the address is shown today. Before, the page says what this is.
        Today? next = null;
        if (
            standing is ScreeningStanding.Answered { Screening: var screening, Until: var until }
            && !context.Request.QueryString.HasValue
            && await NextSessionRows.FindAsync(source, screening, library, clock, cancellationToken)
                is { Last: not null, IsRuledOut: false } session
        )
        {
            var sitting = await StoredSitting.FindAsync(source, cancellationToken);
            next = new(
                session,
                TimeZoneInfo.ConvertTime(until, clock.LocalTimeZone),
                await questionnaires.FindStandingAsync(cancellationToken),
                sitting?.FindStretchAfter(clock.GetUtcNow())
            );
        }

        context.Response.Headers.CacheControl = next is null ? "private, no-cache" : "no-store";
        return GuideModel.Of(library.Read(), next?.Session.Protocol?.Id ?? protocol, readAt is not null, texts.Language) is { } model
            ? new RazorComponentResult<GuidePage>(
                new
                {
                    Model = model with
                    {
                        Voices = voices.Read(),
                        Today = next,
                    },
                    Refusals = model.RefusedBy(known => standing.Explain(known, screenings.Table, texts)),
                }
            )
            : Problems.NotFound(texts["guide.noProtocol"]);
    }
}
