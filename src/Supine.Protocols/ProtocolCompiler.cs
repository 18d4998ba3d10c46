using System.Collections.Immutable;

namespace Supine.Protocols;

/// <summary>Protocol file and prescription in, cue sequence or faults out. The same input gives the same hash on any machine.</summary>
public static class ProtocolCompiler
{
    /// <summary>The longest session that can be prescribed.</summary>
    public static TimeSpan LongestTotal { get; } = TimeSpan.FromHours(2);

    /// <summary>The range of the time to lie down and of the time to change sides.</summary>
    public static TimeRange Pause { get; } = new(TimeSpan.Zero, TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(12), Mark.Start);

    /// <summary>Reads a protocol file: never throws for what is in it.</summary>
    /// <param name="bytes">The file, UTF-8.</param>
    /// <param name="file">Its name, for faults; the id must be the same.</param>
    /// <param name="sources">The catalogue its sources are looked up in; null to leave that out.</param>
    public static ProtocolReading Read(ReadOnlySpan<byte> bytes, string file, SourceCatalogue? sources) =>
        Read(bytes, file, sources, Languages.Shipped);

    /// <summary>Reads a protocol file with texts in these languages: never throws for what is in it.</summary>
    /// <param name="bytes">The file, UTF-8.</param>
    /// <param name="file">Its name, for faults; the id must be the same.</param>
    /// <param name="sources">The catalogue its sources are looked up in; null to leave that out.</param>
    /// <param name="languages">Those its texts may be written in.</param>
    public static ProtocolReading Read(ReadOnlySpan<byte> bytes, string file, SourceCatalogue? sources, Languages languages)
    {
        ArgumentNullException.ThrowIfNull(languages);
        var faults = new Faults(file, sources);
        var protocol =
            Yaml.Read(bytes, faults) is { } root && languages.Grammar.Protocol.TryRead(root, faults, out var written)
                ? ProtocolChecks.Resolve(written, file, faults.WholeIn(languages), faults)
                : null;
        return protocol is null || faults.Any
            ? new ProtocolReading.Failed(faults.InOrder(), faults.Untranslated(languages))
            : new ProtocolReading.Succeeded(protocol, faults.Untranslated(languages));
    }

    /// <summary>Reads and compiles in one go.</summary>
    public static Compilation Compile(ReadOnlySpan<byte> bytes, string file, SourceCatalogue? sources, Prescription prescription) =>
        Read(bytes, file, sources) switch
        {
            ProtocolReading.Succeeded read => Compile(read.Protocol, prescription),
            ProtocolReading.Failed failed => new Compilation.Failed(failed.Diagnostics),
            _ => throw new InvalidOperationException("A reading succeeds or fails."),
        };

    /// <summary>Lays a protocol out in time.</summary>
    /// <param name="protocol">Checked.</param>
    /// <param name="prescription">What was chosen; faults name the range.</param>
    public static Compilation Compile(Protocol protocol, Prescription prescription)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(prescription);
        var faults = new Faults(protocol.File);
        if (!protocol.Languages.Contains(prescription.Language))
        {
            faults.Add(
                "P306",
                Mark.Start,
                $"The protocol is not written in {prescription.Language.Name} throughout.",
                $"Prescribe one of: {string.Join(", ", protocol.Languages)}."
            );
        }

        if (prescription.Only is not null && protocol.Sides == SideRule.Both)
        {
            faults.Add("P308", Mark.Start, "The protocol takes both sides at once.", "Leave out which side alone is stretched.");
        }

        var dose = ChosenDose.Choose(protocol, prescription, faults);
        var choices = ChosenOptions.Choose(protocol, prescription, faults);
        if (faults.Any)
        {
            return new Compilation.Failed(faults.InOrder());
        }

        var layout = new SequenceLayout(protocol.Settle([.. choices.Values]), prescription, dose);
        var steps = layout.LayOut();
        if (layout.Total > LongestTotal)
        {
            faults.Add(
                "P305",
                protocol.Dose.Hold.At,
                $"The session would take {DurationText.Write(layout.Total)}; two hours is the most.",
                "Prescribe fewer sets or shorter times."
            );
            return new Compilation.Failed(faults.InOrder());
        }

        var title = protocol.Title.In(prescription.Language);
        var sequence = new CueSequence(protocol.Id, title, prescription.Language, steps, layout.CuesInOrder(), layout.Total, Hash: "")
        {
            SpeechRate = prescription.SpeechRate,
            Choices = choices,
        };
        return new Compilation.Succeeded(sequence with { Hash = CueSequenceJson.ComputeHash(sequence) });
    }

    /// <summary>The JSON Schema of protocol files, for editors.</summary>
    public static string WriteSchema() => Languages.Shipped.Grammar.ToSchema().ToJsonString(CueSequenceJson.Indented) + "\n";
}

