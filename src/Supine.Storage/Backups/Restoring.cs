using Supine.Storage.Folders;

namespace Supine.Storage.Backups;

/// <summary>Puts a backup in the place of a household's records.</summary>
/// <remarks>
/// What is restored is unpacked and checked in the folder <c>restore.new</c> inside the folder of the records. Giving that folder the name
/// <c>restore.ready</c> decides: before it all records are the old ones, after it all are the new ones. What is left to do then is moved
/// into place at once, or when the program starts next.
/// </remarks>
internal static class Restoring
{
    private const string New = "restore.new";
    private const string Ready = "restore.ready";
    private const string Old = "restore.old";

    /// <summary>Restores a backup.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="folder">The folder of the records.</param>
    /// <param name="database">The database of the records.</param>
    /// <param name="protocols">The folder with the protocol files: those that are missing there are put back.</param>
    /// <param name="mayReplace">Whether records that are there already may be replaced.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was restored.</returns>
    /// <exception cref="BackupRefusedException">It cannot be restored; nothing was changed.</exception>
    public static async Task<BackupManifest> RestoreAsync(
        string file,
        UserFolder folder,
        Database database,
        string protocols,
        bool mayReplace,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        folder.Create();
        using var alone =
            FolderLock.TryHoldAlone(folder.Path)
            ?? throw new BackupRefusedException($"Supine is running on {folder.Path}. Stop it (Ctrl+C in its terminal), then restore.");
        FinishUnder(folder);
        var postgres = database as PostgresDatabase;
        if (!mayReplace && HasRecords(folder, postgres is null))
        {
            throw new BackupRefusedException(
                $"{folder.Path} has records already. Name another folder with SUPINE_DATA, "
                    + "or say --replace to put the backup in their place; they are deleted then."
            );
        }

        var unpacked = Path.Combine(folder.Path, New);
        try
        {
            var manifest = await BackupReader.UnpackAsync(file, unpacked, cancellationToken);
            if (postgres is not null)
            {
                var records = Path.Combine(unpacked, BackupManifest.Database);
                await postgres.ReplaceAsync(records, mayReplace, now, cancellationToken);
                File.Delete(records);
            }

            AddMissing(Path.Combine(unpacked, "protocols"), protocols);
            Directory.Move(unpacked, Path.Combine(folder.Path, Ready));
            FinishUnder(folder);
            return manifest;
        }
        finally
        {
            DeleteFolder(unpacked);
        }
    }

    /// <summary>When the program starts: puts a restored backup into place where the program that restored it was ended in
    /// between.</summary>
    /// <exception cref="StartRefusedException">The folder is being restored right now.</exception>
    public static void Finish(UserFolder folder)
    {
        if (!Directory.Exists(Path.Combine(folder.Path, New)) && !Directory.Exists(Path.Combine(folder.Path, Ready)))
        {
            return;
        }

        using var alone =
            FolderLock.TryHoldAlone(folder.Path)
            ?? throw new StartRefusedException($"{folder.Path} is being restored. Start this again when that is over.");
        FinishUnder(folder);
    }

    // Each step may have been done already.
    private static void FinishUnder(UserFolder folder)
    {
        var (ready, old) = (Path.Combine(folder.Path, Ready), Path.Combine(folder.Path, Old));
        DeleteFolder(Path.Combine(folder.Path, New));
        if (Directory.Exists(ready))
        {
            Directory.CreateDirectory(old);
            if (File.Exists(Path.Combine(ready, BackupManifest.Database)))
            {
                // the log first: it belongs to the old file, and must never be beside the new one
                foreach (var part in new[] { "-wal", "-shm", "-journal", "" })
                {
                    MoveAside(folder.Database + part, old);
                }

                File.Move(Path.Combine(ready, BackupManifest.Database), folder.Database);
            }

            if (Directory.Exists(Path.Combine(ready, "voices")))
            {
                if (Directory.Exists(folder.Voices))
                {
                    DeleteFolder(Path.Combine(old, "voices"));
                    Directory.Move(folder.Voices, Path.Combine(old, "voices"));
                }

                Directory.Move(Path.Combine(ready, "voices"), folder.Voices);
            }

            // tracks in voices that may be gone; they are rendered again
            DeleteFolder(folder.Tracks);
            Directory.CreateDirectory(folder.Tracks);
            DeleteFolder(ready);
        }

        DeleteFolder(old);
    }

    private static void MoveAside(string file, string old)
    {
        if (File.Exists(file))
        {
            File.Move(file, Path.Combine(old, Path.GetFileName(file)), overwrite: true);
        }
    }

    private static bool HasRecords(UserFolder folder, bool lookForDatabase) =>
        (lookForDatabase && File.Exists(folder.Database))
        || (Directory.Exists(folder.Voices) && Directory.EnumerateFileSystemEntries(folder.Voices).Any());

    // The program's own files are those of this program; only what somebody added comes from the backup.
    private static void AddMissing(string from, string to)
    {
        if (!Directory.Exists(from) || !Directory.Exists(to))
        {
            return;
        }

        foreach (var file in Directory.GetFiles(from))
        {
            var place = Path.Combine(to, Path.GetFileName(file));
            if (!File.Exists(place))
            {
                File.Copy(file, place);
            }
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
