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
        var register = new Option<FileInfo?>("--register")
        {
            Description = "Write down what the model predicts, in a new file that is named after the day.",
            HelpName = "2026-11-30.json",
        };
        var command = new Command("validate", "Checks the body model against everything published that could be found.")
        {
            json,
            file,
            register,
        };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (parsed.GetValue(register) is { } registered)
            {
                return Register(registered, output, error);
            }

            var targets = Validation.Compute();
            if (parsed.GetValue(file) is { } target)
            {
                foreach (
                    var (name, text) in ValidationDocument.Write(
                        targets,
                        FindRegistered(target),
                        Path.GetFileNameWithoutExtension(target.Name)
                    )
                )
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
            Evidence.Fitted => "fitted",
            Evidence.Assumed => "assumed",
            Evidence.Verified => "verified",
        };

    /// <summary>What the predictions say, and nothing else: the numbers of the other classes are no results.</summary>
    public static string Headline(ImmutableArray<ValidationTarget> targets)
    {
        var predictions = targets.Where(row => row.Evidence == Evidence.Predicted).ToList();
        return $"Of {predictions.Count} predictions {predictions.Count(row => row.IsMet)} are met and "
            + $"{predictions.Count(row => !row.IsMet)} are missed.";
    }

    /// <summary>Predictions first, and in each class what is missed.</summary>
    public static IEnumerable<ValidationTarget> InOrder(ImmutableArray<ValidationTarget> targets) =>
        targets.OrderBy(row => row.Evidence).ThenBy(row => row.IsMet);

    /// <summary>The registered predictions beside a document.</summary>
    public static ImmutableArray<RegisteredPredictions> FindRegistered(FileInfo document)
    {
        var folder = new DirectoryInfo(Path.Combine(document.DirectoryName!, "predictions"));
        return folder.Exists
            ?
            [
                .. folder
                    .EnumerateFiles("*.json")
                    .OrderBy(file => file.Name, StringComparer.Ordinal)
                    .Select(file => RegisteredPredictions.Read(File.ReadAllText(file.FullName))),
            ]
            : [];
    }

    private static int Register(FileInfo file, TextWriter output, TextWriter error)
    {
        if (
            !DateOnly.TryParseExact(
                Path.GetFileNameWithoutExtension(file.Name),
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
        {
            error.WriteLine($"supine: name the file after the day, like 2026-11-30.json, not {file.Name}.");
            return ExitCode.Faults;
        }

        if (file.Exists)
        {
            error.WriteLine($"supine: {file.Name} is registered already and stays as it is.");
            return ExitCode.Faults;
        }

        file.Directory!.Create();
        var registered = RegisteredPredictions.Of(day, Prediction.Compute());
        File.WriteAllText(file.FullName, registered.Write());
        output.WriteLine($"{registered.Predictions.Length} predictions, {registered.Hash}");
        return ExitCode.Fine;
    }

    private static void Print(ImmutableArray<ValidationTarget> targets, TextWriter output)
    {
        foreach (var row in InOrder(targets))
        {
            output.WriteLine($"{(row.IsMet ? "met   " : "MISSED")} {row.Id, -4}{row.Name}: {row.Quantity}");
            output.WriteLine(
                $"           expected {Expected(row)}, got {Short(row.Got)}, residual {Short(row.Residual)} · {Mark(row)}, "
                    + $"{Kind(row)} · {row.SourceId}{(row.Note.Length > 0 ? " · " : "")}{row.Note}"
            );
        }

        output.WriteLine();
        output.WriteLine(Headline(targets));
    }
}
