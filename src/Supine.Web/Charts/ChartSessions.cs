using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Records;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>Whether a record is there.</summary>
internal enum Presence
{
    /// <summary>It is.</summary>
    Here,

    /// <summary>It was, and was deleted.</summary>
    Deleted,

    /// <summary>It never was.</summary>
    Unknown,
}

/// <summary>A session as it is stored.</summary>
/// <param name="Track">The hash of the sequence that was played.</param>
/// <param name="State">Everything known about its playing.</param>
/// <param name="LeftMs">What was held on the left, in milliseconds; null where playback never reached a hold of it.</param>
/// <param name="RightMs">The same on the right.</param>
/// <param name="Milder">What of it was held with the milder track.</param>
internal sealed record StoredSession(string Track, SessionState State, long? LeftMs, long? RightMs, HeldMilder Milder);

/// <summary>What was held on each side with the milder track of a session.</summary>
/// <param name="LeftMs">In milliseconds; null where playback never reached a hold of it.</param>
/// <param name="RightMs">The same on the right.</param>
internal readonly record struct HeldMilder(long? LeftMs, long? RightMs);

/// <summary>What became of a report of a session.</summary>
internal abstract record Recording
{
    private Recording() { }

    /// <summary>It is stored.</summary>
    /// <param name="Held">What was held, by all that is known now.</param>
    public sealed record Stored(ImmutableArray<Held> Held) : Recording;

    /// <summary>The session was deleted; it does not come back.</summary>
    public sealed record WasDeleted : Recording;

    /// <summary>The id belongs to a session of another track.</summary>
    public sealed record IsOfAnotherTrack : Recording;
}

/// <summary>A person's sessions, with what was held, answered and corrected.</summary>
internal sealed class ChartSessions(ChartRows rows, PersonClock clock)
{
    /// <summary>The session of an id; null where there is none.</summary>
    public Task<StoredSession?> FindAsync(string id, CancellationToken cancellationToken) =>
        rows.ReadAsync(connection => FindAsync(connection, id), cancellationToken);

    /// <summary>Whether there was a session of this id, which was deleted.</summary>
    public Task<bool> WasDeletedAsync(string id, CancellationToken cancellationToken) =>
        rows.ReadAsync(connection => WasDeletedAsync(connection, id), cancellationToken);

