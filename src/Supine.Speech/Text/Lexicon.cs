using System.Collections.Immutable;
using System.Text.Json;

namespace Supine.Speech.Text;

/// <summary>How one word is pronounced, by its class where that matters.</summary>
/// <param name="Default">Where no other holds; null: its letters are spelled.</param>
/// <param name="ByClass">By an exact class, a family of classes, or <c>None</c> before a pause; a null is spelled.</param>
internal sealed record LexiconEntry(string? Default, ImmutableArray<(string Class, string? Phonemes)> ByClass);

/// <summary>What follows a word: it decides between <i>thee</i> and <i>thuh</i>.</summary>
internal enum Following
{
    /// <summary>Nothing, or a mark that is a pause.</summary>
    Pause,

    /// <summary>A word that begins with a consonant.</summary>
    Consonant,

    /// <summary>A word that begins with a vowel.</summary>
    Vowel,
}

/// <summary>What stands around a word that is looked up.</summary>
/// <param name="Following">What is heard next.</param>
/// <param name="IsBeforeTo">Whether the next word is <i>to</i>.</param>
internal readonly record struct Surroundings(Following Following, bool IsBeforeTo);

/// <summary>Two dictionaries, the better one first, with the rules for capitals, endings and the small words that change.</summary>
internal sealed class Lexicon
{
    private readonly Dictionary<string, LexiconEntry> _classed;
    private readonly Dictionary<string, string> _gold;
    private readonly Dictionary<string, string> _silver;

    private Lexicon(Dictionary<string, LexiconEntry> classed, Dictionary<string, string> gold, Dictionary<string, string> silver) =>
        (_classed, _gold, _silver) = (classed, gold, silver);

    /// <summary>Reads both.</summary>
    /// <exception cref="JsonException">One is no such dictionary.</exception>
    public static Lexicon Read(ReadOnlySpan<byte> gold, ReadOnlySpan<byte> silver)
    {
        var classed = new Dictionary<string, LexiconEntry>(1_000);
        return new(classed, ReadWords(gold, classed), ReadWords(silver, []));
    }

    /// <summary>The pronunciation of a word or a group of pieces without a space; null where it is in neither and none of
    /// its stems is.</summary>
    /// <param name="word">As written, with a straight apostrophe.</param>
    /// <param name="wordClass">Its class.</param>
    /// <param name="around">What follows.</param>
    public string? Find(string word, string wordClass, Surroundings around)
    {
        var emphasis =
            IsSmall(word) ? Emphasis.AsIs
            : IsCapitals(word) ? Emphasis.Primary
            : Emphasis.AtLeastSecondary;
        if (FindSmallWord(word, wordClass, emphasis, around) is { } small)
        {
            return small;
        }

        word = WithoutCapital(word, wordClass, around);
        return IsKnown(word) ? LookUp(word, wordClass, emphasis, around)
            : word.EndsWith("s'", StringComparison.Ordinal) && IsKnown(word[..^2] + "'s")
                ? LookUp(word[..^2] + "'s", wordClass, emphasis, around)
            : word.EndsWith('\'') && IsKnown(word[..^1]) ? LookUp(word[..^1], wordClass, emphasis, around)
            : FindStem(word, wordClass, emphasis, around);
    }

    /// <summary>A word of a number: neither its class nor what follows matters.</summary>
    public string FindNumeral(string word) =>
        LookUp(word, "CD", word == "point" ? Emphasis.None : Emphasis.AsIs, null)
        ?? throw new ArgumentException($"{word} is in no lexicon.", nameof(word));

    /// <summary>The letters of a word one by one; null where one of them has no name.</summary>
    public string? Spell(string word)
    {
        var letters = new System.Text.StringBuilder();
        foreach (var letter in word.Where(char.IsLetter))
        {
            if (!_gold.TryGetValue(char.ToUpperInvariant(letter).ToString(), out var name))
            {
                return null;
            }

            letters.Append(name);
        }

        letters.Replace(Phonemes.Primary, Phonemes.Secondary);
        var last = letters.ToString().LastIndexOf(Phonemes.Secondary);
        if (last >= 0)
        {
            letters[last] = Phonemes.Primary;
        }

        return letters.Length == 0 ? null : letters.ToString();
    }

