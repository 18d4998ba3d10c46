using System.CommandLine;

namespace Supine.Cli;

/// <summary>The whole command line: words in, text and an exit code out.</summary>
public static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="words">As typed.</param>
    /// <param name="output">What was asked for.</param>
    /// <param name="error">What went wrong.</param>
    /// <returns>0 fine, 1 faults, 2 bad usage.</returns>
    public static async Task<int> RunAsync(string[] words, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Supine talks a person through two lying psoas stretches. Times are written 45s, 1m30s or 250ms.")
        {
            AngleCommand.Create(),
            BackupCommand.Create(),
            CheckCommand.Create(),
            CompileCommand.Create(),
            ExplainCommand.Create(),
            FigureCommand.Create(),
            PackCommand.Create(),
            PhrasesCommand.Create(),
            RenderCommand.Create(),
            RestoreCommand.Create(),
            SchemaCommand.Create(),
            SitCommand.Create(),
            StudyCommand.Create(),
            SuggestCommand.Create(),
            ValidateCommand.Create(),
        };
        var parsed = root.Parse(words);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                await error.WriteLineAsync($"supine: {fault.Message}");
            }

            await error.WriteLineAsync($"supine {string.Join(' ', words.Take(1))} --help tells what is possible.");
            return ExitCode.BadUsage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
    }
}
