namespace Supine.Protocols;

/// <summary>Characters that nobody sees and that no text may have: control characters but line breaks, and those that turn the direction of
/// the text around them (the property Bidi_Control of Unicode).</summary>
public static class HiddenCharacters
{
    /// <summary>Where the first of them stands, counted in UTF-16 units; −1 where there is none.</summary>
    public static int IndexIn(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsHidden(text[i]) || IsHalf(text, i))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a text has one.</summary>
    public static bool Contain(ReadOnlySpan<char> text) => IndexIn(text) >= 0;

    // half of a character beyond U+FFFF
    private static bool IsHalf(ReadOnlySpan<char> text, int i) =>
        char.IsHighSurrogate(text[i])
            ? i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])
            : char.IsLowSurrogate(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1]));

    private static bool IsHidden(char one) =>
        one switch
        {
            '\n' or '\r' => false,
            < ' ' or '\u007F' => true,
            '\u061C' or '\u200E' or '\u200F' => true,
            >= '\u202A' and <= '\u202E' => true,
            >= '\u2066' and <= '\u2069' => true,

            // no characters at all: XML, and so a picture, cannot have them
            '\uFFFE' or '\uFFFF' => true,
            _ => false,
        };
}