    private string? FindSmallWord(string word, string wordClass, Emphasis emphasis, Surroundings around)
    {
        var isNoun = wordClass.StartsWith("NN", StringComparison.Ordinal);
        switch (word)
        {
            case "%":
                return LookUp("percent", wordClass, Emphasis.AsIs, around);
            case "&":
                return LookUp("and", wordClass, Emphasis.AsIs, around);
            case "+":
                return LookUp("plus", wordClass, Emphasis.AsIs, around);
            case "@":
                return LookUp("at", wordClass, Emphasis.AsIs, around);
            case "a" or "A":
                return wordClass == "DT" ? "ɐ" : "ˈA";
            case "am" or "Am" or "AM":
                return isNoun ? Spell(word)
                    : around.Following == Following.Pause || word != "am" ? LookUp("am", wordClass, emphasis, around)
                    : "ɐm";
            case "an" or "An" or "AN":
                return word == "AN" && isNoun ? Spell(word) : "ɐn";
            case "I" when wordClass == "PRP":
                return "ˌI";
            case "by" or "By" or "BY" when FamilyOf(wordClass) == "ADV":
                return "bˈI";
            case "to" or "To":
            case "TO" when wordClass is "TO" or "IN":
                return around.Following switch
                {
                    Following.Vowel => "tʊ",
                    Following.Consonant => "tə",
                    Following.Pause => "tu",
                };
            case "in" or "In":
            case "IN" when wordClass != "NNP":
                return around.Following == Following.Pause || wordClass != "IN" ? "ˈɪn" : "ɪn";
            case "the" or "The":
            case "THE" when wordClass == "DT":
                return around.Following == Following.Vowel ? "ði" : "ðə";
            case "vs" or "vs." or "Vs" or "Vs." or "VS" or "VS.":
                return LookUp("versus", wordClass, Emphasis.AsIs, around);
            case "used" or "Used" or "USED":
                return wordClass is "VBD" or "JJ" && around.IsBeforeTo ? "jˈust" : "jˈuzd";
        }

        return
            word.AsSpan().Trim('.').Contains('.')
            && word.All(one => one == '.' || char.IsLetter(one))
            && word.Split('.').All(part => part.Length < 3)
            ? Spell(word)
            : null;
    }

    /// <summary>A word that begins with a capital, or is all capitals, and is in no lexicon is tried in small letters, unless it is a short
    /// name.</summary>
    private string WithoutCapital(string word, string wordClass, Surroundings around)
    {
        var small = word.ToLowerInvariant();
        return
            word.Length > 1
            && !IsSmall(word)
            && word.All(one => one == '\'' || char.IsLetter(one))
            && (wordClass != "NNP" || word.Length > 7)
            && !IsInEither(word)
            && (IsCapitals(word) || IsSmall(word[1..]))
            && (IsInEither(small) || FindStem(small, wordClass, Emphasis.AsIs, around) is not null)
            ? small
            : word;
    }

    private bool IsKnown(string word) =>
        IsInEither(word) || (word.Length > 0 && word.All(char.IsAsciiLetter) && (word.Length == 1 || IsCapitals(word[1..])));

    private string? LookUp(string word, string wordClass, Emphasis emphasis, Surroundings? around)
    {
        // all capitals: either a name that is spelled, or a word said loudly
        var isName = false;
        if (IsCapitals(word) && FindGold(word) is null)
        {
            word = word.ToLowerInvariant();
            isName = wordClass == "NNP";
        }

        var phonemes =
            FindGold(word) is { } gold ? Choose(gold, wordClass, around)
            : !isName && FindTwin(_silver, word) is { } silver ? silver
            : null;
        return phonemes is null || (isName && !Phonemes.HasPrimary(phonemes)) ? Spell(word) : Phonemes.Stress(phonemes, emphasis);
    }

    private static string? Choose(LexiconEntry entry, string wordClass, Surroundings? around)
    {
        foreach (
            var wanted in (ReadOnlySpan<string>)
                [around is { Following: Following.Pause } ? "None" : wordClass, wordClass, FamilyOf(wordClass)]
        )
        {
            foreach (var (name, phonemes) in entry.ByClass)
            {
                if (name == wanted)
                {
                    return phonemes;
                }
            }
        }

        return entry.Default;
    }

    private string? FindStem(string word, string wordClass, Emphasis emphasis, Surroundings around)
    {
        return StemOfS(word) is { } plural && LookUp(plural, wordClass, emphasis, around) is { } one ? Phonemes.WithS(one)
            : StemOfEd(word) is { } past && LookUp(past, wordClass, emphasis, around) is { } now ? Phonemes.WithEd(now)
            : StemOfIng(word) is { } lasting && LookUp(lasting, wordClass, emphasis, around) is { } plain ? Phonemes.WithIng(plain)
            : null;
    }

