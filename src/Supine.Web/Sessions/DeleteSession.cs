using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Web.Boundary;
using Supine.Web.Charts;

namespace Supine.Web.Sessions;

/// <summary>Deletes a session with everything about it. A report of it that is still on its way is refused later.</summary>
internal static class DeleteSession
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/{id}", Handle)
            .WithName("DeleteSession")
            .WithSummary("Deletes a session for good. Deleting it twice changes nothing.");

    private static async Task<Results<NoContent, Faulty>> Handle(string id, Chart chart, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        faults.Require(RecordId.Find(id) is not null, "id", RecordId.Rule);
        if (!faults.AreNone)
        {
            return faults.ToProblem();
        }

        await chart.Sessions.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }
}
