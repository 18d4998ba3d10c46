using System.CommandLine;
using Supine.Storage;
using Supine.Storage.Backups;

namespace Supine.Cli;

/// <summary><c>supine restore FILE</c>: puts a backup back.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file")
        {
            Description = "A file that `supine backup` made, or that was downloaded from the page of people.",
        };
        var replace = new Option<bool>("--replace") { Description = "Records and voices that are there already are deleted." };
        var command = new Command("restore", "Puts a backup back, once all of it is checked. Supine must not be running.")
        {
            file,
            replace,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    parsed.GetRequiredValue(file),
                    parsed.GetValue(replace),
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error,
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(string file, bool mayReplace, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        if (!File.Exists(file))
        {
            error.WriteLine($"supine: there is no file {file}.");
            return ExitCode.BadUsage;
        }

        try
        {
            var folder = Records.FindFolder();
            await using var database = Records.Open(folder);
            var now = TimeProvider.System.GetUtcNow();
            var manifest = await Restoring.RestoreAsync(file, folder, database, Home.Protocols, mayReplace, now, cancel);
            output.WriteLine(
                FormattableString.Invariant(
                    $"The records of {manifest.MadeAt:yyyy-MM-dd HH:mm} UTC are in {database.Place} again, {Records.Count(manifest)}."
                )
            );
            return ExitCode.Fine;
        }
        catch (Exception refused) when (refused is BackupRefusedException or StartRefusedException)
        {
            error.WriteLine($"supine: {refused.Message}");
            return ExitCode.Faults;
        }
    }
}
