using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Supine.Protocols.Questionnaires;

namespace Supine.Web.Storage;

/// <summary>Answers as they are kept.</summary>
/// <param name="Id">Made by whoever asked; UUID of version 7.</param>
/// <param name="AnsweredAt">In the person's own time.</param>
/// <param name="Language">The code of the language whose words were read.</param>
/// <param name="IsCorrected">Whether they were changed later.</param>
/// <param name="Answers">What counts now.</param>
public sealed record StoredQuestionnaire(
    string Id,
    DateTimeOffset AnsweredAt,
    string Language,
    bool IsCorrected,
    QuestionnaireAnswers Answers
)
{
    /// <summary>The day it belongs to, where the person was.</summary>
    public DateOnly Day => DateOnly.FromDateTime(AnsweredAt.DateTime);
}

/// <summary>The household's questionnaires.</summary>
internal sealed class QuestionnaireRecords(DbDataSource source, Writes writes, QuestionnaireTable table, TimeProvider clock)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>What is asked.</summary>
    public QuestionnaireTable Table => table;

    /// <summary>Whether it is time to ask, and when it will be.</summary>
    public async Task<QuestionnaireStanding> FindStandingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var last = await connection.QueryFirstOrDefaultAsync<LastRow>(
            "SELECT answered_at AS answeredAt, utc_offset_minutes AS utcOffsetMinutes FROM questionnaire ORDER BY answered_at DESC LIMIT 1"
        );
        var putOff = await connection.QueryFirstOrDefaultAsync<string>(
            "SELECT until_day FROM questionnaire_put_off WHERE put_off_at > @since ORDER BY put_off_at DESC LIMIT 1",
            new { since = last?.AnsweredAt ?? long.MinValue }
        );
        return QuestionnaireStanding.Find(
            table,
            last is null ? null : DateOnly.FromDateTime(At(last.AnsweredAt, last.UtcOffsetMinutes).DateTime),
            putOff is null ? null : DateOnly.ParseExact(putOff, DayFormat, CultureInfo.InvariantCulture),
            Today
        );
    }

    /// <summary>All answers, the earliest first.</summary>
    public async Task<ImmutableArray<StoredQuestionnaire>> ReadAllAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await ReadAsync(connection, null);
    }

    /// <summary>The answers of an id, or null.</summary>
    public async Task<StoredQuestionnaire?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return (await ReadAsync(connection, id)).FirstOrDefault();
    }

    /// <summary>Keeps answers. Sent again they change nothing; sent again with other answers they correct, and what was there before stays
    /// beside it. False where they were deleted.</summary>
    public Task<bool> StoreAsync(
        string id,
        DateTimeOffset answeredAt,
        string language,
        QuestionnaireAnswers answers,
        CancellationToken cancellationToken
    ) =>
        writes.RunAsync(
            async connection =>
            {
                if (
                    await connection.ExecuteScalarAsync<long>(
                        "SELECT count(*) FROM deleted_questionnaire WHERE id_digest = @digest",
                        new { digest = Digest(id) }
                    ) > 0
                )
                {
                    return false;
                }

                if ((await ReadAsync(connection, id)).FirstOrDefault() is { } before && AreSame(before.Answers, answers))
                {
                    return true;
                }

                await connection.ExecuteAsync(
                    "INSERT INTO questionnaire (id, answered_at, utc_offset_minutes) VALUES (@id, @at, @offset) ON CONFLICT (id) DO NOTHING",
                    new
                    {
                        id,
                        at = answeredAt.ToUnixTimeMilliseconds(),
                        offset = (long)answeredAt.Offset.TotalMinutes,
                    }
                );

                // a clock may have been set back: the later version still counts
                var last = await connection.ExecuteScalarAsync<long?>(
                    "SELECT max(written_at) FROM questionnaire_version WHERE questionnaire = @id",
                    new { id }
                );
                var at = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), (last ?? 0) + 1);
                await connection.ExecuteAsync(
                    "INSERT INTO questionnaire_version (questionnaire, written_at, edition, language, pain, statements) VALUES (@id, @at, @edition, @language, @pain, @statements)",
                    new
                    {
                        id,
                        at,
                        edition = (long)answers.Edition,
                        language,
                        pain = (long?)answers.Pain,
                        statements = (long?)answers.Statements?.Count,
                    }
                );
                await connection.ExecuteAsync(
                    "INSERT INTO questionnaire_statement (questionnaire, written_at, statement) VALUES (@id, @at, @statement)",
                    (answers.Statements ?? []).Select(statement => new
                    {
                        id,
                        at,
                        statement,
                    })
                );
                await connection.ExecuteAsync(
                    "INSERT INTO questionnaire_activity (questionnaire, written_at, place, name, rating) VALUES (@id, @at, @place, @name, @rating)",
                    answers.Activities.Select(
                        (activity, place) =>
                            new
                            {
                                id,
                                at,
                                place = (long)place,
                                name = activity.Name,
                                rating = (long)activity.Rating,
                            }
                    )
                );
                return true;
            },
            cancellationToken
        );

    /// <summary>Removes answers and every version of them.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await writes.RunAsync(
            async connection =>
            {
                await connection.ExecuteAsync("DELETE FROM questionnaire WHERE id = @id", new { id });
                await connection.ExecuteAsync(
                    "INSERT INTO deleted_questionnaire (id_digest) VALUES (@digest) ON CONFLICT (id_digest) DO NOTHING",
                    new { digest = Digest(id) }
                );
            },
            cancellationToken
        );
        (source as SqliteDataSource)?.EmptyLog();
    }

    /// <summary>Puts it off for so many days from today: until then it is not due. What was answered is not touched.</summary>
    public Task PutOffAsync(int days, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
            {
                var last = await connection.ExecuteScalarAsync<long?>(
                    "SELECT max(at) FROM (SELECT put_off_at AS at FROM questionnaire_put_off UNION ALL SELECT answered_at FROM questionnaire) AS known"
                );
                await connection.ExecuteAsync(
                    "INSERT INTO questionnaire_put_off (put_off_at, until_day) VALUES (@at, @until)",
                    new
                    {
                        at = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), (last ?? 0) + 1),
                        until = Today.AddDays(days).ToString(DayFormat, CultureInfo.InvariantCulture),
                    }
                );
            },
            cancellationToken
        );

    private DateOnly Today => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

    private static async Task<ImmutableArray<StoredQuestionnaire>> ReadAsync(DbConnection connection, string? id)
    {
        var rows = (
            await connection.QueryAsync<Row>(
                """
                SELECT questionnaire.id, answered_at AS answeredAt, utc_offset_minutes AS utcOffsetMinutes, written_at AS writtenAt, edition, language, pain, statements
                FROM questionnaire JOIN questionnaire_version ON questionnaire_version.questionnaire = questionnaire.id
                 AND written_at = (SELECT max(written_at) FROM questionnaire_version AS latest WHERE latest.questionnaire = questionnaire.id)
                WHERE @id IS NULL OR questionnaire.id = @id
                ORDER BY answered_at, questionnaire.id
                """,
                new { id }
            )
        ).ToList();
        var corrected = (
            await connection.QueryAsync<string>(
                "SELECT questionnaire FROM questionnaire_version GROUP BY questionnaire HAVING count(*) > 1"
            )
        ).ToHashSet(StringComparer.Ordinal);
        var statements = (
            await connection.QueryAsync<StatementRow>(
                "SELECT questionnaire, written_at AS writtenAt, statement FROM questionnaire_statement WHERE @id IS NULL OR questionnaire = @id",
                new { id }
            )
        ).ToLookup(row => (row.Questionnaire, row.WrittenAt));
        var activities = (
            await connection.QueryAsync<ActivityRow>(
                "SELECT questionnaire, written_at AS writtenAt, name, rating FROM questionnaire_activity WHERE @id IS NULL OR questionnaire = @id ORDER BY place",
                new { id }
            )
        ).ToLookup(row => (row.Questionnaire, row.WrittenAt));
        return
        [
            .. from row in rows
            let key = (row.Id, row.WrittenAt)
            select new StoredQuestionnaire(
                row.Id,
                At(row.AnsweredAt, row.UtcOffsetMinutes),
                row.Language,
                corrected.Contains(row.Id),
                QuestionnaireAnswers.FromStored(
                    (int)row.Edition,
                    (int?)row.Pain,
                    row.Statements is null ? null : [.. statements[key].Select(statement => statement.Statement)],
                    [.. activities[key].Select(activity => new RatedActivity(activity.Name, (int)activity.Rating))]
                )
            ),
        ];
    }

    private static bool AreSame(QuestionnaireAnswers one, QuestionnaireAnswers other) =>
        one.Edition == other.Edition
        && one.Pain == other.Pain
        && one.Activities.SequenceEqual(other.Activities)
        && (one.Statements is null ? other.Statements is null : other.Statements is { } statements && one.Statements.SetEquals(statements));

    private static DateTimeOffset At(long milliseconds, long offsetMinutes) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToOffset(TimeSpan.FromMinutes(offsetMinutes));

    private static string Digest(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private sealed record LastRow(long AnsweredAt, long UtcOffsetMinutes);

    private sealed record Row(
        string Id,
        long AnsweredAt,
        long UtcOffsetMinutes,
        long WrittenAt,
        long Edition,
        string Language,
        long? Pain,
        long? Statements
    );

    private sealed record StatementRow(string Questionnaire, long WrittenAt, string Statement);

    private sealed record ActivityRow(string Questionnaire, long WrittenAt, string Name, long Rating);
}
