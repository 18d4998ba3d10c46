using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Supine.Protocols;

/// <summary>The languages that are known: English first, the others in order of their codes.</summary>
public sealed class Languages
{
    private const string ShippedFolder = "src/Supine.Protocols/Languages/";

    private readonly Lazy<ProtocolGrammar> _grammar;

    private Languages(ImmutableArray<Language> all, ImmutableArray<Diagnostic> diagnostics)
    {
        English =
            all.FirstOrDefault(language => language.Code == "en")
            ?? throw new InvalidOperationException($"There is no English to fall back to. {string.Join(' ', diagnostics)}");
        All = [English, .. all.Where(language => language != English).OrderBy(language => language.Code, StringComparer.Ordinal)];
        Diagnostics = diagnostics;
        _grammar = new(() => new ProtocolGrammar(this));
    }

    /// <summary>Those whose files are part of the program.</summary>
    public static Languages Shipped { get; } = ReadShipped();

    /// <summary>All of them.</summary>
    public ImmutableArray<Language> All { get; }

    /// <summary>The one every text is written in.</summary>
    public Language English { get; }

    /// <summary>The faults of the files that are no language.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    internal ProtocolGrammar Grammar => _grammar.Value;

    /// <summary>The language of a code.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Language this[string code] =>
        TryFind(code, out var language) ? language : throw new ArgumentException($"There is no language `{code}`.", nameof(code));

    /// <summary>The language of a code, if it is known.</summary>
    public bool TryFind(string? code, [NotNullWhen(true)] out Language? language)
    {
        language = All.FirstOrDefault(candidate => candidate.Code == code);
        return language is not null;
    }

    /// <summary>These and one more; when its file has faults, these and the faults.</summary>
    /// <param name="bytes">The file, UTF-8.</param>
    /// <param name="file">Its name, for faults; the code must be the same.</param>
    public Languages With(ReadOnlySpan<byte> bytes, string file)
    {
        var faults = new Faults(file);
        return LanguageFile.Read(bytes, file, faults) is { } language
            ? new([.. All.Where(known => known.Code != language.Code), language], Diagnostics)
            : new(All, Diagnostics.AddRange(faults.InOrder()));
    }

    private static Languages ReadShipped()
    {
        var assembly = typeof(Languages).Assembly;
        var languages = new List<Language>();
        var diagnostics = ImmutableArray<Diagnostic>.Empty;
        foreach (
            var name in assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(ShippedFolder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var faults = new Faults(name);
            if (LanguageFile.Read(bytes, name, faults) is { } language)
            {
                languages.Add(language);
            }

            diagnostics = diagnostics.AddRange(faults.InOrder());
        }

        return new([.. languages], diagnostics);
    }
}
