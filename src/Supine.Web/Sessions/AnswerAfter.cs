using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;
using Supine.Web.Storage;

namespace Supine.Web.Sessions;

/// <summary>Stores what the person says after a session. It can be said again: every answer is kept, the latest one counts.</summary>
internal static class AnswerAfter
{
    public const int LongestNote = 2000;

    /// <summary>The answers. What is null was not answered.</summary>
    /// <param name="AnsweredAt">When they were given. A second answer for the same instant is the first one sent again.</param>
    /// <param name="Pain">0 none to 10 worst.</param>
    /// <param name="FootDangle">How far the foot dangled off the edge, 0 to 3.</param>
    /// <param name="Note">In the person's own words.</param>
    /// <param name="StopReason">Why it was stopped early.</param>
    /// <param name="BackArched">Whether the low back did not stay flat.</param>
    /// <param name="PainNextDay">0 none to 10 worst, a day later.</param>
    public sealed record Answers(
        DateTimeOffset AnsweredAt,
        int? Pain,
        int? FootDangle,
        string? Note,
        StopReason? StopReason,
        bool? BackArched,
        int? PainNextDay
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/{id}/after", Handle)
            .WithName("AnswerAfter")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithSummary("Answers after a session. Earlier answers are kept; the latest counts.");

    public static async Task<Answers?> FindLatestAsync(DbConnection connection, string id) =>
        await connection.QueryFirstOrDefaultAsync<Row>(
            """
            SELECT answered_at AS answeredAt, pain, foot_dangle AS footDangle, note, stop_reason AS stopReason, back_arched AS backArched, pain_next_day AS painNextDay
            FROM session_answer WHERE session = @id ORDER BY answered_at DESC LIMIT 1
            """,
            new { id }
        )
            is { } row
            ? new(
                DateTimeOffset.FromUnixTimeMilliseconds(row.AnsweredAt),
                (int?)row.Pain,
                (int?)row.FootDangle,
                row.Note,
                Words.FindStop(row.StopReason),
                row.BackArched is { } arched ? arched != 0 : null,
                (int?)row.PainNextDay
            )
            : null;

    public static Faults Check(Answers answers, Texts texts, DateTimeOffset now)
    {
        var faults = new Faults();
        faults.Require(answers.AnsweredAt <= now.AddDays(1), "answeredAt", texts["fault.future"]);
        faults.Require(answers.Pain is null or (>= 0 and <= 10), "pain", texts["fault.pain"]);
        faults.Require(answers.PainNextDay is null or (>= 0 and <= 10), "painNextDay", texts["fault.pain"]);
        faults.Require(answers.FootDangle is null or (>= 0 and <= 3), "footDangle", texts["fault.footDangle"]);
        faults.Require(answers.Note is null || answers.Note.Length <= LongestNote, "note", texts["fault.note", ("most", LongestNote)]);
        return faults;
    }

    public static Task StoreAsync(DbConnection connection, string id, Answers answers) =>
        connection.ExecuteAsync(
            """
            INSERT INTO session_answer (session, answered_at, pain, foot_dangle, note, stop_reason, back_arched, pain_next_day)
            VALUES (@id, @answeredAt, @pain, @footDangle, @note, @stopReason, @backArched, @painNextDay)
            ON CONFLICT (session, answered_at) DO NOTHING
            """,
            new
            {
                id,
                answeredAt = answers.AnsweredAt.ToUnixTimeMilliseconds(),
                pain = answers.Pain,
                footDangle = answers.FootDangle,
                note = string.IsNullOrWhiteSpace(answers.Note) ? null : answers.Note.Trim(),
                stopReason = answers.StopReason is { } reason ? Words.Of(reason) : null,
                backArched = answers.BackArched is { } arched ? (arched ? 1L : 0L) : (long?)null,
                painNextDay = answers.PainNextDay,
            }
        );

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Handle(
        string id,
        Answers answers,
        Writes writes,
        Texts texts,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var faults = Check(answers, texts, clock.GetUtcNow());
        if (!faults.AreNone)
        {
            return faults.ToProblem();
        }

        var refusal = await writes.RunAsync(
            async connection =>
            {
                var missing = await Session.RefuseMissingAsync(connection, id);
                if (missing is null)
                {
                    await StoreAsync(connection, id, answers);
                }

                return missing;
            },
            cancellationToken
        );
        return refusal is null ? TypedResults.NoContent() : refusal;
    }

    private sealed record Row(
        long AnsweredAt,
        long? Pain,
        long? FootDangle,
        string? Note,
        string? StopReason,
        long? BackArched,
        long? PainNextDay
    );
}
