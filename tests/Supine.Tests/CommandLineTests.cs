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
    public async Task Check_tells_at_once_what_it_would_tell_in_three_rounds()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("supine-").FullName, "other.yaml");
        var source = await File.ReadAllTextAsync(Minimal, TestContext.Current.CancellationToken);
        foreach (
            var (right, wrong) in new[]
            {
                ("sides: each", "sides: all"),
                ("default: 45s", "default: 90s"),
                ("most: 7,", "most: 8,"),
                ("sources: [", "sources: [nobody, "),
                (", de: Titel", ""),
            }
        )
        {
            Assert.Contains(right, source, StringComparison.Ordinal);
            source = source.Replace(right, wrong, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(file, source, TestContext.Current.CancellationToken);
        var (exit, output, _) = await RunAsync("check", file);
        Assert.Equal(1, exit);
        Assert.Equal(
            ["P104", "P202", "P203", "P207", "P207", "P401"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1]).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Alone_it_says_what_can_be_said()
    {
        var (exit, output, error) = await RunAsync();
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal((await RunAsync("--help")).Output, output);
        Assert.Contains("  check ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_writes_a_protocol_that_can_be_checked_and_compiled()
    {
        var folder = Directory.CreateTempSubdirectory("supine-").FullName;
        var file = Path.Combine(folder, "hip-evening.yaml");
        string[] words =
        [
            "new",
            "hip-evening",
            "--from",
            "psoas-lying-1",
            "--title",
            "Evening: \"hip\"",
            "--title",
            "de=Hüfte am Abend",
            "--hold",
            "40s",
            "--sets",
            "2",
            "--days",
            "7",
            "--folder",
            folder,
        ];
        var (exit, output, error) = await RunAsync(words);
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains($"supine check {file}", output, StringComparison.Ordinal);
        var (checkedExit, told, _) = await RunAsync("check", file);
        Assert.Equal(0, checkedExit);
        Assert.Contains("P401 This text is not written in Español.", told, StringComparison.Ordinal);
        var read = Assert
            .IsType<Supine.Protocols.ProtocolReading.Succeeded>(
                Supine.Protocols.ProtocolCompiler.Read(
                    await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken),
                    file,
                    null
                )
            )
            .Protocol;
        Assert.Equal("Evening: \"hip\"", read.Title.In(Supine.Protocols.Language.English));
        Assert.Equal((TimeSpan.FromSeconds(40), 2, 7), (read.Dose.Hold.Default, read.Dose.Sets.Default, read.Dose.DaysPerWeek.Default));

        // nothing is written over
        var before = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var again = await RunAsync("new", "hip-evening", "--from", "psoas-lying-2", "--folder", folder);
        Assert.Equal(1, again.Exit);
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("is no name of a protocol", "Hip")]
    [InlineData("is no name of a protocol", "../hip")]
    [InlineData("there is no protocol `nothing`", "hip", "--from", "nothing")]
    [InlineData("--hold: psoas-lying-1 is held 30s to 60s", "hip", "--hold", "90s")]
    [InlineData("--sets: psoas-lying-1 has 1 to 4", "hip", "--sets", "5")]
    [InlineData("there is no language `xx`", "hip", "--title", "Hip", "--title", "xx=Hip")]
    [InlineData("say the title in English, too", "hip", "--title", "de=Hüfte")]
    public async Task New_refuses_what_cannot_be_and_writes_nothing(string said, string name, params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("supine-").FullName;
        string[] from = more is ["--from", ..] ? [] : ["--from", "psoas-lying-1"];
        var (exit, output, error) = await RunAsync(["new", name, .. from, .. more, "--folder", folder]);
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
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
