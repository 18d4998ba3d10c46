using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Web.Boundary;
using Supine.Web.Shell;

namespace Supine.Web.Storage;

/// <summary>The household's screenings: kept, and asked before anything is given out that can be played.</summary>
internal sealed class ScreeningRecords(DbDataSource source, Writes writes, ScreeningTable table, TimeProvider clock)
{
    // the stop rules: from here on pain stops a session
    private const int PainThatStops = 6;

    /// <summary>What is asked.</summary>
    public ScreeningTable Table => table;

    /// <summary>How it stands now.</summary>
    public async Task<ScreeningStanding> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (await FindLatestAsync(connection) is not { } latest)
        {
            return new ScreeningStanding.NotAsked();
        }

        var until = latest.AnsweredAt + table.AgainAfter;
        var reason =
            latest.Answers.Edition != table.Edition || latest.Answers.Yes.Any(id => table.Find(id) is null) ? AskedAgain.QuestionsChanged
            : await IsSaidNewAsync(connection, latest.AnsweredAt) ? AskedAgain.NewSymptom
            : await WasStoppedAsync(connection, latest.AnsweredAt) ? AskedAgain.StoppedSession
            : clock.GetUtcNow() >= until ? AskedAgain.TooLongAgo
            : (AskedAgain?)null;
        return reason is { } why
            ? new ScreeningStanding.Again(why, latest)
            : new ScreeningStanding.Answered(latest, Screening.Assess(table, latest.Answers), until);
    }

    /// <summary>A 403 that says why a protocol is not given out and what to do; null where it is.</summary>
    public async Task<ProblemHttpResult?> RefuseAsync(Protocol protocol, Texts texts, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Explain(protocol, table, texts) is { } sentence ? Problems.Refused(sentence) : null;

    /// <summary>Keeps answers to all questions. Those of <paramref name="yes"/> must be ids of the table.</summary>
    public Task AnswerAsync(IReadOnlyCollection<string> yes, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
            {
                var at = await FreeInstantAsync(connection);
                await connection.ExecuteAsync(
                    "INSERT INTO screening (answered_at, edition) VALUES (@at, @edition)",
                    new { at, edition = table.Edition }
                );
                await connection.ExecuteAsync(
                    "INSERT INTO screening_answer (screening, question) VALUES (@at, @question)",
                    yes.Distinct().Select(question => new { at, question })
                );
            },
            cancellationToken
        );

    /// <summary>Keeps who has released what was ticked in the latest screening. What was not ticked, or is an emergency, cannot be
    /// released.</summary>
    public Task ReleaseAsync(IReadOnlyCollection<string> questions, string name, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
            {
                if (await FindLatestAsync(connection) is { } latest)
                {
                    await connection.ExecuteAsync(
                        """
                        INSERT INTO screening_release (screening, question, released_by, released_at) VALUES (@at, @question, @name, @now)
                        ON CONFLICT (screening, question) DO UPDATE SET released_by = excluded.released_by, released_at = excluded.released_at
                        """,
                        from question in questions.Distinct()
                        where latest.Answers.Yes.Contains(question) && table.Find(question) is { Effect: ScreeningEffect.AskFirst }
                        select new
                        {
                            at = latest.AnsweredAt.ToUnixTimeMilliseconds(),
                            question,
                            name,
                            now = clock.GetUtcNow().ToUnixTimeMilliseconds(),
                        }
                    );
                }
            },
            cancellationToken
        );

    /// <summary>Keeps that something is new: the answers so far count no more.</summary>
    public Task ReportSymptomAsync(CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
            {
                var latest = await FindLatestAsync(connection);
                await connection.ExecuteAsync(
                    "INSERT INTO symptom_report (reported_at) VALUES (@at) ON CONFLICT (reported_at) DO NOTHING",
                    new
                    {
                        at = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), (latest?.AnsweredAt.ToUnixTimeMilliseconds() ?? 0) + 1),
                    }
                );
            },
            cancellationToken
        );

    // A clock may have been set back: the later answers still count.
    private async Task<long> FreeInstantAsync(DbConnection connection)
    {
        var last = await connection.QuerySingleAsync<long?>(
            "SELECT max(at) FROM (SELECT answered_at AS at FROM screening UNION ALL SELECT reported_at FROM symptom_report) AS known"
        );
        return Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), (last ?? 0) + 1);
    }

    private static async Task<StoredScreening?> FindLatestAsync(DbConnection connection)
    {
        if (
            await connection.QueryFirstOrDefaultAsync<Row>(
                "SELECT answered_at AS answeredAt, edition FROM screening ORDER BY answered_at DESC LIMIT 1"
            )
            is not { } row
        )
        {
            return null;
        }

        var answers = (
            await connection.QueryAsync<AnswerRow>(
                """
                SELECT screening_answer.question, screening_release.released_by AS releasedBy
                FROM screening_answer LEFT JOIN screening_release
                  ON screening_release.screening = screening_answer.screening AND screening_release.question = screening_answer.question
                WHERE screening_answer.screening = @AnsweredAt
                """,
                new { row.AnsweredAt }
            )
        ).ToList();
        var released = answers
            .Where(answer => answer.ReleasedBy is not null)
            .ToImmutableSortedDictionary(answer => answer.Question, answer => answer.ReleasedBy!, StringComparer.Ordinal);
        return new(
            DateTimeOffset.FromUnixTimeMilliseconds(row.AnsweredAt),
            new((int)row.Edition, [.. answers.Select(answer => answer.Question)], [.. released.Keys]),
            released
        );
    }

    private static async Task<bool> IsSaidNewAsync(DbConnection connection, DateTimeOffset since) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM symptom_report WHERE reported_at > @since",
            new { since = since.ToUnixTimeMilliseconds() }
        ) > 0;

    // The latest answers about a session count, if they were given since.
    private static async Task<bool> WasStoppedAsync(DbConnection connection, DateTimeOffset since) =>
        await connection.ExecuteScalarAsync<long>(
            """
            SELECT count(*) FROM session_answer AS said
            WHERE said.answered_at > @since AND (said.pain >= @PainThatStops OR said.stop_reason IN ('pain', 'tingling'))
              AND said.answered_at = (SELECT max(answered_at) FROM session_answer WHERE session = said.session)
            """,
            new { since = since.ToUnixTimeMilliseconds(), PainThatStops }
        ) > 0;

    private sealed record Row(long AnsweredAt, long Edition);

    private sealed record AnswerRow(string Question, string? ReleasedBy);
}
