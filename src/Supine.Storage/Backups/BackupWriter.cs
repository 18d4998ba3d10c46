using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using Dapper;
using Supine.Storage.Folders;

namespace Supine.Storage.Backups;

/// <summary>Makes a backup, while the server may be running: the database as it is at one moment, the recorded voices, and the protocol
/// files.</summary>
internal static class BackupWriter
{
    // a voice that is being recorded meanwhile is read again
    private const int MostTries = 5;

    /// <summary>What a backup made at some moment is called.</summary>
    public static string NameAt(DateTimeOffset moment) => FormattableString.Invariant($"supine-backup-{moment:yyyy-MM-dd}.zip");

    /// <summary>Writes the archive.</summary>
    /// <param name="database">Has the records.</param>
    /// <param name="folder">Has the voices.</param>
    /// <param name="protocols">The folder with the protocol files; it need not be there.</param>
    /// <param name="output">Takes the archive.</param>
    /// <param name="scratch">A folder in which a file may be made for as long as this runs.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Ends it; the archive is worth nothing then.</param>
    /// <returns>What is in it.</returns>
    public static async Task<BackupManifest> WriteAsync(
        Database database,
        UserFolder folder,
        string protocols,
        Stream output,
        string scratch,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var copy = Path.Combine(scratch, $"{BackupManifest.Database}.{Guid.NewGuid():N}.part");
        try
        {
            await database.CopyAsync(copy, now, cancellationToken);
            var steps = await CountStepsAsync(copy, cancellationToken);
            using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
            var files = ImmutableArray.CreateBuilder<BackupFile>();
            await using (var records = File.OpenRead(copy))
            {
                files.Add(await AddAsync(archive, BackupManifest.Database, records, now, cancellationToken));
            }

            foreach (var (name, bytes) in ReadVoices(folder).Concat(ReadProtocols(protocols)))
            {
                using var content = new MemoryStream(bytes, writable: false);
                files.Add(await AddAsync(archive, name, content, now, cancellationToken));
            }

            // last, when everything is known
            var manifest = new BackupManifest(BackupManifest.CurrentFormat, now, steps, files.ToImmutable());
            await using var told = Open(archive, BackupManifest.Name, now);
            await told.WriteAsync(manifest.ToJson(), cancellationToken);
            return manifest;
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static async Task<int> CountStepsAsync(string copy, CancellationToken cancellationToken)
    {
        await using var connection = SqliteDatabase.Connect(copy);
        await connection.OpenAsync(cancellationToken);
        return (int)await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM migration");
    }

    private static Stream Open(ZipArchive archive, string name, DateTimeOffset now)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = now;
        return entry.Open();
    }

    private static async Task<BackupFile> AddAsync(
        ZipArchive archive,
        string name,
        Stream content,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var bytes = 0L;
        await using var entry = Open(archive, name, now);
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; bytes += read)
        {
            digest.AppendData(buffer, 0, read);
            await entry.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return new(name, bytes, Convert.ToHexStringLower(digest.GetCurrentHash()));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> ReadVoices(UserFolder folder) =>
        !Directory.Exists(folder.Voices)
            ? []
            : Directory
                .GetDirectories(folder.Voices)
                .Order(StringComparer.Ordinal)
                .SelectMany(voice => ReadAll(voice, $"voices/{Path.GetFileName(voice)}/"));

    private static ImmutableArray<(string Name, byte[] Bytes)> ReadProtocols(string folder) =>
        Directory.Exists(folder) ? ReadAll(folder, "protocols/") : [];

    // All files of a folder as they belong together, or none where the folder is removed meanwhile.
    private static ImmutableArray<(string Name, byte[] Bytes)> ReadAll(string folder, string prefix)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return
                [
                    .. from file in Directory.GetFiles(folder).Order(StringComparer.Ordinal)
                    let name = prefix + Path.GetFileName(file)
                    where BackupManifest.Allows(name)
                    select (name, File.ReadAllBytes(file)),
                ];
            }
            catch (DirectoryNotFoundException)
            {
                return [];
            }
            catch (FileNotFoundException) when (tries < MostTries)
            {
                // replaced between listing and reading
            }
        }
    }
}
