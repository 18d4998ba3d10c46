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
            Description = "Protocol files; all of the shipped ones, and what the pages say, when none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            "check",
            "Checks protocol files and prints every fault with its place and what to do, and what is not translated."
        )
        {
            files,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(files) ?? [], parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)
        );
        return command;
    }

    private static int Run(string[] files, TextWriter output, TextWriter error)
    {
        var all = files.Length == 0;
        if (all)
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

        // a language with faults is not there at all, so nothing else would tell
        var faults = Languages.Shipped.Diagnostics.Length;
        foreach (var fault in Languages.Shipped.Diagnostics)
        {
            output.WriteLine(fault);
        }

        if (all && Directory.Exists(Home.PageTexts))
        {
            var (found, untranslated) = PageTexts.Check(Home.PageTexts, Languages.Shipped);
            faults += found.Length;
            foreach (var diagnostic in found.Concat(untranslated))
            {
                output.WriteLine(diagnostic);
            }
        }

        foreach (var file in files)
        {
            var (found, untranslated) = Check(file);
            faults += found.Length;
            foreach (var diagnostic in found.Concat(untranslated))
            {
                output.WriteLine(diagnostic);
            }

            if (found.IsEmpty)
            {
                output.WriteLine($"{file}: fine");
            }
        }

        return faults == 0 ? ExitCode.Fine : ExitCode.Faults;
    }

    private static (ImmutableArray<Diagnostic> Faults, ImmutableArray<Diagnostic> Untranslated) Check(string file)
    {
        if (Path.GetFileName(file) == ProtocolFolder.SourcesFile)
        {
            _ = SourceCatalogue.Read(File.ReadAllBytes(file), file, out var faults);
            return (faults, []);
        }

        var sources = ProtocolArgument.SourcesFor(file, out var diagnostics);
        return ProtocolCompiler.Read(File.ReadAllBytes(file), file, sources) switch
        {
            ProtocolReading.Succeeded succeeded => (diagnostics, succeeded.Untranslated),
            ProtocolReading.Failed failed => (diagnostics.AddRange(failed.Diagnostics), failed.Untranslated),
            _ => throw new InvalidOperationException("A reading succeeds or fails."),
        };
    }
}
