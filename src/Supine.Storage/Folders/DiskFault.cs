using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Supine.Storage.Folders;

/// <summary>What keeps the program from reading or writing its files, told apart by what a person can do about it.</summary>
internal enum DiskTrouble
{
    /// <summary>No space is left, or no more may be used.</summary>
    Full,

    /// <summary>The file or folder may not be read or written.</summary>
    Forbidden,

    /// <summary>The name or place is not one for files: a file stands where a folder should be, or the place does not exist.</summary>
    NoPlace,

    /// <summary>What is stored is damaged, or is something else.</summary>
    Damaged,

    /// <summary>The disk does not do what it is told.</summary>
    Failing,
}

/// <summary>A fault of a disk or of the database's file, found in an exception.</summary>
/// <param name="Trouble">What it is.</param>
internal sealed record DiskFault(DiskTrouble Trouble)
{
    // errno on Linux and macOS, and the codes of Windows
    private static readonly int[] NoSpace =
    [
        28,
        OperatingSystem.IsMacOS() ? 69 : 122,
        unchecked((int)0x80070070),
        unchecked((int)0x80070027),
    ];

    // result codes of SQLite, without their extended part
    private const int SqlitePermission = 3;
    private const int SqliteReadOnly = 8;
    private const int SqliteInputOutput = 10;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqliteNotADatabase = 26;

    /// <summary>The fault that an exception, or what it was caused by, tells of; null where it is something else.</summary>
    public static DiskFault? Find(Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (TroubleOf(cause) is { } trouble)
            {
                return new(trouble);
            }
        }

        return null;
    }

    /// <summary>Whether an exception says that no space is left.</summary>
    public static bool IsFull(Exception exception) => Find(exception)?.Trouble == DiskTrouble.Full;

    /// <summary>One sentence or two that name the place and what to do, for somebody at a terminal.</summary>
    /// <param name="path">The folder or file concerned.</param>
    public string Explain(string path) =>
        Trouble switch
        {
            DiskTrouble.Full => $"The disk of {path} is full. Free some space on it, then start this again.",
            DiskTrouble.Forbidden =>
                $"{path} cannot be read or written by this user. Give it to this user (chown -R \"$USER\" {path}; chmod -R u+rwX {path}), "
                    + "or name another folder with SUPINE_DATA.",
            DiskTrouble.NoPlace => $"{path} cannot be a folder for records: a file is in its place, or the place does not exist. "
                + "Move that file away, or name another folder with SUPINE_DATA.",
            DiskTrouble.Damaged =>
                $"{path} is damaged or is no database of this program. Restore a backup (./supine restore FILE --replace), "
                    + "or move the file away to begin anew.",
            DiskTrouble.Failing =>
                $"{path} cannot be read or written: the disk reports an error. Check the disk, and copy the folder to another one.",
        };

    private static DiskTrouble? TroubleOf(Exception exception) =>
        exception switch
        {
            SqliteException { SqliteErrorCode: SqliteFull } => DiskTrouble.Full,
            SqliteException { SqliteErrorCode: SqlitePermission or SqliteReadOnly or SqliteCannotOpen } => DiskTrouble.Forbidden,
            SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNotADatabase } => DiskTrouble.Damaged,
            SqliteException { SqliteErrorCode: SqliteInputOutput } => DiskTrouble.Failing,
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => DiskTrouble.Full,
            DbException => null,
            UnauthorizedAccessException => DiskTrouble.Forbidden,
            IOException io when NoSpace.Contains(io.HResult) => DiskTrouble.Full,
            DirectoryNotFoundException or FileNotFoundException or PathTooLongException => DiskTrouble.NoPlace,
            IOException { HResult: var code } io when io.GetType() == typeof(IOException) => IoTrouble(code),
            _ => null,
        };

    // what the system says of a place (EEXIST, ENOTDIR, EROFS), or of the device (EIO)
    private static DiskTrouble? IoTrouble(int code) =>
        code switch
        {
            17 or 20 or 21 => DiskTrouble.NoPlace,
            30 => DiskTrouble.Forbidden,
            5 => DiskTrouble.Failing,
            _ => null,
        };
}
