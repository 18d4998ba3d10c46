using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary><c>supine new NAME --from psoas-lying-1</c>: writes a protocol to start from, a copy of another with its own name.</summary>
/// <remarks>The copy is text for text the other one, so that comments stay and only what was asked for is different. It is read before it
/// is written: what would have faults is not left behind.</remarks>
internal static partial class NewCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name")
        {
            Description = "The new protocol's name, and that of its file: small letters, digits and hyphens, like hip-evening.",
        };
        var from = new Option<string>("--from")
        {
            Description = "The protocol to copy: its id, or the path of a file.",
            HelpName = "protocol",
            Required = true,
        };
        var titles = new Option<string[]>("--title")
        {
            Description = "What it is called. For another language than English write its code first, like de=Hüfte am Abend.",
            HelpName = "title",
        };
        var hold = PrescriptionOptions.Time("--hold", "How long each side is held when nothing else is chosen, like 45s.");
        var sets = new Option<int?>("--sets") { Description = "How often each side is held.", HelpName = "number" };
        var days = new Option<int?>("--days") { Description = "On how many days of a week.", HelpName = "number" };
        var folder = new Option<string?>("--folder") { Description = "Where to write it; the folder of protocols unless given." };
        var command = new Command("new", "Writes a protocol file to start from: a copy of another one under a new name.")
        {
            name,
            from,
            titles,
            hold,
            sets,
            days,
            folder,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetRequiredValue(name),
                parsed.GetRequiredValue(from),
                new(parsed.GetValue(titles) ?? [], parsed.GetValue(hold), parsed.GetValue(sets), parsed.GetValue(days)),
                parsed.GetValue(folder) ?? Home.Protocols,
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error
            )
        );
        return command;
    }

    private static int Run(string name, string from, Changes changes, string folder, TextWriter output, TextWriter error)
    {
        if (!Name().IsMatch(name) || name.Length > 64)
        {
            error.WriteLine($"supine: `{name}` is no name of a protocol. Use small letters, digits and hyphens, like hip-evening.");
            return ExitCode.BadUsage;
        }

        if (!Directory.Exists(folder))
        {
            error.WriteLine($"supine: there is no folder {folder}. Make it first, or name another with --folder.");
            return ExitCode.BadUsage;
        }

        var file = Path.Combine(folder, name + ".yaml");
        if (File.Exists(file))
        {
            error.WriteLine($"supine: {file} is there already and stays as it is. Choose another name.");
            return ExitCode.Faults;
        }

        var (source, exit) = ProtocolArgument.Read(from, error);
        if (source is null)
        {
            return exit;
        }

        var faults = changes.FindFaults(source);
        foreach (var fault in faults)
        {
            error.WriteLine($"supine: {fault}");
        }

        if (faults.Count > 0)
        {
            return ExitCode.BadUsage;
        }

        var text = changes.ApplyTo(File.ReadAllText(source.File), name);
        var bytes = Encoding.UTF8.GetBytes(text);
        var sources = ProtocolArgument.SourcesFor(file, out _) ?? ProtocolArgument.SourcesFor(source.File, out _);
        var reading = ProtocolCompiler.Read(bytes, file, sources);
        if (reading is ProtocolReading.Failed failed)
        {
            foreach (var diagnostic in failed.Diagnostics)
            {
                error.WriteLine(diagnostic);
            }

            error.WriteLine($"supine: {file} was not written.");
            return ExitCode.Faults;
        }

        if (reading is ProtocolReading.Succeeded(var copy, _) && !changes.AreIn(copy))
        {
            error.WriteLine($"supine: {source.File} is laid out in another way than this command can change. Copy it by hand.");
            return ExitCode.Faults;
        }

        // never over a file that somebody has made meanwhile
        using (var written = new FileStream(file, FileMode.CreateNew))
        {
            written.Write(bytes);
        }

        output.WriteLine($"{file}: a copy of {source.Id}.");
        output.WriteLine("What next:");
        output.WriteLine("  1. Open it in an editor, and change texts, dose and steps.");
        output.WriteLine($"  2. supine check {file}    tells every mistake with its line, and what is not translated.");
        output.WriteLine($"  3. supine compile {file}    shows the session, line by line.");
        output.WriteLine("  4. Reload the page of Supine: the exercise can be chosen there. What no recorded voice says, the device says.");
        return ExitCode.Fine;
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("^id:.*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex IdLine();

    [GeneratedRegex(@"^title:[^\n]*\n(?:[ ]+[^\n]*\n)+", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TitleLines();

    [GeneratedRegex("^([a-z]{2})=(.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex InLanguage();

    /// <summary>What of the copy is different.</summary>
    private sealed record Changes(string[] Titles, TimeSpan? Hold, int? Sets, int? Days)
    {
        private IEnumerable<(string Code, string Title)> ByLanguage =>
            Titles.Select(title =>
                InLanguage().Match(title) is { Success: true } match ? (match.Groups[1].Value, match.Groups[2].Value) : ("en", title)
            );

        /// <summary>What cannot be, a sentence each.</summary>
        public List<string> FindFaults(Protocol source)
        {
            var faults = new List<string>();
            foreach (var (code, _) in ByLanguage.Where(title => Languages.Shipped.All.All(known => known.Code != title.Code)))
            {
                faults.Add($"--title: there is no language `{code}`. There are: {string.Join(", ", Languages.Shipped.All)}.");
            }

            if (Titles.Length > 0 && ByLanguage.All(title => title.Code != "en"))
            {
                faults.Add("--title: say the title in English, too. It is what every language falls back to.");
            }

            var dose = source.Dose;
            if (Hold is { } hold && (hold < dose.Hold.Least || hold > dose.Hold.Most))
            {
                faults.Add(
                    $"--hold: {source.Id} is held {DurationText.Write(dose.Hold.Least)} to {DurationText.Write(dose.Hold.Most)}. "
                        + "Choose a time between, and change the range in the new file."
                );
            }

            Require("--sets", Sets, dose.Sets);
            Require("--days", Days, dose.DaysPerWeek);
            return faults;

            void Require(string option, int? value, CountRange range)
            {
                if (value is { } count && (count < range.Least || count > range.Most))
                {
                    faults.Add(
                        $"{option}: {source.Id} has {range.Least} to {range.Most}. "
                            + "Choose a number between, and change the range in the new file."
                    );
                }
            }
        }

        /// <summary>Whether the copy has them: a file may be laid out in another way than the shipped ones.</summary>
        public bool AreIn(Protocol copy) =>
            (Hold is null || copy.Dose.Hold.Default == Hold)
            && (Sets is null || copy.Dose.Sets.Default == Sets)
            && (Days is null || copy.Dose.DaysPerWeek.Default == Days)
            && ByLanguage.All(title => copy.Title.FindIn(Languages.Shipped[title.Code]) == title.Title);

        /// <summary>The other protocol's text with its own name, title and usual dose.</summary>
        public string ApplyTo(string text, string name)
        {
            text = IdLine().Replace(text.ReplaceLineEndings("\n"), $"id: {name}", 1);
            if (Titles.Length > 0)
            {
                var lines = string.Concat(ByLanguage.Select(title => $"  {title.Code}: {Quote(title.Title)}\n"));
                text = TitleLines().Replace(text, _ => "title:\n" + lines, 1);
            }

            text = Hold is { } hold ? SetDefault(text, "hold", DurationText.Write(hold)) : text;
            text = Sets is { } sets ? SetDefault(text, "sets", sets.ToString(CultureInfo.InvariantCulture)) : text;
            return Days is { } days ? SetDefault(text, "days-per-week", days.ToString(CultureInfo.InvariantCulture)) : text;
        }

        // YAML between double quotes: only these two have a meaning there, and a title has one line
        private static string Quote(string title) =>
            $"\"{title.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

        private static string SetDefault(string text, string name, string value) =>
            new Regex($@"^(  {name}:\s*\{{[^}}\n]*default:\s*)[^\s,}}]+", RegexOptions.Multiline | RegexOptions.CultureInvariant).Replace(
                text,
                match => match.Groups[1].Value + value,
                1
            );
    }
}
