using System.Text.RegularExpressions;

namespace Supine.Web.Tests.Charts;

/// <summary>No statement about a person forgets whose rows are meant.</summary>
public partial class StatementsTests
{
    // Those that ask whose a secret is: its digest, or the first part of a code, stands for the person.
    private static readonly string[] Openers =
    [
        "SELECT practice, person FROM feed WHERE token_digest = @digest",
        "SELECT practice, person FROM sitting WHERE link_digest = @digest",
        "SELECT practice, person, digest, code_hash AS codeHash, attempts FROM patient_link WHERE digest = @digest AND ends_at > @now",
        "UPDATE patient_link SET attempts = attempts + 1 WHERE code_start = @start AND attempts < @MostAttempts AND ends_at > @now "
            + "RETURNING practice, person, digest, code_hash AS codeHash, attempts",
        "SELECT patient_device.practice, patient_device.person, patient_device.id, patient_device.used_on AS usedOn, "
            + "person.name, person.zone "
            + "FROM patient_device JOIN person ON person.practice = patient_device.practice AND person.id = patient_device.person "
            + "WHERE patient_device.digest = @digest",
    ];

    // The one that lists all patients of a practice, for those who work there.
    private const string List =
        "SELECT p.id, p.name, (SELECT count(*) FROM patient_device WHERE practice = @practice AND person = p.id) AS devices, "
        + "(SELECT count(*) FROM patient_link WHERE practice = @practice AND person = p.id AND ends_at > @now) AS links "
        + "FROM person AS p WHERE p.practice = @practice ORDER BY lower(p.name), p.created_at, p.id";

    [Fact]
    public async Task Every_statement_on_a_personal_table_names_practice_and_person()
    {
        var personal = await ReadPersonalTablesAsync();
        Assert.Contains("session_span", personal);
        var all = ReadStatements("Charts");
        Assert.Subset(all.ToHashSet(), new HashSet<string>([.. Openers, List]));
        var statements = all.Except([.. Openers, List]).ToList();
        Assert.True(statements.Count > 50, "Few statements were found.");
        Assert.Empty(statements.SelectMany(statement => FindForgotten(statement, personal)));
    }

    [Fact]
    public async Task Statements_about_people_stand_in_the_charts_and_nowhere_else()
    {
        var personal = (await ReadPersonalTablesAsync()).Append("person").ToHashSet();
        var elsewhere = Directory
            .GetDirectories(Repository("src", "Supine.Web"))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(folder => folder is not ("Charts" or "bin" or "obj" or "wwwroot" or "Properties"))
            .ToList();
        Assert.Contains("Sessions", elsewhere);
        Assert.DoesNotContain(elsewhere.SelectMany(ReadStatements), statement => TablesOf(statement).Any(personal.Contains));
    }

    [Theory]
    [InlineData("SELECT id FROM session WHERE id = @id")]
    [InlineData("DELETE FROM reading WHERE practice = @practice AND id = @id")]
    [InlineData("UPDATE sitting SET link_digest = NULL")]
    [InlineData("SELECT 1 FROM session JOIN session_span ON session_span.session = session.id WHERE session.practice = @practice")]
    [InlineData(
        "SELECT 1 FROM session WHERE practice = @practice AND person = @person AND id IN "
            + "(SELECT session FROM session_answer WHERE pain > 5)"
    )]
    [InlineData("INSERT INTO feed (practice, token_digest, changed_at) VALUES (@practice, @digest, @now)")]
    public async Task A_guilty_statement_is_found(string guilty) => Assert.NotEmpty(FindForgotten(guilty, await ReadPersonalTablesAsync()));

    // A table is named once for each time its owner has to be: in its own part of the statement, or by the joined table's columns.
    private static IEnumerable<string> FindForgotten(string statement, HashSet<string> personal)
    {
        var tables = TablesOf(statement).Count(personal.Contains);
        if (tables == 0)
        {
            yield break;
        }

        var isInsert = statement.StartsWith("INSERT", StringComparison.Ordinal);
        foreach (var owner in new[] { "practice", "person" })
        {
            var named = isInsert
                ? Regex.Count(statement, $"@{owner}\\b")
                : Regex.Count(statement, $"\\b{owner} = (@{owner}|\\w+\\.{owner})\\b");
            if (named < tables || !statement.Contains($"@{owner}", StringComparison.Ordinal))
            {
                yield return $"{owner} is named {named} times for {tables} tables: {statement}";
            }
        }
    }

    private static IEnumerable<string> TablesOf(string statement) => Table().Matches(statement).Select(match => match.Groups[1].Value);

    private static async Task<HashSet<string>> ReadPersonalTablesAsync()
    {
        await using var site = await TestSite.StartAsync();
        var tables = new HashSet<string>();
        foreach (var table in await site.ReadTablesAsync())
        {
            if (table.Columns.Contains("practice") && table.Columns.Contains("person"))
            {
                tables.Add(table.Name);
            }
        }

        return tables;
    }

    private static List<string> ReadStatements(string folder) =>
        [
            .. Directory
                .GetFiles(Repository("src", "Supine.Web", folder), "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => Literal().Matches(File.ReadAllText(file)))
                .Select(match =>
                    Space().Replace(match.Groups["raw"].Success ? match.Groups["raw"].Value : match.Groups["plain"].Value, " ").Trim()
                )
                .Where(text => Statement().IsMatch(text)),
        ];

    private static string Repository(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Supine.slnx")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine([folder.FullName, .. parts]);
    }

    [GeneratedRegex("\"\"\"(?<raw>.*?)\"\"\"|(?<!\")\"(?<plain>[^\"\\n]*)\"", RegexOptions.Singleline)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH) ")]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(?:FROM|JOIN|INTO|UPDATE) (?!SET\b)([a-z_]+)")]
    private static partial Regex Table();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
