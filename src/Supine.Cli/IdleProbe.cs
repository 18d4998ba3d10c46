using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Supine.Cli;

/// <summary>A program of the platform that knows for how long nobody has used the machine.</summary>
/// <param name="Program">On the path.</param>
/// <param name="Arguments">What it is asked.</param>
/// <param name="Answer">Finds the number in what it says.</param>
/// <param name="PerSecond">That number's units in a second.</param>
internal sealed partial record IdleProbe(string Program, ImmutableArray<string> Arguments, Regex Answer, long PerSecond)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>GNOME, X11 and macOS.</summary>
    public static ImmutableArray<IdleProbe> All { get; } =
    [
        new(
            "gdbus",
            [
                "call",
                "--session",
                "--dest",
                "org.gnome.Mutter.IdleMonitor",
                "--object-path",
                "/org/gnome/Mutter/IdleMonitor/Core",
                "--method",
                "org.gnome.Mutter.IdleMonitor.GetIdletime",
            ],
            GnomeAnswer(),
            1_000
        ),
        new("xprintidle", [], NumberAlone(), 1_000),
        new("ioreg", ["-c", "IOHIDSystem", "-d", "4"], MacAnswer(), 1_000_000_000),
    ];

    /// <summary>The first that answers here; null where none does.</summary>
    public static async Task<IdleProbe?> FindAsync(CancellationToken cancellationToken)
    {
        foreach (var probe in All)
        {
            if (await probe.AskAsync(cancellationToken) is not null)
            {
                return probe;
            }
        }

        return null;
    }

    /// <summary>Asks it; null when it does not say.</summary>
    public async Task<TimeSpan?> AskAsync(CancellationToken cancellationToken)
    {
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        impatient.CancelAfter(Patience);
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(Program, Arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
            );
            return process is null ? null : await ReadAsync(process, impatient.Token);
        }
        catch (Win32Exception)
        {
            // there is no such program here
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Finds the time in what it said.</summary>
    public TimeSpan? Read(string said) =>
        Answer.Match(said) is { Success: true } match
        && long.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var units)
            ? TimeSpan.FromSeconds((double)units / PerSecond)
            : null;

    private async Task<TimeSpan?> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await error;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? Read(said) : null;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    [GeneratedRegex(@"^\(uint64 ([0-9]{1,18}),\)")]
    private static partial Regex GnomeAnswer();

    [GeneratedRegex(@"^([0-9]{1,18})\s*$")]
    private static partial Regex NumberAlone();

    [GeneratedRegex("\"HIDIdleTime\" = ([0-9]{1,18})")]
    private static partial Regex MacAnswer();
}
