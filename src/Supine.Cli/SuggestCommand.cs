using System.CommandLine;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Protocols.Prescribing;

namespace Supine.Cli;

/// <summary><c>supine suggest FILE.json [--json]</c>: level, hold, sets, first side and days, with the reason.</summary>
internal static class SuggestCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("file")
        {
            Description = "What is known, as JSON: screening, now, prescribed, sessions, readings, body.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print the answer as JSON." };
        var table = new Option<bool>("--table") { Description = "Print the rules instead, as docs/suggesting.md." };
        var people = Ranged.Optional(
            "--people",
            "Simulate so many people over twelve weeks instead",
            new ModelRange("people", "", 1, 1_000_000)
        );
        var figure = new Option<FileInfo?>("--figure")
        {
            Description = "With --people: a picture of where they end.",
            HelpName = "file.svg",
        };
        var language = LanguageOption.Create("The language of the reason.");
        var command = new Command("suggest", "Suggests what to do next and says why. A person decides.")
        {
            file,
            json,
            table,
            people,
            figure,
            language,
        };
        command.Validators.Add(result =>
        {
            // what was given and cannot be read has its own fault
            if (
                result.GetResult(file) is not { Tokens.Count: > 0 }
                && result.GetResult(table) is null or { Implicit: true }
                && result.GetResult(people) is null or { Implicit: true }
            )
            {
                result.AddError("Name a file, or ask for --table or --people.");
            }
        });
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (parsed.GetValue(table))
            {
                output.Write(SuggestionTable.Shipped.Describe());
                return ExitCode.Fine;
            }

            var protocols = ProtocolFolder.Read(Home.Protocols).Protocols.Where(protocol => protocol.Audience == Audience.Home);
            if (parsed.GetValue(people) is { } many)
            {
                return Simulate(ProgrammeStudy.Compute((int)many, seed: 1, protocols), parsed.GetValue(figure), output);
            }

            var name = parsed.GetValue(file)!;
            if (!File.Exists(name))
            {
                error.WriteLine($"supine: there is no file {name}.");
                return ExitCode.BadUsage;
            }

            switch (SuggestionJson.Read(File.ReadAllBytes(name), TimeProvider.System, protocols))
            {
                case SuggestionReading.Succeeded read:
                    var suggestion = Suggesting.Suggest(read.Question);
                    foreach (
                        var line in parsed.GetValue(json)
                            ? [SuggestionJson.Write(suggestion, parsed.GetValue(language)!)]
                            : Sentences(suggestion, parsed.GetValue(language)!)
                    )
                    {
                        output.WriteLine(line);
                    }

                    return ExitCode.Fine;
                case SuggestionReading.Failed failed:
                    error.WriteLine($"supine: {name}: {failed.Sentence}");
                    return ExitCode.Faults;
                default:
                    throw new InvalidOperationException("Reading succeeds or fails.");
            }
        });
        return command;
    }

    private static int Simulate(ProgrammeStudy study, FileInfo? figure, TextWriter output)
    {
        output.WriteLine(
            FormattableString.Invariant(
                $"{study.People} people, 12 weeks, {study.Suggestions} suggestions, {study.Broken.Length} broken promises"
            )
        );
        output.WriteLine(
            FormattableString.Invariant(
                $"most turns between more and less: {study.MostReversals}; most times sent to level 2: {study.MostLevelUps}"
            )
        );
        foreach (var promise in study.Broken)
        {
            output.WriteLine(promise);
        }

        var asked = study.Ends.Where(end => end.Programme is null).Sum(end => end.Count);
        output.WriteLine(FormattableString.Invariant($"told to ask first: {100.0 * asked / study.People:0.0} %"));
        var series = new[] { (1, SeriesLook.Strong), (2, SeriesLook.Second) }
            .Select(level =>
            {
                var points = study
                    .Ends.Where(end => end.Programme?.Level == level.Item1)
                    .GroupBy(end => end.Programme!.MinutesPerWeek)
                    .OrderBy(end => end.Key)
                    .Select(end => (X: end.Key, Y: 100.0 * end.Sum(each => each.Count) / study.People))
                    .ToList();
                output.WriteLine(
                    FormattableString.Invariant($"level {level.Item1}: {points.Sum(point => point.Y):0.0} %; min a week and side: ")
                        + string.Join(", ", points.Select(point => FormattableString.Invariant($"{point.X:0.##}: {point.Y:0.0} %")))
                );
                return new Series($"level {level.Item1}", level.Item2, points);
            })
            .Where(one => one.Points.Count > 0)
            .ToList();
        if (figure is not null)
        {
            File.WriteAllText(
                figure.FullName,
                Chart.Render("Where simulated people are after twelve weeks", "prescribed minutes a week and side", "people, %", series)
            );
        }

        return study.Broken.IsEmpty ? ExitCode.Fine : ExitCode.Faults;
    }

    private static IEnumerable<string> Sentences(Suggestion suggestion, Language language)
    {
        if (suggestion is Suggestion.Prescribe { Programme: var programme } next)
        {
            foreach (var value in next.Values)
            {
                var what = value.Dial switch
                {
                    Dial.Level => FormattableString.Invariant($"level {programme.Level}"),
                    Dial.Hold => FormattableString.Invariant($"{programme.Hold.TotalSeconds:0} s"),
                    Dial.Sets => FormattableString.Invariant($"{programme.Sets} set{(programme.Sets == 1 ? "" : "s")}"),
                    Dial.First => $"{programme.First.ToString().ToLowerInvariant()} first",
                    Dial.Days => FormattableString.Invariant($"{programme.Days} days a week"),
                    null => FormattableString.Invariant($"{programme.MinutesPerWeek:0.#} min a week"),
                };
                yield return $"{what, -14}{(value.PrescribedBy is { } by ? $"prescribed by {by}" : value.Why.In(language))}";
            }

            yield return "";
        }
        else
        {
            yield return suggestion switch
            {
                Suggestion.NotNow { Ask: { } asked } => $"not now; ask {asked}",
                Suggestion.NotNow { Until: { } until } => FormattableString.Invariant($"not now; rest until {until:yyyy-MM-dd HH:mm zzz}"),
                _ => "not now",
            };
        }

        yield return $"{suggestion.Rule.Why.In(language)} ({suggestion.Rule.Id})";
    }
}
