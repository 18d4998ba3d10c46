using System.Collections.Immutable;

namespace Supine.Protocols;

/// <summary>A folder of protocol files with its catalogue of sources. Nothing in the code knows a protocol by name.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Languages">Those its texts may be written in.</param>
/// <param name="Sources">Its <c>sources.yaml</c>.</param>
/// <param name="Protocols">Those without faults, by level and then by id.</param>
/// <param name="Diagnostics">The faults of the others.</param>
/// <param name="Untranslated">What is still to be written in languages that are known: no fault.</param>
public sealed record ProtocolFolder(
    string Path,
    Languages Languages,
    SourceCatalogue Sources,
    ImmutableArray<Protocol> Protocols,
    ImmutableArray<Diagnostic> Diagnostics,
    ImmutableArray<Diagnostic> Untranslated
)
{
    /// <summary>The name of the catalogue.</summary>
    public const string SourcesFile = "sources.yaml";

    /// <summary>Reads all of a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static ProtocolFolder Read(string path) => Read(path, Supine.Protocols.Languages.Shipped);

    /// <summary>Reads all of a folder with texts in these languages.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="languages">Those its texts may be written in.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static ProtocolFolder Read(string path, Languages languages)
    {
        var files = Directory.GetFiles(path, "*.yaml").Order(StringComparer.Ordinal).ToList();
        var sources = ReadSources(path, out var diagnostics);
        var protocols = new List<Protocol>();
        var untranslated = ImmutableArray<Diagnostic>.Empty;
        foreach (var file in files.Where(file => System.IO.Path.GetFileName(file) != SourcesFile))
        {
            switch (ProtocolCompiler.Read(File.ReadAllBytes(file), file, sources, languages))
            {
                case ProtocolReading.Succeeded succeeded:
                    protocols.Add(succeeded.Protocol);
                    untranslated = untranslated.AddRange(succeeded.Untranslated);
                    break;
                case ProtocolReading.Failed failed:
                    diagnostics = diagnostics.AddRange(failed.Diagnostics);
                    untranslated = untranslated.AddRange(failed.Untranslated);
                    break;
                default:
                    throw new InvalidOperationException("A reading succeeds or fails.");
            }
        }

        return new ProtocolFolder(
            path,
            languages,
            sources ?? new SourceCatalogue(ImmutableSortedDictionary<string, Source>.Empty),
            [
                .. protocols
                    .OrderBy(protocol => protocol.Audience)
                    .ThenBy(protocol => protocol.Level ?? int.MaxValue)
                    .ThenBy(protocol => protocol.Id, StringComparer.Ordinal),
            ],
            diagnostics,
            untranslated
        );
    }

    /// <summary>Reads the catalogue of a folder; null when it is missing or has faults.</summary>
    public static SourceCatalogue? ReadSources(string path, out ImmutableArray<Diagnostic> diagnostics)
    {
        diagnostics = [];
        var file = System.IO.Path.Combine(path, SourcesFile);
        return File.Exists(file) ? SourceCatalogue.Read(File.ReadAllBytes(file), file, out diagnostics) : null;
    }

    /// <summary>The protocols that can be spoken in a language.</summary>
    public IEnumerable<Protocol> SpokenIn(Language language) => Protocols.Where(protocol => protocol.Languages.Contains(language));

    /// <summary>The protocol of that id, or null.</summary>
    public Protocol? Find(string? id) => Protocols.FirstOrDefault(protocol => protocol.Id == id);
}
