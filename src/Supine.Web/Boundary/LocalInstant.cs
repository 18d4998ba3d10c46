using System.Globalization;

namespace Supine.Web.Boundary;

/// <summary>When something happened, as the clock on the person's wall showed it: an instant with its offset from UTC.</summary>
/// <remarks>
/// One rule for all that comes from outside: the offset is at most 14 hours, the instant lies between <see cref="Earliest"/> and a day from
/// now (a device may be a day ahead). What was stored under older rules is brought within the range in which a calendar can show it.
/// </remarks>
internal static class LocalInstant
{
    /// <summary>No clock on earth is further from UTC, in minutes.</summary>
    public const int MostOffsetMinutes = 14 * 60;

    /// <summary>Nothing is recorded of a time before this one.</summary>
    public static DateTimeOffset Earliest { get; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far a device's clock may be ahead.</summary>
    public static TimeSpan MostAhead { get; } = TimeSpan.FromDays(1);

    /// <summary>Whether a record may be of this instant.</summary>
    public static bool IsPossible(DateTimeOffset instant, DateTimeOffset now) => instant >= Earliest && instant <= now + MostAhead;

    /// <summary>Whether a clock may be so many minutes ahead of UTC.</summary>
    public static bool IsOffset(int minutes) => minutes is >= -MostOffsetMinutes and <= MostOffsetMinutes;

    /// <summary>Notes what is wrong with an instant.</summary>
    public static void Check(DateTimeOffset instant, DateTimeOffset now, string place, string sentence, Faults faults) =>
        faults.Require(IsPossible(instant, now), place, sentence);

    /// <summary>Notes what is wrong with an offset.</summary>
    public static void CheckOffset(int minutes, Faults faults) =>
        faults.Require(
            IsOffset(minutes),
            "utcOffsetMinutes",
            string.Create(
                CultureInfo.InvariantCulture,
                $"No clock is more than 14 hours from UTC: −{MostOffsetMinutes} to {MostOffsetMinutes}."
            )
        );

    /// <summary>An instant as it is stored, whatever is stored: never a fault, for one bad row must not take a page down.</summary>
    /// <param name="milliseconds">Since 1970, UTC.</param>
    /// <param name="offsetMinutes">What the person's clock was ahead of UTC.</param>
    public static DateTimeOffset FromStored(long milliseconds, long offsetMinutes = 0)
    {
        var offset = TimeSpan.FromMinutes(Math.Clamp(offsetMinutes, -MostOffsetMinutes, MostOffsetMinutes));
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Least, Most));
        return instant.ToOffset(offset);
    }

    private static readonly long Least = new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private static readonly long Most = new DateTimeOffset(9990, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
