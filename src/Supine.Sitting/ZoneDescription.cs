using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace Supine.Sitting;

/// <summary>A time zone as iCalendar describes one (RFC 5545, 3.6.5), for readers that do not know its name.</summary>
/// <remarks>
/// Every change of the clocks is a part of its own. Rules would be shorter, but not every zone has one: Morocco's changes follow the moon.
/// Lists of dates (RDATE) would be,
/// too, but ical.js reads no more than the first of such a list.
/// </remarks>
internal static class ZoneDescription
{
    /// <summary>Writes the zone as it is from one day to another.</summary>
    public static void Write(CalendarLines lines, DateTimeZone zone, LocalDate from, LocalDate until)
    {
        lines.Add("BEGIN", "VTIMEZONE");
        lines.Add("TZID", zone.Id);
        Offset? before = null;
        foreach (var interval in FindIntervals(zone, from, until))
        {
            before ??= FindOffsetBefore(zone, interval);
            var kind = interval.Savings > Offset.Zero ? "DAYLIGHT" : "STANDARD";
            lines.Add("BEGIN", kind);
            lines.Add("DTSTART", FindOnset(interval, before.Value));
            lines.Add("TZOFFSETFROM", Write(before.Value));
            lines.Add("TZOFFSETTO", Write(interval.WallOffset));
            lines.Add("TZNAME", interval.Name);
            lines.Add("END", kind);
            before = interval.WallOffset;
        }

        lines.Add("END", "VTIMEZONE");
    }

    /// <summary>The times of the clock on the wall that it leaps over, from one day to another: the first of them, and the first after
    /// them.</summary>
    public static IEnumerable<(LocalDateTime From, LocalDateTime Until)> FindGaps(DateTimeZone zone, LocalDate from, LocalDate until) =>
        FindIntervals(zone, from, until)
            .Where(interval => interval.HasStart)
            .Select(interval =>
                (
                    interval.Start.WithOffset(FindOffsetBefore(zone, interval)).LocalDateTime,
                    interval.Start.WithOffset(interval.WallOffset).LocalDateTime
                )
            )
            .Where(leap => leap.Item1 < leap.Item2);

    private static IEnumerable<ZoneInterval> FindIntervals(DateTimeZone zone, LocalDate from, LocalDate until) =>
        zone.GetZoneIntervals(zone.AtStartOfDay(from).ToInstant(), zone.AtStartOfDay(until).ToInstant());

    private static Offset FindOffsetBefore(DateTimeZone zone, ZoneInterval interval) =>
        interval.HasStart ? zone.GetUtcOffset(interval.Start - Duration.Epsilon) : interval.WallOffset;

    private static string Write(Offset offset)
    {
        var time = offset.ToTimeSpan();
        var format = time.Seconds == 0 ? "hhmm" : "hhmmss";
        return (time < TimeSpan.Zero ? "-" : "+") + time.ToString(format, CultureInfo.InvariantCulture);
    }

    // By the clock on the wall as it was before. What has always been so began in 1970.
    private static string FindOnset(ZoneInterval interval, Offset before) =>
        CalendarLines.Local(
            interval.HasStart ? interval.Start.WithOffset(before).LocalDateTime.ToDateTimeUnspecified() : new DateTime(1970, 1, 1)
        );
}
