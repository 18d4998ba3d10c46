using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Web.Boundary;
using Supine.Web.Shell;
using Supine.Web.Storage;

namespace Supine.Web.Sessions;

/// <summary>Stores how long a side was held when the person knows better. What was measured stays beside it; every correction is kept, the
/// latest one counts.</summary>
internal static class CorrectHeld
{
    public const long LongestMs = 4L * 60 * 60 * 1000;

    /// <summary>The correction. Null leaves a side as it was measured.</summary>
    /// <param name="CorrectedAt">When it was made. A second correction for the same instant is the first one sent again.</param>
    /// <param name="LeftMs">Held on the left, all sets together.</param>
    /// <param name="RightMs">Held on the right, all sets together.</param>
    public sealed record Correction(DateTimeOffset CorrectedAt, long? LeftMs, long? RightMs);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/{id}/correction", Handle)
            .WithName("CorrectHeld")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithSummary("Corrects the held time of a side. What was measured stays beside it.");

    public static async Task<Correction?> FindLatestAsync(DbConnection connection, string id) =>
        await connection.QueryFirstOrDefaultAsync<Row>(
            "SELECT corrected_at AS correctedAt, left_ms AS leftMs, right_ms AS rightMs FROM session_correction WHERE session = @id ORDER BY corrected_at DESC LIMIT 1",
            new { id }
        )
            is { } row
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(row.CorrectedAt), row.LeftMs, row.RightMs)
            : null;

    public static Faults Check(Correction correction, Texts texts, DateTimeOffset now)
    {
        var faults = new Faults();
        faults.Require(correction.CorrectedAt <= now.AddDays(1), "correctedAt", texts["fault.future"]);
        faults.Require(correction.LeftMs is null or (>= 0 and <= LongestMs), "leftMs", texts["fault.heldTime"]);
        faults.Require(correction.RightMs is null or (>= 0 and <= LongestMs), "rightMs", texts["fault.heldTime"]);
        return faults;
    }

    public static Task StoreAsync(DbConnection connection, string id, Correction correction) =>
        connection.ExecuteAsync(
            """
            INSERT INTO session_correction (session, corrected_at, left_ms, right_ms)
            VALUES (@id, @correctedAt, @leftMs, @rightMs)
            ON CONFLICT (session, corrected_at) DO NOTHING
            """,
            new
            {
                id,
                correctedAt = correction.CorrectedAt.ToUnixTimeMilliseconds(),
                leftMs = correction.LeftMs,
                rightMs = correction.RightMs,
            }
        );

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Handle(
        string id,
        Correction correction,
        Writes writes,
        Texts texts,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var faults = Check(correction, texts, clock.GetUtcNow());
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
                    await StoreAsync(connection, id, correction);
                }

                return missing;
            },
            cancellationToken
        );
        return refusal is null ? TypedResults.NoContent() : refusal;
    }

    private sealed record Row(long CorrectedAt, long? LeftMs, long? RightMs);
}
