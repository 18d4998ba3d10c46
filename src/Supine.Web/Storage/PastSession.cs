using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Web.Storage;

/// <summary>A session as the history lists it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Protocol">The id of the protocol.</param>
/// <param name="Title">What it was called.</param>
/// <param name="StartedAt">In the person's own time.</param>
/// <param name="EndReason">completed, stopped, abandoned, or null when nothing says that it ended.</param>
/// <param name="Left">Held on the left, corrected where the person did; null when not measured.</param>
/// <param name="Right">Held on the right, likewise.</param>
/// <param name="IsCorrected">Whether the person corrected one of the two.</param>
/// <param name="Pain">0 to 10, or null when not answered.</param>
/// <param name="StopReason">time, pain, tingling, other, or null when not answered.</param>
public sealed record PastSession(
    string Id,
    string Protocol,
    string Title,
    DateTimeOffset StartedAt,
    string? EndReason,
    TimeSpan? Left,
    TimeSpan? Right,
    bool IsCorrected,
    int? Pain,
    string? StopReason
)
{
    /// <summary>Pain a day later, 0 to 10; null when not answered.</summary>
    public int? PainNextDay { get; init; }

    /// <summary>Whether the low back did not stay flat; null when not answered.</summary>
    public bool? BackArched { get; init; }

    /// <summary>The day it belongs to, where the person was.</summary>
    public DateOnly Day => DateOnly.FromDateTime(StartedAt.DateTime);

    /// <summary>The sessions whose own day is one of these, the latest first.</summary>
    internal static async Task<ImmutableArray<PastSession>> ReadAsync(DbConnection connection, DateOnly first, DateOnly last)
    {
        // A day begins up to 14 hours before it does in UTC and ends as much later.
        var range = new { from = ToMs(first.AddDays(-1)), to = ToMs(last.AddDays(2)) };
        var sessions = await connection.QueryAsync<SessionRow>(
            """
            SELECT session.id, track.hash AS track, track.protocol, track.title, session.started_at AS startedAt, session.utc_offset_minutes AS utcOffsetMinutes, session.end_reason AS endReason
            FROM session JOIN track ON track.hash = session.track
            WHERE session.started_at BETWEEN @from AND @to
            ORDER BY session.started_at DESC, session.id
            """,
            range
        );
        var spans = (
            await connection.QueryAsync<SpanRow>(
                """
                SELECT session_span.session, session_span.from_ms AS fromMs, session_span.to_ms AS toMs
                FROM session_span JOIN session ON session.id = session_span.session
                WHERE session.started_at BETWEEN @from AND @to
                """,
                range
            )
        ).ToLookup(span => span.Session, span => new PlayedSpan(Ms(span.FromMs), Ms(span.ToMs)));
        var holds = (
            await connection.QueryAsync<HoldRow>(
                """
                SELECT track, side, set_number AS setNumber, at_ms AS atMs, duration_ms AS durationMs FROM track_hold
                WHERE track IN (SELECT track FROM session WHERE started_at BETWEEN @from AND @to)
                """,
                range
            )
        ).ToLookup(hold => hold.Track, hold => hold.ToHold());
        var corrections = (
            await connection.QueryAsync<CorrectionRow>(
                """
                SELECT latest.session, latest.left_ms AS leftMs, latest.right_ms AS rightMs
                FROM session_correction AS latest JOIN session ON session.id = latest.session
                WHERE session.started_at BETWEEN @from AND @to
                  AND latest.corrected_at = (SELECT max(corrected_at) FROM session_correction WHERE session = latest.session)
                """,
                range
            )
        ).ToDictionary(correction => correction.Session);
        var answers = (
            await connection.QueryAsync<AnswerRow>(
                """
                SELECT latest.session, latest.pain, latest.stop_reason AS stopReason, latest.back_arched AS backArched, latest.pain_next_day AS painNextDay
                FROM session_answer AS latest JOIN session ON session.id = latest.session
                WHERE session.started_at BETWEEN @from AND @to
                  AND latest.answered_at = (SELECT max(answered_at) FROM session_answer WHERE session = latest.session)
                """,
                range
            )
        ).ToDictionary(answer => answer.Session);

        return
        [
            .. from session in sessions
            let held = HeldTime.Compute(holds[session.Track], [.. spans[session.Id]])
            let correction = corrections.GetValueOrDefault(session.Id)
            let answer = answers.GetValueOrDefault(session.Id)
            let past = new PastSession(
                session.Id,
                session.Protocol,
                session.Title,
                DateTimeOffset.FromUnixTimeMilliseconds(session.StartedAt).ToOffset(TimeSpan.FromMinutes(session.UtcOffsetMinutes)),
                session.EndReason,
                correction?.LeftMs is { } left ? Ms(left) : Total.Of(held, Side.Left),
                correction?.RightMs is { } right ? Ms(right) : Total.Of(held, Side.Right),
                correction?.LeftMs is not null || correction?.RightMs is not null,
                (int?)answer?.Pain,
                answer?.StopReason
            )
            {
                PainNextDay = (int?)answer?.PainNextDay,
                BackArched = answer?.BackArched is { } arched ? arched != 0 : null,
            }
            where past.Day >= first && past.Day <= last
            select past,
        ];
    }

    /// <summary>The day of the first or of the last session, or null when there is none.</summary>
    internal static async Task<DateOnly?> FindDayAsync(DbConnection connection, Edge edge)
    {
        var order = edge switch
        {
            Edge.First => "ASC",
            Edge.Last => "DESC",
        };
        var row = await connection.QueryFirstOrDefaultAsync<StartRow>(
            $"SELECT started_at AS startedAt, utc_offset_minutes AS utcOffsetMinutes FROM session ORDER BY started_at {order} LIMIT 1"
        );
        return row is null
            ? null
            : DateOnly.FromDateTime(
                DateTimeOffset.FromUnixTimeMilliseconds(row.StartedAt).ToOffset(TimeSpan.FromMinutes(row.UtcOffsetMinutes)).DateTime
            );
    }

    private static long ToMs(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static TimeSpan Ms(long ms) => TimeSpan.FromMilliseconds(ms);

    private sealed record SessionRow(
        string Id,
        string Track,
        string Protocol,
        string Title,
        long StartedAt,
        long UtcOffsetMinutes,
        string? EndReason
    );

    private sealed record StartRow(long StartedAt, long UtcOffsetMinutes);

    private sealed record SpanRow(string Session, long FromMs, long ToMs);

    private sealed record CorrectionRow(string Session, long? LeftMs, long? RightMs);

    private sealed record AnswerRow(string Session, long? Pain, string? StopReason, long? BackArched, long? PainNextDay);

    private sealed record HoldRow(string Track, string? Side, long? SetNumber, long AtMs, long DurationMs)
    {
        public PlannedHold ToHold() =>
            new(Side is null ? null : Enum.Parse<Side>(Side, ignoreCase: true), (int?)SetNumber, Ms(AtMs), Ms(DurationMs));
    }
}

/// <summary>An end of the history.</summary>
internal enum Edge
{
    /// <summary>Where it begins.</summary>
    First,

    /// <summary>Where it ends.</summary>
    Last,
}
