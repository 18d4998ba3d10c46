using System.Collections.Immutable;
using System.Globalization;

namespace Supine.Protocols;

/// <summary>A place in a source file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public readonly record struct Mark(int Line, int Column) : IComparable<Mark>
{
    /// <summary>The beginning of a file.</summary>
    public static Mark Start { get; } = new(1, 1);

    /// <inheritdoc/>
    public int CompareTo(Mark other) => (Line, Column).CompareTo((other.Line, other.Column));

    /// <summary>Whether one place comes before the other.</summary>
    public static bool operator <(Mark left, Mark right) => left.CompareTo(right) < 0;

    /// <summary>Whether one place comes after the other.</summary>
    public static bool operator >(Mark left, Mark right) => left.CompareTo(right) > 0;

    /// <summary>Whether one place comes before the other or is the same.</summary>
    public static bool operator <=(Mark left, Mark right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one place comes after the other or is the same.</summary>
    public static bool operator >=(Mark left, Mark right) => left.CompareTo(right) >= 0;
}

/// <summary>One fault of a protocol file or of what was prescribed with it.</summary>
/// <param name="Code">A letter and three digits, explained in <c>docs/protocol-language.md</c>: P0 reading, P1 structure, P2 meaning, P3
/// prescription,
/// P4 translation.</param>
/// <param name="File">The file as it was named by the caller.</param>
/// <param name="At">Where.</param>
/// <param name="Message">What is wrong, a sentence.</param>
/// <param name="Remedy">What to do, a sentence.</param>
public sealed record Diagnostic(string Code, string File, Mark At, string Message, string Remedy)
{
    /// <summary>Whether the fault is one of structure, which the JSON Schema finds too.</summary>
    public bool IsStructural => Code.StartsWith("P1", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}:{At.Line}:{At.Column}: {Code} {Message} {Remedy}");
}

/// <summary>What became of reading a protocol file.</summary>
public abstract record ProtocolReading
{
    private ProtocolReading() { }

    /// <summary>The file is a protocol.</summary>
    /// <param name="Protocol">Checked whole.</param>
    /// <param name="Untranslated">What is still to be written in languages that are known: no fault.</param>
    public sealed record Succeeded(Protocol Protocol, ImmutableArray<Diagnostic> Untranslated) : ProtocolReading;

    /// <summary>The file has faults.</summary>
    /// <param name="Diagnostics">All of them, in order of place; at least one.</param>
    /// <param name="Untranslated">What is still to be written in languages that are known, of the texts that could be read.</param>
    public sealed record Failed(ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<Diagnostic> Untranslated) : ProtocolReading;
}

/// <summary>What became of compiling a protocol with a prescription.</summary>
public abstract record Compilation
{
    private Compilation() { }

    /// <summary>It can be played.</summary>
    /// <param name="Sequence">Laid out in time.</param>
    public sealed record Succeeded(CueSequence Sequence) : Compilation;

    /// <summary>It has faults.</summary>
    /// <param name="Diagnostics">All of them, in order of place; at least one.</param>
    public sealed record Failed(ImmutableArray<Diagnostic> Diagnostics) : Compilation;
}

/// <summary>Collects faults while a file is read.</summary>
/// <param name="file">The file as it was named by the caller.</param>
/// <param name="sources">The catalogue its sources are looked up in; null to leave that out.</param>
internal sealed class Faults(string file, SourceCatalogue? sources = null)
{
    private readonly List<Diagnostic> _all = [];
    private readonly List<(LocalizedText Text, Mark At)> _texts = [];

    public string File => file;

    public SourceCatalogue? Sources => sources;

    public bool Any => _all.Count > 0;

    public void Add(string code, Mark at, string message, string remedy) => _all.Add(new Diagnostic(code, file, at, message, remedy));

    /// <summary>Notes a text that was read: no fault, but it may lack a translation.</summary>
    public void AddText(LocalizedText text, Mark at) => _texts.Add((text, at));

    /// <summary>The languages every text is written in.</summary>
    public ImmutableArray<Language> WholeIn(Languages languages) => [.. languages.All.Where(language => !TextsWithout(language).Any())];

    /// <summary>What is not written in a language; one line for a language nothing is written in.</summary>
    public ImmutableArray<Diagnostic> Untranslated(Languages languages) =>
        [
            .. from language in languages.All
            let missing = TextsWithout(language).Select(text => text.At).Distinct().Order().ToList()
            from diagnostic in missing.Count == 0 || missing.Count < _texts.Count
                ? missing.Select(at => new Diagnostic(
                    "P401",
                    file,
                    at,
                    $"This text is not written in {language.Name}.",
                    $"Add `{language.Code}:`; until then nothing of the file is spoken in {language.Name}."
                ))
                : [new Diagnostic("P401", file, Mark.Start, $"No text is written in {language.Name}.", $"Add `{language.Code}:` to each.")]
            select diagnostic,
        ];

    private IEnumerable<(LocalizedText Text, Mark At)> TextsWithout(Language language) =>
        _texts.Where(text => text.Text.FindIn(language) is null);

    public ImmutableArray<Diagnostic> InOrder() =>
        [.. _all.Distinct().OrderBy(fault => fault.At).ThenBy(fault => fault.Code, StringComparer.Ordinal)];
}
