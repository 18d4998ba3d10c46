using System.Collections.Immutable;
using System.CommandLine;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary>A protocol named by its id or by its file.</summary>
internal static class ProtocolArgument
{
    public static Argument<string> Create() =>
        new("protocol") { Description = "The id of a shipped protocol, like psoas-lying-1, or the path of a file." };

    /// <summary>Reads the protocol. Prints what is wrong and answers the exit code when it cannot.</summary>
    public static (Protocol? Protocol, int Exit) Read(string idOrFile, TextWriter error)
    {
        if (FileOf(idOrFile) is not { } file)
        {
            error.WriteLine($"supine: there is no protocol `{idOrFile}`. {Known()}");
            return (null, ExitCode.BadUsage);
        }

        var sources = SourcesFor(file, out var diagnostics);
        switch (ProtocolCompiler.Read(File.ReadAllBytes(file), file, sources))
        {
            case ProtocolReading.Succeeded succeeded when diagnostics.IsEmpty:
                return (succeeded.Protocol, ExitCode.Fine);
            case ProtocolReading.Failed failed:
                diagnostics = diagnostics.AddRange(failed.Diagnostics);
                break;
        }

        foreach (var diagnostic in diagnostics)
        {
            error.WriteLine(diagnostic);
        }

        return (null, ExitCode.Faults);
    }

    /// <summary>The catalogue beside the file, or the shipped one.</summary>
    public static SourceCatalogue? SourcesFor(string file, out ImmutableArray<Diagnostic> diagnostics)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return ProtocolFolder.ReadSources(
            File.Exists(Path.Combine(beside, ProtocolFolder.SourcesFile)) ? beside : Home.Protocols,
            out diagnostics
        );
    }

    private static string? FileOf(string idOrFile)
    {
        if (File.Exists(idOrFile))
        {
            return idOrFile;
        }

        // an id never holds a path
        var shipped = Path.Combine(Home.Protocols, idOrFile + ".yaml");
        return idOrFile == Path.GetFileName(idOrFile) && File.Exists(shipped)
            ? Path.GetRelativePath(Environment.CurrentDirectory, shipped)
            : null;
    }

    private static string Known()
    {
        if (!Directory.Exists(Home.Protocols))
        {
            return $"There is no folder {Home.Protocols}; set SUPINE_HOME, or name a file.";
        }

        var ids = Directory
            .GetFiles(Home.Protocols, "*.yaml")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(id => id != "sources")
            .Order(StringComparer.Ordinal);
        return $"Name a file, or one of: {string.Join(", ", ids)}.";
    }
}