/// <summary>The prescription with every blank filled from the protocol.</summary>
internal sealed record ChosenDose(
    TimeSpan Hold,
    int Sets,
    TimeSpan GetReady,
    TimeSpan ChangeSides,
    ImmutableSortedDictionary<string, TimeSpan> Times,
    ImmutableSortedDictionary<string, int> Counts
)
{
    public static ChosenDose Choose(Protocol protocol, Prescription prescription, Faults faults)
    {
        var dose = protocol.Dose;
        foreach (
            var unknown in prescription
                .Times.Keys.Where(name => !dose.Times.ContainsKey(name))
                .Concat(prescription.Counts.Keys.Where(name => !dose.Counts.ContainsKey(name)))
        )
        {
            var known = dose.Times.Keys.Concat(dose.Counts.Keys).ToList();
            faults.Add(
                "P303",
                dose.Hold.At,
                $"The protocol has no time or count `{unknown}`.",
                known.Count == 0 ? "It has none of its own: leave it out." : $"It has: {string.Join(", ", known)}."
            );
        }

        return new ChosenDose(
            Choose("hold", "P301", prescription.Hold, dose.Hold, faults),
            Choose("sets", prescription.Sets, dose.Sets, faults),
            Choose("get-ready", "P304", prescription.GetReady, ProtocolCompiler.Pause with { At = dose.Hold.At }, faults),
            Choose("change-sides", "P304", prescription.ChangeSides, ProtocolCompiler.Pause with { At = dose.Hold.At }, faults),
            dose.Times.ToImmutableSortedDictionary(
                entry => entry.Key,
                entry =>
                    Choose(entry.Key, "P303", prescription.Times.TryGetValue(entry.Key, out var time) ? time : null, entry.Value, faults),
                StringComparer.Ordinal
            ),
            dose.Counts.ToImmutableSortedDictionary(
                entry => entry.Key,
                entry => Choose(entry.Key, prescription.Counts.TryGetValue(entry.Key, out var count) ? count : null, entry.Value, faults),
                StringComparer.Ordinal
            )
        );
    }

    private static TimeSpan Choose(string name, string code, TimeSpan? prescribed, TimeRange range, Faults faults)
    {
        var chosen = prescribed ?? range.Default;
        if (chosen < range.Least || chosen > range.Most)
        {
            faults.Add(
                code,
                range.At,
                $"The prescribed {name}, {DurationText.Write(chosen)}, is outside {DurationText.Write(range.Least)} to "
                    + $"{DurationText.Write(range.Most)}.",
                "Prescribe a time in that range."
            );
        }

        if (chosen.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            faults.Add(code, range.At, $"The prescribed {name} is not a whole number of milliseconds.", "Round it.");
        }

        return chosen;
    }

    private static int Choose(string name, int? prescribed, CountRange range, Faults faults)
    {
        var chosen = prescribed ?? range.Default;
        if (chosen < range.Least || chosen > range.Most)
        {
            faults.Add(
                "P302",
                range.At,
                $"The prescribed {name}, {chosen}, is outside {range.Least} to {range.Most}.",
                "Prescribe a number in that range."
            );
        }

        return chosen;
    }
}

/// <summary>What is chosen of a protocol's own choices, where it is not what the steps say anyway.</summary>
internal static class ChosenOptions
{
    public static ImmutableSortedDictionary<string, string> Choose(Protocol protocol, Prescription prescription, Faults faults)
    {
        var chosen = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, option) in prescription.Choices)
        {
            if (protocol.Choices.FirstOrDefault(known => known.Id == name) is not { } choice)
            {
                faults.Add(
                    "P303",
                    protocol.Dose.Hold.At,
                    $"The protocol has no choice `{name}`.",
                    protocol.Choices.IsEmpty
                        ? "It has none: leave it out."
                        : $"It has: {string.Join(", ", protocol.Choices.Select(known => known.Id))}."
                );
            }
            else if (choice.Options.All(known => known.Id != option))
            {
                faults.Add(
                    "P307",
                    protocol.Dose.Hold.At,
                    $"`{option}` is not an option of `{name}`.",
                    $"Prescribe one of: {string.Join(", ", choice.Options.Select(known => known.Id))}."
                );
            }
            else if (choice.Options[0].Id != option)
            {
                chosen[name] = option;
            }
        }

        return chosen.ToImmutable();
    }
}
