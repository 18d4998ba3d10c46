using System.Globalization;
using System.Text.RegularExpressions;

namespace Supine.Protocols;

/// <summary>Durations as people write them in protocols and on the command line: <c>45s</c>, <c>1m30s</c>, <c>500ms</c>,
/// <c>37.5s</c>.</summary>
public static partial class DurationText
{
    /// <summary>What a duration looks like. Whole milliseconds, below 100 minutes.</summary>
    [GeneratedRegex(@"^(?=[0-9])([0-9]{1,2}m)?([0-9]{1,4}(\.[0-9]{1,3})?s)?([0-9]{1,6}ms)?$", RegexOptions.CultureInvariant)]
    public static partial Regex Pattern();

    /// <summary>Reads a duration; false when it is not one.</summary>
    /// <param name="text">Like <c>45s</c>.</param>
    /// <param name="duration">Whole milliseconds, zero or more.</param>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text is null || text.Length > 64 || Pattern().Match(text) is not { Success: true } match)
        {
            return false;
        }

        var minutes = Number(match.Groups[1], "m");
        var seconds = Number(match.Groups[2], "s");
        var milliseconds = Number(match.Groups[4], "ms");
        duration = TimeSpan.FromMilliseconds((long)((minutes * 60_000) + (seconds * 1_000) + milliseconds));
        return true;
    }

    /// <summary>Writes a duration so that <see cref="TryParse"/> reads the same one.</summary>
    /// <param name="duration">Whole milliseconds, zero or more.</param>
    public static string Write(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{(decimal)duration.Ticks / TimeSpan.TicksPerSecond:0.###}s");

    private static decimal Number(Group group, string unit) =>
        group.Success
            ? decimal.Parse(
                group.Value.AsSpan(0, group.Value.Length - unit.Length),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture
            )
            : 0;
}
