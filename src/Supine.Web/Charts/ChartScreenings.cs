using System.Collections.Immutable;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>A person's safety questions: kept, and looked at before anything is given out that can be played.</summary>
internal sealed class ChartScreenings(ChartRows rows, PersonClock clock, ScreeningTable table)
{
    /// <summary>What is asked.</summary>
    public ScreeningTable Table => table;

    /// <summary>How the screening stands now.</summary>
    public Task<ScreeningStanding> ReadAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync(
            async connection =>
                ScreeningStanding.Find(
                    (await FindLatestAsync(connection))?.Screening,
                    await FindInstantAsync(
                        connection,
                        "SELECT max(reported_at) FROM symptom_report WHERE practice = @practice AND person = @person"
                    ),
                    await FindStoppedAsync(connection),
                    clock.Now,
                    table
                ),
            cancellationToken
        );

    /// <summary>Keeps answers to all questions, later than all before. Those of <paramref name="yes"/> must be ids of the table.</summary>
    public Task AnswerAsync(IReadOnlyCollection<string> yes, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            async connection =>
            {
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
            },
            cancellationToken
        );

    /// <summary>Keeps who has released what was ticked in the latest screening. What was not ticked, or is an emergency, cannot be
    /// released.</summary>
    public Task ReleaseAsync(IReadOnlyCollection<string> questions, string name, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            async connection =>
            {
                if (await FindLatestAsync(connection) is not var (id, latest))
                {
                    return;
                }

                await connection.ExecuteEachAsync(
                    """
                    INSERT INTO screening_release (practice, person, screening, question, released_by, released_at)
                    VALUES (@practice, @person, @id, @question, @name, @now)
                    ON CONFLICT (practice, person, screening, question)
                    DO UPDATE SET released_by = excluded.released_by, released_at = excluded.released_at
                    """,
                    from question in questions.Distinct()
                    where latest.Answers.Yes.Contains(question) && table.Find(question) is { Effect: ScreeningEffect.AskFirst }
                    select new
                    {
                        id,
                        question,
                        name,
                        now = clock.Now.ToUnixTimeMilliseconds(),
                    }
                );
            },
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

    // The latest answers about a session count.
    private static Task<DateTimeOffset?> FindStoppedAsync(ChartConnection connection) =>
        FindInstantAsync(
            connection,
            """
            SELECT max(answered_at) FROM session_answer AS said
            WHERE practice = @practice AND person = @person
              AND (pain >= @limit OR pain_next_day >= @limit OR stop_reason IN ('pain', 'tingling'))
              AND answered_at = (
                SELECT max(answered_at) FROM session_answer
                WHERE practice = @practice AND person = @person AND session = said.session)
            """,
            new { limit = (long)PainLimit.Stops }
        );

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
            SELECT screening_answer.question, screening_release.released_by AS releasedBy
            FROM screening_answer LEFT JOIN screening_release
              ON screening_release.practice = screening_answer.practice AND screening_release.person = screening_answer.person
             AND screening_release.screening = screening_answer.screening AND screening_release.question = screening_answer.question
            WHERE screening_answer.practice = @practice AND screening_answer.person = @person AND screening_answer.screening = @id
            """,
            new { id = row.Id }
        );
        var released = answers
            .Where(answer => answer.ReleasedBy is not null)
            .ToImmutableSortedDictionary(answer => answer.Question, answer => answer.ReleasedBy!, StringComparer.Ordinal);
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
                            [.. released.Keys]
                        ),
                        released
                    )
            )
                is { } read
            ? (row.Id, read)
            : null;
    }

    private sealed record Row(string Id, long AnsweredAt, long Edition);

    private sealed record AnswerRow(string Question, string? ReleasedBy);
}
