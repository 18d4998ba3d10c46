using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Supine.Speech.Text;

/// <summary>Makes words of what is written in figures, signs and abbreviations: <i>2.5 cm</i>, <i>60%</i>, <i>9:30</i>,
/// <i>3x</i>.</summary>
internal sealed partial class WrittenForms
{
    private static readonly string[] Denominators = ["half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth"];

    /// <summary>Units that the table leaves out because a letter may be something else; after a figure they are units.</summary>
    private static readonly Dictionary<string, (string One, string Many)> ShortUnits = new()
    {
        ["m"] = ("meter", "meters"),
        ["g"] = ("gram", "grams"),
        ["s"] = ("second", "seconds"),
        ["h"] = ("hour", "hours"),
        ["l"] = ("liter", "liters"),
        ["N"] = ("newton", "newtons"),
        ["Nm"] = ("newton meter", "newton meters"),
        ["dB"] = ("decibel", "decibels"),
        ["°C"] = ("degree Celsius", "degrees Celsius"),
        ["°F"] = ("degree Fahrenheit", "degrees Fahrenheit"),
        ["°"] = ("degree", "degrees"),
    };

    private static readonly Dictionary<char, string> Greek = new()
    {
        ['α'] = "alpha",
        ['β'] = "beta",
        ['γ'] = "gamma",
        ['δ'] = "delta",
        ['Δ'] = "delta",
        ['θ'] = "theta",
        ['λ'] = "lambda",
        ['μ'] = "mu",
        ['π'] = "pie",
        ['σ'] = "sigma",
        ['τ'] = "tau",
        ['φ'] = "phi",
        ['ω'] = "omega",
        ['Ω'] = "omega",
    };

    private readonly Dictionary<string, string> _months;
    private readonly Dictionary<string, (string One, string Many)> _units;
    private readonly Dictionary<string, string> _symbols;
    private readonly Dictionary<string, (string One, string Many)> _currencies;
    private readonly Dictionary<string, string> _abbreviations;
    private readonly Dictionary<string, string> _titles;
    private readonly Regex _titleForm;
    private readonly Regex _abbreviationForm;
    private readonly Regex _unitForm;
    private readonly Regex _moneyForm;
    private readonly Regex _dateForm;
    private readonly Regex _cardinalForm;
    private readonly Regex _ordinalForm;

    private WrittenForms(JsonElement tables)
    {
        _months = ReadStrings(tables.GetProperty("months"));
        _titles = ReadStrings(tables.GetProperty("titles"));
        _abbreviations = ReadStrings(tables.GetProperty("abbreviations"));
        _symbols = ReadStrings(tables.GetProperty("symbols"));
        _units = ReadPairs(tables.GetProperty("units"));
        _currencies = ReadPairs(tables.GetProperty("currency"));
        foreach (var (unit, names) in ShortUnits)
        {
            _units.TryAdd(unit, names);
        }

        const string Figure = @"\d+(?:,\d{3})*(?:\.\d+)?";
        _titleForm = new($@"\b({AnyOf(_titles.Keys)})\.?\s+(?=\p{{Lu}})");
        _abbreviationForm = new($@"(?<![\p{{L}}\d])({AnyOf(_abbreviations.Keys)})(?![\p{{L}}\d])", RegexOptions.IgnoreCase);
        _unitForm = new($@"(?<![\p{{L}}])({Figure})\s?({AnyOf(_units.Keys)})(?![\p{{L}}\d])");
        _moneyForm = new($@"({AnyOf(_currencies.Keys)})\s?({Figure})(\s(?:thousand|million|billion|trillion)\b)?");
        var months = AnyOf(_months.Values.Concat(_months.Keys.Select(month => month + ".")));
        _dateForm = new($@"\b({months})\s(\d{{1,2}})(?:st|nd|rd|th)?(,?\s\d{{4}})?(?![\d:%])", RegexOptions.IgnoreCase);
        _cardinalForm = new($@"\b({AnyOf(ReadList(tables.GetProperty("roman_cardinal")))})\s([IVXLC]+)\b");
        _ordinalForm = new($@"\b({AnyOf(ReadList(tables.GetProperty("roman_ordinal")))})\s([IVX]+)\b");
    }

