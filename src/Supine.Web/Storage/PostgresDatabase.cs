using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace Supine.Web.Storage;

/// <summary>A PostgreSQL database, which several nodes may share.</summary>
internal sealed class PostgresDatabase : Database
{
    private PostgresDatabase(NpgsqlDataSource source)
        : base(source) { }

    public override string Variant => "postgres";

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
