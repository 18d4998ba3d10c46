using Supine.Protocols;

namespace Supine.Web.Library;

/// <summary>The sentence by which the voices of a language are compared.</summary>
internal static class VoiceSample
{
    // Long enough to hear how somebody speaks, and short enough to compare.
    private const int CharactersAtMost = 80;

    /// <summary>The longest that is often said in the mildest session; null where nothing is spoken in the language.</summary>
    public static string? Find(ProtocolFolder folder, Language language) =>
        folder
            .SpokenIn(language)
            .Where(protocol => protocol.Audience == Audience.Home)
            .Take(1)
            .SelectMany(protocol => Phrases.Find(protocol, language))
            .Where(phrase => phrase.Need == PhraseNeed.Usual && phrase.Text.Length <= CharactersAtMost)
            .MaxBy(phrase => phrase.Text.Length)
            ?.Text;
}
