using Dapper;
using Microsoft.Data.Sqlite;

namespace Supine.Web.Tests.Storage;

/// <summary>A row that this version cannot read, whoever wrote it, takes no page down: it is told that it cannot be read.</summary>
public class UnreadableRowsTests
{
    private static readonly string[] Pages =
    [
        "/",
        "/next",
        "/progress",
        "/progress.csv",
        "/progress/practice",
        "/explain",
        "/experiment",
        "/questions",
        "/screening",
        "/sitting",
        "/api/questionnaires",
        "/api/sequence?protocol=psoas-lying-1",
    ];

    // Who keeps the rows of a table together: without these it is another row.
    private static readonly HashSet<string> Names = ["practice", "person", "id", "session", "reading", "questionnaire", "screening"];

    [Fact]
    public async Task Whatever_stands_in_a_row_every_page_opens()
    {
        Assert.SkipWhen(TestDatabase.HasServer, "What is stored in SQLite is read in the same way beside PostgreSQL.");
        var folder = OldHouseholdTests.Household.Copy();
        await using var site = await OldHouseholdTests.Household.StartAsync(folder);
        site.WatchesNeighbour = false;
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "supine.db")};Pooling=False");
        await connection.OpenAsync(TestSite.Cancelled);
        await connection.ExecuteAsync("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF");
        var session = (string)(await site.QueryAsync("SELECT id FROM session ORDER BY started_at DESC LIMIT 1"))[0].id;
        string[] pages = [.. Pages, $"/sessions/{session}", $"/api/sessions/{session}"];
        var failed = new List<string>();
        var tried = 0;
        foreach (var table in await site.ReadTablesAsync())
        {
            if (!table.Columns.Contains("person") && table.Name is not ("track" or "track_hold"))
            {
                continue;
            }

            var types = await connection.QueryAsync<(string Name, string Type)>(
                $"SELECT name, type FROM pragma_table_info('{table.Name}')"
            );
            foreach (var (column, type) in types.Where(column => !Names.Contains(column.Name)))
            {
                foreach (var value in HostileTo(type))
                {
                    await using var transaction = await connection.BeginTransactionAsync(TestSite.Cancelled);
                    await connection.ExecuteAsync($"CREATE TEMP TABLE kept AS SELECT rowid AS row, * FROM {table.Name}");
                    await connection.ExecuteAsync($"UPDATE OR IGNORE {table.Name} SET {column} = @value", new { value });
                    await transaction.CommitAsync(TestSite.Cancelled);
                    tried++;
                    foreach (var page in pages)
                    {
                        using var answer = await site.Client.GetAsync(page, TestSite.Cancelled);
                        if ((int)answer.StatusCode >= 500)
                        {
                            failed.Add($"{table.Name}.{column} = {value}: {page} answered {(int)answer.StatusCode}");
                        }
                    }

                    await connection.ExecuteAsync(
                        $"UPDATE {table.Name} SET {column} = (SELECT {column} FROM kept WHERE row = {table.Name}.rowid); DROP TABLE kept"
                    );
                }
            }
        }

        Assert.True(tried > 80, $"{tried} tried");
        Assert.True(failed.Count == 0, $"{tried} tried\n{string.Join('\n', failed)}");
    }

    [Theory]
    [InlineData("UPDATE session_answer SET pain = 99", "/progress/practice", "A session", "/sessions/")]
    [InlineData("UPDATE reading SET side = 'middle'", "/progress", "A measurement", "/measure/")]
    [InlineData("UPDATE session SET held_left_ms = -5", "/next", "A session", "/sessions/")]
    public async Task It_is_told_and_can_be_deleted_and_nothing_is_suggested_meanwhile(
        string change,
        string path,
        string what,
        string address
    )
    {
        var folder = OldHouseholdTests.Household.Copy();
        await using var site = await OldHouseholdTests.Household.StartAsync(folder);
        site.WatchesNeighbour = false;
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "supine.db")};Pooling=False");
        await connection.OpenAsync(TestSite.Cancelled);
        Assert.Null((await site.GetPageAsync(path)).QuerySelector("[data-unreadable]"));
        Assert.NotNull((await site.GetPageAsync("/next")).QuerySelector("#suggested"));
        await connection.ExecuteAsync($"PRAGMA ignore_check_constraints = ON; {change} WHERE person = 'first'");
        for (var left = 50; left > 0; left--)
        {
            var page = await site.GetPageAsync(path);
            if (page.QuerySelector("[data-unreadable] form") is not { } form)
            {
                Assert.Null(page.QuerySelector("[data-unreadable]"));
                Assert.NotEqual(50, left);
                return;
            }

            Assert.Contains(what, page.QuerySelector("[data-unreadable] summary")!.TextContent, StringComparison.Ordinal);
            Assert.Null((await site.GetPageAsync("/next")).QuerySelector("#suggested"));
            Assert.StartsWith(address, form.GetAttribute("action"), StringComparison.Ordinal);
            Assert.Equal(System.Net.HttpStatusCode.SeeOther, (await site.SubmitAsync(page, form.GetAttribute("action")!)).StatusCode);
        }

        Assert.Fail("They cannot be deleted.");
    }

    [Fact]
    public async Task What_cannot_be_read_does_not_keep_the_program_from_starting()
    {
        var folder = OldHouseholdTests.Household.Copy();
        await (await OldHouseholdTests.Household.StartAsync(folder)).StopAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "supine.db")};Pooling=False"))
        {
            await connection.OpenAsync(TestSite.Cancelled);
            await connection.ExecuteAsync("PRAGMA ignore_check_constraints = ON");
            await connection.ExecuteAsync("UPDATE session_answer SET pain = 99 WHERE person = 'first'");
            await connection.ExecuteAsync(
                "UPDATE reading SET raw = 'no json' WHERE raw IS NOT NULL; DELETE FROM reading_result WHERE person = 'first'"
            );
        }

        await using var site = await OldHouseholdTests.Household.StartAsync(folder);
        site.WatchesNeighbour = false;
        Assert.Equal(System.Net.HttpStatusCode.OK, (await site.Client.GetAsync("/progress", TestSite.Cancelled)).StatusCode);
    }

    private static object[] HostileTo(string type) =>
        type switch
        {
            "TEXT" => ["zz"],
            "BIGINT" => [long.MaxValue],
            _ => [1e300],
        };
}
