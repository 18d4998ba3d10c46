namespace Supine.Web.Boundary;

/// <summary>What people write in their own words: one line or several, without characters that are not seen.</summary>
internal static class PlainText
{
    /// <summary>Whether a line has none of the characters that a page cannot show and that may change how others are shown.</summary>
    public static bool IsLine(string text) =>
        !Supine.Protocols.HiddenCharacters.Contain(text) && !text.Contains('\n') && !text.Contains('\r');

    /// <summary>Whether several lines have none of them.</summary>
    public static bool AreLines(string text) => !Supine.Protocols.HiddenCharacters.Contain(text);
}
