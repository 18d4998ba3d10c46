using System.CommandLine;
using Supine.Storage.Folders;

namespace Supine.Cli;

/// <summary>The whole command line: words in, text and an exit code out.</summary>
public static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="words">As typed.</param>
    /// <param name="output">What was asked for.</param>
    /// <param name="error">What went wrong.</param>
    /// <returns>0 fine, 1 faults, 2 bad usage, 141 where nobody reads the output any more.</returns>
    public static async Task<int> RunAsync(string[] words, TextWriter output, TextWriter error)
    {
        var root = CreateRoot();

        // who says nothing wants to know what can be said
        var parsed = root.Parse(words.Length == 0 ? ["--help"] : words);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                await error.WriteLineAsync($"supine: {fault.Message}");
            }

            await error.WriteLineAsync($"supine {string.Join(' ', words.Take(1))} --help tells what is possible.");
            return ExitCode.BadUsage;
        }

        try
        {
            var exit = await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                }
            );
            await output.FlushAsync();
            return exit;
        }
        catch (OutputLostException lost)
        {
            return await TellLostAsync(lost, error);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // what the system says names the file
            var said = string.Concat(fault.Message.Select(one => char.IsControl(one) ? ' ' : one)).TrimEnd('.');
            await error.WriteLineAsync($"supine: {said}. {CureOf(fault)}");
            return ExitCode.Faults;
        }
    }

    /// <summary>Every command with its options.</summary>
    internal static RootCommand CreateRoot() =>
        new("Supine talks a person through two lying psoas stretches. Times are written 45s, 1m30s or 250ms.")
        {
            AngleCommand.Create(),
            BackupCommand.Create(),
            CheckCommand.Create(),
            CompileCommand.Create(),
            ExplainCommand.Create(),
            FigureCommand.Create(),
            NewCommand.Create(),
            PackCommand.Create(),
            PhrasesCommand.Create(),
            PracticeCommand.Create(),
            RenderCommand.Create(),
            RestoreCommand.Create(),
            SayCommand.Create(),
            SchemaCommand.Create(),
            SitCommand.Create(),
            StudyCommand.Create(),
            SuggestCommand.Create(),
            ValidateCommand.Create(),
            VoicesCommand.Create(),
        };

    /// <summary>Says why nothing more can be printed, unless whoever read it has had enough.</summary>
    public static async Task<int> TellLostAsync(OutputLostException lost, TextWriter error)
    {
        if (lost.IsClosed)
        {
            return ExitCode.ReaderGone;
        }

        await error.WriteLineAsync($"supine: the output could not be written: {lost.Message}");
        return ExitCode.Faults;
    }

    private static string CureOf(Exception fault) =>
        DiskFault.Find(fault)?.Trouble switch
        {
            DiskTrouble.Full => "The disk is full: free some space, then say this again.",
            DiskTrouble.Forbidden => "This user may not use it, or it is a folder: name another file.",
            DiskTrouble.NoPlace => "Name a place that is there, and a folder where a folder is needed.",
            DiskTrouble.Failing or DiskTrouble.Damaged => "Check the disk.",
            null => "Name another file.",
        };
}
