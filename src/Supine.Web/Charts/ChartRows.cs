using NodaTime;
using Supine.Storage;

namespace Supine.Web.Charts;

/// <summary>Reads and changes one person's rows.</summary>
/// <param name="key">Whose.</param>
/// <param name="database">Where they are.</param>
/// <param name="writes">Takes changes.</param>
/// <param name="newZone">The zone the asking device is in, where it is not the one that is kept: it is kept with the next change.</param>
/// <param name="people">Keeps the zone with the person.</param>
internal sealed class ChartRows(ChartKey key, Database database, Writes writes, DateTimeZone? newZone, ChartPeople people)
{
    /// <summary>What could not be read so far.</summary>
    public UnreadableRows Unreadable { get; } = new();

    /// <summary>Reads over one connection.</summary>
    public async Task<T> ReadAsync<T>(Func<ChartConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return await read(new(connection, key));
    }

    /// <summary>Changes rows in one transaction; the result is given once they are durable.</summary>
    /// <param name="change">What it reads and writes; it may be run again from its beginning.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<T> ChangeAsync<T>(Func<ChartConnection, Task<T>> change, CancellationToken cancellationToken) =>
        newZone is null
            ? writes.RunAsync(connection => change(new(connection, key)), cancellationToken)
            : people.ChangeAsync(
                async connection =>
                {
                    await ChartPeople.KeepZoneAsync(connection, key, newZone.Id);
                    return await change(new(connection, key));
                },
                cancellationToken
            );

    /// <summary>Changes rows, without a result.</summary>
    public Task ChangeAsync(Func<ChartConnection, Task> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            async rows =>
            {
                await change(rows);
                return true;
            },
            cancellationToken
        );

    /// <summary>Deletes rows for good: nothing of them stays in a log that can be emptied while the program runs.</summary>
    public async Task ForgetAsync(Func<ChartConnection, Task> delete, CancellationToken cancellationToken)
    {
        await ChangeAsync(delete, cancellationToken);
        database.EmptyLog();
    }
}