    private string? StemOfS(string word) =>
        word.Length < 3 || !word.EndsWith('s') ? null
        : !word.EndsWith("ss", StringComparison.Ordinal) && IsKnown(word[..^1]) ? word[..^1]
        : (
            word.EndsWith("'s", StringComparison.Ordinal)
            || (word.Length > 4 && word.EndsWith("es", StringComparison.Ordinal) && !word.EndsWith("ies", StringComparison.Ordinal))
        ) && IsKnown(word[..^2])
            ? word[..^2]
        : word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) && IsKnown(word[..^3] + "y") ? word[..^3] + "y"
        : null;

    private string? StemOfEd(string word) =>
        word.Length < 4 || !word.EndsWith('d') ? null
        : !word.EndsWith("dd", StringComparison.Ordinal) && IsKnown(word[..^1]) ? word[..^1]
        : word.Length > 4
        && word.EndsWith("ed", StringComparison.Ordinal)
        && !word.EndsWith("eed", StringComparison.Ordinal)
        && IsKnown(word[..^2])
            ? word[..^2]
        : word.Length > 5 && word.EndsWith("ed", StringComparison.Ordinal) && word[^3] == word[^4] && IsKnown(word[..^3]) ? word[..^3]
        : null;

    private string? StemOfIng(string word) =>
        word.Length < 5 || !word.EndsWith("ing", StringComparison.Ordinal) ? null
        : word.Length > 5 && IsKnown(word[..^3]) ? word[..^3]
        : IsKnown(word[..^3] + "e") ? word[..^3] + "e"
        : word.Length > 5
        && (
            (word[^4] == word[^5] && "bcdgklmnprstvxz".Contains(word[^4], StringComparison.Ordinal))
            || word.EndsWith("cking", StringComparison.Ordinal)
        )
        && IsKnown(word[..^4])
            ? word[..^4]
        : null;

    /// <summary>The family of a class: <i>VBD</i> is a verb.</summary>
    private static string FamilyOf(string wordClass) =>
        wordClass.StartsWith("VB", StringComparison.Ordinal) ? "VERB"
        : wordClass.StartsWith("NN", StringComparison.Ordinal) ? "NOUN"
        : wordClass.StartsWith("RB", StringComparison.Ordinal) ? "ADV"
        : wordClass.StartsWith("JJ", StringComparison.Ordinal) ? "ADJ"
        : wordClass;

    private bool IsInEither(string word) => FindGold(word) is not null || FindTwin(_silver, word) is not null;

    /// <summary>An entry of the better dictionary; a real one wins over a twin's.</summary>
    private LexiconEntry? FindGold(string word) => FindExact(word) ?? (TwinOf(word) is { } twin ? FindExact(twin) : null);

    private LexiconEntry? FindExact(string word) =>
        _classed.TryGetValue(word, out var entry) ? entry
        : _gold.TryGetValue(word, out var phonemes) ? new(phonemes, [])
        : null;

    /// <summary>A word, or its twin: each small word has one with a capital, and the other way round.</summary>
    private static string? FindTwin(Dictionary<string, string> words, string word) =>
        words.TryGetValue(word, out var phonemes) || (TwinOf(word) is { } twin && words.TryGetValue(twin, out phonemes)) ? phonemes : null;

    private static bool IsSmall(string word) => !word.Any(char.IsUpper);

    private static bool IsCapitals(string word) => !word.Any(char.IsLower);

    private static string? TwinOf(string word)
    {
        if (word.Length < 2)
        {
            return null;
        }

        var rest = word[1..];
        return !IsSmall(rest) ? null
            : char.IsLower(word[0]) ? char.ToUpperInvariant(word[0]) + rest
            : char.IsUpper(word[0]) ? char.ToLowerInvariant(word[0]) + rest
            : null;
    }

    private static Dictionary<string, string> ReadWords(ReadOnlySpan<byte> json, Dictionary<string, LexiconEntry> classed)
    {
        var words = new Dictionary<string, string>(94_000);
        var reader = new Utf8JsonReader(json);
        Json.Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var word = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                words[word] = reader.GetString()!;
                continue;
            }

            var classes = ImmutableArray.CreateBuilder<(string, string?)>();
            string? otherwise = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = string.Intern(reader.GetString()!);
                reader.Read();
                var phonemes = reader.TokenType == JsonTokenType.Null ? null : reader.GetString();
                if (name == "DEFAULT")
                {
                    otherwise = phonemes;
                }
                else
                {
                    classes.Add((name, phonemes));
                }
            }

            classed[word] = new(otherwise, classes.ToImmutable());
        }

        return words;
    }
}
