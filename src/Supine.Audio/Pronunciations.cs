using System.Text.RegularExpressions;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>Words that a language's file has pronounced otherwise than they are written.</summary>
public static class Pronunciations
{
    /// <summary>The phonemes of those that have any, by word.</summary>
    public static IEnumerable<KeyValuePair<string, string>> PhonemesOf(Language language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language
            .Pronunciations.Where(word => word.Phonemes is not null)
            .Select(word => KeyValuePair.Create(word.Word, word.Phonemes!));
    }

    /// <summary>A text as it is written for a voice that reads letters.</summary>
    public static string Respell(string text, Language language)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(language);
        foreach (var (word, spelling, _) in language.Pronunciations.Where(word => word.Spelling is not null))
        {
            text = Regex.Replace(
                text,
                $@"(?<![\p{{L}}\p{{M}}\d]){Regex.Escape(word)}(?![\p{{L}}\p{{M}}\d])",
                spelling!.Replace("$", "$$", StringComparison.Ordinal),
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
            );
        }

        return text;
    }
}
