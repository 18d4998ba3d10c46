using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>Everything a protocol can say: what a voice has to record.</summary>
public static class Phrases
{
    /// <summary>Every sentence that any prescription of whole seconds can make the protocol say, each once, in the order it is first met.</summary>
    /// <param name="protocol">Checked.</param>
    /// <param name="language">The language.</param>
    public static ImmutableArray<string> Of(Protocol protocol, Language language)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        var found = new List<string>();
        Collect(protocol, protocol.Begin, onSide: false, language, found);
        Collect(protocol, protocol.EachSide, protocol.Sides != SideRule.Both, language, found);
        Collect(protocol, protocol.Change, onSide: true, language, found);
        Collect(protocol, protocol.Finish, onSide: false, language, found);
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static void Collect(Protocol protocol, ImmutableArray<ProtocolStep> steps, bool onSide, Language language, List<string> found)
    {
        foreach (var line in steps.SelectMany(LinesOf))
        {
            _ = TextTemplate.TryParse(line.Text.In(language), out var template, out _);
            var names = template.Placeholders.Select(placeholder => placeholder.Name).ToHashSet(StringComparer.Ordinal);
            found.AddRange(ScopesOf(protocol, onSide, names).Select(scope => template.Fill(language, scope)));
        }
    }

    private static IEnumerable<Line> LinesOf(ProtocolStep step) => step.Action switch
    {
        StepAction.Hold hold => [.. step.Say, hold.HalfWay, hold.LastTen, .. hold.During],
        StepAction.ContractRelax contractRelax => [.. step.Say, contractRelax.ContractLine, contractRelax.RelaxLine],
        _ => step.Say,
    };

    // Only the placeholders that stand in the text are varied.
    private static IEnumerable<TextScope> ScopesOf(Protocol protocol, bool onSide, HashSet<string> names)
    {
        var dose = protocol.Dose;
        var noTimes = ImmutableSortedDictionary.Create<string, TimeSpan>(StringComparer.Ordinal);
        var noCounts = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);
        Side?[] sides = onSide ? [Side.Left, Side.Right] : [null];
        IEnumerable<TextScope> scopes = sides.Select(side => new TextScope(side, noTimes, noCounts));
        foreach (var (name, range) in dose.Times.Add("hold", dose.Hold).Where(entry => names.Contains(entry.Key)))
        {
            scopes = scopes.SelectMany(scope => WholeSeconds(range).Select(time => scope with { Times = scope.Times.SetItem(name, time) }));
        }

        foreach (var (name, range) in dose.Counts.Add("sets", dose.Sets).Add("set", dose.Sets with { Least = 1 }).Where(entry => names.Contains(entry.Key)))
        {
            scopes = scopes.SelectMany(scope => Enumerable.Range(range.Least, range.Most - range.Least + 1).Select(count => scope with { Counts = scope.Counts.SetItem(name, count) }));
        }

        return scopes;
    }

    private static IEnumerable<TimeSpan> WholeSeconds(TimeRange range)
    {
        for (var seconds = (long)Math.Floor(range.Least.TotalSeconds); seconds <= Math.Ceiling(range.Most.TotalSeconds); seconds++)
        {
            yield return TimeSpan.FromSeconds(seconds);
        }
    }
}
