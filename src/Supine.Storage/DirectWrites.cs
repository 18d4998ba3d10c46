using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using Npgsql;

namespace Supine.Storage;

/// <summary>Runs each change in a serializable transaction of its own, again where another one came in between.</summary>
/// <remarks>
/// A server commits many transactions side by side, from several nodes. PostgreSQL ends a transaction whose result would depend on the
/// order (40001), one of two that wait for each other (40P01), and all when it restarts (57P01); such a change runs again from its
/// beginning. Whether a commit reached the disk before the connection broke is not known then: changes are idempotent, so running one
/// twice is safe.
/// </remarks>
internal sealed class DirectWrites(DbDataSource source) : Writes
{
    private const int MostTries = 12;

    public override async Task<T> RunAsync<T>(Func<DbConnection, Task<T>> change, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await RunOnceAsync(change, cancellationToken);
            }
            catch (NpgsqlException failure) when (IsTransient(failure) && tries < MostTries)
            {
                // those that met wait unequally long, so that they do not meet again
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1 << Math.Min(tries, 8))), cancellationToken);
            }
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> RunOnceAsync<T>(Func<DbConnection, Task<T>> change, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        var result = await change(connection);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    // beside the three, a connection that broke: the pool gives another one
    private static bool IsTransient(NpgsqlException failure) =>
        failure.SqlState
            is PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.AdminShutdown
        || (failure is not PostgresException && failure.IsTransient);
}
