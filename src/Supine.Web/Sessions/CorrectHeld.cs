using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Sessions;

/// <summary>Stores how long a side was held when the person knows better. What was measured stays beside it; every correction is kept, the
/// latest one counts.</summary>
internal static class CorrectHeld
{
    public const long LongestMs = 4L * 60 * 60 * 1000;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/{id}/correction", Handle)
            .WithName("CorrectHeld")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithSummary("Corrects the held time of a side. What was measured stays beside it.");

    public static Faults Check(HeldCorrection correction, Texts texts, DateTimeOffset now)
    {
        var faults = new Faults();
        LocalInstant.Check(correction.CorrectedAt, now, "correctedAt", texts["fault.clock"], faults);
        faults.Require(correction.LeftMs is null or (>= 0 and <= LongestMs), "leftMs", texts["fault.heldTime"]);
        faults.Require(correction.RightMs is null or (>= 0 and <= LongestMs), "rightMs", texts["fault.heldTime"]);
        return faults;
    }

    private static async Task<Results<NoContent, Faulty, ProblemHttpResult>> Handle(
        string id,
        HeldCorrection correction,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var faults = Check(correction, texts, chart.Clock.Now);
        return faults.AreNone
            ? SessionsApi.ToResult(await chart.Sessions.CorrectAsync(id, correction, cancellationToken))
            : faults.ToProblem();
    }
}
