using System.Data.Common;

namespace Supine.Storage;

/// <summary>Takes changes: each runs in a transaction and is answered once it is durable. A change that fails is undone alone.</summary>
internal abstract class Writes : IAsyncDisposable
{
    /// <summary>Runs a change in a transaction and gives its result once that is committed.</summary>
    /// <param name="change">What it reads and writes; it uses no connection but this one, and may be run again from its beginning.</param>
    /// <param name="cancellationToken">Ends the waiting. A change that has begun is committed all the same.</param>
    public abstract Task<T> RunAsync<T>(Func<DbConnection, Task<T>> change, CancellationToken cancellationToken);

    /// <summary>Runs a change that has no result.</summary>
    public Task RunAsync(Func<DbConnection, Task> change, CancellationToken cancellationToken) =>
        RunAsync(
            async connection =>
            {
                await change(connection);
                return true;
            },
            cancellationToken
        );

    public abstract ValueTask DisposeAsync();
}
