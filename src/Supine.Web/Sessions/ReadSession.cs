using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;

namespace Supine.Web.Sessions;

/// <summary>Gives back everything stored about a session.</summary>
internal static class ReadSession
{
    /// <summary>A stored session.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Track">The hash of the sequence that was played.</param>
    /// <param name="Title">The sequence's title.</param>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="UtcOffsetMinutes">What the person's clock was ahead of UTC.</param>
    /// <param name="Spans">Every uninterrupted stretch of playback, in order.</param>
    /// <param name="End">How it ended, or null when nothing says that it has.</param>
    /// <param name="Held">How much of each hold was held.</param>
    /// <param name="After">The latest answers, or null when nothing was answered.</param>
    /// <param name="Correction">The latest correction, or null when what was measured stands.</param>
    /// <param name="Milder">What it went on with after it was only too strong, or null when it did not.</param>
    public sealed record ReadableSession(
        string Id,
        string Track,
        string Title,
        DateTimeOffset StartedAt,
        int UtcOffsetMinutes,
        ImmutableArray<RecordSession.SessionSpan> Spans,
        SessionEnd? End,
        ImmutableArray<Held> Held,
        SessionAnswers? After,
        HeldCorrection? Correction,
        ReadableMilder? Milder
    );

    /// <summary>What was done of a session with the milder track it went on with.</summary>
    /// <param name="Track">The hash of its sequence.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Spans">Every uninterrupted stretch of playback of it, in order.</param>
    /// <param name="Held">How much of each of its holds was held.</param>
    public sealed record ReadableMilder(
        string Track,
        string Title,
        ImmutableArray<RecordSession.SessionSpan> Spans,
        ImmutableArray<Held> Held
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/{id}", Handle)
            .WithName("ReadSession")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithSummary("Everything stored about a session.");

    private static async Task<Results<Ok<ReadableSession>, ProblemHttpResult>> Handle(
        string id,
        Chart chart,
        TrackLibrary tracks,
        CancellationToken cancellationToken
    )
    {
        if (await chart.Sessions.FindAsync(id, cancellationToken) is not { } session)
        {
            return await chart.Sessions.WasDeletedAsync(id, cancellationToken)
                ? Problems.Gone("This session was deleted. Forget it.")
                : Problems.NotFound("No session has this id.");
        }

        var milder = session.State.Milder is { } part ? await tracks.FindPlayedAsync(part.Track, cancellationToken) : null;
        if (
            await tracks.FindPlayedAsync(session.Track, cancellationToken) is not { } track
            || (milder is null && session.State.Milder is not null)
        )
        {
            return Problems.NotFound("What this session's track is made of cannot be read.");
        }

        return TypedResults.Ok(
            new ReadableSession(
                id,
                session.Track,
                track.Title,
                LocalInstant.FromStored(session.State.StartedAtMs),
                session.State.UtcOffsetMinutes,
                ToSpans(session.State.Spans),
                session.State.End,
                Held.Compute(track, session.State.Spans),
                await chart.Sessions.FindAnswersAsync(id, cancellationToken),
                await chart.Sessions.FindCorrectionAsync(id, cancellationToken),
                milder is not null && session.State.Milder is { Spans: var spans }
                    ? new(milder.Hash, milder.Title, ToSpans(spans), Held.Compute(milder, spans))
                    : null
            )
        );
    }

    private static ImmutableArray<RecordSession.SessionSpan> ToSpans(ImmutableSortedDictionary<SpanStart, long> spans) =>
        [
            .. spans.Select(span => new RecordSession.SessionSpan(
                LocalInstant.FromStored(span.Key.StartedAtMs),
                span.Key.FromMs,
                span.Value
            )),
        ];
}
