using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Supine.Storage;
using Supine.Storage.Folders;

namespace Supine.Web.Tests;

/// <summary>The database of a test's folder: a SQLite file in it, or a PostgreSQL database of its own where <c>SUPINE_TEST_DATABASE</c>
/// names a server on which databases may be made.</summary>
internal static class TestDatabase
{
    private const string Template = "supine_test_template";
    private static readonly string SqliteTemplate = Path.Combine(Path.GetTempPath(), $"supine-template-{Environment.ProcessId}.db");
    private static readonly string? Server = Environment.GetEnvironmentVariable("SUPINE_TEST_DATABASE");
    private static readonly Lazy<Task> TemplateMade = new(MakeTemplateAsync);

    /// <summary>Whether a folder's database is a PostgreSQL database: a SQLite file that lies in it stays one.</summary>
    public static bool IsPostgres(string folder) => !string.IsNullOrEmpty(Server) && !File.Exists(Path.Combine(folder, "supine.db"));

    /// <summary>Whether there is a PostgreSQL server to test with.</summary>
    public static bool HasServer => !string.IsNullOrEmpty(Server);

    /// <summary>Opens it as another node does.</summary>
    public static Database Open(string folder) =>
        IsPostgres(folder) ? PostgresDatabase.Open(ConnectionTo(NameOf(folder))) : new SqliteDatabase(Path.Combine(folder, "supine.db"));

    /// <summary>Makes a database that has nothing in it yet.</summary>
    public static Task CreateEmptyAsync(string folder) =>
        ExecuteAsync($"CREATE DATABASE \"{NameOf(folder)}\" TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'");

    /// <summary>Makes a database that sorts as a language does.</summary>
    public static Task CreateOtherwiseAsync(string folder) =>
        ExecuteAsync($"CREATE DATABASE \"{NameOf(folder)}\" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en' ENCODING 'UTF8'");

    /// <summary>What tells the program where its database is.</summary>
    public static string[] ArgumentsFor(string folder) =>
        IsPostgres(folder) ? [$"--SUPINE_DATABASE={ConnectionTo(NameOf(folder))}"] : ["--SUPINE_DATABASE="];

    /// <summary>A connection as another program has it: none that the program itself will use.</summary>
    public static DbConnection Connect(string folder) =>
        IsPostgres(folder)
            ? new NpgsqlConnection($"{ConnectionTo(NameOf(folder))};Pooling=false")
            : new SqliteConnection($"Data Source={Path.Combine(folder, "supine.db")};Pooling=False");

    /// <summary>Makes it, if it is not there.</summary>
    public static async Task CreateAsync(string folder, CancellationToken cancellationToken)
    {
        await TemplateMade.Value;
        if (!IsPostgres(folder))
        {
            if (!Directory.Exists(folder))
            {
                new UserFolder(folder).Create();
                File.Copy(SqliteTemplate, Path.Combine(folder, "supine.db"));
            }

            return;
        }

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
        if (IsPostgres(folder))
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS \"{NameOf(folder)}\" WITH (FORCE)");
        }
    }

    /// <summary>Runs the statements of <c>docs/erase-postgresql.sql</c>; SQLite needs none.</summary>
    public static async Task EraseAsync(string folder)
    {
        if (!IsPostgres(folder))
        {
            return;
        }

        await using var connection = Connect(folder);
        await connection.OpenAsync();
        var script = string.Join('\n', File.ReadLines(FindScript()).Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
        foreach (var statement in script.Split(';').Select(statement => statement.Trim()).Where(statement => statement.Length > 0))
        {
            await connection.ExecuteAsync(statement, commandType: CommandType.Text);
        }
    }

    /// <summary>All files of the database and its log, as text.</summary>
    public static async Task<List<string>> ReadFilesAsync(string folder)
    {
        var root = folder;
        if (IsPostgres(folder))
        {
            await using var connection = Connect(folder);
            await connection.OpenAsync();
            await connection.ExecuteAsync("CHECKPOINT", commandType: CommandType.Text);
            root = (await connection.ExecuteScalarAsync<string>("SHOW data_directory"))!;
        }

        var contents = new List<string>();
        foreach (
            var file in Directory.EnumerateFiles(
                root,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }
            )
        )
        {
            try
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
                contents.Add(await reader.ReadToEndAsync());
            }
            catch (IOException fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
            {
                // other tests make and drop databases meanwhile
            }
        }

        return contents;
    }

    private static string FindScript()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Supine.slnx")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "docs", "erase-postgresql.sql");
    }

    // Nearly every test begins with an empty database: its shape is made once and copied.
    private static async Task MakeTemplateAsync()
    {
        if (string.IsNullOrEmpty(Server))
        {
            await using var file = new SqliteDatabase(SqliteTemplate);
            await FillAsync(file);
            return;
        }

        await ExecuteAsync($"DROP DATABASE IF EXISTS {Template} WITH (FORCE)");
        await ExecuteAsync($"CREATE DATABASE {Template} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'");
        await using (var database = PostgresDatabase.Open(ConnectionTo(Template)))
        {
            await FillAsync(database);
        }
    }

    // the shape, and the neighbour
    private static async Task FillAsync(Database database)
    {
        await Migration.ApplyAsync(database, Migration.AllFor(database.Variant), FakeClock.Morning, CancellationToken.None);
        await using var connection = await database.Source.OpenConnectionAsync();
        await Neighbour.MoveInAsync(connection);
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
