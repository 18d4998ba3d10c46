using Supine.Storage;
using Supine.Storage.Backups;
using Supine.Storage.Folders;

namespace Supine.Web.Library;

/// <summary>Makes backups of everything that is kept here, to be downloaded: the same archive that <c>supine backup</c> makes.</summary>
internal sealed class HouseholdBackup(Database database, UserFolder folder, HomeFolder home, TimeProvider clock) : IDisposable
{
    /// <summary>Where archives are made; each is deleted once it was sent.</summary>
    private const string Scratch = "download";

    // each needs as much space again as the records
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Makes an archive as the records are now.</summary>
    /// <returns>Its name, and its content, which takes space until it is disposed.</returns>
    public async Task<(string Name, Stream Content)> MakeAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var (now, scratch) = (clock.GetUtcNow(), Path.Combine(folder.Path, Scratch));
            Directory.CreateDirectory(scratch);
            RemoveLeftovers(scratch, now);
            var content = OwnerFile.Create(
                Path.Combine(scratch, $"{Guid.CreateVersion7(now):N}.zip.part"),
                FileMode.CreateNew,
                FileOptions.DeleteOnClose | FileOptions.Asynchronous
            );
            try
            {
                await BackupWriter.WriteAsync(database, folder, home.Protocols, content, scratch, now, cancellationToken);
                content.Position = 0;
                return (BackupWriter.NameAt(now), content);
            }
            catch
            {
                await content.DisposeAsync();
                throw;
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    // of a server that was ended while it sent one
    private static void RemoveLeftovers(string scratch, DateTimeOffset now)
    {
        foreach (
            var file in new DirectoryInfo(scratch)
                .EnumerateFiles("*.part")
                .Where(file => now - file.LastWriteTimeUtc > TimeSpan.FromDays(1))
        )
        {
            file.Delete();
        }
    }
}
