using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Web.Boundary;
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
    public sealed record Answers(DateTimeOffset AnsweredAt, int? Pain, int? FootDangle, string? Note);

    public static void Map(IEndpointRouteBuilder api) => api.MapPut("/{id}/after", Handle)
        .WithName("AnswerAfter")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status410Gone)
        .WithSummary("Answers after a session. Earlier answers are kept; the latest counts.");

    public static async Task<Answers?> FindLatestAsync(DbConnection connection, string id) =>
        await connection.QueryFirstOrDefaultAsync<Row>(
            "SELECT answered_at AS answeredAt, pain, foot_dangle AS footDangle, note FROM session_answer WHERE session = @id ORDER BY answered_at DESC LIMIT 1",
            new { id }) is { } row
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(row.AnsweredAt), (int?)row.Pain, (int?)row.FootDangle, row.Note)
            : null;

    public static Faults Check(Answers answers, DateTimeOffset now)
    {
        var faults = new Faults();
        faults.Require(answers.AnsweredAt <= now.AddDays(1), "answeredAt", "This is still to come. Is the device's clock right?");
        faults.Require(answers.Pain is null or (>= 0 and <= 10), "pain", "Pain is a whole number from 0 (none) to 10 (worst), or left out.");
        faults.Require(answers.FootDangle is null or (>= 0 and <= 3), "footDangle", "How far the foot dangles is 0, 1, 2 or 3, or left out.");
        faults.Require(answers.Note is null || answers.Note.Length <= LongestNote, "note", $"A note has at most {LongestNote} characters.");
        return faults;
    }

    public static Task StoreAsync(DbConnection connection, string id, Answers answers) => connection.ExecuteAsync(
        """
        INSERT INTO session_answer (session, answered_at, pain, foot_dangle, note)
        VALUES (@id, @answeredAt, @pain, @footDangle, @note)
        ON CONFLICT (session, answered_at) DO NOTHING
        """,
        new
        {
            id,
            answeredAt = answers.AnsweredAt.ToUnixTimeMilliseconds(),
            pain = answers.Pain,
            footDangle = answers.FootDangle,
            note = string.IsNullOrWhiteSpace(answers.Note) ? null : answers.Note.Trim(),
        });

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Handle(
        string id, Answers answers, Writes writes, TimeProvider clock, CancellationToken cancellationToken)
    {
        var faults = Check(answers, clock.GetUtcNow());
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
            cancellationToken);
        return refusal is null ? TypedResults.NoContent() : refusal;
    }

    private sealed record Row(long AnsweredAt, long? Pain, long? FootDangle, string? Note);
}
