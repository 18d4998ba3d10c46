using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Supine.Protocols.Prescribing;

/// <summary>A row of the table of suggestions.</summary>
/// <param name="Id">Its name.</param>
/// <param name="When">When it applies, for clinicians, in English.</param>
/// <param name="Then">What it suggests, for clinicians, in English.</param>
/// <param name="Why">One sentence for the person.</param>
/// <param name="Sources">Ids in the catalogue of sources.</param>
public sealed record SuggestionRule(string Id, string When, string Then, LocalizedText Why, ImmutableArray<string> Sources);

/// <summary>Why a value is as it is, where no rule has just changed it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Why">One sentence for the person.</param>
/// <param name="Sources">Ids in the catalogue of sources.</param>
public sealed record ValueReason(string Id, LocalizedText Why, ImmutableArray<string> Sources);

/// <summary>The rows, in the order in which they are asked: <c>Prescribing/suggesting.yaml</c>.</summary>
public sealed class SuggestionTable
{
    private const string ShippedFile = "src/Supine.Protocols/Prescribing/suggesting.yaml";

    private SuggestionTable(ImmutableArray<SuggestionRule> rules, ImmutableArray<ValueReason> values) => (Rules, Values) = (rules, values);

    /// <summary>The table that is part of the program.</summary>
    public static SuggestionTable Shipped { get; } = ReadShipped();

    /// <summary>Every row, in order.</summary>
    public ImmutableArray<SuggestionRule> Rules { get; }

    /// <summary>Why each value is as it is.</summary>
    public ImmutableArray<ValueReason> Values { get; }

    /// <summary>The row of an id.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SuggestionRule this[string id] =>
        Rules.FirstOrDefault(rule => rule.Id == id) ?? throw new ArgumentException($"There is no rule `{id}`.", nameof(id));

    /// <summary>Reads a table; null, with faults, when it is not one.</summary>
    /// <param name="bytes">The file, UTF-8.</param>
    /// <param name="file">Its name, for faults.</param>
    /// <param name="languages">Those its texts may be written in.</param>
    /// <param name="diagnostics">All faults, in order of place.</param>
    public static SuggestionTable? Read(
        ReadOnlySpan<byte> bytes,
        string file,
        Languages languages,
        out ImmutableArray<Diagnostic> diagnostics
    )
    {
        ArgumentNullException.ThrowIfNull(languages);
        var faults = new Faults(file);
        ImmutableArray<Located<SuggestionRule>> rows = [];
        ImmutableArray<Located<ValueReason>> values = [];
        if (Yaml.Read(bytes, faults) is { } root && TableShape(languages.Grammar.Text).TryRead(root, faults, out var read))
        {
            (rows, values) = (read.Rules, read.Values);
            foreach (var again in rows.GroupBy(row => row.Value.Id, StringComparer.Ordinal).SelectMany(same => same.Skip(1)))
            {
                faults.Add("P203", again.At, $"There is another rule `{again.Value.Id}`.", "Give each a name of its own.");
            }

            foreach (var row in rows.Where(row => !Suggesting.RuleIds.Contains(row.Value.Id)))
            {
                faults.Add(
                    "P204",
                    row.At,
                    $"The program has no rule `{row.Value.Id}`.",
                    $"Known: {string.Join(", ", Suggesting.RuleIds)}."
                );
            }

            foreach (var missing in Suggesting.RuleIds.Where(id => rows.All(row => row.Value.Id != id)))
            {
                faults.Add("P204", Mark.Start, $"The rule `{missing}` has no row.", $"Add `{missing}`.");
            }

            if (
                !values
                    .Select(value => value.Value.Id)
                    .Order(StringComparer.Ordinal)
                    .SequenceEqual(Suggesting.ValueIds.Order(StringComparer.Ordinal))
            )
            {
                faults.Add(
                    "P204",
                    values.IsEmpty ? Mark.Start : values[0].At,
                    "The values are not those of the program.",
                    $"Give each once: {string.Join(", ", Suggesting.ValueIds)}."
                );
            }
        }

        diagnostics = faults.InOrder();
        return faults.Any ? null : new([.. rows.Select(row => row.Value)], [.. values.Select(value => value.Value)]);
    }