    /// <summary>Joins a report with what is known already. The same report twice, late or out of order changes nothing.</summary>
    /// <param name="id">The session's.</param>
    /// <param name="track">What it began with.</param>
    /// <param name="milder">What it went on with; null where the report says of nothing.</param>
    /// <param name="reported">What is reported.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<Recording> RecordAsync(
        RecordId id,
        PlayedTrack track,
        PlayedTrack? milder,
        SessionState reported,
        CancellationToken cancellationToken
    ) =>
        rows.ChangeAsync<Recording>(
            async connection =>
            {
                var known = await FindAsync(connection, id.Text);
                if (known is null && await WasDeletedAsync(connection, id.Text))
                {
                    return new Recording.WasDeleted();
                }

                if (
                    known is not null
                    && (
                        known.Track != track.Hash
                        || (milder is not null && known.State.Milder is { Track: var other } && other != milder.Hash)
                    )
                )
                {
                    return new Recording.IsOfAnotherTrack();
                }

                var joined = known is null ? reported : known.State.Join(reported);
                var held = Held.Compute(track, joined.Spans);
                // a late report of the first track says nothing about the milder one, and its spans are the same as before
                var heldMilder =
                    joined.Milder is null ? []
                    : milder is null ? (ImmutableArray<Held>?)null
                    : Held.Compute(milder, joined.Milder.Spans);
                if (joined != known?.State)
                {
                    await StoreAsync(connection, id.Text, track, known, joined, held, heldMilder);
                }

                return new Recording.Stored(held);
            },
            cancellationToken
        );

    /// <summary>The answers that count; null where nobody has answered.</summary>
    public Task<SessionAnswers?> FindAnswersAsync(string id, CancellationToken cancellationToken) =>
        rows.ReadAsync(connection => FindAnswersAsync(connection, id), cancellationToken);

    /// <summary>Keeps answers as a device gave them. A second answer for the same instant is the first one sent again.</summary>
    public Task<Presence> AnswerAsync(string id, SessionAnswers answers, CancellationToken cancellationToken) =>
        ChangeExistingAsync(id, connection => StoreAsync(connection, id, answers), cancellationToken);

    /// <summary>Keeps answers that are given now, later than all before.</summary>
    public Task<Presence> AnswerNowAsync(string id, SessionAnswers answers, CancellationToken cancellationToken) =>
        ChangeExistingAsync(
            id,
            async connection =>
                await StoreAsync(
                    connection,
                    id,
                    answers with
                    {
                        AnsweredAt = clock.After((await FindAnswersAsync(connection, id))?.AnsweredAt),
                    }
                ),
            cancellationToken
        );

    /// <summary>The correction that counts; null where nobody has corrected anything.</summary>
    public Task<HeldCorrection?> FindCorrectionAsync(string id, CancellationToken cancellationToken) =>
        rows.ReadAsync(connection => FindCorrectionAsync(connection, id), cancellationToken);

    /// <summary>Keeps a correction as a device made it. A second one for the same instant is the first one sent again.</summary>
    public Task<Presence> CorrectAsync(string id, HeldCorrection correction, CancellationToken cancellationToken) =>
        ChangeExistingAsync(id, connection => StoreAsync(connection, id, correction), cancellationToken);

    /// <summary>Keeps a correction that is made now, later than all before.</summary>
    public Task<Presence> CorrectNowAsync(string id, HeldCorrection correction, CancellationToken cancellationToken) =>
        ChangeExistingAsync(
            id,
            async connection =>
                await StoreAsync(
                    connection,
                    id,
                    correction with
                    {
                        CorrectedAt = clock.After((await FindCorrectionAsync(connection, id))?.CorrectedAt),
                    }
                ),
            cancellationToken
        );

    /// <summary>Deletes a session with everything about it, for good. A report of it that is still on its way is refused later.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        rows.ForgetAsync(
            async connection =>
            {
                await connection.ExecuteAsync(
                    "DELETE FROM session WHERE practice = @practice AND person = @person AND id = @id",
                    new { id }
                );
                await connection.ExecuteAsync(
                    """
                    INSERT INTO deleted_session (practice, person, id_digest) VALUES (@practice, @person, @digest)
                    ON CONFLICT (practice, person, id_digest) DO NOTHING
                    """,
                    new { digest = RecordId.DigestOf(id) }
                );
            },
            cancellationToken
        );

    /// <summary>The sessions whose own day is one of these, the latest first, with what their tracks asked for.</summary>
    public Task<ImmutableArray<PastSession>> ListAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        rows.ReadAsync(connection => ListAsync(connection, first, last), cancellationToken);

    /// <summary>The days of the first and of the last session; null where there is none.</summary>
    public Task<(DateOnly First, DateOnly Last)?> FindDaysAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync<(DateOnly, DateOnly)?>(
            async connection =>
            {
                const string ends = """
                    SELECT started_at AS startedAt, utc_offset_minutes AS utcOffsetMinutes FROM session
                    WHERE practice = @practice AND person = @person ORDER BY started_at
                    """;
                return
                    await connection.FindAsync<StartRow>($"{ends} ASC LIMIT 1") is { } first
                    && await connection.FindAsync<StartRow>($"{ends} DESC LIMIT 1") is { } last
                    ? (first.Day, last.Day)
                    : null;
            },
            cancellationToken
        );

    /// <summary>The track of the last session of any of these protocols; null where there was none.</summary>
    public Task<string?> FindLastTrackAsync(ImmutableArray<string> protocols, CancellationToken cancellationToken) =>
        rows.ReadAsync(
            connection =>
                connection.FindAsync<string>(
                    $"""
                    SELECT session.track FROM session JOIN track ON track.hash = session.track
                    WHERE practice = @practice AND person = @person
                      AND track.protocol IN ({string.Join(", ", protocols.Select((_, i) => $"@protocol{i}"))})
                    ORDER BY session.started_at DESC LIMIT 1
                    """,
                    // the two databases take a list of values in different ways
                    protocols.Select((protocol, i) => KeyValuePair.Create($"protocol{i}", (object)protocol))
                ),
            cancellationToken
        );

    private Task<Presence> ChangeExistingAsync(string id, Func<ChartConnection, Task> change, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            async connection =>
            {
                if (
                    await connection.CountAsync(
                        "SELECT count(*) FROM session WHERE practice = @practice AND person = @person AND id = @id",
                        new { id }
                    ) == 0
                )
                {
                    return await WasDeletedAsync(connection, id) ? Presence.Deleted : Presence.Unknown;
                }

                await change(connection);
                return Presence.Here;
            },
            cancellationToken
        );

    private static async Task<bool> WasDeletedAsync(ChartConnection connection, string id) =>
        await connection.CountAsync(
            "SELECT count(*) FROM deleted_session WHERE practice = @practice AND person = @person AND id_digest = @digest",
            new { digest = RecordId.DigestOf(id) }
        ) > 0;

    private async Task<StoredSession?> FindAsync(ChartConnection connection, string id)
    {
        var row = await connection.FindAsync<StateRow>(
            """
            SELECT track, started_at AS startedAt, utc_offset_minutes AS utcOffsetMinutes, end_reason AS endReason, ended_at AS endedAt,
                   held_left_ms AS heldLeftMs, held_right_ms AS heldRightMs, milder_track AS milderTrack,
                   milder_left_ms AS milderLeftMs, milder_right_ms AS milderRightMs
            FROM session WHERE practice = @practice AND person = @person AND id = @id
            """,
            new { id }
        );
        if (row is null)
        {
            return null;
        }

        var spans = await connection.QueryAsync<SpanRow>(
            """
            SELECT started_at AS startedAt, from_ms AS fromMs, to_ms AS toMs, is_milder AS isMilder FROM session_span
            WHERE practice = @practice AND person = @person AND session = @id
            """,
            new { id }
        );
        var played = rows.Unreadable.Read(ChartPart.Session, spans, _ => id, span => span.Check());
        return new(
            row.Track,
            new(
                row.StartedAt,
                (int)LocalInstant.FromStored(row.StartedAt, row.UtcOffsetMinutes).Offset.TotalMinutes,
                SpansOf(0),
                Words.FindEnd(row.EndReason) is { } reason && row.EndedAt is { } endedAt
                    ? new(reason, LocalInstant.FromStored(endedAt))
                    : null,
                row.MilderTrack is { } milder ? new(milder, SpansOf(1)) : null
            ),
            row.HeldLeftMs,
            row.HeldRightMs,
            new(row.MilderLeftMs, row.MilderRightMs)
        );

        ImmutableSortedDictionary<SpanStart, long> SpansOf(long milder) =>
            played
                .Where(span => span.IsMilder == milder)
                .ToImmutableSortedDictionary(span => new SpanStart(span.StartedAt, span.FromMs), span => span.ToMs);
    }

    // Writes what the joined state knows more than the known one. A row is never made to say less, whoever else writes meanwhile.
    private static async Task StoreAsync(
        ChartConnection connection,
        string id,
        PlayedTrack track,
        StoredSession? stored,
        SessionState joined,
        ImmutableArray<Held> held,
        ImmutableArray<Held>? heldMilder
    )
    {
        var milder = heldMilder is { } rows
            ? new HeldMilder(Held.SumOf(rows, Side.Left), Held.SumOf(rows, Side.Right))
            : stored?.Milder ?? default;
        var (left, right) = (Sum(Held.SumOf(held, Side.Left), milder.LeftMs), Sum(Held.SumOf(held, Side.Right), milder.RightMs));
        var known = stored?.State;
        if (
            known is null
            || known.StartedAtMs != joined.StartedAtMs
            || known.UtcOffsetMinutes != joined.UtcOffsetMinutes
            || known.End != joined.End
            || known.Milder?.Track != joined.Milder?.Track
            || (stored!.LeftMs, stored.RightMs, stored.Milder) != (left, right, milder)
        )
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO session
                    (practice, person, id, track, started_at, utc_offset_minutes, end_reason, ended_at, held_left_ms, held_right_ms,
                     milder_track, milder_left_ms, milder_right_ms)
                VALUES (@practice, @person, @id, @Hash, @StartedAtMs, @offset, @reason, @endedAt, @left, @right,
                        @milderTrack, @milderLeft, @milderRight)
                ON CONFLICT (practice, person, id) DO UPDATE SET
                    started_at = excluded.started_at, utc_offset_minutes = excluded.utc_offset_minutes,
                    end_reason = excluded.end_reason, ended_at = excluded.ended_at,
                    held_left_ms = excluded.held_left_ms, held_right_ms = excluded.held_right_ms,
                    milder_track = excluded.milder_track,
                    milder_left_ms = excluded.milder_left_ms, milder_right_ms = excluded.milder_right_ms
                """,
                new
                {
                    id,
                    track.Hash,
                    joined.StartedAtMs,
                    offset = (long)joined.UtcOffsetMinutes,
                    reason = joined.End is { } end ? Words.Of(end.Reason) : null,
                    endedAt = joined.End?.At.ToUnixTimeMilliseconds(),
                    left,
                    right,
                    milderTrack = joined.Milder?.Track,
                    milderLeft = milder.LeftMs,
                    milderRight = milder.RightMs,
                }
            );
        }

        await connection.ExecuteEachAsync(
            """
            INSERT INTO session_span (practice, person, session, started_at, from_ms, to_ms, is_milder)
            VALUES (@practice, @person, @id, @StartedAtMs, @FromMs, @toMs, @isMilder)
            ON CONFLICT (practice, person, session, started_at, from_ms) DO UPDATE SET to_ms = excluded.to_ms
                WHERE excluded.to_ms > session_span.to_ms
            """,
            SpansOf(joined.Spans, known?.Spans, 0).Concat(SpansOf(joined.Milder?.Spans, known?.Milder?.Spans, 1))
        );

        IEnumerable<object> SpansOf(
            ImmutableSortedDictionary<SpanStart, long>? now,
            ImmutableSortedDictionary<SpanStart, long>? before,
            long isMilder
        ) =>
            from span in now ?? ImmutableSortedDictionary<SpanStart, long>.Empty
            where before is null || !before.TryGetValue(span.Key, out var toMs) || toMs != span.Value
            select new
            {
                id,
                span.Key.StartedAtMs,
                span.Key.FromMs,
                toMs = span.Value,
                isMilder,
            };

        static long? Sum(long? a, long? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);
    }

    private async Task<SessionAnswers?> FindAnswersAsync(ChartConnection connection, string id) =>
        await connection.FindAsync<AnswerRow>(
            """
            SELECT answered_at AS answeredAt, pain, foot_dangle AS footDangle, note, stop_reason AS stopReason,
                   back_arched AS backArched, pain_next_day AS painNextDay
            FROM session_answer WHERE practice = @practice AND person = @person AND session = @id
            ORDER BY answered_at DESC LIMIT 1
            """,
            new { id }
        )
            is { } row
            ? rows.Unreadable.TryRead(ChartPart.Session, id, row.ToAnswers)
            : null;

    private static Task<int> StoreAsync(ChartConnection connection, string id, SessionAnswers answers) =>
        connection.ExecuteAsync(
            """
            INSERT INTO session_answer
                (practice, person, session, answered_at, pain, foot_dangle, note, stop_reason, back_arched, pain_next_day)
            VALUES (@practice, @person, @id, @answeredAt, @pain, @footDangle, @note, @stopReason, @backArched, @painNextDay)
            ON CONFLICT (practice, person, session, answered_at) DO NOTHING
            """,
            new
            {
                id,
                answeredAt = answers.AnsweredAt.ToUnixTimeMilliseconds(),
                pain = (long?)answers.Pain,
                footDangle = (long?)answers.FootDangle,
                note = string.IsNullOrWhiteSpace(answers.Note) ? null : answers.Note.Trim(),
                stopReason = answers.StopReason is { } reason ? Words.Of(reason) : null,
                backArched = answers.BackArched is { } arched ? (arched ? 1L : 0L) : (long?)null,
                painNextDay = (long?)answers.PainNextDay,
            }
        );

    private static async Task<HeldCorrection?> FindCorrectionAsync(ChartConnection connection, string id) =>
        await connection.FindAsync<CorrectionRow>(
            """
            SELECT corrected_at AS correctedAt, left_ms AS leftMs, right_ms AS rightMs
            FROM session_correction WHERE practice = @practice AND person = @person AND session = @id
            ORDER BY corrected_at DESC LIMIT 1
            """,
            new { id }
        )
            is { } row
            ? new(LocalInstant.FromStored(row.CorrectedAt), row.LeftMs, row.RightMs)
            : null;

    private static Task<int> StoreAsync(ChartConnection connection, string id, HeldCorrection correction) =>
        connection.ExecuteAsync(
            """
            INSERT INTO session_correction (practice, person, session, corrected_at, left_ms, right_ms)
            VALUES (@practice, @person, @id, @correctedAt, @leftMs, @rightMs)
            ON CONFLICT (practice, person, session, corrected_at) DO NOTHING
            """,
            new
            {
                id,
                correctedAt = correction.CorrectedAt.ToUnixTimeMilliseconds(),
                leftMs = correction.LeftMs,
                rightMs = correction.RightMs,
            }
        );

    /// <summary>Sessions of some days, the latest first, on a connection that is open.</summary>
    internal async Task<ImmutableArray<PastSession>> ListAsync(ChartConnection connection, DateOnly first, DateOnly last)
    {
        // A day begins up to 14 hours before it does in UTC and ends as much later.
        var range = new { from = ToMs(first.AddDays(-1)), to = ToMs(last.AddDays(2)) };
        var sessions = await connection.QueryAsync<SessionRow>(
            """
            SELECT session.id, track.hash AS track, track.protocol, track.title, session.started_at AS startedAt,
                   session.utc_offset_minutes AS utcOffsetMinutes, session.end_reason AS endReason, session.held_left_ms AS heldLeftMs,
                   session.held_right_ms AS heldRightMs, session.milder_track AS milderTrack, milder.protocol AS milderProtocol,
                   milder.title AS milderTitle, session.milder_left_ms AS milderLeftMs, session.milder_right_ms AS milderRightMs,
                   correction.left_ms AS leftMs, correction.right_ms AS rightMs,
                   answer.pain, answer.stop_reason AS stopReason, answer.back_arched AS backArched, answer.pain_next_day AS painNextDay
            FROM session JOIN track ON track.hash = session.track
            LEFT JOIN track AS milder ON milder.hash = session.milder_track
            LEFT JOIN session_correction AS correction
                ON correction.practice = session.practice AND correction.person = session.person AND correction.session = session.id
                AND correction.corrected_at = (
                    SELECT max(corrected_at) FROM session_correction
                    WHERE practice = @practice AND person = @person AND session = session.id)
            LEFT JOIN session_answer AS answer
                ON answer.practice = session.practice AND answer.person = session.person AND answer.session = session.id
                AND answer.answered_at = (
                    SELECT max(answered_at) FROM session_answer
                    WHERE practice = @practice AND person = @person AND session = session.id)
            WHERE session.practice = @practice AND session.person = @person AND session.started_at BETWEEN @from AND @to
            ORDER BY session.started_at DESC, session.id
            """,
            range
        );
        var holds = await connection.QueryAsync<HoldRow>(
            """
            SELECT track, side, set_number AS setNumber, at_ms AS atMs, duration_ms AS durationMs FROM track_hold
            WHERE track IN (
                SELECT track FROM session WHERE practice = @practice AND person = @person AND started_at BETWEEN @from AND @to)
            OR track IN (
                SELECT milder_track FROM session WHERE practice = @practice AND person = @person AND started_at BETWEEN @from AND @to)
            """,
            range
        );
        var brief = (
            await connection.QueryAsync<string>(
                """
                SELECT session FROM session_span
                WHERE practice = @practice AND person = @person AND session IN (
                    SELECT id FROM session WHERE practice = @practice AND person = @person AND started_at BETWEEN @from AND @to)
                GROUP BY session HAVING sum(CASE
                    WHEN from_ms BETWEEN 0 AND @day AND to_ms BETWEEN from_ms AND @day THEN to_ms - from_ms ELSE @most END) < @most
                """,
                new
                {
                    range.from,
                    range.to,
                    most = (long)PastSession.ShortTry.TotalMilliseconds,
                    // what lies outside of a day was not played
                    day = (long)TimeSpan.FromDays(1).TotalMilliseconds,
                }
            )
        ).ToHashSet(StringComparer.Ordinal);
        var asked = holds.ToLookup(hold => hold.Track, hold => hold, StringComparer.Ordinal);
        return
        [
            .. rows
                .Unreadable.Read(
                    ChartPart.Session,
                    sessions,
                    session => session.Id,
                    session =>
                        session.ToSession(
                            AskedOf(session.Track),
                            session.MilderTrack is null ? null : AskedOf(session.MilderTrack),
                            brief.Contains(session.Id)
                        )
                )
                .Where(past => past.Day >= first && past.Day <= last),
        ];

        PrescribedHolds? AskedOf(string track) => PrescribedHolds.Find(asked[track].Select(hold => hold.ToHold()));
    }

    private static long ToMs(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private sealed record StateRow(
        string Track,
        long StartedAt,
        long UtcOffsetMinutes,
        string? EndReason,
        long? EndedAt,
        long? HeldLeftMs,
        long? HeldRightMs,
        string? MilderTrack,
        long? MilderLeftMs,
        long? MilderRightMs
    );

    private sealed record SpanRow(long StartedAt, long FromMs, long ToMs, long IsMilder)
    {
        public SpanRow Check() =>
            UnreadableRows.Time(FromMs) <= UnreadableRows.Time(ToMs) ? this : throw new FormatException("It ends before it begins.");
    }

    private sealed record SessionRow(
        string Id,
        string Track,
        string Protocol,
        string Title,
        long StartedAt,
        long UtcOffsetMinutes,
        string? EndReason,
        long? HeldLeftMs,
        long? HeldRightMs,
        string? MilderTrack,
        string? MilderProtocol,
        string? MilderTitle,
        long? MilderLeftMs,
        long? MilderRightMs,
        long? LeftMs,
        long? RightMs,
        long? Pain,
        string? StopReason,
        long? BackArched,
        long? PainNextDay
    )
    {
        public PastSession ToSession(PrescribedHolds? asked, PrescribedHolds? milder, bool isBrief) =>
            new(
                Id,
                Protocol,
                Title,
                LocalInstant.FromStored(StartedAt, UtcOffsetMinutes),
                Words.FindEnd(EndReason),
                Time(LeftMs ?? HeldLeftMs),
                Time(RightMs ?? HeldRightMs),
                LeftMs is not null || RightMs is not null,
                UnreadableRows.Within(Pain, 0, 10),
                Words.FindStop(StopReason)
            )
            {
                Asked = asked,
                Milder =
                    MilderProtocol is not null && MilderTitle is not null
                        ? new(MilderProtocol, MilderTitle, milder, Time(MilderLeftMs), Time(MilderRightMs))
                        : null,
                IsBrief = isBrief,
                PainNextDay = UnreadableRows.Within(PainNextDay, 0, 10),
                BackArched = BackArched is { } arched ? arched != 0 : null,
            };

        private static TimeSpan? Time(long? ms) => ms is { } known ? UnreadableRows.Time(known) : null;
    }

    private sealed record StartRow(long StartedAt, long UtcOffsetMinutes)
    {
        public DateOnly Day => DateOnly.FromDateTime(LocalInstant.FromStored(StartedAt, UtcOffsetMinutes).DateTime);
    }

    private sealed record CorrectionRow(long CorrectedAt, long? LeftMs, long? RightMs);

    private sealed record AnswerRow(
        long AnsweredAt,
        long? Pain,
        long? FootDangle,
        string? Note,
        string? StopReason,
        long? BackArched,
        long? PainNextDay
    )
    {
        public SessionAnswers ToAnswers() =>
            new(
                LocalInstant.FromStored(AnsweredAt),
                UnreadableRows.Within(Pain, 0, 10),
                UnreadableRows.Within(FootDangle, 0, 3),
                Note,
                Words.FindStop(StopReason),
                BackArched is { } arched ? arched != 0 : null,
                UnreadableRows.Within(PainNextDay, 0, 10)
            );
    }

    private sealed record HoldRow(string Track, string? Side, long? SetNumber, long AtMs, long DurationMs)
    {
        public PlannedHold ToHold() =>
            new(Words.FindSide(Side), UnreadableRows.Within(SetNumber, 1, 100), UnreadableRows.Time(AtMs), UnreadableRows.Time(DurationMs));
    }
}
