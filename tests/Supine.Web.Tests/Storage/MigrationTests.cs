using System.Collections.Immutable;
using System.Security.Cryptography;
using Dapper;
using Supine.Storage;

namespace Supine.Web.Tests.Storage;

public sealed class MigrationTests : IDisposable
{
    private static readonly DateTimeOffset Now = FakeClock.Morning;
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"supine-test-{Guid.NewGuid():N}.db");

    private static readonly Migration First = new(1, "0001_a.sql", "CREATE TABLE a (x BIGINT); INSERT INTO a VALUES (7);");
    private static readonly Migration Second = new(2, "0002_b.sql", "ALTER TABLE a ADD COLUMN y TEXT;");

    [Fact]
    public void The_program_has_migrations_numbered_from_one()
    {
        foreach (var variant in new[] { "sqlite", "postgres" })
        {
            var all = Migration.AllFor(variant);
            Assert.NotEmpty(all);
            Assert.Equal(Enumerable.Range(1, all.Length), all.Select(migration => migration.Number));
        }
    }

    [Fact]
    public async Task Each_is_applied_once_in_order()
    {
        await ApplyAsync(First);
        await ApplyAsync(First, Second);
        await ApplyAsync(First, Second);
        await using var source = new SqliteDataSource(_file);
        await using var connection = source.OpenConnection();
        Assert.Equal([7L], await connection.QueryAsync<long>("SELECT x FROM a WHERE y IS NULL"));
        Assert.Equal(["0001_a.sql", "0002_b.sql"], await connection.QueryAsync<string>("SELECT name FROM migration ORDER BY number"));
    }

    [Fact]
    public async Task A_changed_one_is_refused_and_the_file_stays_as_it_was() =>
        await RefusesAsync("another content", [First, Second], [First with { Sql = First.Sql + " -- changed" }, Second]);

    [Fact]
    public async Task A_database_newer_than_the_program_is_refused_and_stays_as_it_was() =>
        await RefusesAsync("newer than this program", [First, Second], [First]);

    [Fact]
    public async Task A_gap_is_refused_and_the_file_stays_as_it_was()
    {
        await ApplyAsync(First, Second);
        await using (var source = new SqliteDataSource(_file))
        {
            await using var connection = source.OpenConnection();
            await connection.ExecuteAsync("DELETE FROM migration WHERE number = 1");
        }

        await RefusesAsync("lacks step 1", [], [First, Second]);
    }

    [Fact]
    public async Task One_that_fails_leaves_nothing_of_itself_nor_of_those_before_it()
    {
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() =>
            ApplyAsync(First, Second with { Sql = "CREATE TABLE b (x BIGINT); NONSENSE;" })
        );
        await using var source = new SqliteDataSource(_file);
        await using var connection = source.OpenConnection();
        Assert.Empty(await connection.QueryAsync<string>("SELECT name FROM sqlite_master"));
    }

    private const string Family = """
        CREATE TABLE parent (id BIGINT NOT NULL PRIMARY KEY);
        CREATE TABLE child (id BIGINT NOT NULL PRIMARY KEY, parent BIGINT NOT NULL REFERENCES parent (id) ON DELETE CASCADE);
        INSERT INTO parent VALUES (1), (2);
        INSERT INTO child VALUES (10, 1), (20, 2);
        """;

    [Fact]
    public async Task A_table_that_is_made_anew_keeps_its_children()
    {
        const string rebuilt = """
            CREATE TABLE old_parent AS SELECT * FROM parent;
            DROP TABLE parent;
            CREATE TABLE parent (id BIGINT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id));
            INSERT INTO parent SELECT id, 'x' FROM old_parent;
            DROP TABLE old_parent;
            """;
        await ApplyAsync(new Migration(1, "0001_family.sql", Family), new Migration(2, "0002_rebuilt.sql", rebuilt));
        await using var source = new SqliteDataSource(_file);
        await using var connection = source.OpenConnection();
        Assert.Equal([10L, 20L], await connection.QueryAsync<long>("SELECT id FROM child ORDER BY id"));

        // and from then on references hold
        await connection.ExecuteAsync("DELETE FROM parent WHERE id = 1");
        Assert.Equal([20L], await connection.QueryAsync<long>("SELECT id FROM child"));
    }

    [Fact]
    public async Task One_after_which_a_row_would_have_lost_its_parent_is_refused_and_the_file_stays_as_it_was()
    {
        var family = new Migration(1, "0001_family.sql", Family);
        await RefusesAsync(
            "without the row they belong to",
            [family],
            [family, new(2, "0002_lost.sql", "DELETE FROM parent WHERE id = 2;")]
        );
    }

    [Fact]
    public async Task Misnumbered_ones_are_a_bug_of_the_program() =>
        await Assert.ThrowsAsync<ArgumentException>(() => ApplyAsync(First, Second with { Number = 3 }));

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_file)!, Path.GetFileName(_file) + "*"))
        {
            File.Delete(file);
        }
    }

    private async Task RefusesAsync(string because, ImmutableArray<Migration> before, ImmutableArray<Migration> after)
    {
        await ApplyAsync([.. before]);
        await using (var database = new SqliteDatabase(_file))
        {
            await database.PrepareAsync(TestSite.Cancelled);
        }

        var content = SHA256.HashData(await File.ReadAllBytesAsync(_file, TestSite.Cancelled));
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => ApplyAsync([.. after]));
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
        Assert.Equal(content, SHA256.HashData(await File.ReadAllBytesAsync(_file, TestSite.Cancelled)));
    }

    private async Task ApplyAsync(params Migration[] migrations)
    {
        if (migrations.Length > 0)
        {
            await using var database = new SqliteDatabase(_file);
            await Migration.ApplyAsync(database, [.. migrations], Now, TestSite.Cancelled);
        }
    }
}
