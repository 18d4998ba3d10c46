namespace Supine.Cli;

/// <summary>Nothing more can be printed.</summary>
/// <param name="message">Why, a sentence.</param>
/// <param name="isClosed">Whether whoever read the output has closed it, which is no fault.</param>
public sealed class OutputLostException(string message, bool isClosed) : IOException(message)
{
    /// <summary>Whether whoever read the output has closed it.</summary>
    public bool IsClosed { get; } = isClosed;
}
