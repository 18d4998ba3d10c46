using System.Runtime.InteropServices;

namespace Supine.Storage.Folders;

/// <summary>The folder that holds everything about the people of this household, readable by its owner alone.</summary>
/// <param name="Path">Absolute.</param>
internal sealed partial record UserFolder(string Path)
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const uint EverybodyElse = 0b000_111_111;

    // no link is followed, and none is changed
    private static readonly EnumerationOptions AllOfThem = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    /// <summary>The folder that <c>SUPINE_DATA</c> names, or the platform's place for a program's own files.</summary>
    /// <param name="named">What <c>SUPINE_DATA</c> says; null or blank where it says nothing.</param>
    public static UserFolder Find(string? named) =>
        new(
            string.IsNullOrWhiteSpace(named)
                ? System.IO.Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                    "supine"
                )
                : System.IO.Path.GetFullPath(named)
        );

    /// <summary>The database's file.</summary>
    public string Database => System.IO.Path.Combine(Path, "supine.db");

    /// <summary>Rendered tracks: they can be made again.</summary>
    public string Tracks => System.IO.Path.Combine(Path, "tracks");

    /// <summary>Voices recorded or brought in here, one folder each.</summary>
    public string Voices => System.IO.Path.Combine(Path, "voices");

    /// <summary>Makes the folder where it is missing, and takes everybody else's access to it and to
    /// the records in it.</summary>
    /// <exception cref="StartRefusedException">The folder cannot be made or used.</exception>
    public void Create()
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Path);
            }
            else
            {
                Directory.CreateDirectory(Path, OwnerFolder);
            }

            Directory.CreateDirectory(Tracks);
            Directory.CreateDirectory(Voices);
            if (!OperatingSystem.IsWindows())
            {
                Tighten();
            }
        }
        catch (Exception fault) when (DiskFault.Find(fault) is { } known)
        {
            throw new StartRefusedException(known.Explain(Path), fault);
        }
    }

    /// <summary>From now on this process makes files that their owner alone can read. Windows keeps a user's folder to that user by
    /// itself.</summary>
    public static void KeepNewFilesToTheirOwner()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetMask(EverybodyElse);
        }
    }

    // A folder from an older program, or one that was copied, may be open to everybody. Somebody may keep files of their own beside the
    // records: those are not ours to change.
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private void Tighten()
    {
        var folder = new DirectoryInfo(Path);
        Narrow(folder);
        foreach (var file in folder.EnumerateFiles("supine.*"))
        {
            Narrow(file);
        }

        foreach (var own in new[] { Tracks, Voices })
        {
            Narrow(new DirectoryInfo(own));
            foreach (var entry in new DirectoryInfo(own).EnumerateFileSystemInfos("*", AllOfThem))
            {
                Narrow(entry);
            }
        }
    }

    // only where something is to be taken away: what belongs to somebody else cannot be changed, and may be fine as it is
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Narrow(FileSystemInfo entry)
    {
        var most = entry is DirectoryInfo ? OwnerFolder : OwnerFile;
        var narrow = entry.UnixFileMode & most;
        if (entry.Exists && entry.UnixFileMode != narrow)
        {
            entry.UnixFileMode = narrow;
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
