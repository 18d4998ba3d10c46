using System.Collections.Immutable;

namespace Supine.Protocols;

/// <summary>Something a fact was taken from.</summary>
/// <param name="Id">The name it is cited by.</param>
/// <param name="Title">Its title.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="Year">When; null where it is not known.</param>
/// <param name="Where">Journal, publisher or place.</param>
/// <param name="Link">An address, if it has one.</param>
/// <param name="Gives">What was taken from it.</param>
public sealed record Source(string Id, string Title, string By, int? Year, string Where, Uri? Link, string Gives);

/// <summary>Every source once: <c>protocols/sources.yaml</c>.</summary>
/// <param name="Sources">By id.</param>
public sealed record SourceCatalogue(ImmutableSortedDictionary<string, Source> Sources)
{
    private static readonly Field<string> Title = Field.Must("title", Shapes.Text(300), "Its title.");
    private static readonly Field<string> By = Field.Must("by", Shapes.Text(200), "Who wrote it.");
    private static readonly Field<int> Year = Field.May("year", Shapes.Whole(1800, 2100), "When it appeared.");
    private static readonly Field<string> Where = Field.Must("where", Shapes.Text(300), "Journal, publisher or place.");
    private static readonly Field<string> Link = Field.May("link", Shapes.Text(300), "An https address.");
    private static readonly Field<string> Gives = Field.Must("gives", Shapes.Text(400), "What was taken from it.");

    private static readonly Shape<ImmutableArray<(Located<string> Name, Source Value)>> Grammar = Shapes.Map(
        new RecordShape<Source>(
            "a source",
            [Title, By, Year, Where, Link, Gives],
            values => new Source(
                "",
                values.Of(Title),
                values.Of(By),
                values.OrNone(Year),
                values.Of(Where),
                Uri.TryCreate(values.OrNull(Link), UriKind.Absolute, out var link) ? link : null,
                values.Of(Gives)
            )
        ),
        most: 500
    );

    /// <summary>Whether there is a source of that name.</summary>
    public bool Contains(string id) => Sources.ContainsKey(id);

    /// <summary>Reads a catalogue; null, with faults, when it is not one.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="file">Its name, for faults.</param>
    /// <param name="diagnostics">All faults, in order of place.</param>
    public static SourceCatalogue? Read(ReadOnlySpan<byte> bytes, string file, out ImmutableArray<Diagnostic> diagnostics)
    {
        var faults = new Faults(file);
        ImmutableArray<(Located<string> Name, Source Value)> sources = [];
        if (Yaml.Read(bytes, faults) is { } root)
        {
            Grammar.TryRead(root, faults, out sources);
        }

        foreach (var (name, _) in sources.Where(source => source.Value is { Link: { Scheme: not "https" } }))
        {
            faults.Add("P204", name.At, $"The link of `{name.Value}` is not an https address.", "Write https://…");
        }

        diagnostics = faults.InOrder();
        return faults.Any
            ? null
            : new SourceCatalogue(
                sources.ToImmutableSortedDictionary(
                    source => source.Name.Value,
                    source => source.Value with { Id = source.Name.Value },
                    StringComparer.Ordinal
                )
            );
    }
}