    /// <summary>Words whose point ends no sentence.</summary>
    public IReadOnlyCollection<string> Titles => _titles.Keys;

    /// <summary>Reads the tables.</summary>
    /// <exception cref="JsonException">They are no such tables.</exception>
    public static WrittenForms Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return new(document.RootElement);
    }

    /// <summary>The typist's signs for the typographer's, so that every rule knows one of each.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var one in text.Normalize(NormalizationForm.FormC))
        {
            plain.Append(
                one switch
                {
                    '’' or '‘' or 'ʼ' or '´' or '`' or '′' => "'",
                    '“' or '”' or '„' or '«' or '»' or '"' or '″' => "",
                    '−' or '‐' or '‑' or '‒' => "-",
                    '―' => "—",
                    '\u00ad' or '\u200b' or '\u200d' or '\ufeff' or '\ufe0f' => "",
                    '‹' or '›' => "",
                    '⁄' or '∕' => "/",
                    '•' or '·' => ", ",
                    _ when char.IsWhiteSpace(one) || char.IsControl(one) => " ",
                    _ => one.ToString(),
                }
            );
        }

        return Spaces().Replace(plain.ToString(), " ").Trim();
    }

    /// <summary>A sentence in words.</summary>
    /// <param name="sentence">With plain signs: see <see cref="Plain"/>.</param>
    public string ToWords(string sentence)
    {
        var text = sentence;
        text = Address().Replace(text, match => SpokenAddress(match.Value));
        text = _titleForm.Replace(text, match => _titles[match.Groups[1].Value] + " ");
        text = Initial().Replace(text, "$1 ");
        text = IsoDate().Replace(text, match => SpokenDate(Number(match, 1), Number(match, 2), Number(match, 3), match.Value));
        text = SlashedDate().Replace(text, match => SpokenDate(Number(match, 3), Number(match, 1), Number(match, 2), match.Value));
        text = _dateForm.Replace(text, SpokenMonthDay);
        text = Time().Replace(text, SpokenTime);
        text = Hour().Replace(text, match => $"{Numerals.Cardinal(Number(match, 1))} {HalfOfDay(match.Groups[2].Value)}");
        text = Telephone().Replace(text, match => $"{Numerals.Digits(match.Groups[1].Value)}, {Numerals.Digits(match.Groups[2].Value)}");
        text = _moneyForm.Replace(text, SpokenMoney);
        text = RoundTheClock().Replace(text, "twenty-four seven");
        text = Fraction().Replace(text, SpokenFraction);
        text = MixedFraction().Replace(text, "$1 and $2");
        text = Times().Replace(text, match => match.Groups[1].Value + (match.Groups[1].Value == "1" ? " time" : " times"));
        text = Product().Replace(text, " times ");
        text = Range().Replace(text, "$1 to $2");
        text = Minus().Replace(text, "minus ");
        text = Plus().Replace(text, "plus ");
        text = _unitForm.Replace(text, SpokenUnit);
        text = Percent().Replace(text, "$1 percent");
        text = _cardinalForm.Replace(
            text,
            match => Roman(match.Groups[2].Value) is { } number ? $"{match.Groups[1].Value} {number}" : match.Value
        );
        text = _ordinalForm.Replace(
            text,
            match => Roman(match.Groups[2].Value) is { } number ? $"{match.Groups[1].Value} the {Numerals.Ordinal(number)}" : match.Value
        );
        text = _abbreviationForm.Replace(text, match => SpokenAbbreviation(match, text));
        text = ReplaceSigns(text);
        return Spaces().Replace(text, " ").Trim();
    }

    private string SpokenAbbreviation(Match match, string text)
    {
        var written = match.Value;
        if (
            (_abbreviations.TryGetValue(written, out var words) || TryFindSmall(written, out words))
            && !(
                IsAlsoWord(written)
                && !(match.Index + match.Length + 1 < text.Length && char.IsAsciiDigit(text[match.Index + match.Length + 1]))
            )
        )
        {
            // at the end its point is the sentence's as well
            return written.EndsWith('.') && match.Index + match.Length == text.Length ? words + "." : words;
        }

        return written;

        bool TryFindSmall(string abbreviation, out string words)
        {
            // at the start of a sentence: Approx.
            var small = char.ToLowerInvariant(abbreviation[0]) + abbreviation[1..];
            words = _abbreviations.TryGetValue(small, out var found) ? char.ToUpperInvariant(found[0]) + found[1..] : "";
            return words.Length > 0;
        }
    }

    /// <summary>An answer, the sun, and Saturday's past: with a point they may as well end a sentence.</summary>
    private static bool IsAlsoWord(string written) => written is "no." or "No." or "ed." or "est." or "sun." or "sat.";

    private string SpokenMonthDay(Match match)
    {
        var written = match.Groups[1].Value.TrimEnd('.');
        var day = Number(match, 2);
        if (
            day is < 1 or > 31
            || !_months.TryGetValue(written[..3].ToLowerInvariant(), out var month)
            || (written == "may" || written == "march")
        )
        {
            return match.Value;
        }

        var year = match.Groups[3].Value.TrimStart(',', ' ');
        return $"{month} {Numerals.Ordinal(day)}{(year.Length > 0 ? $", {year}" : "")}";
    }

    private string SpokenDate(int year, int month, int day, string written) =>
        month is >= 1 and <= 12 && day is >= 1 and <= 31
            ? $"{_months.Values.ElementAt(month - 1)} {Numerals.Ordinal(day)}, {year.ToString(CultureInfo.InvariantCulture)}"
            : written;

    private static string SpokenTime(Match match)
    {
        var (hour, minute) = (Number(match, 1), Number(match, 2));
        if (hour > 24 || minute > 59)
        {
            return match.Value;
        }

        var half = match.Groups[3].Success ? " " + HalfOfDay(match.Groups[3].Value) : "";
        var spoken =
            minute == 0
                ? half.Length > 0
                    ? ""
                    : " o'clock"
                : minute < 10
                    ? $" O {Numerals.Cardinal(minute)}"
                    : $" {Numerals.Cardinal(minute)}";
        return Numerals.Cardinal(hour) + spoken + half;
    }

    private static string HalfOfDay(string written) => char.ToLowerInvariant(written[0]) == 'a' ? "A.M." : "P.M.";

    private string SpokenMoney(Match match)
    {
        var (one, many) = _currencies[match.Groups[1].Value];
        var amount = match.Groups[2].Value;
        if (match.Groups[3].Success)
        {
            return $"{amount}{match.Groups[3].Value} {many}";
        }

        var parts = amount.Split('.');
        var whole = parts[0] == "1" ? $"one {one}" : $"{parts[0]} {many}";
        return parts.Length == 1 || parts[1].All(digit => digit == '0') ? whole
            : parts[1].Length != 2 ? $"{amount} {many}"
            : match.Groups[1].Value is "£" or "GBP" ? $"{whole} {Number(parts[1])}"
            : $"{whole} and {Number(parts[1])} {(parts[1] == "01" ? "cent" : "cents")}";
    }

    private static string SpokenFraction(Match match)
    {
        var (above, below) = (Number(match, 1), Number(match, 2));
        return below == 0 ? $"{above} over {below}"
            : above > below || above == 0 ? $"{above} over {below}"
            : below is >= 2 and <= 9 && above < below ? $"{Numerals.Cardinal(above)} {Denominators[below - 2]}{(above == 1 ? "" : "s")}"
            : $"{above} out of {below}";
    }

    private string SpokenUnit(Match match)
    {
        var amount = match.Groups[1].Value;
        var (one, many) = _units[match.Groups[2].Value];
        if (match.Value.EndsWith("0s", StringComparison.Ordinal) && amount.Length == 4)
        {
            // the 1990s
            return match.Value;
        }

        return $"{amount} {(amount == "1" ? one : many)}";
    }

    private static string SpokenAddress(string written)
    {
        var spoken = WebScheme().Replace(written, "").TrimEnd('/');
        return spoken
            .Replace("www.", "www dot ", StringComparison.OrdinalIgnoreCase)
            .Replace("@", " at ", StringComparison.Ordinal)
            .Replace("/", " slash ", StringComparison.Ordinal)
            .Replace(".", " dot ", StringComparison.Ordinal);
    }

    private string ReplaceSigns(string text)
    {
        var replaced = new StringBuilder(text.Length);
        foreach (var one in text)
        {
            if (_symbols.TryGetValue(one.ToString(), out var words))
            {
                replaced.Append(words.Length == 0 || words[0] is ' ' or ',' ? words : $" {words} ");
            }
            else if (Greek.TryGetValue(one, out var letter))
            {
                replaced.Append(CultureInfo.InvariantCulture, $" {letter} ");
            }
            else
            {
                replaced.Append(one);
            }
        }

        return SpaceBeforeMark().Replace(replaced.ToString(), "$1");
    }

    private static int? Roman(string numeral)
    {
        var sum = 0;
        var before = int.MaxValue;
        foreach (var digit in numeral)
        {
            var value = digit switch
            {
                'I' => 1,
                'V' => 5,
                'X' => 10,
                'L' => 50,
                'C' => 100,
                _ => 0,
            };
            sum += value > before ? value - (2 * before) : value;
            before = value;
        }

        return sum is > 0 and < 400 ? sum : null;
    }

    private static int Number(Match match, int group) => Number(match.Groups[group].Value);

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static string AnyOf(IEnumerable<string> words) =>
        string.Join('|', words.OrderByDescending(word => word.Length).Select(Regex.Escape));

    private static Dictionary<string, string> ReadStrings(JsonElement table) =>
        table.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!);

    private static Dictionary<string, (string One, string Many)> ReadPairs(JsonElement table) =>
        table.EnumerateObject().ToDictionary(pair => pair.Name, pair => (pair.Value[0].GetString()!, pair.Value[1].GetString()!));

    private static ImmutableArray<string> ReadList(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetString()!)];

    [GeneratedRegex(@"\s{2,}")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\s+([,.;:!?])")]
    private static partial Regex SpaceBeforeMark();

    [GeneratedRegex(@"^https?://", RegexOptions.IgnoreCase)]
    private static partial Regex WebScheme();

    [GeneratedRegex(
        @"\b(?:https?://\S+[\w/]|www\.\S+\w|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w-]+\.(?:com|org|net|edu|gov|info)(?:/\S*\w)?)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Address();

    // an initial before a name
    [GeneratedRegex(@"\b(\p{Lu})\.\s(?=\p{Lu})")]
    private static partial Regex Initial();

    [GeneratedRegex(@"\b(\d{4})-(\d{2})-(\d{2})\b")]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")]
    private static partial Regex SlashedDate();

    [GeneratedRegex(@"(?<![\d:])(\d{1,2}):(\d{2})(?![\d:])(?:\s?([ap])\.?m\b\.?)?", RegexOptions.IgnoreCase)]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<![\d:.])(\d{1,2})\s?([ap])\.?m\b\.?", RegexOptions.IgnoreCase)]
    private static partial Regex Hour();

    [GeneratedRegex(@"(?<![\d-])(\d{3})-(\d{4})(?![\d-])")]
    private static partial Regex Telephone();

    [GeneratedRegex(@"(?<![\d/])24/7(?![\d/])")]
    private static partial Regex RoundTheClock();

    [GeneratedRegex(@"(?<![\d/.,\p{L}])(\d{1,4})/(\d{1,4})(?![\d/\p{L}])")]
    private static partial Regex Fraction();

    // 2½
    [GeneratedRegex(@"(\d)\s?([½¼¾])")]
    private static partial Regex MixedFraction();

    [GeneratedRegex(@"(?<![\p{L}\d.])(\d+)\s?[x×](?=[\s,.;:!?)]|$)(?!\s*\d)")]
    private static partial Regex Times();

    [GeneratedRegex(@"(?<=\d)\s?[x×]\s?(?=\d)")]
    private static partial Regex Product();

    [GeneratedRegex(@"(?<![\p{L}\d.,/-])(\d+(?:\.\d+)?)\s?[-–]\s?(\d+(?:\.\d+)?)(?![\d/-]|\s?[-–]\d)")]
    private static partial Regex Range();

    [GeneratedRegex(@"(?<![\p{L}\d)])[-–](?=\.?\d)")]
    private static partial Regex Minus();

    [GeneratedRegex(@"(?<![\p{L}\d)])\+(?=\.?\d)")]
    private static partial Regex Plus();

    [GeneratedRegex(@"(\d)\s?%")]
    private static partial Regex Percent();
}
