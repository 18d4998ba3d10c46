using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Web.Boundary;

namespace Supine.Web.Sessions;

/// <summary>How much of one set on one side was held.</summary>
/// <param name="Side">The side stretched; null where the hold belongs to neither.</param>
/// <param name="Set">From 1; null where the hold belongs to none.</param>
/// <param name="HeldMs">Real time in the hold, a second played twice counting twice; null where playback never reached it.</param>
/// <param name="PrescribedMs">What the track asks for.</param>
internal sealed record Held(Side? Side, int? Set, long? HeldMs, long PrescribedMs)
{
    /// <summary>One row a side and set.</summary>
    public static ImmutableArray<Held> Compute(Track track, SessionState state) =>
        [
            .. from row in HeldTime.Compute(
                track.Holds,
                [.. state.Spans.Select(span => new PlayedSpan(Milliseconds(span.Key.FromMs), Milliseconds(span.Value)))]
            )
            select new Held(
                row.Side,
                row.Set,
                row.Held is { } held ? (long)held.TotalMilliseconds : null,
                (long)row.Prescribed.TotalMilliseconds
            ),
        ];

    private static TimeSpan Milliseconds(long ms) => TimeSpan.FromMilliseconds(ms);
}

/// <summary>What a session needs to know of its track.</summary>
internal sealed record Track(string Protocol, string Title, long TotalMs, bool AsksFootDangle, ImmutableArray<PlannedHold> Holds)
{
    /// <summary>The track of a stored session: it is there, for sessions refer to it.</summary>
    public static async Task<Track> GetAsync(DbConnection connection, string hash) =>
        await FindAsync(connection, hash) ?? throw new InvalidOperationException("A session's track is missing.");

    public static async Task<Track?> FindAsync(DbConnection connection, string hash)
    {
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            "SELECT protocol, title, total_ms AS totalMs, foot_dangle AS footDangle FROM track WHERE hash = @hash",
            new { hash }
        );
        if (row is null)
        {
            return null;
        }

        var holds = await connection.QueryAsync<HoldRow>(
            "SELECT side, set_number AS setNumber, at_ms AS atMs, duration_ms AS durationMs FROM track_hold WHERE track = @hash ORDER BY at_ms",
            new { hash }
        );
        return new(row.Protocol, row.Title, row.TotalMs, row.FootDangle != 0, [.. holds.Select(hold => hold.ToHold())]);
    }

    private sealed record Row(string Protocol, string Title, long TotalMs, long FootDangle);

    private sealed record HoldRow(string? Side, long? SetNumber, long AtMs, long DurationMs)
    {
        public PlannedHold ToHold() =>
            new(
                Side is null ? null : Enum.Parse<Side>(Side, ignoreCase: true),
                (int?)SetNumber,
                TimeSpan.FromMilliseconds(AtMs),
                TimeSpan.FromMilliseconds(DurationMs)
            );
    }
}

/// <summary>A stored session.</summary>
internal sealed record Session(string Track, SessionState State)
{
    public const string IdSentence = "A session's id is a UUID of version 7 in lower case.";

    /// <summary>Whether this is a UUID of version 7 written in lower case, as <c>crypto</c> and PostgreSQL write it.</summary>
    public static bool IsId(string id) =>
        Guid.TryParseExact(id, "D", out var guid) && guid.Version == 7 && guid.Variant is >= 8 and <= 11 && id == guid.ToString("D");

    /// <summary>A 404 or 410 where there is no such session, else null.</summary>
    public static async Task<ProblemHttpResult?> RefuseMissingAsync(DbConnection connection, string id) =>
        await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM session WHERE id = @id", new { id }) > 0 ? null
        : await DeleteSession.WasDeletedAsync(connection, id) ? Problems.Gone("This session was deleted. Forget it.")
        : Problems.NotFound("No session has this id. Record it first.");

    public static async Task<Session?> FindAsync(DbConnection connection, string id)
    {
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            """
            SELECT track, started_at AS startedAt, utc_offset_minutes AS utcOffsetMinutes, end_reason AS endReason, ended_at AS endedAt
            FROM session WHERE id = @id
            """,
            new { id }
        );
        if (row is null)
        {
            return null;
        }

        var spans = await connection.QueryAsync<SpanRow>(
            "SELECT started_at AS startedAt, from_ms AS fromMs, to_ms AS toMs FROM session_span WHERE session = @id",
            new { id }
        );
        return new(
            row.Track,
            new(
                row.StartedAt,
                (int)row.UtcOffsetMinutes,
                spans.ToImmutableSortedDictionary(span => new SpanStart(span.StartedAt, span.FromMs), span => span.ToMs),
                row.EndReason is null || row.EndedAt is null
                    ? null
                    : new(
                        Enum.Parse<EndReason>(row.EndReason, ignoreCase: true),
                        DateTimeOffset.FromUnixTimeMilliseconds(row.EndedAt.Value)
                    )
            )
        );
    }

    /// <summary>Writes what <paramref name="joined"/> knows more than <paramref name="known"/>.</summary>
    public static async Task StoreAsync(DbConnection connection, string id, string track, SessionState? known, SessionState joined)
    {
        if (
            known is null
            || known.StartedAtMs != joined.StartedAtMs
            || known.UtcOffsetMinutes != joined.UtcOffsetMinutes
            || known.End != joined.End
        )
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO session (id, track, started_at, utc_offset_minutes, end_reason, ended_at)
                VALUES (@id, @track, @StartedAtMs, @UtcOffsetMinutes, @reason, @endedAt)
                ON CONFLICT (id) DO UPDATE SET
                    started_at = excluded.started_at, utc_offset_minutes = excluded.utc_offset_minutes,
                    end_reason = excluded.end_reason, ended_at = excluded.ended_at
                """,
                new
                {
                    id,
                    track,
                    joined.StartedAtMs,
                    joined.UtcOffsetMinutes,
                    reason = joined.End is { } end ? NameOf(end.Reason) : null,
                    endedAt = joined.End?.At.ToUnixTimeMilliseconds(),
                }
            );
        }

        await connection.ExecuteAsync(
            """
            INSERT INTO session_span (session, started_at, from_ms, to_ms) VALUES (@id, @StartedAtMs, @FromMs, @toMs)
            ON CONFLICT (session, started_at, from_ms) DO UPDATE SET to_ms = excluded.to_ms
            """,
            from span in joined.Spans
            where known is null || !known.Spans.TryGetValue(span.Key, out var toMs) || toMs != span.Value
            select new
            {
                id,
                span.Key.StartedAtMs,
                span.Key.FromMs,
                toMs = span.Value,
            }
        );
    }

    private static string NameOf(EndReason reason) =>
        reason switch
        {
            EndReason.Abandoned => "abandoned",
            EndReason.Stopped => "stopped",
            EndReason.Completed => "completed",
        };

    private sealed record Row(string Track, long StartedAt, long UtcOffsetMinutes, string? EndReason, long? EndedAt);

    private sealed record SpanRow(long StartedAt, long FromMs, long ToMs);
}
