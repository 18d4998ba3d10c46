using System.Collections.Immutable;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>A person's safety questions: kept, and looked at before anything is given out that can be played. What was told of sessions
/// counts too: after pain and signs they are asked again, and there is rest.</summary>
internal sealed class ChartScreenings(
    ChartRows rows,
    PersonClock clock,
    ScreeningTable table,
    ChartSessions sessions,
    ProtocolsNow protocols
)
{
    // what is looked at for pain: the same as for a suggestion
    private const int Days = 26 * 7;

    /// <summary>What is asked.</summary>
    public ScreeningTable Table => table;

    /// <summary>How the screening stands now.</summary>
    public Task<ScreeningStanding> ReadAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync(
            async connection =>
            {
                var told = await ListToldAsync(connection);
                return ScreeningStanding.Find(
                    (await FindLatestAsync(connection))?.Screening,
                    await FindSymptomAsync(connection),
                    FindStopped(told),
                    told.Count == 0 ? null : await FindAfterPainAsync(connection, told),
                    clock.Now,
                    table
                );
            },
            cancellationToken
        );

    /// <summary>Keeps answers to all questions, later than all before. Those of <paramref name="yes"/> must be ids of the table. What was
    /// released and is still ticked stays released, where the questions were asked again for no reason but the time.</summary>
    public Task AnswerAsync(IReadOnlyCollection<string> yes, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            async connection =>
            {
                var before = await FindLatestAsync(connection);
                var isRoutine =
                    before is { Screening: { } last }
                    && !(await FindSymptomAsync(connection) > last.AnsweredAt)
                    && !(FindStopped(await ListToldAsync(connection)) > last.AnsweredAt)
                    && last.Answers.Edition == table.Edition;
                var at = await FindFreeInstantAsync(connection);
                var id = RecordId.New(at).Text;
                await connection.ExecuteAsync(
                    "INSERT INTO screening (practice, person, id, answered_at, edition) VALUES (@practice, @person, @id, @at, @edition)",
                    new
                    {
                        id,
                        at = at.ToUnixTimeMilliseconds(),
                        edition = (long)table.Edition,
                    }
                );
                await connection.ExecuteEachAsync(
                    "INSERT INTO screening_answer (practice, person, screening, question) VALUES (@practice, @person, @id, @question)",
                    yes.Distinct().Select(question => new { id, question })
                );
                if (isRoutine)
                {
                    await StoreAsync(connection, id, before!.Value.Screening.Answers.Released.Where(one => yes.Contains(one.Question)));
                }
            },
            cancellationToken
        );

    /// <summary>Keeps who has released what was ticked in the latest screening. What was not ticked, is acute, or is more than to ask
    /// first, cannot be released.</summary>
    public Task ReleaseAsync(IReadOnlyCollection<ScreeningRelease> releases, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            async connection =>
            {
                if (await FindLatestAsync(connection) is var (id, latest))
                {
                    await StoreAsync(
                        connection,
                        id,
                        releases.Where(one =>
                            latest.Answers.Yes.Contains(one.Question)
                            && table.Find(one.Question) is { Effect: ScreeningEffect.AskFirst, IsAcute: false }
                        )
                    );
                }
            },
            cancellationToken
        );

    /// <summary>Keeps whom the person has asked after the mildest dose hurt.</summary>
    public Task ClearAsync(Clearance clearance, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    INSERT INTO pain_clearance (practice, person, id, told_at, asked_on, cleared_by, profession)
                    VALUES (@practice, @person, @id, @at, @askedOn, @by, @profession)
                    """,
                    new
                    {
                        id = RecordId.New(clock.Now).Text,
                        at = clock.Now.ToUnixTimeMilliseconds(),
                        askedOn = Format.IsoDay(clearance.On),
                        by = clearance.By,
                        profession = clearance.Profession,
                    }
                ),
            cancellationToken
        );

    /// <summary>Keeps that something is new: the answers so far no longer count.</summary>
    public Task ReportSymptomAsync(CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            async connection =>
            {
                var at = await FindFreeInstantAsync(connection);
                await connection.ExecuteAsync(
                    "INSERT INTO symptom_report (practice, person, id, reported_at) VALUES (@practice, @person, @id, @at)",
                    new { id = RecordId.New(at).Text, at = at.ToUnixTimeMilliseconds() }
                );
            },
            cancellationToken
        );

    private async Task<DateTimeOffset> FindFreeInstantAsync(ChartConnection connection) =>
        clock.After(
            await FindInstantAsync(
                connection,
                """
                SELECT max(at) FROM (
                    SELECT answered_at AS at FROM screening WHERE practice = @practice AND person = @person
                    UNION ALL SELECT reported_at FROM symptom_report WHERE practice = @practice AND person = @person) AS known
                """
            )
        );

    private static Task<DateTimeOffset?> FindSymptomAsync(ChartConnection connection) =>
        FindInstantAsync(connection, "SELECT max(reported_at) FROM symptom_report WHERE practice = @practice AND person = @person");

    // Everything that was ever told of the sessions of which pain or a reason to stop was told, each session's earliest first.
    private static Task<List<ToldRow>> ListToldAsync(ChartConnection connection) =>
        connection.QueryAsync<ToldRow>(
            """
            SELECT session, answered_at AS answeredAt, pain, pain_next_day AS painNextDay, stop_reason AS stopReason
            FROM session_answer WHERE practice = @practice AND person = @person AND session IN (
                SELECT session FROM session_answer
                WHERE practice = @practice AND person = @person
                  AND (pain >= @lasting OR pain_next_day >= @lasting OR stop_reason NOT IN ('time', 'other')))
            ORDER BY session, answered_at
            """,
            new { lasting = (long)PainLimit.Lasting }
        );

    // When a reason to rest was last told. Of each session the latest answers count; a reason among them was told when it was told first:
    // a note added later is no new pain.
    private static DateTimeOffset? FindStopped(List<ToldRow> told) =>
        (
            from session in told.GroupBy(row => row.Session)
            let latest = session.Last()
            from reason in Reasons(latest)
            select (DateTimeOffset?)LocalInstant.FromStored(session.First(row => Reasons(row).Contains(reason)).AnsweredAt)
        ).Max();

    private static IEnumerable<string> Reasons(ToldRow row)
    {
        var stop = Words.FindStop(row.StopReason);
        return new (string Name, bool Is)[]
        {
            ("pain", PainLimit.IsReasonToRest(Readable(row.Pain), null, null)),
            ("next day", PainLimit.IsReasonToRest(null, Readable(row.PainNextDay), null)),
            ("stop", PainLimit.IsReasonToRest(null, null, stop)),
        }
            .Where(reason => reason.Is)
            .Select(reason => reason.Name);
    }

    private static int? Readable(long? pain) => pain is >= 0 and <= 10 ? (int)pain : null;

    private async Task<AfterPain?> FindAfterPainAsync(ChartConnection connection, List<ToldRow> told)
    {
        var askedOn = await connection.FindAsync<string?>(
            "SELECT max(asked_on) FROM pain_clearance WHERE practice = @practice AND person = @person"
        );
        var done = NextSession.FindDone(
            await sessions.ListAsync(connection, clock.Today.AddDays(-Days), clock.Today.AddDays(1)),
            protocols()
        );
        return AfterPain.Find(FindStopped(told) is { } stopped ? clock.At(stopped) : null, done, Format.FindIsoDay(askedOn), clock.Now);
    }

    private async Task StoreAsync(ChartConnection connection, string screening, IEnumerable<ScreeningRelease> releases)
    {
        foreach (var release in releases)
        {
            var place = new { screening, question = release.Question };
            await connection.ExecuteAsync(
                """
                INSERT INTO screening_release
                    (practice, person, screening, question, released_by, released_at, profession, asked_on, until_day)
                VALUES (@practice, @person, @screening, @question, @by, @now, @profession, @askedOn, @untilDay)
                ON CONFLICT (practice, person, screening, question) DO UPDATE SET
                    released_by = excluded.released_by, released_at = excluded.released_at, profession = excluded.profession,
                    asked_on = excluded.asked_on, until_day = excluded.until_day
                """,
                new
                {
                    place.screening,
                    place.question,
                    by = release.Clearance.By,
                    now = clock.Now.ToUnixTimeMilliseconds(),
                    profession = release.Clearance.Profession,
                    askedOn = Format.IsoDay(release.Clearance.On),
                    untilDay = release.Until is { } until ? Format.IsoDay(until) : null,
                }
            );
            await connection.ExecuteAsync(
                """
                DELETE FROM screening_release_limit
                WHERE practice = @practice AND person = @person AND screening = @screening AND question = @question
                """,
                place
            );
            await connection.ExecuteEachAsync(
                """
                INSERT INTO screening_release_limit (practice, person, screening, question, limit_kept)
                VALUES (@practice, @person, @screening, @question, @limit)
                """,
                release.Limits.Select(limit => new
                {
                    place.screening,
                    place.question,
                    limit = ScreeningTable.WordOf(limit),
                })
            );
        }
    }

    private static async Task<DateTimeOffset?> FindInstantAsync(ChartConnection connection, string sql, object? values = null) =>
        await connection.FindAsync<long?>(sql, values) is { } ms ? LocalInstant.FromStored(ms) : null;

    private async Task<(string Id, StoredScreening Screening)?> FindLatestAsync(ChartConnection connection)
    {
        if (
            await connection.FindAsync<Row>(
                """
                SELECT id, answered_at AS answeredAt, edition FROM screening WHERE practice = @practice AND person = @person
                ORDER BY answered_at DESC, id DESC LIMIT 1
                """
            )
            is not { } row
        )
        {
            return null;
        }

        var answers = await connection.QueryAsync<AnswerRow>(
            """
            SELECT screening_answer.question, screening_release.released_by AS releasedBy, screening_release.profession,
                   screening_release.asked_on AS askedOn, screening_release.until_day AS untilDay
            FROM screening_answer LEFT JOIN screening_release
              ON screening_release.practice = screening_answer.practice AND screening_release.person = screening_answer.person
             AND screening_release.screening = screening_answer.screening AND screening_release.question = screening_answer.question
            WHERE screening_answer.practice = @practice AND screening_answer.person = @person AND screening_answer.screening = @id
            """,
            new { id = row.Id }
        );
        var limits = answers.All(answer => answer.ReleasedBy is null)
            ? []
            : await connection.QueryAsync<LimitRow>(
                """
                SELECT question, limit_kept AS kept FROM screening_release_limit
                WHERE practice = @practice AND person = @person AND screening = @id
                """,
                new { id = row.Id }
            );
        // answers that cannot be read are none: the questions are asked again
        return
            rows.Unreadable.TryRead(
                ChartPart.Screening,
                row.Id,
                () =>
                    new StoredScreening(
                        LocalInstant.FromStored(row.AnsweredAt),
                        new(
                            UnreadableRows.Within(row.Edition, 1, int.MaxValue),
                            [.. answers.Select(answer => answer.Question)],
                            [
                                .. answers
                                    .Where(answer => answer is { ReleasedBy: not null, Profession: not null, AskedOn: not null })
                                    .Select(answer => answer.ToRelease(limits)),
                            ]
                        )
                    )
            )
                is { } read
            ? (row.Id, read)
            : null;
    }

    private sealed record Row(string Id, long AnsweredAt, long Edition);

    private sealed record AnswerRow(string Question, string? ReleasedBy, string? Profession, string? AskedOn, string? UntilDay)
    {
        public ScreeningRelease ToRelease(List<LimitRow> limits) =>
            new(
                Question,
                new(ReleasedBy!, Profession!, ReadDay(AskedOn!)),
                UntilDay is null ? null : ReadDay(UntilDay),
                [
                    .. limits
                        .Where(limit => limit.Question == Question)
                        .Select(limit => ScreeningTable.FindLimit(limit.Kept) ?? throw new FormatException("There is no such limit.")),
                ]
            );

        private static DateOnly ReadDay(string day) => Format.FindIsoDay(day) ?? throw new FormatException("This is no day.");
    }

    private sealed record LimitRow(string Question, string Kept);

    private sealed record ToldRow(string Session, long AnsweredAt, long? Pain, long? PainNextDay, string? StopReason);
}
