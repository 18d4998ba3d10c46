using System.Data.Common;

namespace Supine.Storage;

/// <summary>One of the two databases that the program runs on, with what differs between them.</summary>
internal abstract class Database(DbDataSource source) : IAsyncDisposable
{
    /// <summary>Opens connections.</summary>
    public DbDataSource Source { get; } = source;

    /// <summary>The word that marks a migration written for this database alone: <c>0012_people.postgres.sql</c>.</summary>
    public abstract string Variant { get; }

    /// <summary>Where its records are, as a person who runs the program knows it; without a password.</summary>
    public abstract string Place { get; }

    /// <summary>Says to other programs that this one uses the database, until it is disposed. Who restores a backup waits for nobody: it is
    /// refused meanwhile.</summary>
    /// <exception cref="StartRefusedException">The database is being restored.</exception>
    public virtual Task<IAsyncDisposable?> EnterAsync(CancellationToken cancellationToken) => Task.FromResult<IAsyncDisposable?>(null);

    /// <summary>Looks for damage before anything is changed.</summary>
    /// <exception cref="StartRefusedException">The database is damaged.</exception>
    public virtual Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Copies all rows, as they are at one moment, into one SQLite file, while others read and write.</summary>
    /// <param name="file">The file; it must not be there yet.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    public abstract Task CopyAsync(string file, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Sets the database up, once the migrations are applied.</summary>
    /// <exception cref="StartRefusedException">The database cannot be used as it is.</exception>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Rebuilds tables in one transaction, with references between rows checked at its end only. No other node does the same
    /// meanwhile.</summary>
    /// <param name="rebuild">What to run; it uses no connection but this one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="StartRefusedException">Afterwards a row would refer to one that is not there; nothing was changed.</exception>
    public abstract Task RebuildAsync(Func<DbConnection, Task> rebuild, CancellationToken cancellationToken);

    /// <summary>Runs work that only one node may do at a time.</summary>
    /// <param name="name">Names the work.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public abstract Task RunAloneAsync(string name, Func<Task> work, CancellationToken cancellationToken);

    /// <summary>Starts what takes changes.</summary>
    public abstract Writes StartWrites();

    /// <summary>Removes the deleted rows that a log still holds, where that can be done while the program runs.</summary>
    public virtual void EmptyLog() { }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <summary>The database that a connection string names, or else a SQLite file.</summary>
    /// <param name="connectionString">What <c>SUPINE_DATABASE</c> says: a PostgreSQL connection string; null or empty for none.</param>
    /// <param name="file">The SQLite file, where there is no connection string.</param>
    /// <exception cref="StartRefusedException">The connection string cannot be read.</exception>
    public static Database Open(string? connectionString, string file) =>
        string.IsNullOrEmpty(connectionString) ? new SqliteDatabase(file) : PostgresDatabase.Open(connectionString);
}
