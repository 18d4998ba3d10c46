using System.CommandLine;
using Supine.Protocols;
using Supine.Protocols.Prescribing;

namespace Supine.Cli;

/// <summary><c>--screening FILE.json</c>: the answers to the safety questions, as the page saves them. What they do not allow is not
/// written.</summary>
internal static class ScreeningOption
{
    public static Option<string?> Create() =>
        new("--screening")
        {
            Description = "Answers to the safety questions, as the page /screening saves them: what they do not allow is not made.",
            HelpName = "file",
        };

    /// <summary>Whether the answers allow a protocol; where they do not, or cannot be read, the exit code. What is to be known is told
    /// either way.</summary>
    /// <param name="file">The answers; null where none were named.</param>
    /// <param name="protocol">What is asked for.</param>
    /// <param name="clock">What tells whether the answers still count.</param>
    /// <param name="error">Where it is told.</param>
    public static int? Refuse(string? file, Protocol protocol, TimeProvider clock, TextWriter error)
    {
        if (file is null)
        {
            return null;
        }

        if (!File.Exists(file))
        {
            error.WriteLine($"supine: there is no file {file}.");
            return ExitCode.BadUsage;
        }

        var table = ScreeningTable.Shipped;
        switch (ScreeningJson.Read(File.ReadAllBytes(file), table))
        {
            case ScreeningReading.Failed(var sentence):
                error.WriteLine($"{file}: {sentence}");
                return ExitCode.Faults;
            case ScreeningReading.Succeeded(_, var answeredAt) when clock.GetUtcNow() >= answeredAt + table.AgainAfter:
                error.WriteLine(
                    $"{file}: These answers are older than {table.AgainAfter.TotalDays / 7:0} weeks. Answer the questions again."
                );
                return ExitCode.Faults;
            case ScreeningReading.Succeeded(var answers, _):
                return Tell(
                    Screening.Assess(table, answers.On(DateOnly.FromDateTime(clock.GetLocalNow().DateTime))),
                    protocol,
                    table,
                    error
                );
            default:
                throw new InvalidOperationException("Answers are read or not.");
        }
    }

    /// <summary>Says that nobody was asked, where a track is made without answers.</summary>
    public static void TellNotAsked(TextWriter error) =>
        error.WriteLine(
            "supine: the safety questions were not asked. Whoever is to hear this answers them first, on the page /screening, "
                + "which saves them for --screening."
        );

    private static int? Tell(Screening screening, Protocol protocol, ScreeningTable table, TextWriter error)
    {
        switch (screening.FindRefusal(protocol))
        {
            case ScreeningRefusal.Everything(var advice):
                foreach (var text in advice.Do.Prepend(advice.Title))
                {
                    error.WriteLine($"supine: {text.In(Language.English)}");
                }

                return ExitCode.Faults;
            case ScreeningRefusal.RuledOut(var limits):
                error.WriteLine(
                    $"supine: {protocol.Id} is ruled out by the answers. "
                        + $"{string.Join(' ', limits.Select(limit => table[limit].In(Language.English)))}"
                );
                return ExitCode.Faults;
            default:
                foreach (
                    var change in screening is Screening.GoWithChanges { Changes: var changes }
                        ? changes.Select(change => change.Question.Change).OfType<LocalizedText>()
                        : []
                )
                {
                    error.WriteLine($"supine: {change.In(Language.English)}");
                }

                return null;
        }
    }
}
