using System.Collections.Immutable;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime;

namespace Supine.Sitting;

/// <summary>A time zone as iCalendar describes one (RFC 5545, 3.6.5), for readers that do not know its name.</summary>
/// <remarks>
/// Outlook takes one part for standard time and one for daylight saving time, those that begin last, and expects a yearly rule in each. So
/// a zone with yearly rules is described by these two parts alone; only the changes of years before such rules hold come before them, each
/// as a part of its own. A list of dates (RDATE) would be shorter, but ical.js reads only the first date of one.
/// </remarks>
internal static class ZoneDescription
{
    /// <summary>Describes a zone.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="firstYear">The year from whose beginning the description holds.</param>
    /// <param name="untilYear">The year at whose beginning it may end; where there are yearly rules, it never does.</param>
    public static VTimeZone Describe(DateTimeZone zone, int firstYear, int untilYear)
    {
        // The constructor that takes a name looks it up in the machine's own zones.
        var described = new VTimeZone { TzId = zone.Id };
        var (rules, rulesFrom) = FindRules(zone, firstYear, untilYear);
        if (rulesFrom > firstYear)
        {
            foreach (var change in ClockChange.List(zone, new(firstYear, 1, 1), new(rulesFrom, 1, 1)))
            {
                described.TimeZoneInfos.Add(Write(change, null));
            }
        }

        foreach (var rule in rules)
        {
            described.TimeZoneInfos.Add(Write(rule.First, rule.Recurrence));
        }

        return described;
    }

    // Rules that hold from the very beginning start a year earlier, so that there is a change before every event.
    private static (ImmutableArray<YearlyRule> Rules, int From) FindRules(DateTimeZone zone, int firstYear, int untilYear)
    {
        for (var year = firstYear; year < untilYear; year++)
        {
            if (YearlyRule.FindBoth(zone, year, year == firstYear ? year - 1 : year) is { IsEmpty: false } rules)
            {
                return (rules, year);
            }
        }

        return ([], untilYear);
    }

    private static VTimeZoneInfo Write(ClockChange change, RecurrenceRule? recurrence) =>
        new(change.IsDaylight ? Components.Daylight : Components.Standard)
        {
            Start = new CalDateTime(change.At.ToDateTimeUnspecified()),
            OffsetFrom = new(change.From.ToTimeSpan()),
            OffsetTo = new(change.To.ToTimeSpan()),
            TimeZoneName = change.Name,
            RecurrenceRule = recurrence,
        };
}
