using System.Data.Common;
using System.Text.Json;
using Dapper;
using Supine.Motion;
using Supine.Records;
using Supine.Web.Storage;

namespace Supine.Web.Measure;

/// <summary>When the program starts, samples that a newer version of the maths has not seen are computed again.</summary>
internal sealed class ComputeAgain(DbDataSource source, Writes writes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var unseen = await connection.QueryAsync<(string Id, string Raw)>(
            """
            SELECT id, raw FROM reading
            WHERE method = 'phone' AND NOT EXISTS (SELECT 1 FROM reading_result WHERE reading = reading.id AND maths_version >= @version)
            """,
            new { version = (long)Inclinometer.Version }
        );
        foreach (var (id, json) in unseen)
        {
            var raw = JsonSerializer.Deserialize<RawRecordings>(json)!;
            await writes.RunAsync(changed => RecordReading.StoreAsync(changed, id, PhoneMeasurement.Compute(raw)), cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
