using System.Text.RegularExpressions;

namespace Supine.Speech.Text;

/// <summary>Parts a text into sentences, which are spoken one by one.</summary>
internal static partial class Sentences
{
    /// <summary>More symbols than this in one go make the voice hurry and slur.</summary>
    public const int MostSymbols = 400;

    private static readonly System.Buffers.SearchValues<char> Pauses = System.Buffers.SearchValues.Create(Phonemes.Pauses);

    /// <summary>Their point ends no sentence where a figure follows.</summary>
    private static readonly HashSet<string> BeforeFigures = new(StringComparer.OrdinalIgnoreCase)
    {
        "no",
        "nos",
        "vol",
        "fig",
        "ch",
        "pp",
        "p",
        "sec",
        "approx",
        "max",
        "min",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "ca",
        "c",
    };

    /// <summary>The sentences in order, without the space between them.</summary>
    /// <param name="text">Of any length; a line's end is a space.</param>
    /// <param name="titles">Words whose point ends no sentence, without it: <i>Dr, St</i>.</param>
    public static List<string> Split(string text, IReadOnlyCollection<string> titles)
    {
        var sentences = new List<string>();
        var from = 0;
        foreach (Match end in End().Matches(text))
        {
            var next = end.Index + end.Length;
            var isPoint = end.Groups[1].Value == ".";
            if (isPoint && (next < text.Length && char.IsLower(text[next]) || IsShort(text, from, end.Index, next, titles)))
            {
                continue;
            }

            sentences.Add(text[from..next].Trim());
            from = next;
        }

        sentences.Add(text[from..].Trim());
        sentences.RemoveAll(sentence => sentence.Length == 0);
        return sentences;
    }

    /// <summary>Puts sentences together as long as they are spoken in one go: each go begins and ends with a silence of its own.</summary>
    public static IEnumerable<string> JoinPhonemes(IEnumerable<string> sentences)
    {
        var joined = "";
        foreach (var sentence in sentences)
        {
            if (joined.Length > 0 && joined.Length + 1 + sentence.Length > MostSymbols)
            {
                yield return joined;
                joined = "";
            }

            joined = joined.Length == 0 ? sentence : $"{joined} {sentence}";
        }

        if (joined.Length > 0)
        {
            yield return joined;
        }
    }

    /// <summary>Parts phonemes that are too long for one go: at the last pause that fits, else at the last space.</summary>
    public static IEnumerable<string> SplitPhonemes(string phonemes)
    {
        while (phonemes.Length > MostSymbols)
        {
            var cut = phonemes.AsSpan(0, MostSymbols).LastIndexOfAny(Pauses);
            if (cut < MostSymbols / 4)
            {
                cut = phonemes.LastIndexOf(' ', MostSymbols - 1);
            }

            if (cut <= 0)
            {
                cut = MostSymbols - 1;
            }

            yield return phonemes[..(cut + 1)].Trim();
            phonemes = phonemes[(cut + 1)..].Trim();
        }

        if (phonemes.Length > 0)
        {
            yield return phonemes;
        }
    }

    private static bool IsShort(string text, int from, int point, int next, IReadOnlyCollection<string> titles)
    {
        var start = text.LastIndexOf(' ', point) + 1;
        var word = text[Math.Max(start, from)..point].TrimStart('(', '"', '\'');
        return titles.Contains(word)
            || (word.Length == 1 && char.IsUpper(word[0]) && word != "I" && next < text.Length)
            || (next < text.Length && char.IsAsciiDigit(text[next]) && BeforeFigures.Contains(word));
    }

    // a mark, what closes a quotation, and a space
    [GeneratedRegex(@"([.!?…]+)[""')\]]*\s+")]
    private static partial Regex End();
}
