using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Supine.Storage.Folders;

namespace Supine.Storage.Backups;

/// <summary>Unpacks a backup into an empty folder and checks all of it: names, lengths, digests, and the database.</summary>
internal static class BackupReader
{
    /// <summary>Unpacks and checks it.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="into">The folder, which is made; it holds <c>supine.db</c>, <c>voices</c> and <c>protocols</c> afterwards.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupRefusedException">The archive is no backup, is damaged, or is newer than this program.</exception>
    public static async Task<BackupManifest> UnpackAsync(string file, string into, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var manifest = await ReadManifestAsync(file, archive, cancellationToken);
            RequireSpace(file, manifest, into);
            foreach (var told in manifest.Files)
            {
                await UnpackAsync(file, archive.GetEntry(told.Name)!, told, into, cancellationToken);
            }

            Directory.CreateDirectory(Path.Combine(into, "voices"));
            await CheckDatabaseAsync(file, Path.Combine(into, BackupManifest.Database), manifest, cancellationToken);
            return manifest;
        }
        catch (InvalidDataException fault)
        {
            throw new BackupRefusedException($"{file} is no ZIP archive, or is damaged. Choose a file that `supine backup` made.", fault);
        }
    }

    private static async Task<BackupManifest> ReadManifestAsync(string file, ZipArchive archive, CancellationToken cancellationToken)
    {
        if (archive.Entries.Count > BackupManifest.MostFiles)
        {
            throw Refuse(file, $"it has more than {BackupManifest.MostFiles} files");
        }

        if (archive.GetEntry(BackupManifest.Name) is not { Length: <= BackupManifest.MostBytes } entry)
        {
            throw Refuse(file, $"it has no {BackupManifest.Name}");
        }

        BackupManifest manifest;
        try
        {
            using var content = new MemoryStream();
            await using (var packed = entry.Open())
            {
                await CopyAsync(packed, content, BackupManifest.MostBytes, null, cancellationToken);
            }

            manifest = BackupManifest.Read(content.ToArray());
        }
        catch (JsonException)
        {
            throw Refuse(file, $"its {BackupManifest.Name} cannot be read");
        }

        if (manifest.Format > BackupManifest.CurrentFormat)
        {
            throw new BackupRefusedException($"{file} was made by a newer program. Restore it with that program, or a newer one.");
        }

        var names = manifest.Files.Select(told => told.Name).ToList();
        if (names.Find(name => !BackupManifest.Allows(name)) is not null)
        {
            throw Refuse(file, "it names a file that does not belong in one");
        }

        // one name on every kind of disk, and nothing besides
        if (
            names.ToHashSet(StringComparer.OrdinalIgnoreCase).Count != names.Count
            || !names.Contains(BackupManifest.Database)
            || !names.Append(BackupManifest.Name).ToHashSet().SetEquals(archive.Entries.Select(packed => packed.FullName))
            || archive.Entries.Count != names.Count + 1
        )
        {
            throw Refuse(file, "its files are not those that it names");
        }

        return manifest;
    }

    // Before anything is unpacked: an archive may say, or hide, that it is larger than the disk.
    private static void RequireSpace(string file, BackupManifest manifest, string into)
    {
        Directory.CreateDirectory(into);
        var free = new DriveInfo(Path.GetFullPath(into)).AvailableFreeSpace;
        var needed = manifest.Files.Aggregate(0m, (sum, told) => sum + told.Bytes);
        if (manifest.Files.Any(told => told.Bytes < 0))
        {
            throw Refuse(file, "it names a length below zero");
        }

        if (needed > free)
        {
            throw new BackupRefusedException(
                $"{file} needs {needed / 1_000_000m:0.#} MB, and the disk of {into} has {free / 1_000_000m:0.#} MB left. Free some space."
            );
        }
    }

    private static async Task UnpackAsync(
        string file,
        ZipArchiveEntry entry,
        BackupFile told,
        string into,
        CancellationToken cancellationToken
    )
    {
        var path = Path.Combine(into, told.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var packed = entry.Open();
        await using var unpacked = OwnerFile.Create(path, FileMode.CreateNew);
        var bytes = await CopyAsync(packed, unpacked, told.Bytes, digest, cancellationToken);
        if (bytes != told.Bytes || Convert.ToHexStringLower(digest.GetCurrentHash()) != told.Sha256)
        {
            throw Refuse(file, $"its {told.Name} is damaged");
        }

        unpacked.Flush(flushToDisk: true);
    }

    // Never more than one byte beyond what was said, however far a packed file would unfold.
    private static async Task<long> CopyAsync(
        Stream from,
        Stream to,
        long most,
        IncrementalHash? digest,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[1 << 16];
        var bytes = 0L;
        while (bytes <= most)
        {
            var wanted = (int)Math.Min(buffer.Length, most + 1 - bytes);
            var read = await from.ReadAsync(buffer.AsMemory(0, wanted), cancellationToken);
            if (read == 0)
            {
                break;
            }

            digest?.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            bytes += read;
        }

        return bytes;
    }

    private static async Task CheckDatabaseAsync(string file, string database, BackupManifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = SqliteDatabase.Connect(database);
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync("PRAGMA ignore_check_constraints = ON");
            if (
                await connection.ExecuteScalarAsync<string>("PRAGMA integrity_check(1)") != "ok"
                || await connection.ExecuteScalarAsync<string?>("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1") is not null
            )
            {
                throw Refuse(file, "its database is damaged");
            }

            if (await Migration.CountAppliedAsync(connection, Migration.AllFor("sqlite")) != manifest.Migration)
            {
                throw Refuse(file, "its database is not the one that it names");
            }

            await SqliteDatabase.BeOneFileAsync(connection);
        }
        catch (StartRefusedException fault)
        {
            // newer than this program, or changed by hand
            throw new BackupRefusedException($"{file} cannot be restored. {fault.Message}", fault);
        }
        catch (SqliteException fault)
        {
            throw new BackupRefusedException($"{file} is no backup: its database cannot be read.", fault);
        }
    }

    private static BackupRefusedException Refuse(string file, string why) =>
        new($"{file} is no backup: {why}. Choose a file that `supine backup` made; nothing was changed.");
}
