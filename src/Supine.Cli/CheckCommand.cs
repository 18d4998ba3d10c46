using System.Collections.Immutable;
using System.CommandLine;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary><c>supine check [files…]</c>: reads protocol files and prints every fault.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Protocol files; all of the shipped ones when none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("check", "Checks protocol files and prints every fault with its place and what to do.") { files };
        command.SetAction(parsed => Run(parsed.GetValue(files) ?? [], parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string[] files, TextWriter output, TextWriter error)
    {
        if (files.Length == 0)
        {
            if (!Directory.Exists(Home.Protocols))
            {
                error.WriteLine($"supine: there is no folder {Home.Protocols}. Name files, or set SUPINE_HOME.");
                return ExitCode.BadUsage;
            }

            files = [.. Directory.GetFiles(Home.Protocols, "*.yaml").Order(StringComparer.Ordinal)];
        }

        var missing = files.Where(file => !File.Exists(file)).ToList();
        foreach (var file in missing)
        {
            error.WriteLine($"supine: there is no file {file}.");
        }

        if (missing.Count > 0)
        {
            return ExitCode.BadUsage;
        }

        var faults = 0;
        foreach (var file in files)
        {
            var found = Check(file);
            faults += found.Length;
            foreach (var fault in found)
            {
                output.WriteLine(fault);
            }

            if (found.IsEmpty)
            {
                output.WriteLine($"{file}: fine");
            }
        }

        return faults == 0 ? ExitCode.Fine : ExitCode.Faults;
    }

    private static ImmutableArray<Diagnostic> Check(string file)
    {
        if (Path.GetFileName(file) == ProtocolFolder.SourcesFile)
        {
            _ = SourceCatalogue.Read(File.ReadAllBytes(file), file, out var faults);
            return faults;
        }

        var sources = ProtocolArgument.SourcesFor(file, out var diagnostics);
        return ProtocolCompiler.Read(File.ReadAllBytes(file), file, sources) is ProtocolReading.Failed failed
            ? diagnostics.AddRange(failed.Diagnostics)
            : diagnostics;
    }
}