    /// <summary>The table as a page for clinicians, in Markdown.</summary>
    public string Describe()
    {
        var text = new StringBuilder(
            """
            # What is suggested, and why

            The first row that applies decides, and it changes one thing at most. It is a suggestion with its reason:
            a person or their practice decides, and what is prescribed stays as prescribed. This page is made from
            [`suggesting.yaml`](../src/Supine.Protocols/Prescribing/suggesting.yaml) by `./supine suggest --table`;
            what each row looks at is in [`Suggesting.cs`](../src/Supine.Protocols/Prescribing/Suggesting.cs).

            | Row | When | What is suggested | Why, as the person is told | Sources |
            |---|---|---|---|---|

            """.ReplaceLineEndings("\n")
        );
        foreach (var rule in Rules)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{rule.Id}` | {Fill(rule.When)} | {Fill(rule.Then)} | {rule.Why.In(Language.English)} | "
                    + $"{string.Join(", ", rule.Sources)} |\n"
            );
        }

        text.Append(
            """

            Every value is told with its reason: the row above that has just changed it, who prescribed it, or this.

            | Value | Why, as the person is told | Sources |
            |---|---|---|

            """.ReplaceLineEndings("\n")
        );
        foreach (var value in Values)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{value.Id}` | {value.Why.In(Language.English)} | {string.Join(", ", value.Sources)} |\n"
            );
        }

        return text.Append(
                """

                - *Comfortable* is played to the end, with pain of 3 or less then and a day later, no sign to stop for, and a low back
                  that stayed flat. Who does not say how much it hurt, or whether the back stayed flat, has not said that it was
                  comfortable.
                - Pain, signs and reasons to stop count from every session since the last one in which a side was held for as long as
                  one hold asks for. That session's dose is the one gone on from. What is less already is not taken back again.
                - A try without a whole hold, of which nothing is told that counts, is no session: it changes nothing.
                - *Prescribed* is what a practice or the person has set. What would be changed and is prescribed is left out; where it
                  would be taken back after a symptom, nothing is suggested until whoever prescribed it was asked.
                - Level 2 goes to those who hang little and want to hang lower, or whose practice wants it: without readings it is not
                  suggested, and who hangs beyond 10° on two days is told that the hip is not short.
                - A hundred thousand simulated people over twelve weeks, in which nobody's suggestion may break a promise that code
                  of its own checks ([`ProgrammeStudy`](../src/Supine.Protocols/Prescribing/ProgrammeStudy.cs)):
                  `./supine suggest --people 100000 --figure docs/pictures/programmes.svg`. They are drawn so that every rule is met,
                  and forecast nothing. ![Where they are at the end](pictures/programmes.svg)
                - The order of the rows, the number of sessions and the limits of level 2 are choices of ours (`supine-suggesting`),
                  not from trials; no trial says when to go on with these two stretches. They await a clinician's reading.

                """.ReplaceLineEndings("\n")
            )
            .ToString();
    }

    // the numbers of the program, by the names that the table has for them
    private static string Fill(string text) =>
        Suggesting.Numbers.Aggregate(
            text,
            (filled, number) =>
                filled.Replace($"{{{number.Key}}}", number.Value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        );

    private static SuggestionTable ReadShipped()
    {
        using var stream = typeof(SuggestionTable).Assembly.GetManifestResourceStream(ShippedFile)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes, ShippedFile, Languages.Shipped, out var diagnostics)
            ?? throw new InvalidOperationException(string.Join(' ', diagnostics));
    }

    private static RecordShape<Written> TableShape(Shape<LocalizedText> text)
    {
        var id = Field.Must("id", Shapes.Id, "Its name.");
        var when = Field.Must("when", Shapes.Text(600), "When it applies.");
        var then = Field.Must("then", Shapes.Text(200), "What it suggests.");
        var why = Field.Must("why", text, "One sentence for the person.");
        var sources = Field.Must("sources", Shapes.List(Shapes.Id, least: 1), "Ids in the catalogue of sources.");
        var rule = new RecordShape<SuggestionRule>(
            "a rule",
            [id, when, then, why, sources],
            values => new(values.Of(id), values.Of(when), values.Of(then), values.Of(why), values.Of(sources))
        );
        var version = Field.Must("supine", Shapes.Whole(1, 1), "The version of the format: 1.");
        var rules = Field.Must("rules", Shapes.List(Shapes.At(rule), least: 1), "The rows, in the order in which they are asked.");
        var value = new RecordShape<ValueReason>(
            "a value",
            [id, why, sources],
            values => new(values.Of(id), values.Of(why), values.Of(sources))
        );
        var reasons = Field.Must("values", Shapes.List(Shapes.At(value), least: 1), "Why each value is as it is.");
        return new("the table", [version, rules, reasons], values => new Written(values.Of(rules), values.Of(reasons)));
    }

    private sealed record Written(ImmutableArray<Located<SuggestionRule>> Rules, ImmutableArray<Located<ValueReason>> Values);
}
