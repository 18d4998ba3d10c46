namespace Supine.Web.Boundary;

/// <summary>What was asked for is not ready yet, because others come first. It can be asked for again.</summary>
/// <param name="others">How many others are being made or wait.</param>
internal sealed class NotReadyYetException(int others) : Exception("This is not ready yet.")
{
    /// <summary>Ask again after so long.</summary>
    public static TimeSpan AskAgainAfter { get; } = TimeSpan.FromSeconds(2);

    /// <summary>How many others are being made or wait.</summary>
    public int Others => others;
}
