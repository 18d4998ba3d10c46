namespace Supine.Storage.Backups;

/// <summary>A backup cannot be made or restored. The message is a sentence for the person who asked for it; nothing was changed.</summary>
internal sealed class BackupRefusedException(string message, Exception? cause = null) : Exception(message, cause);
