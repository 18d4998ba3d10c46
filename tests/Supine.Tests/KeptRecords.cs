using Supine.Storage;
using Supine.Storage.Folders;

namespace Supine.Tests;

/// <summary>Records for the command line, as a server leaves them. The folder is named by a variable of the process, so tests that need
/// it run one after another.</summary>
internal static class KeptRecords
{
    public const string Collection = "Records of the command line";

    /// <summary>Makes a folder with an empty household, and names it to the command line.</summary>
    public static async Task<string> MakeAsync()
    {
        var folder = new UserFolder(NameNone());
        folder.Create();
        await using var database = new SqliteDatabase(folder.Database);
        await Migration.ApplyAsync(database, Migration.AllFor(database.Variant), DateTimeOffset.UnixEpoch, CancellationToken.None);
        return folder.Path;
    }

    /// <summary>Names a folder without records to the command line: never that of who runs the tests.</summary>
    public static string NameNone()
    {
        var folder = Directory.CreateTempSubdirectory("supine-records-").FullName;
        Environment.SetEnvironmentVariable("SUPINE_DATA", folder);
        return folder;
    }
}
