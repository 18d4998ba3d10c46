using System.CommandLine;
using System.Globalization;
using Supine.Storage;
using Supine.Storage.Backups;
using Supine.Storage.Folders;

namespace Supine.Cli;

/// <summary><c>supine backup FILE</c>: all records, recorded voices and protocols as one file, also while the server runs.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The file to make, like supine.zip, or a folder to make it in." };
        var replace = new Option<bool>("--replace") { Description = "A file that is there already gives way." };
        var command = new Command("backup", "Makes one file of all records, recorded voices and protocols. Supine may be running.")
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

    private static async Task<int> RunAsync(string named, bool mayReplace, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var now = TimeProvider.System.GetUtcNow();
        var file = Directory.Exists(named) ? Path.Combine(named, BackupWriter.NameAt(now)) : named;
        if (File.Exists(file) && !mayReplace)
        {
            error.WriteLine($"supine: {file} is there already. Say --replace if it may go, or name another file.");
            return ExitCode.Faults;
        }

        try
        {
            var folder = Records.FindFolder();
            await using var database = Records.Open(folder);
            if (database is SqliteDatabase && !File.Exists(folder.Database))
            {
                error.WriteLine($"supine: there are no records at {folder.Path}. Name the folder that has them with SUPINE_DATA.");
                return ExitCode.Faults;
            }

            using var inUse =
                FolderLock.TryShare(folder.Path) ?? throw new BackupRefusedException($"{folder.Path} is being restored. Try again later.");
            if (Directory.Exists(Path.Combine(folder.Path, "restore.ready")))
            {
                throw new BackupRefusedException($"{folder.Path} was restored in part. Start Supine once, so that it is finished.");
            }

            var place = Path.GetDirectoryName(Path.GetFullPath(file))!;
            var part = $"{Path.GetFullPath(file)}.part";
            try
            {
                BackupManifest manifest;
                await using (var stream = OwnerFile.Create(part, FileMode.Create))
                {
                    manifest = await BackupWriter.WriteAsync(database, folder, Home.Protocols, stream, place, now, cancel);
                    stream.Flush(flushToDisk: true);
                }

                File.Move(part, file, overwrite: mayReplace);
                output.WriteLine(Describe(file, manifest));
            }
            finally
            {
                File.Delete(part);
            }

            return ExitCode.Fine;
        }
        catch (Exception refused) when (refused is BackupRefusedException or StartRefusedException)
        {
            error.WriteLine($"supine: {refused.Message}");
            return ExitCode.Faults;
        }
    }

    private static string Describe(string file, BackupManifest manifest) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{file} has all records, {Records.Count(manifest)}; {new FileInfo(file).Length / 1e6:0.0} MB."
        );
}
