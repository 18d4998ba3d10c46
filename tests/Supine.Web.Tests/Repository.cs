namespace Supine.Web.Tests;

/// <summary>Where the files of the repository are that the tests read.</summary>
internal static class Repository
{
    /// <summary>Absolute.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Supine.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Supine.slnx is above no folder of the tests.");
        }

        return folder;
    }
}
