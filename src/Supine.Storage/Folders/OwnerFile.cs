namespace Supine.Storage.Folders;

/// <summary>Makes files that their owner alone can read.</summary>
internal static class OwnerFile
{
    /// <summary>Opens a file for writing.</summary>
    /// <param name="path">Where.</param>
    /// <param name="mode">Whether it may be there already.</param>
    /// <param name="options">More about how it is used.</param>
    public static FileStream Create(string path, FileMode mode, FileOptions options = FileOptions.None)
    {
        var how = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            Options = options,
        };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, how);
    }
}
