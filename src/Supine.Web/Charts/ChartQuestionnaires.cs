using System.Collections.Immutable;
using System.Globalization;
using Supine.Protocols.Questionnaires;
using Supine.Records;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>A person's answers to the questionnaires.</summary>
internal sealed class ChartQuestionnaires(ChartRows rows, PersonClock clock, QuestionnaireTable table)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>What is asked.</summary>
    public QuestionnaireTable Table => table;

    /// <summary>Whether it is time to ask, and when it will be.</summary>
    public Task<QuestionnaireStanding> FindStandingAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync(
            async connection =>
            {
                var last = await connection.FindAsync<LastRow>(
                    """
                    SELECT answered_at AS answeredAt, utc_offset_minutes AS utcOffsetMinutes FROM questionnaire
                    WHERE practice = @practice AND person = @person ORDER BY answered_at DESC, id DESC LIMIT 1
                    """
                );
                var putOff = await connection.FindAsync<string>(
                    """
                    SELECT until_day FROM questionnaire_put_off
                    WHERE practice = @practice AND person = @person AND put_off_at > @since ORDER BY put_off_at DESC, id DESC LIMIT 1
                    """,
                    new { since = last?.AnsweredAt ?? long.MinValue }
                );
                return QuestionnaireStanding.Find(
                    table,
                    last is null ? null : DateOnly.FromDateTime(LocalInstant.FromStored(last.AnsweredAt, last.UtcOffsetMinutes).DateTime),
                    // put off until a day that nobody can read: not put off
                    DateOnly.TryParseExact(putOff, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                        ? day
                        : null,
                    clock.Today
                );
            },
            cancellationToken
        );

    /// <summary>All answers, the earliest first.</summary>
    public Task<ImmutableArray<StoredQuestionnaire>> ListAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync(connection => ReadAsync(connection, null), cancellationToken);

    /// <summary>Every instrument that was answered, over time.</summary>
    public async Task<ImmutableArray<ScoreCourse>> ListCoursesAsync(CancellationToken cancellationToken) =>
        FindCourses(await ListAsync(cancellationToken));

    /// <summary>Every instrument that was answered, over time.</summary>
    /// <param name="stored">All answers, the earliest first.</param>
    public ImmutableArray<ScoreCourse> FindCourses(ImmutableArray<StoredQuestionnaire> stored)
    {
        var days = stored.Select(one => new AnswersOfDay(one.Day, one.Answers)).ToList();
        return [.. Enum.GetValues<Instrument>().Select(instrument => ScoreCourse.Find(table, instrument, days)).OfType<ScoreCourse>()];
    }

    /// <summary>The answers of an id, or null.</summary>
    public Task<StoredQuestionnaire?> FindAsync(string id, CancellationToken cancellationToken) =>
        rows.ReadAsync(async connection => (await ReadAsync(connection, id)).FirstOrDefault(), cancellationToken);

    /// <summary>Keeps answers. Sent again they change nothing; sent again with other answers they correct, and what was there before stays
    /// beside it. False where they were deleted.</summary>
    public Task<bool> StoreAsync(
        RecordId id,
        DateTimeOffset answeredAt,
        string language,
        QuestionnaireAnswers answers,
        CancellationToken cancellationToken
    ) => rows.ChangeAsync(connection => StoreAsync(connection, id.Text, answeredAt, language, answers), cancellationToken);

    /// <summary>Deletes answers and every version of them, for good.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        rows.ForgetAsync(
            async connection =>
            {
                await connection.ExecuteAsync(
                    "DELETE FROM questionnaire WHERE practice = @practice AND person = @person AND id = @id",
                    new { id }
                );
                await connection.ExecuteAsync(
                    """
                    INSERT INTO deleted_questionnaire (practice, person, id_digest) VALUES (@practice, @person, @digest)
                    ON CONFLICT (practice, person, id_digest) DO NOTHING
                    """,
                    new { digest = RecordId.DigestOf(id) }
                );
            },
            cancellationToken
        );

    /// <summary>Puts the questions off for so many days from today: until then they are not due. What was answered is not
    /// touched.</summary>
    public Task PutOffAsync(int days, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            async connection =>
            {
                var last = await connection.FindAsync<long?>(
                    """
                    SELECT max(at) FROM (
                        SELECT put_off_at AS at FROM questionnaire_put_off WHERE practice = @practice AND person = @person
                        UNION ALL SELECT answered_at FROM questionnaire WHERE practice = @practice AND person = @person) AS known
                    """
                );
                var at = clock.After(last is { } ms ? LocalInstant.FromStored(ms) : null);
                await connection.ExecuteAsync(
                    """
                    INSERT INTO questionnaire_put_off (practice, person, id, put_off_at, until_day)
                    VALUES (@practice, @person, @id, @at, @until)
                    """,
                    new
                    {
                        id = RecordId.New(at).Text,
                        at = at.ToUnixTimeMilliseconds(),
                        until = clock.Today.AddDays(days).ToString(DayFormat, CultureInfo.InvariantCulture),
                    }
                );
            },
            cancellationToken
        );

    private async Task<bool> StoreAsync(
        ChartConnection connection,
        string id,
        DateTimeOffset answeredAt,
        string language,
        QuestionnaireAnswers answers
    )
    {
        if (
            await connection.CountAsync(
                "SELECT count(*) FROM deleted_questionnaire WHERE practice = @practice AND person = @person AND id_digest = @digest",
                new { digest = RecordId.DigestOf(id) }
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
            """
            INSERT INTO questionnaire (practice, person, id, answered_at, utc_offset_minutes)
            VALUES (@practice, @person, @id, @at, @offset) ON CONFLICT (practice, person, id) DO NOTHING
            """,
            new
            {
                id,
                at = answeredAt.ToUnixTimeMilliseconds(),
                offset = (long)answeredAt.Offset.TotalMinutes,
            }
        );
        var last = await connection.FindAsync<long?>(
            "SELECT max(written_at) FROM questionnaire_version WHERE practice = @practice AND person = @person AND questionnaire = @id",
            new { id }
        );
        var at = clock.After(last is { } ms ? LocalInstant.FromStored(ms) : null).ToUnixTimeMilliseconds();
        await connection.ExecuteAsync(
            """
            INSERT INTO questionnaire_version (practice, person, questionnaire, written_at, edition, language, pain, statements)
            VALUES (@practice, @person, @id, @at, @edition, @language, @pain, @statements)
            """,
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
        await connection.ExecuteEachAsync(
            """
            INSERT INTO questionnaire_statement (practice, person, questionnaire, written_at, statement)
            VALUES (@practice, @person, @id, @at, @statement)
            """,
            (answers.Statements ?? []).Select(statement => new
            {
                id,
                at,
                statement,
            })
        );
        await connection.ExecuteEachAsync(
            """
            INSERT INTO questionnaire_activity (practice, person, questionnaire, written_at, place, name, rating)
            VALUES (@practice, @person, @id, @at, @place, @name, @rating)
            """,
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
    }

    private async Task<ImmutableArray<StoredQuestionnaire>> ReadAsync(ChartConnection connection, string? id)
    {
        var versions = await connection.QueryAsync<Row>(
            """
            SELECT questionnaire.id, answered_at AS answeredAt, utc_offset_minutes AS utcOffsetMinutes, written_at AS writtenAt, edition,
                   language, pain, statements
            FROM questionnaire JOIN questionnaire_version
              ON questionnaire_version.practice = questionnaire.practice AND questionnaire_version.person = questionnaire.person
             AND questionnaire_version.questionnaire = questionnaire.id AND written_at = (
                SELECT max(written_at) FROM questionnaire_version AS latest
                WHERE practice = @practice AND person = @person AND latest.questionnaire = questionnaire.id)
            WHERE questionnaire.practice = @practice AND questionnaire.person = @person AND (@id IS NULL OR questionnaire.id = @id)
            ORDER BY answered_at, questionnaire.id
            """,
            new { id }
        );
        var corrected = (
            await connection.QueryAsync<string>(
                """
                SELECT questionnaire FROM questionnaire_version WHERE practice = @practice AND person = @person
                GROUP BY questionnaire HAVING count(*) > 1
                """
            )
        ).ToHashSet(StringComparer.Ordinal);
        var statements = (
            await connection.QueryAsync<StatementRow>(
                """
                SELECT questionnaire, written_at AS writtenAt, statement FROM questionnaire_statement
                WHERE practice = @practice AND person = @person AND (@id IS NULL OR questionnaire = @id)
                """,
                new { id }
            )
        ).ToLookup(row => (row.Questionnaire, row.WrittenAt));
        var activities = (
            await connection.QueryAsync<ActivityRow>(
                """
                SELECT questionnaire, written_at AS writtenAt, name, rating FROM questionnaire_activity
                WHERE practice = @practice AND person = @person AND (@id IS NULL OR questionnaire = @id) ORDER BY place
                """,
                new { id }
            )
        ).ToLookup(row => (row.Questionnaire, row.WrittenAt));
        return
        [
            .. rows.Unreadable.Read(
                ChartPart.Questionnaire,
                versions,
                row => row.Id,
                row => new StoredQuestionnaire(
                    row.Id,
                    LocalInstant.FromStored(row.AnsweredAt, row.UtcOffsetMinutes),
                    row.Language,
                    corrected.Contains(row.Id),
                    QuestionnaireAnswers.FromStored(
                        UnreadableRows.Within(row.Edition, 1, int.MaxValue),
                        UnreadableRows.Within(row.Pain, 0, QuestionnaireTable.MostRating),
                        row.Statements is null ? null : [.. statements[(row.Id, row.WrittenAt)].Select(statement => statement.Statement)],
                        [
                            .. activities[(row.Id, row.WrittenAt)]
                                .Select(activity => new RatedActivity(
                                    activity.Name,
                                    UnreadableRows.Within(activity.Rating, 0, QuestionnaireTable.MostRating)
                                )),
                        ]
                    )
                )
            ),
        ];
    }

    private static bool AreSame(QuestionnaireAnswers one, QuestionnaireAnswers other) =>
        one.Edition == other.Edition
        && one.Pain == other.Pain
        && one.Activities.SequenceEqual(other.Activities)
        && (one.Statements is null ? other.Statements is null : other.Statements is { } statements && one.Statements.SetEquals(statements));

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
