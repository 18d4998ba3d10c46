using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;
using Supine.Web.Storage;

namespace Supine.Web.Sessions;

/// <summary>Takes the whole state of a session as the page knows it, every second while it plays, and answers when it is durable.</summary>
internal static class RecordSession
{
    public const int MostSpans = 1000;
    private const int LargestBody = 256 * 1024;

    // A device's clock may be set right while a session runs; more than this is not a correction.
    private static readonly TimeSpan ClockStep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Earliest = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The state of a session.</summary>
    /// <param name="Track">The hash of the sequence that is played.</param>
    /// <param name="StartedAt">When the session began.</param>
    /// <param name="UtcOffsetMinutes">What the person's clock is ahead of UTC; New York in winter is −300.</param>
    /// <param name="Spans">Every uninterrupted stretch of playback so far.</param>
    /// <param name="End">How it ended; null while it plays or pauses.</param>
    public sealed record Report(
        string Track,
        DateTimeOffset StartedAt,
        int UtcOffsetMinutes,
        IReadOnlyList<SessionSpan> Spans,
        SessionEnd? End
    );

    /// <summary>An uninterrupted stretch of playback, known by its start.</summary>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="FromMs">Where it began in the track.</param>
    /// <param name="ToMs">How far it got in the track.</param>
    public sealed record SessionSpan(DateTimeOffset StartedAt, long FromMs, long ToMs);

    /// <summary>What is now stored for good.</summary>
    public sealed record Recorded(ImmutableArray<Held> Held);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/{id}", Handle)
            .WithName("RecordSession")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithSummary("Records the state of a session. Sending it twice, late or out of order changes nothing.")
            .WithMetadata(new RequestSizeLimit(LargestBody));

    private static Task<Results<Ok<Recorded>, ValidationProblem, ProblemHttpResult>> Handle(
        string id,
        Report report,
        Writes writes,
        Texts texts,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) => writes.RunAsync(connection => StoreAsync(connection, id, report, texts, clock.GetUtcNow()), cancellationToken);

    private static async Task<Results<Ok<Recorded>, ValidationProblem, ProblemHttpResult>> StoreAsync(
        DbConnection connection,
        string id,
        Report report,
        Texts texts,
        DateTimeOffset now
    )
    {
        var track = await PlayedTrackRows.FindAsync(connection, report.Track);
        var faults = Check(id, report, track, texts, now);
        if (!faults.AreNone)
        {
            return faults.ToProblem();
        }

        if (track is null)
        {
            return Problems.NotFound("No track has this hash. Ask for the sequence again and record under its new hash.");
        }

        if (await DeleteSession.WasDeletedAsync(connection, id))
        {
            return Problems.Gone("This session was deleted. Forget it.");
        }

        var said = ToState(report);
        var known = await Session.FindAsync(connection, id);
        if (known is not null && known.Track != report.Track)
        {
            return Problems.Conflict("This id belongs to a session of another track. Make a new id.");
        }

        var joined = known is null ? said : known.State.Join(said);
        if (joined != known?.State)
        {
            await Session.StoreAsync(connection, id, report.Track, known?.State, joined);
        }

        return TypedResults.Ok(new Recorded(Held.Compute(track, joined)));
    }

    private static SessionState ToState(Report report) =>
        new(
            report.StartedAt.ToUnixTimeMilliseconds(),
            report.UtcOffsetMinutes,
            report.Spans.ToImmutableSortedDictionary(
                span => new SpanStart(span.StartedAt.ToUnixTimeMilliseconds(), span.FromMs),
                span => span.ToMs
            ),
            report.End is { } end ? new(end.Reason, DateTimeOffset.FromUnixTimeMilliseconds(end.At.ToUnixTimeMilliseconds())) : null
        );

    private static Faults Check(string id, Report report, PlayedTrack? track, Texts texts, DateTimeOffset now)
    {
        var faults = new Faults();
        faults.Require(Session.IsId(id), "id", Session.IdSentence);
        faults.Require(report.Track.Length == 64, "track", "A track is named by its hash of 64 hexadecimal digits.");
        faults.Require(
            report.UtcOffsetMinutes is >= -14 * 60 and <= 14 * 60,
            "utcOffsetMinutes",
            "No clock is more than 14 hours from UTC: −840 to 840."
        );
        CheckInstant(report.StartedAt, "startedAt");
        faults.Require(report.Spans.Count <= MostSpans, "spans", $"A session has at most {MostSpans} spans.");
        foreach (var (i, span) in report.Spans.Take(MostSpans).Index())
        {
            CheckInstant(span.StartedAt, $"spans[{i}].startedAt");
            CheckWithinSession(span.StartedAt, $"spans[{i}].startedAt");
            faults.Require(span.FromMs >= 0, $"spans[{i}].fromMs", "A track begins at 0.");
            faults.Require(span.ToMs >= span.FromMs, $"spans[{i}].toMs", "A span does not end before it begins: toMs is at least fromMs.");
            faults.Require(track is null || span.ToMs <= track.TotalMs, $"spans[{i}].toMs", $"The track is over at {track?.TotalMs} ms.");
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

        void CheckInstant(DateTimeOffset instant, string place) =>
            faults.Require(instant >= Earliest && instant <= now + FurthestAhead, place, texts["fault.clock"]);

        void CheckWithinSession(DateTimeOffset instant, string place) =>
            faults.Require(
                instant >= report.StartedAt - ClockStep && instant <= report.StartedAt + LongestSession,
                place,
                "This is not within a day of the session's start."
            );

        // Nobody holds twice in the same second: a span begins when the one before it is over.
        void CheckOverlaps()
        {
            var inOrder = report.Spans.Index().OrderBy(span => span.Item.StartedAt).ToList();
            foreach (var ((_, before), (i, span)) in inOrder.Zip(inOrder.Skip(1)))
            {
                var free = before.StartedAt + TimeSpan.FromMilliseconds(before.ToMs - before.FromMs) - ClockStep;
                faults.Require(span.StartedAt >= free, $"spans[{i}].startedAt", "This span begins while the one before it still plays.");
                faults.Require(
                    span.StartedAt.ToUnixTimeMilliseconds() != before.StartedAt.ToUnixTimeMilliseconds(),
                    $"spans[{i}].startedAt",
                    "Two spans begin at the same instant: a span is known by its start."
                );
            }
        }
    }

    private sealed record RequestSizeLimit(long? MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}
