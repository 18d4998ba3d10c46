using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>How often a sentence is needed.</summary>
public enum PhraseNeed
{
    /// <summary>With the times that people choose: whole five seconds.</summary>
    Usual,

    /// <summary>Only with a time in between.</summary>
    Rare,
}

/// <summary>A sentence that a voice has to record.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Step">What the step is called in which it is first said.</param>
/// <param name="Need">How often it is needed.</param>
public sealed record Phrase(string Text, string Step, PhraseNeed Need);

/// <summary>Everything that can be said: what a voice has to record.</summary>
public static class Phrases
{
    private static readonly TimeSpan UsualStep = TimeSpan.FromSeconds(5);

    /// <summary>Every sentence of the protocols of a folder that are spoken in a language, and of the calls that belong to none, each
    /// once.</summary>
    /// <param name="folder">The protocols.</param>
    /// <param name="language">The language.</param>
    public static ImmutableArray<string> Of(ProtocolFolder folder, Language language)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(language);
        var calls = SessionSentences.Calls.Select(call => language.Calls[call]);
        return [.. folder.SpokenIn(language).SelectMany(protocol => Of(protocol, language)).Concat(calls).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Every sentence that any prescription of whole seconds can make the protocol say, each once, in the order it is first
    /// met.</summary>
    /// <param name="protocol">Checked.</param>
    /// <param name="language">One that the protocol is written in.</param>
    public static ImmutableArray<string> Of(Protocol protocol, Language language)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        if (!protocol.Languages.Contains(language))
        {
            throw new ArgumentException($"The protocol {protocol.Id} is not written in {language}.", nameof(language));
        }

        return [.. Find(protocol, language).Select(phrase => phrase.Text)];
    }

    /// <summary>The same sentences, each with where it is first said and how often it is needed.</summary>
    /// <param name="protocol">Checked.</param>
    /// <param name="language">One that the protocol is written in.</param>
    public static ImmutableArray<Phrase> Find(Protocol protocol, Language language)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(language);
        var found = new List<Phrase>();
        Collect(protocol, protocol.Begin, onSide: false, language, found);
        Collect(protocol, protocol.EachSide, protocol.Sides != SideRule.Both, language, found);
        Collect(protocol, protocol.Change, onSide: true, language, found);
        Collect(protocol, protocol.Finish, onSide: false, language, found);
        return
        [
            .. found
                .GroupBy(phrase => phrase.Text)
                .Select(same => same.FirstOrDefault(phrase => phrase.Need == PhraseNeed.Usual) ?? same.First()),
        ];
    }

    private static void Collect(Protocol protocol, ImmutableArray<ProtocolStep> steps, bool onSide, Language language, List<Phrase> found)
    {
        foreach (var (form, line) in steps.SelectMany(step => step.Forms).SelectMany(form => LinesOf(form).Select(line => (form, line))))
        {
            _ = TextTemplate.TryParse(line.Text.In(language), out var template, out _);
            _ = TextTemplate.TryParse(form.Title.In(language), out var title, out _);
            var names = template.Placeholders.Select(placeholder => placeholder.Name).ToHashSet(StringComparer.Ordinal);
            var named = title.Placeholders.All(placeholder => placeholder.Name is "side" or "otherSide");
            found.AddRange(
                ScopesOf(protocol, onSide, names)
                    .Select(scope => new Phrase(
                        template.Fill(language, scope),
                        named ? title.Fill(language, scope) : form.Title.In(language),
                        scope.Times.Values.All(time => time.Ticks % UsualStep.Ticks == 0) ? PhraseNeed.Usual : PhraseNeed.Rare
                    ))
            );
        }
    }

    private static ImmutableArray<Line> LinesOf(ProtocolStep step) =>
        step.Action switch
        {
            StepAction.Hold hold =>
            [
                .. step.Say,
                hold.HalfWay,
                hold.LastTen,
                .. hold.BeforeChange is { } before ? [before] : ImmutableArray<Line>.Empty,
                .. hold.During,
            ],
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

        foreach (
            var (name, range) in dose
                .Counts.Add("sets", dose.Sets)
                .Add("set", dose.Sets with { Least = 1 })
                .Where(entry => names.Contains(entry.Key))
        )
        {
            scopes = scopes.SelectMany(scope =>
                Enumerable
                    .Range(range.Least, range.Most - range.Least + 1)
                    .Select(count => scope with { Counts = scope.Counts.SetItem(name, count) })
            );
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
