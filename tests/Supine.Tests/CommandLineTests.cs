using System.Text.Json;
using Supine.Cli;

namespace Supine.Tests;

/// <summary>What the command line prints and answers.</summary>
public class CommandLineTests
{
    private static readonly string Minimal = Path.Combine(Repository.Root, "tests", "golden", "protocols", "minimal.yaml");

    [Fact]
    public async Task Check_without_files_checks_all_that_is_shipped()
    {
        var (exit, output, error) = await RunAsync("check");
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(
            5,
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.EndsWith(": fine", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Check_prints_each_fault_with_its_place_and_answers_1()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("supine-").FullName, "minimal.yaml");
        await File.WriteAllTextAsync(
            file,
            (await File.ReadAllTextAsync(Minimal, TestContext.Current.CancellationToken)).Replace(
                "sides: each",
                "sides: all",
                StringComparison.Ordinal
            ),
            TestContext.Current.CancellationToken
        );
        var (exit, output, _) = await RunAsync("check", file);
        Assert.Equal(1, exit);
        Assert.StartsWith($"{file}:10:8: P104 ", output, StringComparison.Ordinal);
        Assert.Contains("Write one of: each, one, both.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compile_writes_the_json_others_read()
    {
        var (exit, output, error) = await RunAsync(
            "compile",
            "psoas-lying-2",
            "--hold",
            "30s",
            "--sets",
            "2",
            "--first",
            "right",
            "--lang",
            "de",
            "--json"
        );
        Assert.Equal((0, ""), (exit, error));
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.Equal(
            ["protocol", "title", "hash", "language", "totalMs", "steps", "cues"],
            root.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal("psoas-lying-2", root.GetProperty("protocol").GetString());
        Assert.Equal("de", root.GetProperty("language").GetString());
        Assert.Matches("^[0-9a-f]{64}$", root.GetProperty("hash").GetString());
        var cues = root.GetProperty("cues").EnumerateArray().ToList();
        Assert.All(
            cues,
            cue =>
                Assert.Equal(
                    ["kind", "atMs", "durationMs", "phase", "step", "side", "set", "text"],
                    cue.EnumerateObject().Select(member => member.Name)
                )
        );
        var holds = cues.Where(cue => cue.GetProperty("kind").GetString() == "hold").ToList();
        Assert.Equal(["right", "left", "right", "left"], holds.Select(cue => cue.GetProperty("side").GetString()));
        Assert.Equal([1, 1, 2, 2], holds.Select(cue => cue.GetProperty("set").GetInt32()));
        Assert.All(
            holds,
            cue => Assert.Equal((30_000, "hold"), (cue.GetProperty("durationMs").GetInt32(), cue.GetProperty("phase").GetString()))
        );
        Assert.Equal(
            root.GetProperty("totalMs").GetInt64(),
            cues.Max(cue => cue.GetProperty("atMs").GetInt64() + cue.GetProperty("durationMs").GetInt64())
        );
        Assert.Superset(
            new HashSet<string> { "say", "hold", "breathe", "bell" },
            cues.Select(cue => cue.GetProperty("kind").GetString()!).ToHashSet()
        );
    }

    [Theory]
    [InlineData("psoas-lying-1", "[]", "", 0, "")]
    [InlineData(
        "psoas-lying-2",
        """["spinal-stenosis"]""",
        "",
        1,
        "supine: psoas-lying-2 is ruled out by the answers. Level 1 only, flat on the bed.\n"
    )]
    [InlineData("psoas-lying-1", """["spinal-stenosis"]""", "", 0, "supine: Stop as soon as you feel anything in the legs.\n")]
    [InlineData("psoas-lying-1", """["cancer"]""", "", 1, "supine: Ask first, then start.\n")]
    [InlineData("psoas-lying-1", """["cancer"]""", "cancer", 0, "")]
    [InlineData("psoas-lying-1", """["both-legs"]""", "both-legs", 1, "supine: Go to emergency care now.\n")]
    [InlineData("psoas-lying-1", """["toothache"]""", "", 1, "There is no question `toothache`.")]
    public async Task What_the_safety_answers_do_not_allow_is_not_compiled(
        string protocol,
        string yes,
        string released,
        int expected,
        string words
    )
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("supine-").FullName, "screening.json");
        var answeredAt = TimeProvider.System.GetUtcNow().ToString("O");
        var release =
            released.Length == 0 ? "" : $$"""{"question":"{{released}}","by":"Dr. Okafor","profession":"doctor","on":"2026-01-01"}""";
        await File.WriteAllTextAsync(
            file,
            $$"""{"edition":2,"answeredAt":"{{answeredAt}}","yes":{{yes}},"released":[{{release}}]}""",
            TestContext.Current.CancellationToken
        );
        var (exit, output, error) = await RunAsync("compile", protocol, "--screening", file);
        Assert.Equal((expected, expected == 0), (exit, output.Length > 0));
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_safety_answers_and_a_missing_file_allow_nothing()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("supine-").FullName, "screening.json");
        var (exit, output, error) = await RunAsync("compile", "psoas-lying-1", "--screening", file);
        Assert.Equal((2, "", $"supine: there is no file {file}.\n"), (exit, output, error));
        await File.WriteAllTextAsync(
            file,
            """{"edition":2,"answeredAt":"2025-01-01T00:00:00Z","yes":[],"released":[]}""",
            TestContext.Current.CancellationToken
        );
        (exit, output, error) = await RunAsync("compile", "psoas-lying-1", "--screening", file);
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("older than 8 weeks", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compile_tells_the_session_in_lines_for_people()
    {
        var (exit, output, _) = await RunAsync("compile", "psoas-lying-1");
        Assert.Equal(0, exit);
        Assert.Contains("Let the left leg go · left", output, StringComparison.Ordinal);
        Assert.Contains("hold        45s  Let your left leg be heavy.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "P301", "compile", "psoas-lying-1", "--hold", "61s")]
    [InlineData(1, "P302", "compile", "psoas-lying-1", "--sets", "9")]
    [InlineData(1, "P303", "compile", "psoas-lying-1", "--set", "compression=60s")]
    [InlineData(2, "write a time like 45s", "compile", "psoas-lying-1", "--hold", "long")]
    [InlineData(2, "write left or right", "compile", "psoas-lying-1", "--first", "up")]
    [InlineData(2, "write en or de or es", "compile", "psoas-lying-1", "--lang", "fr")]
    [InlineData(2, "write name=value", "compile", "psoas-office", "--set", "compression")]
    [InlineData(2, "psoas-lying-1, psoas-lying-2, psoas-office", "compile", "psoas-lying-3")]
    [InlineData(2, "there is no protocol", "compile", "../protocols/psoas-lying-1")]
    [InlineData(2, "there is no file", "check", "no-such-file.yaml")]
    [InlineData(2, "--holds", "compile", "psoas-lying-1", "--holds", "45s")]
    [InlineData(2, "sing", "sing")]
    [InlineData(2, "--help", "compile")]
    public async Task What_is_wrong_is_said_and_answered(int exit, string says, params string[] words)
    {
        var (answered, output, error) = await RunAsync(words);
        Assert.Equal(exit, answered);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task Phrases_lists_every_sentence_once()
    {
        var (exit, output, _) = await RunAsync("phrases", "--lang", "es");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, exit);
        Assert.Equal(lines.Distinct(), lines);
        Assert.Contains("Mantén la postura un minuto.", lines.Select(line => line.TrimEnd('\r')));
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(words, output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
