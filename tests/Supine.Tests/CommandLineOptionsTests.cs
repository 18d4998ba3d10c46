using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Supine.Cli;
using Supine.Storage;
using Supine.Storage.Practices;

namespace Supine.Tests;

/// <summary>What holds for every option of its kind, whichever command has it: a command that is added is tested as well.</summary>
[Collection(KeptRecords.Collection)]
public class CommandLineOptionsTests
{
    // A command line that works, for each option and argument that names what is written. {out} is that name.
    private static readonly Dictionary<string, string> Writing = new()
    {
        ["backup file"] = "backup {out}",
        ["figure --out"] = "figure psoas-lying-2 --step let-go --out {out}.svg",
        ["pack --out"] = "pack --voice {voice} --out {out}",
        ["pack export --out"] = "pack export {pack} --out {out}",
        ["pack import --out"] = "pack import {archive} --out {out}",
        ["render --out"] = "render psoas-lying-1 --hold 30s --out {out}.wav",
        ["say --out"] = "say Rest. --out {out}",
        ["study --out"] = "study --people 2 --out {out}",
        ["suggest --figure"] = "suggest --people 1 --figure {out}",
        ["validate --out"] = "validate --out {out}",
        ["validate --register"] = "validate --register {out}/2026-11-30.json",
    };

    public static TheoryData<string, string> Numbers =>
        [
            .. from option in AllOptions()
            let type = Nullable.GetUnderlyingType(option.Option.ValueType) ?? option.Option.ValueType
            where type == typeof(int) || type == typeof(double) || type == typeof(TimeSpan)
            select (option.Command, option.Option.Name),
        ];

