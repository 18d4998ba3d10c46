namespace Supine.Storage.Folders;

/// <summary>Says that a folder of records is in use, to every program on this machine, until it is disposed or the process ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string Name = "supine.lock";
    private readonly FileStream _held;

    private FolderLock(FileStream held) => _held = held;

    /// <summary>Uses the folder beside others that use it; null while one has it alone.</summary>
    public static FolderLock? TryShare(string folder) => TryOpen(folder, FileAccess.Read, FileShare.Read);

    /// <summary>Has the folder alone; null while anybody uses it.</summary>
    public static FolderLock? TryHoldAlone(string folder) => TryOpen(folder, FileAccess.ReadWrite, FileShare.None);

    public void Dispose() => _held.Dispose();

    private static FolderLock? TryOpen(string folder, FileAccess access, FileShare share)
    {
        try
        {
            return new(new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, access, share));
        }
        catch (IOException inUse) when (DiskFault.Find(inUse) is null && inUse is not FileNotFoundException)
        {
            return null;
        }
    }
}
