using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Supine.Speech.Text;

namespace Supine.Speech;

/// <summary>How a text is pronounced.</summary>
public abstract record Pronunciation
{
    private Pronunciation() { }

    /// <summary>It can be spoken.</summary>
    /// <param name="Sentences">The phonemes of each sentence, in the symbols of the voice, with its marks.</param>
    public sealed record Found(ImmutableArray<string> Sentences) : Pronunciation
    {
        /// <inheritdoc/>
        public override string ToString() => string.Join(' ', Sentences);
    }

    /// <summary>It cannot.</summary>
    /// <param name="Reason">Why, a sentence.</param>
    public sealed record Refused(string Reason) : Pronunciation;
}

/// <summary>Turns English text into phonemes: sentences, written forms, words, word classes, two lexicons, a net for the rest.</summary>
internal sealed class EnglishText : IDisposable
{
    /// <summary>About six minutes of speech; more is a mistake.</summary>
    public const int MostCharacters = 5_000;

    /// <summary>So many unknown signs are named, not more.</summary>
    private const int MostNamed = 5;

    private readonly WrittenForms _forms;
    private readonly UnknownWords _unknown;
    private readonly Pronouncer _pronouncer;

    private EnglishText(WrittenForms forms, UnknownWords unknown, Pronouncer pronouncer) =>
        (_forms, _unknown, _pronouncer) = (forms, unknown, pronouncer);

    /// <summary>Reads all tables: about a second and 40 MB.</summary>
    /// <exception cref="FaultyFileException">A file is not as it came, or there is no ONNX Runtime.</exception>
    public static EnglishText Open(string folder, ImmutableDictionary<string, string> words)
    {
        // the runtime first: without it nothing else need be read
        var unknown = UnknownWords.Open(
            HeartFiles.Read(folder, HeartFiles.UnknownWords),
            HeartFiles.Read(folder, HeartFiles.UnknownWordSymbols)
        );
        var lexicon = Lexicon.Read(HeartFiles.Read(folder, HeartFiles.Gold), HeartFiles.Read(folder, HeartFiles.Silver));
        var classes = WordClasses.Read(HeartFiles.Read(folder, HeartFiles.WordClasses));
        var forms = WrittenForms.Read(HeartFiles.Read(folder, HeartFiles.WrittenForms));
        return new(forms, unknown, new(classes, lexicon, words, unknown.Read));
    }

    /// <summary>The phonemes of any text, or a sentence that says why there are none.</summary>
    public Pronunciation Find(string text)
    {
        if (text.Length > MostCharacters)
        {
            return new Pronunciation.Refused(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The text has {text.Length} characters, and at most {MostCharacters} can be spoken at once."
                )
            );
        }

        if (!IsSound(text))
        {
            return new Pronunciation.Refused("The text holds half of a character: it was cut in the wrong place.");
        }

        var sentences = Sentences.Split(WrittenForms.Plain(text), _forms.Titles).Select(_forms.ToWords).ToList();
        var unknown = sentences.SelectMany(FindUnknown).Distinct().ToList();
        if (unknown.Count > 0)
        {
            return new Pronunciation.Refused(
                $"The English voice cannot speak {string.Join(", ", unknown.Take(MostNamed))}"
                    + $"{(unknown.Count > MostNamed ? $" and {unknown.Count - MostNamed} other signs" : "")}: write it in English words."
            );
        }

        ImmutableArray<string> spoken = [.. sentences.Select(_pronouncer.Find).Where(IsHeard)];
        return spoken.IsEmpty ? new Pronunciation.Refused("There is no word in the text.") : new Pronunciation.Found(spoken);
    }

    /// <inheritdoc/>
    public void Dispose() => _unknown.Dispose();

    private static bool IsHeard(string phonemes) => phonemes.Any(one => Phonemes.IsVowel(one) || Phonemes.IsConsonant(one));

    private static bool IsSound(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Signs that are no Latin letter, figure or mark: each with its number in Unicode, since not every screen shows it.</summary>
    private static IEnumerable<string> FindUnknown(string sentence) =>
        sentence
            .EnumerateRunes()
            .Where(rune => !IsSpoken(rune))
            .Select(rune => string.Create(CultureInfo.InvariantCulture, $"“{rune}” (U+{rune.Value:X4})"));

    private static bool IsSpoken(Rune rune) =>
        rune.IsAscii
            ? rune.Value >= ' '
            : Rune.IsLetter(rune) && rune.Value is < 0x250 or (>= 0x1E00 and < 0x1F00)
                || rune.Value is '—' or '–' or '…' or '¡' or '¿' or (>= 0x300 and < 0x370);
}
