using System.Text.RegularExpressions;

namespace Supine.Speech.Text;

/// <summary>A word, a part of one, or a mark.</summary>
/// <param name="Text">As written.</param>
/// <param name="IsSpaced">Whether a space follows.</param>
internal readonly record struct Token(string Text, bool IsSpaced);

/// <summary>Parts a sentence into words and marks as English grammars do: <i>do n't</i>, <i>arm 's</i>, <i>hip - flexor</i>.</summary>
/// <remarks>Word classes are found on these parts; pieces that stand without a space are looked up together again.</remarks>
internal static partial class Tokenizer
{
    /// <summary>Written together with their point; everything else gives a point at its end away.</summary>
    private static readonly HashSet<string> WithPoint = new(StringComparer.OrdinalIgnoreCase)
    {
        "a.m.",
        "p.m.",
        "e.g.",
        "i.e.",
        "vs.",
        "etc.",
        "dr.",
        "mr.",
        "mrs.",
        "ms.",
        "prof.",
        "st.",
        "jr.",
        "sr.",
        "inc.",
        "ltd.",
        "co.",
        "corp.",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
        "jun.",
        "jul.",
        "aug.",
        "sep.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
        "gen.",
        "gov.",
        "rep.",
        "rev.",
        "sen.",
        "mt.",
        "no.",
    };

    /// <summary>Written as one word and two in grammar.</summary>
    private static readonly Dictionary<string, int> Joined = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cannot"] = 3,
        ["gonna"] = 3,
        ["gotta"] = 3,
        ["lemme"] = 3,
        ["gimme"] = 3,
        ["y'all"] = 2,
    };

    private static readonly HashSet<string> Elided = new(StringComparer.OrdinalIgnoreCase)
    {
        "'cause",
        "'em",
        "'til",
        "'tis",
        "'twas",
        "'bout",
        "'round",
        "'n'",
        "'nother",
        "'cos",
        "'coz",
        "'cuz",
    };

    private const string Prefixes = "§%=—–…,:;!?()[]{}<>_#*&\"'$£€¥+/";
    private const string Suffixes = "—–…,:;!?()[]{}<>_#*&\"'%$£€¥+/";

    /// <summary>The parts in order.</summary>
    public static List<Token> Split(string sentence)
    {
        var tokens = new List<Token>();
        foreach (var chunk in sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var from = tokens.Count;
            SplitChunk(chunk, tokens);
            if (tokens.Count > from)
            {
                tokens[^1] = tokens[^1] with { IsSpaced = true };
            }
        }

        // at the end, the point of an abbreviation is the sentence's as well
        if (tokens is [.., { Text: [.., not '.', '.'] }])
        {
            tokens[^1] = tokens[^1] with { IsSpaced = false };
            tokens.Add(new(".", true));
        }

        return tokens;
    }

    private static void SplitChunk(string chunk, List<Token> tokens)
    {
        var after = new Stack<string>();
        while (chunk.Length > 0 && !IsWhole(chunk))
        {
            if (chunk.StartsWith("...", StringComparison.Ordinal))
            {
                var points = chunk.Length - chunk.TrimStart('.').Length;
                tokens.Add(new(chunk[..points], false));
                chunk = chunk[points..];
            }
            else if (chunk[0] == '\'' && IsElided(chunk.TrimEnd('.', ',', '!', '?', ';', ':')))
            {
                var word = chunk.TrimEnd('.', ',', '!', '?', ';', ':');
                tokens.Add(new(word, false));
                chunk = chunk[word.Length..];
            }
            else if (Prefixes.Contains(chunk[0], StringComparison.Ordinal) && !(chunk[0] == '+' && IsDigitAt(chunk, 1)))
            {
                tokens.Add(new(chunk[..1], false));
                chunk = chunk[1..];
            }
            else if (SuffixOf(chunk) is > 0 and var length && length < chunk.Length)
            {
                after.Push(chunk[^length..]);
                chunk = chunk[..^length];
            }
            else
            {
                break;
            }
        }

        if (chunk.Length > 0)
        {
            SplitInside(chunk, tokens);
        }

        while (after.TryPop(out var one))
        {
            tokens.Add(new(one, false));
        }
    }

    /// <summary>Whether a word's apostrophe stands for what it has lost at its front: <i>'cause</i>.</summary>
    public static bool IsElided(string word) => Elided.Contains(word);

    private static bool IsWhole(string chunk) => WithPoint.Contains(chunk) || Joined.ContainsKey(chunk) || IsElided(chunk);

    private static bool IsDigitAt(string text, int at) => at < text.Length && char.IsAsciiDigit(text[at]);

    /// <summary>How many characters at the end are a token of their own; 0 for none.</summary>
    private static int SuffixOf(string chunk)
    {
        if (chunk.EndsWith("..", StringComparison.Ordinal))
        {
            return chunk.Length - chunk.TrimEnd('.').Length;
        }

        if (chunk.Length > 2 && chunk.EndsWith("'s", StringComparison.OrdinalIgnoreCase))
        {
            return 2;
        }

        if (Suffixes.Contains(chunk[^1], StringComparison.Ordinal))
        {
            return 1;
        }

        if (chunk[^1] == '.' && chunk.Length > 1)
        {
            // an initial keeps its point, and so does U.S.
            var before = chunk[^2];
            return
                char.IsLower(before) && !Dotted().IsMatch(chunk)
                || char.IsAsciiDigit(before)
                || "%)\"'+-".Contains(before, StringComparison.Ordinal)
                || (chunk.Length > 2 && char.IsUpper(before) && char.IsUpper(chunk[^3]))
                ? 1
                : 0;
        }

        return 0;
    }

    private static void SplitInside(string chunk, List<Token> tokens)
    {
        if (Joined.TryGetValue(chunk, out var first))
        {
            tokens.Add(new(chunk[..first], false));
            tokens.Add(new(chunk[first..], false));
            return;
        }

        var from = 0;
        foreach (Match border in Infix().Matches(chunk))
        {
            SplitContraction(chunk[from..border.Index], tokens);
            tokens.Add(new(border.Value, false));
            from = border.Index + border.Length;
        }

        SplitContraction(chunk[from..], tokens);
    }

    private static void SplitContraction(string word, List<Token> tokens)
    {
        if (word.Length == 0)
        {
            return;
        }

        if (!IsWhole(word) && Contraction().Match(word) is { Success: true } match && match.Index > 0)
        {
            SplitContraction(word[..match.Index], tokens);
            tokens.Add(new(match.Value, false));
            return;
        }

        tokens.Add(new(word, false));
    }

    [GeneratedRegex(@"(?:n't|'(?:ll|ve|re|d|m|s))$", RegexOptions.IgnoreCase)]
    private static partial Regex Contraction();

    [GeneratedRegex(@"^(?:\p{L}\.)+$")]
    private static partial Regex Dotted();

    [GeneratedRegex(
        @"\.\.+|…|(?<=[0-9])[+*^](?=[0-9-])|(?<=[0-9])-(?=[0-9])|(?<=[\p{Ll}""'])\.(?=[\p{Lu}""'])|(?<=\p{L}),(?=\p{L})"
            + @"|(?<=\p{L})(?:---?|——|[-–—~])(?=\p{L})|(?<=[\p{L}0-9])[:<>=/](?=\p{L})"
    )]
    private static partial Regex Infix();
}
