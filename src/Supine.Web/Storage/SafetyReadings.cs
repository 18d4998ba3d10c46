using System.Data.Common;
using Dapper;

namespace Supine.Web.Storage;

/// <summary>Whether the page "before the first start" was confirmed as read in this household.</summary>
internal static class SafetyReadings
{
    /// <summary>When it was last confirmed, or null when it never was.</summary>
    public static async Task<DateTimeOffset?> FindLatestAsync(DbDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var readAt = await connection.QuerySingleAsync<long?>(
            new CommandDefinition("SELECT max(read_at) FROM safety_reading", cancellationToken: cancellationToken)
        );
        return readAt is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }

    /// <summary>Stores that it was confirmed.</summary>
    public static Task AddAsync(Writes writes, DateTimeOffset readAt, CancellationToken cancellationToken) =>
        writes.RunAsync(
            connection =>
                connection.ExecuteAsync(
                    "INSERT INTO safety_reading (read_at) VALUES (@readAt) ON CONFLICT (read_at) DO NOTHING",
                    new { readAt = readAt.ToUnixTimeMilliseconds() }
                ),
            cancellationToken
        );
}
