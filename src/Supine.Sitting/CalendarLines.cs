using System.Globalization;
using System.Text;

namespace Supine.Sitting;

/// <summary>Content lines of iCalendar (RFC 5545, 3.1): folded at 75 octets, ended by CR LF.</summary>
internal sealed class CalendarLines
{
    private const int MostOctets = 75;
    private readonly StringBuilder _lines = new();

    /// <summary>Adds a line whose value is written as it is.</summary>
    public void Add(string name, string value)
    {
        var octets = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                _lines.Append("\r\n ");
                octets = 1;
            }

            _lines.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        _lines.Append("\r\n");
    }

    /// <summary>Adds a line whose value is words of a person.</summary>
    public void AddText(string name, string words) =>
        Add(
            name,
            words
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace(";", "\\;", StringComparison.Ordinal)
                .Replace(",", "\\,", StringComparison.Ordinal)
                .ReplaceLineEndings("\\n")
        );

    public static string Local(DateTime time) => time.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    public static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    public override string ToString() => _lines.ToString();
}