    public static TheoryData<string, string> Written =>
        [.. from one in Writing from place in new[] { "below a file", "/proc", "a folder" } select (one.Key, place)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_number_that_is_none_is_refused_by_the_name_of_its_option(string command, string option)
    {
        foreach (var word in new[] { "abc", "-1e300", "NaN", "99999999999999999999999", "", "1e400" })
        {
            // without one of these nothing else is looked at
            string[] needed = command == "explain fit" && option != "--left" ? ["--left", "0"] : [];
            var (exit, _, error) = await RunAsync([.. command.Split(' '), .. needed, option, word]);
            Assert.Equal(2, exit);
            Assert.Contains(option, error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void There_are_numbers_to_test() => Assert.True(Numbers.Count > 30, $"{Numbers.Count} are few.");

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("abc")]
    public async Task A_study_of_nobody_is_refused(string people)
    {
        var (exit, output, error) = await RunAsync("suggest", "--people", people);
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith($"supine: --people: people is 1 to 1000000, not {people}.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_person_is_a_picture_too()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("supine-").FullName, "one.svg");
        var (exit, _, error) = await RunAsync("suggest", "--people", "1", "--figure", file);
        Assert.Equal((0, ""), (exit, error));
        var svg = System.Xml.Linq.XDocument.Load(file);
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
    }

    // An option that names what is written is called so, or is a file.
    [Fact]
    public void Every_option_that_names_what_is_written_is_tested() =>
        Assert.Equal(
            Writing.Keys.Where(key => key.Contains("--", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            from option in AllOptions()
            where option.Option.Name == "--out" || option.Option.ValueType == typeof(FileInfo)
            let name = $"{option.Command} {option.Option.Name}"
            orderby name
            select name
        );

    [Theory]
    [MemberData(nameof(Written))]
    public async Task What_cannot_be_written_is_said_in_a_sentence(string option, string place)
    {
        var root = Directory.CreateTempSubdirectory("supine-").FullName;
        var file = Path.Combine(root, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var named = place switch
        {
            "below a file" => Path.Combine(file, "out"),
            "/proc" => "/proc/supine-out",
            _ => Path.Combine(root, "folder"),
        };

        // a folder may be meant: what is to be in it cannot be written then
        foreach (var ending in new[] { "", ".svg", ".wav" })
        {
            if (
                place == "a folder"
                && !option.StartsWith("pack", StringComparison.Ordinal)
                && option is not ("backup file" or "validate --out" or "validate --register")
            )
            {
                Directory.CreateDirectory(named + ending);
            }
        }

        if (
            place == "a folder"
            && (option is "pack --out" or "pack import --out" or "validate --out" or "validate --register" or "backup file")
        )
        {
            await File.WriteAllTextAsync(named, "", TestContext.Current.CancellationToken);
        }
        else if (place == "a folder" && option == "pack export --out")
        {
            Directory.CreateDirectory(named);
        }

        await KeptRecords.MakeAsync();
        var words = Writing[option]
            .Split(' ')
            .Select(word =>
                word.Replace("{out}", named, StringComparison.Ordinal)
                    .Replace("{pack}", Path.Combine(Repository.Root, "voices", "en-heart"), StringComparison.Ordinal)
                    .Replace("{archive}", Archive.Value, StringComparison.Ordinal)
                    .Replace("{voice}", "espeak-ng", StringComparison.Ordinal)
            );
        var (exit, _, error) = await RunAsync([.. words]);
        Assert.True(exit is 1 or 2, $"{exit} {error}");
        var told = error.Split('\n').Last(line => line.StartsWith("supine: ", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Contains(place == "below a file" ? file : named, told, StringComparison.Ordinal);
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_pack_that_speaks_to_the_terminal_is_shown_without_its_controls()
    {
        var folder = Directory.CreateTempSubdirectory("supine-").FullName;
        var pack = Path.Combine(folder, "loud");
        Directory.CreateDirectory(pack);
        var manifest = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "voices", "en-heart", "manifest.json"),
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(
            Path.Combine(pack, "manifest.json"),
            manifest.Replace("\"language\": \"en\"", "\"language\": \"\\u001b]0;pwned\\u0007\\u009b31m\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );
        var (exit, output, error) = await RunAsync("pack", "export", pack, "--out", Path.Combine(folder, "loud.zip"));
        Assert.Equal(1, exit);
        Assert.Contains("pwned", error, StringComparison.Ordinal);
        Assert.DoesNotContain(output + error, one => char.IsControl(one) && one is not ('\n' or '\r'));
    }

    [Fact]
    public async Task A_full_disk_behind_the_output_is_said()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /dev/full here.");
        var (exit, error) = await RunInShellAsync("phrases > /dev/full");
        Assert.Equal(1, exit);
        Assert.Equal("supine: the output could not be written: the disk is full. Free some space, or write to another disk.\n", error);
        Assert.Equal(1, (await RunInShellAsync("phrases > /dev/full 2> /dev/full")).Exit);
        Assert.Equal(1, (await RunInShellAsync("check no-such-protocol 2> /dev/full")).Exit);
    }

    [Fact]
    public async Task Who_stops_reading_ends_it_quietly()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no bash here.");
        Assert.Equal((141, ""), await RunInShellAsync("phrases | true"));
    }

    [Fact]
    public async Task What_is_backed_up_is_restored_and_each_says_so_in_one_sentence()
    {
        var records = Path.Combine(await KeptRecords.MakeAsync(), "supine.db");
        var file = Path.Combine(Directory.CreateTempSubdirectory("supine-").FullName, "supine.zip");
        var (exit, output, error) = await RunAsync("backup", file);
        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith($"{file} has all records, 0 recorded voices and ", output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        (exit, output, error) = await RunAsync("backup", file);
        Assert.Equal(
            (1, "", $"supine: {file} is there already. Say --replace if it may go, or name another file.\n"),
            (exit, output, error)
        );
        (exit, output, error) = await RunAsync("restore", file);
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("--replace", error, StringComparison.Ordinal);
        (exit, output, error) = await RunAsync("restore", file, "--replace");
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains($" are in {records} again", output, StringComparison.Ordinal);
        (exit, output, error) = await RunAsync("restore", file + ".gone");
        Assert.Equal((2, "", $"supine: there is no file {file}.gone.\n"), (exit, output, error));
    }

    [Fact]
    public async Task A_practice_is_made_with_a_link_that_is_shown_once()
    {
        var records = KeptRecords.NameNone();
        var (exit, output, error) = await RunAsync("practice", "create", "--name", "Hip House");
        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith("Hip House is made. It has no patients yet. ", output, StringComparison.Ordinal);
        var secret = System.Text.RegularExpressions.Regex.Match(output, @"/join#([\w-]{43})\n").Groups[1].Value;
        Assert.Equal(43, secret.Length);
        await using (var database = new SqliteDatabase(Path.Combine(records, "supine.db")))
        {
            await using var connection = await database.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            var digest = PracticeRegister.DigestOf(secret);
            command.CommandText = $"SELECT name || ' ' || (digest = '{digest}') FROM practice JOIN practitioner_link ON practice = id";
            Assert.Equal("Hip House 1", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        (exit, output, error) = await RunAsync("practice", "create", "--name", "Back Bureau");
        Assert.Equal((0, ""), (exit, error));
        Assert.DoesNotContain(secret, output, StringComparison.Ordinal);
        foreach (var name in new[] { " ", "two\nlines", new string('a', PracticeRegister.LongestName + 1) })
        {
            (exit, output, error) = await RunAsync("practice", "create", "--name", name);
            Assert.Equal((2, "", "supine: a practice's name is one line of 1 to 100 characters.\n"), (exit, output, error));
        }
    }

    private static readonly Lazy<string> Archive = new(() =>
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("supine-").FullName, "voice.zip");
        using var ignored = new StringWriter();
        var exit = CommandLine.RunAsync(
            ["pack", "export", Path.Combine(Repository.Root, "voices", "en-heart"), "--out", file],
            ignored,
            ignored
        );
        Assert.Equal(0, exit.GetAwaiter().GetResult());
        return file;
    });

    private static IEnumerable<(string Command, Option Option)> AllOptions()
    {
        return Below(CommandLine.CreateRoot(), "");

        static IEnumerable<(string, Option)> Below(Command command, string path) =>
            command
                .Subcommands.SelectMany(sub => Below(sub, $"{path} {sub.Name}".Trim()))
                .Concat(path.Length == 0 ? [] : command.Options.Where(option => option.Name != "--help").Select(option => (path, option)));
    }

    private static async Task<(int Exit, string Error)> RunInShellAsync(string rest)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                "bash",
                ["-c", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "supine.dll")}' {rest}; exit ${{PIPESTATUS[0]}}"]
            )
            {
                RedirectStandardError = true,
                Environment = { ["SUPINE_HOME"] = Repository.Root },
            }
        )!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter(new StringBuilder());
        using var error = new StringWriter(new StringBuilder());
        var exit = await CommandLine.RunAsync(words, output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
