using System.Globalization;
using Supine.Storage;
using Supine.Storage.Backups;
using Supine.Storage.Folders;

namespace Supine.Cli;

/// <summary>Where the server keeps its records: found by the same variables.</summary>
internal static class Records
{
    /// <summary>The folder that <c>SUPINE_DATA</c> names, or the usual one. From now on new files are their owner's alone.</summary>
    public static UserFolder FindFolder()
    {
        UserFolder.KeepNewFilesToTheirOwner();
        return UserFolder.Find(Environment.GetEnvironmentVariable("SUPINE_DATA"));
    }

    /// <summary>The database that <c>SUPINE_DATABASE</c> names, or the file in the folder.</summary>
    public static Database Open(UserFolder folder) => Database.Open(Environment.GetEnvironmentVariable("SUPINE_DATABASE"), folder.Database);

    /// <summary>What a backup has beside the records.</summary>
    public static string Count(BackupManifest manifest)
    {
        var voices = manifest.Files.Count(file =>
            file.Name.StartsWith("voices/", StringComparison.Ordinal) && file.Name.EndsWith("/manifest.json", StringComparison.Ordinal)
        );
        var protocols = manifest.Files.Count(file => file.Name.StartsWith("protocols/", StringComparison.Ordinal));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{voices} recorded {(voices == 1 ? "voice" : "voices")} and {protocols} protocol files"
        );
    }
}
