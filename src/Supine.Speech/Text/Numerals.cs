namespace Supine.Speech.Text;

/// <summary>Numbers as English words, apart by spaces, without <i>and</i> and without hyphens.</summary>
internal static class Numerals
{
    private static readonly string[] Small =
    [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly (long Value, string Name)[] Large =
    [
        (1_000_000_000_000_000, "quadrillion"),
        (1_000_000_000_000, "trillion"),
        (1_000_000_000, "billion"),
        (1_000_000, "million"),
        (1_000, "thousand"),
    ];

    private static readonly Dictionary<string, string> Ordinals = new()
    {
        ["one"] = "first",
        ["two"] = "second",
        ["three"] = "third",
        ["five"] = "fifth",
        ["eight"] = "eighth",
        ["nine"] = "ninth",
        ["twelve"] = "twelfth",
    };

    /// <summary>How many, from zero to under a quintillion: <i>one thousand two hundred fifty</i>.</summary>
    public static string Cardinal(long number)
    {
        if (number < 20)
        {
            return Small[number];
        }

        if (number < 100)
        {
            return Joined(Tens[number / 10], number % 10);
        }

        if (number < 1_000)
        {
            return Joined($"{Small[number / 100]} hundred", number % 100);
        }

        var (value, name) = Large.First(one => number >= one.Value);
        return Joined($"{Cardinal(number / value)} {name}", number % value);
    }

    /// <summary>Which one: <i>twenty first</i>.</summary>
    public static string Ordinal(long number)
    {
        var words = Cardinal(number);
        var last = words[(words.LastIndexOf(' ') + 1)..];
        return words[..^last.Length] + (Ordinals.GetValueOrDefault(last) ?? (last.EndsWith('y') ? last[..^1] + "ieth" : last + "th"));
    }

    /// <summary>Four figures as a year: pairs, but for the first ten years of a thousand.</summary>
    public static string Year(int year)
    {
        var (first, second) = (year / 100, year % 100);
        return year is < 1_000 or > 9_999 || (first % 10 == 0 && second < 10) ? Cardinal(year)
            : second == 0 ? $"{Cardinal(first)} hundred"
            : second < 10 ? $"{Cardinal(first)} oh {Cardinal(second)}"
            : $"{Cardinal(first)} {Cardinal(second)}";
    }

    /// <summary>Figure by figure.</summary>
    public static string Digits(string digits) => string.Join(' ', digits.Where(char.IsAsciiDigit).Select(digit => Small[digit - '0']));

    private static string Joined(string words, long rest) => rest == 0 ? words : $"{words} {Cardinal(rest)}";
}
