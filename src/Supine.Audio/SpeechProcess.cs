using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>Runs a speech program for one sentence.</summary>
internal static class SpeechProcess
{
    private const int QuotedCharacters = 300;

    public static async Task<Speaking> SpeakAsync(
        Voice.SpeechCommand command, Language language, string text, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("supine-speech-");
        try
        {
            var file = Path.Combine(folder.FullName, "speech.wav");
            if (await RunAsync(command, language, MakePlain(text), file, Failed, time, cancellationToken) is { } problem)
            {
                return new Speaking.Failed(problem);
            }

            var (bytes, unreadable) = Speaker.ReadFile(file);
            return bytes is null ? new Speaking.Failed(Failed($"it wrote no sound: {unreadable}")) : WaveFile.Read(bytes) switch
            {
                WaveReading.Rejected(var reason) => new Speaking.Failed(Failed($"its file was not usable. {reason}")),
                WaveReading.Read(var recording) => Mastering.Master(recording) is Mastered.Ready(var clip)
                    ? new Speaking.Spoken(clip)
                    : new Speaking.Failed(Failed("what it wrote is silent.")),
                _ => throw new UnreachableException(),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        RenderProblem Failed(string reason) => new RenderProblem.SpeechFailed(command.Program, text, reason);
    }

    /// <summary>Null when it ran to its end and was content.</summary>
    private static async Task<RenderProblem?> RunAsync(
        Voice.SpeechCommand command,
        Language language,
        string text,
        string file,
        Func<string, RenderProblem> failed,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in command.Arguments)
        {
            start.ArgumentList.Add(argument
                .Replace("{out}", file, StringComparison.Ordinal)
                .Replace("{language}", language.Code(), StringComparison.Ordinal)
                .Replace("{text}", text, StringComparison.Ordinal));
        }

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return new RenderProblem.MissingProgram(command.Program);
        }

        using var patience = new CancellationTokenSource(command.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(either.Token);
            var error = process.StandardError.ReadToEndAsync(either.Token);
            var isArgument = command.Arguments.Any(argument => argument.Contains("{text}", StringComparison.Ordinal));
            await WriteAsync(process, isArgument ? "" : text + "\n", either.Token);
            await process.WaitForExitAsync(either.Token);
            await output;
            var said = (await error).Trim();
            return process.ExitCode == 0
                ? null
                : failed($"it ended with code {process.ExitCode}{(said.Length == 0 ? "." : ": " + said[..Math.Min(said.Length, QuotedCharacters)])}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return failed($"it was not done after {command.Patience.TotalSeconds:0.#} s.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task WriteAsync(Process process, string text, CancellationToken cancellationToken)
    {
        try
        {
            // past the writer, which would try again to write what it holds when it is closed
            await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it ended without reading: its exit code or its file says why
        }
    }

    /// <summary>Typographer's marks as a typewriter's: older programs read the others aloud.</summary>
    private static string MakePlain(string text) => text
        .Replace('’', '\'')
        .Replace("“", "", StringComparison.Ordinal)
        .Replace("”", "", StringComparison.Ordinal)
        .Replace("„", "", StringComparison.Ordinal)
        .Replace(" – ", ", ", StringComparison.Ordinal)
        .Replace(" — ", ", ", StringComparison.Ordinal)
        .Replace("…", ".", StringComparison.Ordinal);
}
