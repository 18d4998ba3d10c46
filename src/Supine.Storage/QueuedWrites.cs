using System.Data.Common;
using System.Threading.Channels;
using Dapper;

namespace Supine.Storage;

/// <summary>Runs changes one after another; those that came while the disk was busy are committed together.</summary>
/// <remarks>
/// Waiting for the disk is nearly all that a change costs, so one wait for many changes lets many people record at once. Each change has
/// a savepoint of its own.
/// </remarks>
internal sealed class QueuedWrites : Writes
{
    private const int MostTogether = 256;
    private readonly Channel<Change> _waiting = Channel.CreateUnbounded<Change>(new() { SingleReader = true });
    private readonly DbDataSource _source;
    private readonly Task _run;

    public QueuedWrites(DbDataSource source)
    {
        _source = source;
        _run = Task.Run(RunAllAsync);
    }

    public override async Task<T> RunAsync<T>(Func<DbConnection, Task<T>> change, CancellationToken cancellationToken)
    {
        var waiting = new Change<T>(change, cancellationToken);
        await _waiting.Writer.WriteAsync(waiting, cancellationToken);
        return await waiting.Committed.WaitAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _run;
    }

    private async Task RunAllAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync())
            {
                var together = new List<Change>();
                while (together.Count < MostTogether && _waiting.Reader.TryRead(out var change))
                {
                    together.Add(change);
                }

                await CommitAsync(together);
            }
        }
        finally
        {
            // Should this ever end by a fault, then whoever comes later is told so and does not wait for ever.
            _waiting.Writer.TryComplete();
        }
    }

    private async Task CommitAsync(List<Change> together)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var change in together)
            {
                await connection.ExecuteAsync("SAVEPOINT change");
                await connection.ExecuteAsync(
                    await change.TryRunAsync(connection) ? "RELEASE change" : "ROLLBACK TO change; RELEASE change"
                );
            }

            await transaction.CommitAsync();
            together.ForEach(change => change.Answer());
        }
        catch (DbException failure)
        {
            // Nothing is committed: all who wait are told.
            together.ForEach(change => change.Fail(failure));
        }
        finally
        {
            // Whoever has an answer keeps it.
            together.ForEach(change => change.Fail(new InvalidOperationException("The change was not committed.")));
        }
    }

    private abstract class Change
    {
        public abstract Task<bool> TryRunAsync(DbConnection connection);

        public abstract void Answer();

        public abstract void Fail(Exception failure);
    }

    private sealed class Change<T>(Func<DbConnection, Task<T>> run, CancellationToken cancellationToken) : Change
    {
        private readonly TaskCompletionSource<T> _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task<T>? _ran;

        public Task<T> Committed => _committed.Task;

        public override async Task<bool> TryRunAsync(DbConnection connection)
        {
            _ran = cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : run(connection);
            await ((Task)_ran).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return _ran.IsCompletedSuccessfully;
        }

        public override void Answer() => _committed.SetFromTask(_ran!);

        public override void Fail(Exception failure) => _committed.TrySetException(failure);
    }
}
