using Supine.Protocols;

namespace Supine.Tests;

/// <summary>The files of the repository the tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static ProtocolFolder Protocols { get; } = ProtocolFolder.Read(Path.Combine(Root, "protocols"));

    public static Protocol Protocol(string id) => Protocols.Find(id) ?? throw new InvalidOperationException($"{id} has faults.");

    /// <summary>Compares with a checked-in file; UPDATE_GOLDEN=1 writes it instead.</summary>
    public static void AssertGolden(string path, string actual)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{path} is missing: run with UPDATE_GOLDEN=1 and read the diff.");
        Assert.Equal(File.ReadAllText(file), actual);
    }

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
