using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Supine.Speech.Text;

/// <summary>The phonemes of one sentence in words.</summary>
/// <param name="classes">Finds the class of each word.</param>
/// <param name="lexicon">Most words.</param>
/// <param name="words">Words that win over everything else, by word whatever its capitals.</param>
/// <param name="readUnknown">The pronunciation of a word in no lexicon.</param>
internal sealed partial class Pronouncer(
    WordClasses classes,
    Lexicon lexicon,
    ImmutableDictionary<string, string> words,
    Func<string, string> readUnknown
)
{
    private static readonly string[] OrdinalEndings = ["st", "nd", "rd", "th"];

    /// <summary>The phonemes with the marks as written.</summary>
    /// <param name="sentence">In words: <see cref="WrittenForms"/> has been over it.</param>
    public string Find(string sentence)
    {
        var tokens = Tokenizer.Split(sentence);
        var found = classes.Find([.. tokens.Select(token => token.Text)]);
        OwnWords.FindVerbs(tokens, found);
        var groups = Group(tokens, found);
        var around = new Surroundings(Following.Pause, IsBeforeTo: false);
        for (var i = groups.Count - 1; i >= 0; i--)
        {
            around = Pronounce(groups[i], around);
        }

        var phonemes = new StringBuilder();
        foreach (var piece in groups.SelectMany(group => group))
        {
            if (piece.IsApart && piece.Phonemes is { Length: > 0 } && phonemes is [.., not ' '])
            {
                phonemes.Append(' ');
            }

            phonemes.Append(piece.Phonemes).Append(piece.IsSpaced ? " " : "");
        }

        // two symbols that the voice writes otherwise: the flap, and the stop in a throat
        return Spaces().Replace(phonemes.ToString(), " ").Trim().Replace('ɾ', 'T').Replace('ʔ', 't');
    }

    /// <summary>A part of a token; parts without a space between them are one group.</summary>
    private sealed class Piece(string text, string wordClass, bool isSpaced)
    {
        public string Text { get; } = text;
        public string Class { get; } = wordClass;
        public bool IsSpaced { get; } = isSpaced;
        public bool IsApart { get; set; }
        public string? Phonemes { get; set; }

        /// <summary>Nothing but signs that are not heard inside a group.</summary>
        public bool IsSilent => Text.All(one => "'-_,./".Contains(one, StringComparison.Ordinal));
    }

    private static List<List<Piece>> Group(List<Token> tokens, string[] classes)
    {
        var groups = new List<List<Piece>>();
        var isOpen = false;
        foreach (var (token, wordClass) in tokens.Zip(classes))
        {
            var isFirst = !isOpen;
            if (MarkOf(token, isFirst) is { } mark)
            {
                groups.Add([new(token.Text, wordClass, token.IsSpaced) { Phonemes = mark }]);
                isOpen = false;
                continue;
            }

            List<string> parts = Tokenizer.IsElided(token.Text)
                ? [token.Text]
                : [.. Parts().Matches(token.Text).Select(match => match.Value)];
            for (var i = 0; i < parts.Count; i++)
            {
                var piece = new Piece(parts[i], wordClass, i == parts.Count - 1 && token.IsSpaced);
                if (isOpen)
                {
                    groups[^1].Add(piece);
                }
                else
                {
                    groups.Add([piece]);
                }

                isOpen = !piece.IsSpaced;
            }
        }

        return groups;
    }

    /// <summary>What a mark is in the phonemes, empty for one that is not kept; null for a word.</summary>
    private static string? MarkOf(Token token, bool isFirst) =>
        token.Text switch
        {
            "-" or "–" when isFirst => token.IsSpaced ? "—" : "",
            "--" or "---" => "—",
            "—" or "——" => "—",
            "(" or ")" => token.Text,
            "[" or "{" => "(",
            "]" or "}" => ")",
            "\"" or "''" or "<" or ">" => "",
            "'" when isFirst => "",
            _ when token.Text.All(one => ".,:;!?…".Contains(one, StringComparison.Ordinal)) => token.Text,
            _ => null,
        };

    /// <summary>Gives each piece of a group its phonemes.</summary>
    /// <returns>What the group before it sees.</returns>
    private Surroundings Pronounce(List<Piece> group, Surroundings around)
    {
        if (group is [{ Phonemes: { } mark }])
        {
            return After(mark, group[0].Text, around);
        }

        // the longest run of pieces that ends at the right edge, then what is left of it
        var (left, right) = (0, group.Count);
        while (left < right)
        {
            var run = group[left..right];
            var text = string.Concat(run.Select(piece => piece.Text));
            if (FindRun(text, ClassOf(run), isHead: left == 0, around) is { } phonemes)
            {
                group[left].Phonemes = phonemes;
                foreach (var piece in run.Skip(1))
                {
                    piece.Phonemes = "";
                }

                around = After(phonemes, text, around);
                (left, right) = (0, left);
            }
            else if (left + 1 < right)
            {
                left++;
            }
            else
            {
                right--;
                left = 0;
                if (!group[right].IsSilent)
                {
                    return Guess(group, around);
                }

                group[right].Phonemes = "";
            }
        }

        Join(group);
        return around;
    }

    /// <summary>A piece is in no lexicon: the whole group is read by the net.</summary>
    private Surroundings Guess(List<Piece> group, Surroundings around)
    {
        var whole = string.Concat(group.Select(piece => piece.Text));
        foreach (var piece in group)
        {
            piece.Phonemes = "";
        }

        group[0].Phonemes = readUnknown(whole);
        return After(group[0].Phonemes!, whole, around);
    }

    private static Surroundings After(string phonemes, string text, Surroundings around)
    {
        var first = phonemes.FirstOrDefault(symbol => Phonemes.IsVowel(symbol) || Phonemes.IsConsonant(symbol) || Phonemes.IsPause(symbol));
        return new(
            first == default ? around.Following
                : Phonemes.IsPause(first) ? Following.Pause
                : Phonemes.IsVowel(first) ? Following.Vowel
                : Following.Consonant,
            first == default ? around.IsBeforeTo : text is "to" or "To" or "TO"
        );
    }

    /// <summary>Parts of a compound are spoken without a space, the weaker ones with less stress; letters and figures stay apart.</summary>
    private static void Join(List<Piece> group)
    {
        var kinds = group
            .SelectMany(piece => piece.Text)
            .Where(one => !"'-_,./".Contains(one, StringComparison.Ordinal))
            .Select(one =>
                char.IsLetter(one) ? 0
                : char.IsDigit(one) ? 1
                : 2
            )
            .Distinct()
            .Count();
        if (kinds > 1 || group.Any(piece => piece.Text.Contains('/', StringComparison.Ordinal)))
        {
            foreach (var piece in group.Skip(1))
            {
                piece.IsApart = true;
            }

            return;
        }

        var heard = group.Where(piece => piece.Phonemes is { Length: > 0 }).ToList();
        if (heard is [{ Text.Length: 1 }, var second])
        {
            second.Phonemes = Phonemes.Stress(second.Phonemes!, Emphasis.Lowered);
            return;
        }

        if (heard.Count < 2 || heard.Count(piece => Phonemes.HasPrimary(piece.Phonemes!)) <= (heard.Count + 1) / 2)
        {
            return;
        }

        foreach (
            var piece in heard
                .OrderBy(piece => Phonemes.HasPrimary(piece.Phonemes!))
                .ThenBy(piece => Phonemes.WeightOf(piece.Phonemes!))
                .Take(heard.Count / 2)
                .ToList()
        )
        {
            piece.Phonemes = Phonemes.Stress(piece.Phonemes!, Emphasis.Lowered);
        }
    }

    /// <summary>The class of several pieces is that of the longest, capitals counting twice.</summary>
    private static string ClassOf(List<Piece> run) => run.MaxBy(piece => piece.Text.Sum(one => char.IsUpper(one) ? 2 : 1))!.Class;

    private string? FindRun(string text, string wordClass, bool isHead, Surroundings around) =>
        words.GetValueOrDefault(text)
        ?? OwnWords.Find(text)
        ?? lexicon.Find(text, wordClass, around)
        ?? FindNumber(text, isHead)
        ?? (WithoutMarks(text) is { } plain ? lexicon.Find(plain, wordClass, around) : null);

    /// <summary>A word without accents, where it has any: <i>Björn</i> as Bjorn.</summary>
    private static string? WithoutMarks(string text)
    {
        if (text.All(char.IsAscii))
        {
            return null;
        }

        var plain = string.Concat(
            text.Normalize(NormalizationForm.FormD).Where(one => CharUnicodeInfo.GetUnicodeCategory(one) != UnicodeCategory.NonSpacingMark)
        );
        return plain == text ? null : plain;
    }

    private string? FindNumber(string text, bool isHead)
    {
        if (Number().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var (sign, digits, ending) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        if (sign.Length > 0 && !isHead)
        {
            return null;
        }

        var spoken = string.Join(' ', Words(digits, ending, isHead).Split(' ').Select(lexicon.FindNumeral));
        spoken =
            sign == "-" ? $"{lexicon.FindNumeral("minus")} {spoken}"
            : sign == "+" ? $"{lexicon.FindNumeral("plus")} {spoken}"
            : spoken;
        return ending switch
        {
            "s" or "'s" => Phonemes.WithS(spoken),
            "ed" or "'d" => Phonemes.WithEd(spoken),
            "ing" => Phonemes.WithIng(spoken),
            _ => spoken,
        };
    }

    private static string Words(string digits, string ending, bool isHead)
    {
        var isPlain = digits.All(char.IsAsciiDigit);
        var whole = digits.Split('.')[0].Replace(",", "", StringComparison.Ordinal);
        if (whole.Length > 15 || digits.Count(one => one == '.') > 1)
        {
            return Numerals.Digits(digits);
        }

        var number = whole.Length == 0 ? 0 : long.Parse(whole, CultureInfo.InvariantCulture);
        if (digits.Contains('.', StringComparison.Ordinal))
        {
            var fraction = digits[(digits.IndexOf('.', StringComparison.Ordinal) + 1)..];
            var before = whole.Length == 0 ? "" : Numerals.Cardinal(number);
            return fraction.All(digit => digit == '0') && whole.Length > 0 ? before : $"{before} point {Numerals.Digits(fraction)}".Trim();
        }

        return OrdinalEndings.Contains(ending) ? Numerals.Ordinal(number)
            : whole.Length == 4 && isPlain ? Numerals.Year((int)number)
            : whole[0] == '0' && whole.Length > 1 ? Numerals.Digits(whole)
            : isHead || !isPlain ? Numerals.Cardinal(number)
            : whole.Length > 3 ? Numerals.Digits(whole)
            : whole.Length == 3 && !whole.EndsWith("00", StringComparison.Ordinal)
                ? $"{Numerals.Cardinal(number / 100)} {(whole[1] == '0' ? "oh " : "")}{Numerals.Cardinal(number % 100)}"
            : Numerals.Cardinal(number);
    }

    [GeneratedRegex(@"^([-+]?)(\d[\d,]*(?:\.\d+)*|\.\d+)(st|nd|rd|th|s|'s|ed|'d|ing)?$")]
    private static partial Regex Number();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();

    // figures · hyphens · a word up to a capital inside it · a word with apostrophes · any other sign
    [GeneratedRegex(
        @"^'+(?=\p{L})|\p{Lu}(?=\p{Lu}\p{Ll})|(?:^[-+])?(?:\d?[,.]?\d)+|[-_–—]+|'{2,}|[\p{L}\p{M}]*?(?:'\p{L})*?\p{Ll}(?=\p{Lu})"
            + @"|[\p{L}\p{M}]+(?:'\p{L}+)*|[^\p{L}\p{M}'\d_-]|'+"
    )]
    private static partial Regex Parts();
}
