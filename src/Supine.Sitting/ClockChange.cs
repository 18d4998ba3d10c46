using NodaTime;
using NodaTime.TimeZones;

namespace Supine.Sitting;

/// <summary>A change of a zone's clocks.</summary>
/// <param name="At">When, by the clock on the wall as it was before the change.</param>
/// <param name="From">The offset from UTC before.</param>
/// <param name="To">The offset from UTC after.</param>
/// <param name="Name">The zone's name for the time after the change, like CEST.</param>
/// <param name="IsDaylight">Whether daylight saving time begins.</param>
internal sealed record ClockChange(LocalDateTime At, Offset From, Offset To, string Name, bool IsDaylight)
{
    /// <summary>The changes from one day to another, in order. The first one is the change that led to the time of the first day; where
    /// there never was one, it is in 1970 and changes nothing.</summary>
    public static IEnumerable<ClockChange> List(DateTimeZone zone, LocalDate from, LocalDate until) =>
        zone.GetZoneIntervals(zone.AtStartOfDay(from).ToInstant(), zone.AtStartOfDay(until).ToInstant())
            .Select(interval => Read(zone, interval));

    /// <summary>The times that the clock on the wall leaps over from one day to another: the first time of each gap, and the first after
    /// it.</summary>
    public static IEnumerable<(LocalDateTime From, LocalDateTime Until)> ListGaps(DateTimeZone zone, LocalDate from, LocalDate until) =>
        List(zone, from, until)
            .Where(change => change.To > change.From)
            .Select(change => (change.At, change.At.PlusSeconds(change.To.Seconds - change.From.Seconds)));

    private static ClockChange Read(DateTimeZone zone, ZoneInterval interval)
    {
        var before = interval.HasStart ? zone.GetUtcOffset(interval.Start - Duration.Epsilon) : interval.WallOffset;
        return new(
            interval.HasStart ? interval.Start.WithOffset(before).LocalDateTime : new LocalDateTime(1970, 1, 1, 0, 0),
            before,
            interval.WallOffset,
            interval.Name,
            interval.Savings > Offset.Zero
        );
    }
}
