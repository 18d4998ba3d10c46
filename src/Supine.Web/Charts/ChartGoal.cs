using Supine.Protocols.Prescribing;
using Supine.Records;

namespace Supine.Web.Charts;

/// <summary>What a person stretches for, as they said it last.</summary>
internal sealed class ChartGoal(ChartRows rows, PersonClock clock)
{
    /// <summary>It; null where they were not asked, or it cannot be read: then they are asked again.</summary>
    public Task<Goal?> FindAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync(
            async connection =>
                Words.FindGoal(
                    await connection.FindAsync<string?>("SELECT goal FROM goal WHERE practice = @practice AND person = @person")
                ),
            cancellationToken
        );

    /// <summary>Keeps it in place of what was said before.</summary>
    public Task StoreAsync(Goal goal, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    INSERT INTO goal (practice, person, goal, said_at) VALUES (@practice, @person, @goal, @now)
                    ON CONFLICT (practice, person) DO UPDATE SET goal = excluded.goal, said_at = excluded.said_at
                    """,
                    new { goal = Words.Of(goal), now = clock.Now.ToUnixTimeMilliseconds() }
                ),
            cancellationToken
        );
}
