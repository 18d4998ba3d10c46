using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Supine.Storage.Folders;

namespace Supine.Storage;

/// <summary>One SQLite file.</summary>
internal sealed class SqliteDatabase(string path) : Database(new SqliteDataSource(path))
{
    public override string Variant => "sqlite";

    public override string Place => path;

    /// <summary>Makes the file where it is missing, and reads all of it once.</summary>
    public override async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            // made here and not by SQLite, which would let everybody read it
            if (!File.Exists(path))
            {
                await using var made = OwnerFile.Create(path, FileMode.OpenOrCreate);
            }

            // a value that no version writes is no damage of the file: it is told where it is read
            await using var connection = Connect(path);
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync("PRAGMA ignore_check_constraints = ON");
            if (await connection.ExecuteScalarAsync<string>("PRAGMA quick_check(1)") != "ok")
            {
                throw new StartRefusedException(new DiskFault(DiskTrouble.Damaged).Explain(path));
            }
        }
        catch (Exception fault) when (DiskFault.Find(fault) is { } known)
        {
            throw new StartRefusedException(known.Explain(path), fault);
        }
    }

    // SQLite's own way to copy a database in use: all of it as it is at one moment, the log included.
    public override async Task CopyAsync(string file, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using (var made = OwnerFile.Create(file, FileMode.CreateNew)) { }
        await using var source = (SqliteConnection)await Source.OpenConnectionAsync(cancellationToken);
        await using var target = Connect(file);
        await target.OpenAsync(cancellationToken);
        source.BackupDatabase(target);
        await BeOneFileAsync(target);
    }

    /// <summary>A connection to a file that nobody else uses: nothing of it stays open.</summary>
    public static SqliteConnection Connect(string file)
    {
        NativeSqlite.Load();
        return new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
    }

    /// <summary>Puts what is in the log into the file, and does without a log from now on.</summary>
    public static Task BeOneFileAsync(DbConnection connection) => connection.ExecuteAsync("PRAGMA journal_mode = DELETE");

    /// <summary>Lets readers go on while one writes. The file remembers it.</summary>
    public override async Task PrepareAsync(CancellationToken cancellationToken) =>
        await RunAsync("PRAGMA journal_mode = WAL", cancellationToken);

    // SQLite cannot change a key: the table is made anew. Inside a transaction foreign keys cannot be turned off, and with them on
    // dropping the old table would take its children along.
    public override async Task RebuildAsync(Func<DbConnection, Task> rebuild, CancellationToken cancellationToken)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellationToken);
        AddFunctions((SqliteConnection)connection);
        await connection.ExecuteAsync("PRAGMA foreign_keys = OFF");
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await rebuild(connection);
        var broken = (await connection.QueryAsync<(string Table, long? Row, string Parent)>("PRAGMA foreign_key_check")).ToList();
        if (broken.Count > 0)
        {
            throw new StartRefusedException(
                $"The database has {broken.Count} rows without the row they belong to "
                    + $"(the first: {broken[0].Table} without {broken[0].Parent}). "
                    + "Nothing was changed. Restore it from a backup."
            );
        }

        await transaction.CommitAsync(cancellationToken);
    }

    // one process has the file
    public override Task RunAloneAsync(string name, Func<Task> work, CancellationToken cancellationToken) => work();

    public override Writes StartWrites() => new QueuedWrites(Source);

    public override void EmptyLog()
    {
        using var connection = Source.OpenConnection();
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    // What PostgreSQL has by itself and a migration uses.
    private static void AddFunctions(SqliteConnection connection)
    {
        connection.CreateFunction("convert_to", (string? text, string encoding) => text is null ? null : Encoding.UTF8.GetBytes(text));
        connection.CreateFunction("sha256", (byte[]? bytes) => bytes is null ? null : SHA256.HashData(bytes));
        connection.CreateFunction("encode", (byte[]? bytes, string format) => bytes is null ? null : Convert.ToHexStringLower(bytes));
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(sql);
    }
}
