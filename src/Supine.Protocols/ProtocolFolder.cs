using System.Collections.Immutable;

namespace Supine.Protocols;

/// <summary>A folder of protocol files with its catalogue of sources. Nothing in the code knows a protocol by name.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Sources">Its <c>sources.yaml</c>.</param>
/// <param name="Protocols">Those without faults, by level and then by id.</param>
/// <param name="Diagnostics">The faults of the others.</param>
public sealed record ProtocolFolder(
    string Path,
    SourceCatalogue Sources,
    ImmutableArray<Protocol> Protocols,
    ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The name of the catalogue.</summary>
    public const string SourcesFile = "sources.yaml";

    /// <summary>Reads all of a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static ProtocolFolder Read(string path)
    {
        var files = Directory.GetFiles(path, "*.yaml").Order(StringComparer.Ordinal).ToList();
        var sources = ReadSources(path, out var diagnostics);
        var protocols = new List<Protocol>();
        foreach (var file in files.Where(file => System.IO.Path.GetFileName(file) != SourcesFile))
        {
            switch (ProtocolCompiler.Read(File.ReadAllBytes(file), file, sources))
            {
                case ProtocolReading.Succeeded succeeded:
                    protocols.Add(succeeded.Protocol);
                    break;
                case ProtocolReading.Failed failed:
                    diagnostics = diagnostics.AddRange(failed.Diagnostics);
                    break;
                default:
                    throw new InvalidOperationException("A reading succeeds or fails.");
            }
        }

        return new ProtocolFolder(
            path,
            sources ?? new SourceCatalogue(ImmutableSortedDictionary<string, Source>.Empty),
            [.. protocols.OrderBy(protocol => protocol.Audience).ThenBy(protocol => protocol.Level ?? int.MaxValue).ThenBy(protocol => protocol.Id, StringComparer.Ordinal)],
            diagnostics);
    }

    /// <summary>Reads the catalogue of a folder; null when it is missing or has faults.</summary>
    public static SourceCatalogue? ReadSources(string path, out ImmutableArray<Diagnostic> diagnostics)
    {
        diagnostics = [];
        var file = System.IO.Path.Combine(path, SourcesFile);
        return File.Exists(file) ? SourceCatalogue.Read(File.ReadAllBytes(file), file, out diagnostics) : null;
    }

    /// <summary>The protocol of that id, or null.</summary>
    public Protocol? Find(string? id) => Protocols.FirstOrDefault(protocol => protocol.Id == id);
}
