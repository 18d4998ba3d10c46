using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>Whether a person has read the page "before the first start".</summary>
internal sealed class ChartSafety(ChartRows rows, PersonClock clock)
{
    /// <summary>When it was last confirmed, or null when it never was.</summary>
    public Task<DateTimeOffset?> FindLatestAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync<DateTimeOffset?>(
            async connection =>
                await connection.FindAsync<long?>(
                    "SELECT max(confirmed_at) FROM safety_confirmation WHERE practice = @practice AND person = @person"
                )
                    is { } ms
                    ? LocalInstant.FromStored(ms)
                    : null,
            cancellationToken
        );

    /// <summary>Stores that it was confirmed.</summary>
    public Task ConfirmAsync(CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    INSERT INTO safety_confirmation (practice, person, confirmed_at) VALUES (@practice, @person, @now)
                    ON CONFLICT (practice, person, confirmed_at) DO NOTHING
                    """,
                    new { now = clock.Now.ToUnixTimeMilliseconds() }
                ),
            cancellationToken
        );
}
