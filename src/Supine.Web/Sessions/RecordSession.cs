using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Sessions;

/// <summary>Takes the whole state of a session as the page knows it, every second while it plays, and answers when it is durable.</summary>
internal static class RecordSession
{
    public const int MostSpans = 1000;

    // A device's clock may be set right while a session runs; more than this is not a correction.
    private static readonly TimeSpan ClockStep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(1);

    /// <summary>The state of a session.</summary>
    /// <param name="Track">The hash of the sequence that is played.</param>
    /// <param name="StartedAt">When the session began.</param>
    /// <param name="UtcOffsetMinutes">What the person's clock is ahead of UTC; New York in winter is −300.</param>
    /// <param name="Spans">Every uninterrupted stretch of playback so far.</param>
    /// <param name="End">How it ended; null while it plays or pauses.</param>
    /// <param name="Milder">What it went on with after it was only too strong; null where it did not.</param>
    public sealed record SessionReport(
        string Track,
        DateTimeOffset StartedAt,
        int UtcOffsetMinutes,
        IReadOnlyList<SessionSpan> Spans,
        SessionEnd? End,
        MilderReport? Milder
    );

    /// <summary>What was played of the milder track a session went on with.</summary>
    /// <param name="Track">The hash of its sequence.</param>
    /// <param name="Spans">Every uninterrupted stretch of playback of it.</param>
    public sealed record MilderReport(string Track, IReadOnlyList<SessionSpan> Spans);

    /// <summary>An uninterrupted stretch of playback, known by its start.</summary>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="FromMs">Where it began in the track.</param>
    /// <param name="ToMs">How far it got in the track.</param>
    public sealed record SessionSpan(DateTimeOffset StartedAt, long FromMs, long ToMs);

    /// <summary>What is now stored for good.</summary>
    public sealed record RecordedSession(ImmutableArray<Held> Held);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/{id}", Handle)
            .WithName("RecordSession")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithSummary("Records the state of a session. Sending it twice, late or out of order changes nothing.");

    private static async Task<Results<Ok<RecordedSession>, Faulty, ProblemHttpResult>> Handle(
        string id,
        SessionReport report,
        Chart chart,
        TrackLibrary tracks,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var track = await tracks.FindPlayedAsync(report.Track, cancellationToken);
        var milder = report.Milder is { } part ? await tracks.FindPlayedAsync(part.Track, cancellationToken) : null;
        var faults = Check(id, report, track, milder, texts, chart.Clock.Now);
        if (!faults.AreNone)
        {
            return faults.ToProblem();
        }

        if (track is null || (milder is null && report.Milder is not null))
        {
            return Problems.NotFound("No track has this hash. Ask for the sequence again and record under its new hash.");
        }

        return await chart.Sessions.RecordAsync(RecordId.Find(id)!, track, milder, ToState(report), cancellationToken) switch
        {
            Recording.Stored(var held) => TypedResults.Ok(new RecordedSession(held)),
            Recording.WasDeleted => Problems.Gone("This session was deleted. Forget it."),
            Recording.IsOfAnotherTrack => Problems.Conflict("This id belongs to a session of another track. Make a new id."),
            _ => throw new InvalidOperationException("A report is stored or not."),
        };
    }

    private static SessionState ToState(SessionReport report) =>
        new(
            report.StartedAt.ToUnixTimeMilliseconds(),
            report.UtcOffsetMinutes,
            ToSpans(report.Spans),
            report.End is { } end ? new(end.Reason, DateTimeOffset.FromUnixTimeMilliseconds(end.At.ToUnixTimeMilliseconds())) : null,
            report.Milder is { } milder ? new(milder.Track, ToSpans(milder.Spans)) : null
        );

    private static ImmutableSortedDictionary<SpanStart, long> ToSpans(IReadOnlyList<SessionSpan> spans) =>
        spans.ToImmutableSortedDictionary(span => new SpanStart(span.StartedAt.ToUnixTimeMilliseconds(), span.FromMs), span => span.ToMs);

    private static Faults Check(string id, SessionReport report, PlayedTrack? track, PlayedTrack? milder, Texts texts, DateTimeOffset now)
    {
        var faults = new Faults();
        faults.Require(RecordId.Find(id) is not null, "id", RecordId.Rule);
        faults.Require(report.Track.Length == 64, "track", "A track is named by its hash of 64 hexadecimal digits.");
        LocalInstant.CheckOffset(report.UtcOffsetMinutes, faults);
        CheckInstant(report.StartedAt, "startedAt");
        CheckSpans(report.Spans, track, "spans");
        if (report.Milder is { } part)
        {
            faults.Require(part.Track.Length == 64, "milder.track", "A track is named by its hash of 64 hexadecimal digits.");
            faults.Require(part.Track != report.Track, "milder.track", "What a session goes on with is another track.");
            CheckSpans(part.Spans, milder, "milder.spans");
        }

        if (faults.AreNone)
        {
            CheckOverlaps();
        }

        if (report.End is { } end)
        {
            CheckInstant(end.At, "end.at");
            CheckWithinSession(end.At, "end.at");
        }

        return faults;

        void CheckSpans(IReadOnlyList<SessionSpan> spans, PlayedTrack? of, string place)
        {
            faults.Require(spans.Count <= MostSpans, place, $"A session has at most {MostSpans} spans.");
            foreach (var (i, span) in spans.Take(MostSpans).Index())
            {
                CheckInstant(span.StartedAt, $"{place}[{i}].startedAt");
                CheckWithinSession(span.StartedAt, $"{place}[{i}].startedAt");
                faults.Require(span.FromMs >= 0, $"{place}[{i}].fromMs", "A track begins at 0.");
                faults.Require(
                    span.ToMs >= span.FromMs,
                    $"{place}[{i}].toMs",
                    "A span does not end before it begins: toMs is at least fromMs."
                );
                faults.Require(of is null || span.ToMs <= of.TotalMs, $"{place}[{i}].toMs", $"The track is over at {of?.TotalMs} ms.");
            }
        }

        void CheckInstant(DateTimeOffset instant, string place) => LocalInstant.Check(instant, now, place, texts["fault.clock"], faults);

        void CheckWithinSession(DateTimeOffset instant, string place) =>
            faults.Require(
                instant >= report.StartedAt - ClockStep && instant <= report.StartedAt + LongestSession,
                place,
                "This is not within a day of the session's start."
            );

        // Nobody holds twice in the same second: a span begins when the one before it is over.
        void CheckOverlaps()
        {
            var inOrder = Placed(report.Spans, "spans")
                .Concat(Placed(report.Milder?.Spans ?? [], "milder.spans"))
                .OrderBy(span => span.Span.StartedAt)
                .ToList();
            foreach (var ((_, before), (place, span)) in inOrder.Zip(inOrder.Skip(1)))
            {
                var free = before.StartedAt + TimeSpan.FromMilliseconds(before.ToMs - before.FromMs) - ClockStep;
                faults.Require(span.StartedAt >= free, place, "This span begins while the one before it still plays.");
                faults.Require(
                    span.StartedAt.ToUnixTimeMilliseconds() != before.StartedAt.ToUnixTimeMilliseconds(),
                    place,
                    "Two spans begin at the same instant: a span is known by its start."
                );
            }
        }

        static IEnumerable<(string Place, SessionSpan Span)> Placed(IReadOnlyList<SessionSpan> spans, string place) =>
            spans.Select((span, i) => ($"{place}[{i}].startedAt", span));
    }
}
