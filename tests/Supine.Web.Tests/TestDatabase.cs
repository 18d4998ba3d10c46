using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Npgsql;
using Supine.Web.Storage;

namespace Supine.Web.Tests;

/// <summary>The database of a test's folder: a SQLite file in it, or a PostgreSQL database of its own where <c>SUPINE_TEST_DATABASE</c> names
/// a server on which databases may be made.</summary>
internal static class TestDatabase
{
    private const string Template = "supine_test_template";
    private static readonly string? Server = Environment.GetEnvironmentVariable("SUPINE_TEST_DATABASE");
    private static readonly Lazy<Task> TemplateMade = new(MakeTemplateAsync);

    public static bool IsPostgres => !string.IsNullOrEmpty(Server);

    /// <summary>What tells the program where its database is.</summary>
    public static string[] ArgumentsFor(string folder) =>
        IsPostgres ? [$"--SUPINE_DATABASE={ConnectionTo(NameOf(folder))}"] : ["--SUPINE_DATABASE="];

    /// <summary>Opens it as another program would.</summary>
    public static Database Open(string folder) =>
        IsPostgres ? PostgresDatabase.Open(ConnectionTo(NameOf(folder))) : new SqliteDatabase(Path.Combine(folder, "supine.db"));

    /// <summary>Makes it, if it is not there.</summary>
    public static async Task CreateAsync(string folder, CancellationToken cancellationToken)
    {
        if (!IsPostgres)
        {
            return;
        }

        await TemplateMade.Value;
        await using var source = NpgsqlDataSource.Create(ConnectionTo("postgres"));
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var name = NameOf(folder);
        if (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM pg_database WHERE datname = @name", new { name }) == 0)
        {
            await connection.ExecuteAsync($"CREATE DATABASE \"{name}\" TEMPLATE {Template}");
        }
    }

    /// <summary>Removes it; a SQLite file goes with its folder.</summary>
    public static async Task DropAsync(string folder)
    {
        if (IsPostgres)
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS \"{NameOf(folder)}\" WITH (FORCE)");
        }
    }

    // Nearly every test begins with an empty database: its shape is made once and copied.
    private static async Task MakeTemplateAsync()
    {
        await ExecuteAsync($"DROP DATABASE IF EXISTS {Template} WITH (FORCE)");
        await ExecuteAsync($"CREATE DATABASE {Template} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'");
        await using (var database = PostgresDatabase.Open(ConnectionTo(Template)))
        {
            await Migration.ApplyAsync(database, Migration.AllFor(database.Variant), FakeClock.Morning, CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionTo("postgres"));
        await using var connection = await source.OpenConnectionAsync();
        await connection.ExecuteAsync(sql);
    }

    private static string NameOf(string folder) => Path.GetFileName(folder).Replace('-', '_');

    private static string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder(Server)
        {
            Database = database,
            MaxPoolSize = 8,
            Pooling = database != "postgres" && database != Template,
        }.ToString();
}
