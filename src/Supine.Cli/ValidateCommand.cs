using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Supine.Biomechanics.Answers;
using Supine.Biomechanics.Checking;

namespace Supine.Cli;

/// <summary><c>supine validate</c>: the body model against what is published.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the targets as JSON." };
        var file = new Option<FileInfo?>("--out")
        {
            Description = "Also write it as a document, with its figures beside it.",
            HelpName = "file.md",
        };
        var command = new Command("validate", "Checks the body model against everything published that could be found.") { json, file };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var targets = Validation.Compute();
            if (parsed.GetValue(file) is { } target)
            {
                foreach (var (name, text) in ValidationDocument.Write(targets, Path.GetFileNameWithoutExtension(target.Name)))
                {
                    var path = Path.Combine(target.DirectoryName!, name);
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllText(path, text);
                }
            }

            if (parsed.GetValue(json))
            {
                output.WriteLine(BodyJson.Write(targets));
            }
            else
            {
                Print(targets, output);
            }

            // a missed number is part of the answer, with its reason
            return ExitCode.Fine;
        });
        return command;
    }

    /// <summary>A number with the digits that count, and a true minus.</summary>
    public static string Short(double value)
    {
        var size = Math.Abs(value);
        var format =
            size == 0 ? "0"
            : size < 1e-3 ? "0.0e0"
            : size < 1 ? "0.####"
            : size < 10 ? "0.###"
            : "0.##";
        return value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
    }

    /// <summary>What is expected, as one writes it.</summary>
    public static string Expected(ValidationTarget target) =>
        target.Comparison switch
        {
            Comparison.Near => $"{Short(target.Expected)} ± {Short(target.Tolerance)}",
            Comparison.AtLeast => $"≥ {Short(target.Expected - target.Tolerance)}",
            Comparison.AtMost => $"≤ {Short(target.Expected + target.Tolerance)}",
        };

    public static string Mark(ValidationTarget target) =>
        target.From switch
        {
            ExpectedFrom.Read => "READ",
            ExpectedFrom.Computed => "COMPUTED",
        };

    public static string Kind(ValidationTarget target) =>
        target.Evidence switch
        {
            Evidence.Predicted => "predicted",
            Evidence.Reproduced => "reproduced",
            Evidence.Assumed => "assumed",
        };

    private static void Print(ImmutableArray<ValidationTarget> targets, TextWriter output)
    {
        foreach (var row in targets)
        {
            output.WriteLine($"{(row.IsMet ? "met   " : "MISSED")} {row.Id, -4}{row.Name}: {row.Quantity}");
            output.WriteLine(
                $"           expected {Expected(row)}, got {Short(row.Got)}, residual {Short(row.Residual)} · {Mark(row)}, "
                    + $"{Kind(row)} · {row.SourceId}{(row.Note.Length > 0 ? " · " : "")}{row.Note}"
            );
        }

        output.WriteLine();
        output.WriteLine(
            $"{targets.Count(row => row.IsMet)} numbers met, {targets.Count(row => !row.IsMet)} missed, "
                + $"of {targets.Select(row => row.Id).Distinct().Count()} targets"
        );
    }
}
