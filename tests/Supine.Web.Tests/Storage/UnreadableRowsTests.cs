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
        "/history",
        "/explain",
        "/questions",
        "/screening",
        "/screening/result",
        "/measure",
        "/sitting",
        "/people",
        "/take-along?protocol=psoas-lying-1",
        "/api/screening",
        "/api/questionnaires",
        "/api/sequence?protocol=psoas-lying-1",
    ];

    // Who keeps the rows of a table together: without these it is another row.
    private static readonly HashSet<string> Names = ["practice", "person", "id", "session", "reading", "questionnaire", "screening"];

    [Fact]
    public async Task Whatever_stands_in_a_row_every_page_opens()
    {
        var folder = OldHouseholdTests.Household.Copy();
        await using var site = await OldHouseholdTests.Household.StartAsync(folder);
        site.WatchesNeighbour = false;
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "supine.db")};Pooling=False");
        await connection.OpenAsync(TestSite.Cancelled);
        await connection.ExecuteAsync("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF");
        var failed = new List<string>();
        var tried = 0;
        foreach (var table in await site.ReadTablesAsync())
        {
            if (!table.Columns.Contains("person") && table.Name is not ("track" or "track_hold"))
            {
                continue;
            }

            var types = await connection.QueryAsync<(string Name, string Type)>($"SELECT name, type FROM pragma_table_info('{table.Name}')");
            foreach (var (column, type) in types.Where(column => !Names.Contains(column.Name)))
            {
                foreach (var value in HostileTo(type))
                {
                    await using var transaction = await connection.BeginTransactionAsync(TestSite.Cancelled);
                    await connection.ExecuteAsync($"CREATE TEMP TABLE kept AS SELECT rowid AS row, * FROM {table.Name}");
                    await connection.ExecuteAsync($"UPDATE OR IGNORE {table.Name} SET {column} = @value", new { value });
                    await transaction.CommitAsync(TestSite.Cancelled);
                    tried++;
                    foreach (var page in Pages)
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

        Assert.True(failed.Count == 0, $"{tried} tried\n{string.Join('\n', failed)}");
    }

    private static object[] HostileTo(string type) =>
        type switch
        {
            "TEXT" => ["zz", "{\"a\":"],
            "BIGINT" => [long.MaxValue, -1L],
            _ => [1e300, -1e300],
        };
}
