namespace Supine.Storage;

/// <summary>The program cannot start here. The message is a sentence for the person who starts it.</summary>
internal sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause);
