using System.Data.Common;
using Dapper;
using Npgsql;
using Supine.Records;
using Supine.Storage;
using Supine.Web.Boundary;
using Supine.Web.Library;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.Storage;

/// <summary>What holds on both databases, and what two nodes on one of them do to each other.</summary>
public class TwoDatabasesTests
{
    [Theory]
    [InlineData(3_053_003, 3_040_001, false)]
    [InlineData(3_040_001, 3_053_003, true)]
    [InlineData(3_053_003, 3_053_003, false)]
    [InlineData(null, 3_040_001, true)]
    [InlineData(3_053_003, null, false)]
    public void The_newer_SQLite_is_used(int? bundled, int? system, bool isSystem) =>
        Assert.Equal(isSystem, NativeSqlite.PrefersSystem(bundled, system));

    [Fact]
    public void The_SQLite_that_is_loaded_is_current() =>
        Assert.True(Version.Parse(NativeSqlite.Load()) >= new Version(3, 50), NativeSqlite.Load());

    [Fact]
    public async Task Both_databases_have_the_same_tables_columns_and_keys()
    {
        if (!TestDatabase.HasServer)
        {
            return;
        }

        await using var site = await TestSite.StartAsync();
        var file = Path.Combine(site.Folder, "other.db");
        await using var sqlite = new SqliteDatabase(file);
        await Migration.ApplyAsync(sqlite, Migration.AllFor(sqlite.Variant), FakeClock.Morning, TestSite.Cancelled);
        await using var lite = await sqlite.Source.OpenConnectionAsync(TestSite.Cancelled);
        await using var postgres = await site.Get<DbDataSource>().OpenConnectionAsync(TestSite.Cancelled);
        var ours = await lite.QueryAsync<string>(
            """
            SELECT m.name || '.' || c.name || ' ' || lower(CASE c.type WHEN 'DOUBLE PRECISION' THEN 'double precision' ELSE c.type END)
                   || CASE WHEN c."notnull" = 1 THEN ' not null' ELSE '' END || CASE WHEN c.pk > 0 THEN ' key ' || c.pk ELSE '' END
            FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'
            """
        );
        var theirs = await postgres.QueryAsync<string>(
            """
            SELECT c.table_name || '.' || c.column_name || ' ' || c.data_type || CASE WHEN c.is_nullable = 'NO' THEN ' not null' ELSE '' END
                   || coalesce((SELECT ' key ' || k.ordinal_position FROM information_schema.key_column_usage AS k
                                JOIN information_schema.table_constraints AS t
                                  ON t.constraint_name = k.constraint_name AND t.table_name = k.table_name
                                WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name
                                  AND k.column_name = c.column_name), '')
            FROM information_schema.columns AS c WHERE c.table_schema = 'public'
            """
        );
        Assert.Equal(ours.Order(StringComparer.Ordinal), theirs.Order(StringComparer.Ordinal));
        var ourReferences = await lite.QueryAsync<string>(
            """
            SELECT m.name || ' -> ' || f."table" || ' ' || group_concat(f."from", ',') || ' ' || lower(f.on_delete)
            FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' GROUP BY m.name, f.id
            """
        );
        var theirReferences = await postgres.QueryAsync<string>(
            """
            SELECT c.conrelid::regclass || ' -> ' || c.confrelid::regclass || ' '
                   || (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY AS k(num, n)
                       JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.num)
                   || CASE c.confdeltype WHEN 'c' THEN ' cascade' ELSE ' no action' END
            FROM pg_constraint AS c WHERE c.contype = 'f'
            """
        );
        Assert.Equal(ourReferences.Order(StringComparer.Ordinal), theirReferences.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Filled_tables_of_the_version_before_come_through_on_PostgreSQL_as_well()
    {
        if (!TestDatabase.HasServer)
        {
            return;
        }

        var old = OldHouseholdTests.Household.Copy();
        var folder = TestSite.NewFolder();
        await TestDatabase.CreateEmptyAsync(folder);
        try
        {
            await using var database = TestDatabase.Open(folder);
            await using var lite = new SqliteDatabase(Path.Combine(old, "supine.db"));
            var all = Migration.AllFor(database.Variant);
            await Migration.ApplyAsync(database, all[..11], FakeClock.Morning, TestSite.Cancelled);
            await using var from = await lite.Source.OpenConnectionAsync(TestSite.Cancelled);
            await using var to = await database.Source.OpenConnectionAsync(TestSite.Cancelled);
            var counts = new Dictionary<string, long>();
            foreach (
                var table in await from.QueryAsync<string>(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migration' ORDER BY rowid"
                )
            )
            {
                foreach (IDictionary<string, object?> row in await from.QueryAsync($"SELECT * FROM {table}"))
                {
                    var values = new DynamicParameters();
                    foreach (var (name, value) in row)
                    {
                        values.Add(name, value);
                    }

                    var places = row.Select(pair => pair.Value is null ? "NULL" : $"@{pair.Key}");
                    await to.ExecuteAsync(
                        $"INSERT INTO {table} ({string.Join(", ", row.Keys)}) VALUES ({string.Join(", ", places)})",
                        values
                    );
                }

                counts[table] = await to.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}");
            }

            Assert.True(counts["session"] > 3 && counts["questionnaire_activity"] > 0 && counts["feed"] == 1);
            await Migration.ApplyAsync(database, all, FakeClock.Morning, TestSite.Cancelled);
            var renamed = new Dictionary<string, string>
            {
                ["safety_reading"] = "safety_confirmation",
                ["own_body"] = "body_size",
                ["fixed_value"] = "prescribed_value",
            };
            foreach (var (table, count) in counts)
            {
                Assert.Equal(
                    (table, count),
                    (table, await to.ExecuteScalarAsync<long>($"SELECT count(*) FROM {renamed.GetValueOrDefault(table, table)}"))
                );
            }

            var token = await from.ExecuteScalarAsync<string>("SELECT token FROM feed");
            Assert.Equal(new Token(token!).Digest, await to.ExecuteScalarAsync<string>("SELECT token_digest FROM feed"));
        }
        finally
        {
            await TestDatabase.DropAsync(folder);
            Directory.Delete(old, recursive: true);
        }
    }

    [Fact]
    public async Task Two_nodes_that_write_at_the_same_time_lose_nothing()
    {
        await using var site = await TestSite.StartAsync();
        var track = (await site.Get<TrackLibrary>().FindPlayedAsync((await site.CompileAsync()).Hash, TestSite.Cancelled))!;
        await using var database = TestDatabase.Open(site.Folder);
        await using var writes = database.StartWrites();
        var other = site.OpenOn(database, writes);
        var mine = await site.OpenChartAsync();
        var id = RecordId.Find(Sent.NewId())!;
        var start = Sent.Start.ToUnixTimeMilliseconds();
        await Task.WhenAll(
            Enumerable
                .Range(1, 40)
                .Select(second =>
                    (second % 2 == 0 ? mine : other).Sessions.RecordAsync(
                        id,
                        track,
                        null,
                        new(
                            start,
                            0,
                            System.Collections.Immutable.ImmutableSortedDictionary<SpanStart, long>.Empty.Add(
                                new(start + (second % 3), 0),
                                second * 1000
                            ),
                            null
                        ),
                        TestSite.Cancelled
                    )
                )
                .Concat<Task>(
                    Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? mine : other).Screenings.AnswerAsync([], TestSite.Cancelled))
                )
        );
        var stored = (await mine.Sessions.FindAsync(id.Text, TestSite.Cancelled))!.State;
        Assert.Equal([39_000L, 40_000L, 38_000L], new[] { 0, 1, 2 }.Select(rest => stored.Spans[new(start + rest, 0)]));
        Assert.Equal(21, await site.CountAsync("SELECT count(*) FROM screening"));
        Assert.Equal(21, await site.CountAsync("SELECT count(DISTINCT answered_at) FROM screening"));
    }

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("57P01")]
    public async Task A_change_that_another_one_ended_runs_again(string state)
    {
        if (!TestDatabase.HasServer)
        {
            return;
        }

        await using var site = await TestSite.StartAsync();
        var tries = 0;
        var result = await site.Get<Writes>()
            .RunAsync(
                async connection =>
                {
                    if (tries++ < 2)
                    {
                        await connection.ExecuteAsync($"DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '{state}'; END $$");
                    }

                    return tries;
                },
                TestSite.Cancelled
            );
        Assert.Equal(3, result);
        await Assert.ThrowsAsync<PostgresException>(() =>
            site.Get<Writes>().RunAsync(connection => connection.ExecuteAsync("SELECT 1 / 0"), TestSite.Cancelled)
        );
    }

    [Fact]
    public async Task A_database_that_sorts_otherwise_is_refused_with_the_command_that_makes_a_right_one()
    {
        if (!TestDatabase.HasServer)
        {
            return;
        }

        var folder = TestSite.NewFolder();
        await TestDatabase.CreateOtherwiseAsync(folder);
        try
        {
            var refused = await Assert.ThrowsAsync<StartRefusedException>(() => TestSite.StartUnscreenedAsync(folder));
            Assert.Contains("createdb --template=template0 --locale=C", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            await TestDatabase.DropAsync(folder);
        }
    }

    [Theory]
    [InlineData("not a connection string")]
    [InlineData("Host=127.0.0.1;Port=1;Database=x;Username=y;Password=z;Timeout=2")]
    public async Task A_database_that_cannot_be_opened_is_a_sentence(string connection)
    {
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() =>
            TestSite.StartUnscreenedAsync(more: [$"--SUPINE_DATABASE={connection}"])
        );
        Assert.Contains("SUPINE_DATABASE", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Password=z", refused.Message, StringComparison.Ordinal);
    }
}
