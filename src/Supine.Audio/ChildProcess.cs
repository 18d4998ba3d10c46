using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Supine.Audio;

/// <summary>How a program that was run came to its end.</summary>
internal abstract record ProcessEnd
{
    private ProcessEnd() { }

    /// <summary>It was content.</summary>
    /// <param name="Output">What it wrote on its standard output.</param>
    public sealed record Succeeded(string Output) : ProcessEnd;

    /// <summary>It is not there.</summary>
    public sealed record Missing : ProcessEnd;

    /// <summary>It was not content, or took too long.</summary>
    /// <param name="Reason">Why, a sentence without its subject.</param>
    public sealed record Failed(string Reason) : ProcessEnd;
}

/// <summary>Runs a program without a shell, no longer than one has patience.</summary>
internal static class ChildProcess
{
    private const int QuotedCharacters = 300;

    /// <summary>Waits for its end; whoever cancels, or loses patience, ends it with all that it started.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Each passed on as it is.</param>
    /// <param name="input">What it reads on its standard input.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="time">By which clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ProcessEnd> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string input,
        TimeSpan patience,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                StandardOutputEncoding = Encoding.UTF8,
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return new ProcessEnd.Missing();
        }

        using var impatient = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, impatient.Token);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(either.Token);
            var error = process.StandardError.ReadToEndAsync(either.Token);
            await WriteAsync(process, input, either.Token);
            await process.WaitForExitAsync(either.Token);
            var written = await output;
            var said = (await error).Trim();
            return process.ExitCode == 0
                ? new ProcessEnd.Succeeded(written)
                : new ProcessEnd.Failed(
                    $"it ended with code {process.ExitCode}"
                        + $"{(said.Length == 0 ? "." : $": {said[..Math.Min(said.Length, QuotedCharacters)].TrimEnd('.')}.")}"
                );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProcessEnd.Failed($"it was not done after {patience.TotalSeconds:0.#} s.");
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
}
