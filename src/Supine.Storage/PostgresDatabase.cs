using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;
using Supine.Storage.Backups;
using Supine.Storage.Folders;

namespace Supine.Storage;

/// <summary>A PostgreSQL database, which several nodes may share.</summary>
internal sealed partial class PostgresDatabase : Database
{
    private PostgresDatabase(NpgsqlDataSource source)
        : base(source) { }

    public override string Variant => "postgres";

    public override string Place => $"the PostgreSQL database of SUPINE_DATABASE ({Source.ConnectionString.Split(';')[0]})";

    public override async Task<IAsyncDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenFirstAsync(cancellationToken);
        if (await connection.ExecuteScalarAsync<bool>("SELECT pg_try_advisory_lock_shared(@key)", new { key = KeyOf("running") }))
        {
            return connection;
        }

        await connection.DisposeAsync();
        throw new StartRefusedException($"{Place} is being restored. Start this again when that is over.");
    }

    /// <summary>Reads all tables in one transaction, which sees the database as it was when it began, into a SQLite file of the same
    /// shape.</summary>
    public override async Task CopyAsync(string file, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var from = await OpenFirstAsync(cancellationToken);
        await using var reading = await from.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var steps = await Migration.CountAppliedAsync(from, Migration.AllFor(Variant));
        await using (var made = OwnerFile.Create(file, FileMode.CreateNew)) { }
        await using var copy = new SqliteDatabase(file);
        var known = Migration.AllFor(copy.Variant)[..steps];
        await copy.RebuildAsync(
            async to =>
            {
                await Migration.ApplyAsync(to, known, now);
                await TableRows.CopyAllAsync(from, to, await TableRows.ListAsync(to), cancellationToken);
            },
            cancellationToken
        );
    }

    /// <summary>Puts the rows of a SQLite file in the place of all there are.</summary>
    /// <param name="file">The file, of a shape this program knows.</param>
    /// <param name="mayReplace">Whether tables that are there already may be replaced.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Ends the copying; nothing is changed then.</param>
    /// <exception cref="BackupRefusedException">Tables are there already, or a program runs on the database.</exception>
    public async Task ReplaceAsync(string file, bool mayReplace, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var from = SqliteDatabase.Connect(file);
        await from.OpenAsync(cancellationToken);
        var steps = await Migration.CountAppliedAsync(from, Migration.AllFor("sqlite"));
        var known = Migration.AllFor(Variant);
        await RebuildAsync(
            async to =>
            {
                if (!await to.ExecuteScalarAsync<bool>("SELECT pg_try_advisory_xact_lock(@key)", new { key = KeyOf("running") }))
                {
                    throw new BackupRefusedException($"Supine is running on {Place}. Stop it, then restore.");
                }

                var there = await FindTablesAsync(to, known);
                if (there.Count > 0 && !mayReplace)
                {
                    throw new BackupRefusedException(
                        $"{Place} has records already. Say --replace to put the backup in their place; they are deleted then."
                    );
                }

                if (there.Count > 0)
                {
                    await to.ExecuteAsync($"DROP TABLE {string.Join(", ", there)} CASCADE");
                }

                await Migration.ApplyAsync(to, known[..steps], now);
                await TableRows.CopyAllAsync(from, to, await TableRows.ListAsync(from), cancellationToken);
            },
            cancellationToken
        );
    }

    // Those that a migration makes, and no table of anybody else in the same database.
    private static async Task<List<string>> FindTablesAsync(DbConnection connection, ImmutableArray<Migration> migrations)
    {
        var own = migrations.SelectMany(migration => MadeTable().Matches(migration.Sql).Select(match => match.Groups[1].Value)).ToHashSet();
        var there = await connection.QueryAsync<string>(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        );
        return [.. there.Where(table => table == "migration" || own.Contains(table))];
    }

    [GeneratedRegex(@"^\s*CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)", RegexOptions.Multiline)]
    private static partial Regex MadeTable();

    /// <summary>The database that a connection string names.</summary>
    /// <exception cref="StartRefusedException">It is no connection string.</exception>
    public static PostgresDatabase Open(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString)
            {
                ApplicationName = "supine",

                // what a server says of a failed statement may quote a row
                IncludeErrorDetail = false,
            };

            // what is confirmed is on the disk, whatever the server is set to
            settings.Options = $"{settings.Options} -c synchronous_commit=on".Trim();
            return new(new NpgsqlDataSourceBuilder(settings.ToString()).Build());
        }
        catch (ArgumentException fault)
        {
            throw new StartRefusedException(
                $"SUPINE_DATABASE is no connection string: {fault.Message} "
                    + "It looks like Host=localhost;Database=supine;Username=supine;Password=…"
            );
        }
    }

    public override async Task RebuildAsync(Func<DbConnection, Task> rebuild, CancellationToken cancellationToken)
    {
        await using var connection = await OpenFirstAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@key)", new { key = KeyOf("migrations") });
        await RequirePlainCollationAsync(connection);
        await rebuild(connection);
        await transaction.CommitAsync(cancellationToken);
    }

    public override async Task RunAloneAsync(string name, Func<Task> work, CancellationToken cancellationToken)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync("SELECT pg_advisory_lock(@key)", new { key = KeyOf(name) });
        try
        {
            await work();
        }
        finally
        {
            await connection.ExecuteAsync("SELECT pg_advisory_unlock(@key)", new { key = KeyOf(name) });
        }
    }

    public override Writes StartWrites() => new DirectWrites(Source);

    // The first connection of a start: what cannot be reached is said in a sentence.
    private async Task<DbConnection> OpenFirstAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Source.OpenConnectionAsync(cancellationToken);
        }
        catch (NpgsqlException fault)
        {
            throw new StartRefusedException($"The PostgreSQL database of SUPINE_DATABASE cannot be opened: {fault.Message}");
        }
    }

    // Texts are compared byte by byte, as SQLite does; another order would sort and compare them otherwise on each machine.
    private static async Task RequirePlainCollationAsync(DbConnection connection)
    {
        var (name, sortsOtherwise, encoding) = await connection.QuerySingleAsync<(string Name, bool SortsOtherwise, string Encoding)>(
            "SELECT current_database(), 'a' < 'B', pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
        );
        if (sortsOtherwise || encoding != "UTF8")
        {
            throw new StartRefusedException(
                $"The database {name} sorts texts as a language does, or is not in UTF8 ({encoding}). Make it so: "
                    + $"createdb --template=template0 --locale=C --encoding=UTF8 {name}"
            );
        }
    }

    private static long KeyOf(string name) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"supine {name}")));
}
