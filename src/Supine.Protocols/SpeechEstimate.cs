namespace Supine.Protocols;

/// <summary>How long a sentence takes to speak calmly: the time kept free for it.</summary>
/// <remarks>
/// slot = a + b · characters + c · inner pauses + d · commas, rounded up to 100 ms; a digit counts as eight characters,
/// since it is a word when spoken. It is an upper bound for the calm voices it was fitted to, so the layout does not
/// depend on who speaks: see <c>docs/models/track.md</c>.
/// </remarks>
public static class SpeechEstimate
{
    private const int FixedMs = 650;
    private const int InnerPauseMs = 450;
    private const int CommaMs = 150;
    private const int CharactersOfADigit = 8;
    private const int StepMs = 100;

    /// <summary>The time kept free for a sentence.</summary>
    /// <param name="language">Its language.</param>
    /// <param name="text">As it is spoken.</param>
    public static TimeSpan Of(Language language, string text)
    {
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(text);
        var characters = 0;
        var pauses = 0;
        var commas = 0;
        for (var i = 0; i < text.Length; i++)
        {
            characters += char.IsAsciiDigit(text[i]) ? CharactersOfADigit : 1;
            commas += text[i] == ',' ? 1 : 0;
            pauses += text[i] is '.' or ';' or ':' or '!' or '?' or '–' && i < text.Length - 1 ? 1 : 0;
        }

        var milliseconds =
            FixedMs + ((int)language.SpeechPerCharacter.TotalMilliseconds * characters) + (InnerPauseMs * pauses) + (CommaMs * commas);
        return TimeSpan.FromMilliseconds((milliseconds + StepMs - 1) / StepMs * StepMs);
    }
}
