using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Supine.Sitting;

/// <summary>What of a day is put in the calendar.</summary>
public enum CalendarContent
{
    /// <summary>The stretches and every break.</summary>
    Everything,

    /// <summary>The stretches only.</summary>
    Stretches,
}

/// <summary>What a calendar calls things, in the person's language. A calendar is seen by others: it says nothing about a body.</summary>
/// <param name="Name">The calendar.</param>
/// <param name="Break">A break.</param>
/// <param name="Stretch">A stretch.</param>
public sealed record CalendarWords(string Name, string Break, string Stretch);

/// <summary>A plan as a calendar (RFC 5545): what the days ask for, each with an alarm, in the person's own time zone.</summary>
/// <param name="Plan">By what.</param>
/// <param name="Id">Names the calendar for good. With the time of day it makes the ids of what is in it, so that these are the same however
/// often it is read.</param>
/// <param name="From">The first day.</param>
/// <param name="ChangedAt">When the plan was last changed.</param>
/// <param name="Content">What of it.</param>
/// <param name="Words">In the person's language.</param>
/// <param name="Session">Where a stretch begins; null where no address leads there.</param>
/// <param name="Standing">Where a break on one's feet is guided; null where no address leads there.</param>
public sealed record SittingCalendar(
    SittingPlan Plan,
    Guid Id,
    DateOnly From,
    DateTimeOffset ChangedAt,
    CalendarContent Content,
    CalendarWords Words,
    Uri? Session,
    Uri? Standing
)
{
    /// <summary>For how many years it says when the clocks change, from its first year on. Who subscribes reads it again long
    /// before.</summary>
    public const int DescribedYears = 12;

    private static readonly ImmutableArray<string> DayNames = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    private IEnumerable<(DayOfWeek Day, Appointment Appointment)> Week =>
        from day in Enum.GetValues<DayOfWeek>()
        from appointment in SittingDay.Lay(Plan, day)
        where Content == CalendarContent.Everything || appointment.Activity == Activity.Stretch
        select (day, appointment);

    /// <summary>Writes it: <c>text/calendar</c>.</summary>
    public string Write()
    {
        var lines = new CalendarLines();
        lines.Add("BEGIN", "VCALENDAR");
        lines.Add("VERSION", "2.0");
        lines.Add("PRODID", "-//Supine//Day of sitting//EN");
        lines.Add("CALSCALE", "GREGORIAN");
        lines.Add("METHOD", "PUBLISH");
        lines.AddText("NAME", Words.Name);
        lines.AddText("X-WR-CALNAME", Words.Name);
        lines.Add("X-WR-TIMEZONE", Plan.TimeZone.Id);
        lines.Add("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
        lines.Add("X-PUBLISHED-TTL", "PT6H");
        var (begin, end) = (new LocalDate(From.Year, 1, 1), new LocalDate(From.Year + DescribedYears, 1, 1));
        ZoneDescription.Write(lines, Plan.TimeZone, begin, end);
        var gaps = ZoneDescription
            .FindGaps(Plan.TimeZone, begin, end)
            .Select(gap => (From: gap.From.ToDateTimeUnspecified(), Until: gap.Until.ToDateTimeUnspecified()))
            .ToList();
        foreach (
            var series in Week.GroupBy(entry => entry.Appointment, entry => entry.Day)
                .OrderBy(series => (series.Key.At, series.Key.Activity))
        )
        {
            Write(lines, series.Key, [.. series], gaps);
        }

        lines.Add("END", "VCALENDAR");
        return lines.ToString();
    }

    /// <summary>Everything that is in it from its first day on, in order.</summary>
    /// <param name="days">For how many days.</param>
    public IEnumerable<(DateTimeOffset At, Appointment Appointment)> ListInstances(int days) =>
        from day in Enumerable.Range(0, days).Select(From.AddDays)
        from entry in Week
        where entry.Day == day.DayOfWeek
        select (Plan.ToInstant(day, entry.Appointment.At), entry.Appointment);

    private void Write(
        CalendarLines lines,
        Appointment appointment,
        ImmutableHashSet<DayOfWeek> days,
        List<(DateTime From, DateTime Until)> gaps
    )
    {
        var first = Enumerable.Range(0, DayNames.Length).Select(From.AddDays).First(day => days.Contains(day.DayOfWeek));
        var (name, words, address) = appointment.Activity switch
        {
            Activity.Break => ("break", Words.Break, Standing),
            Activity.Stretch => ("stretch", Words.Stretch, Session),
        };
        lines.Add("BEGIN", "VEVENT");
        lines.Add("UID", string.Create(CultureInfo.InvariantCulture, $"{name}-{appointment.At:HHmm}-{Id:N}@supine"));
        lines.Add("DTSTAMP", CalendarLines.Utc(ChangedAt));
        lines.Add("LAST-MODIFIED", CalendarLines.Utc(ChangedAt));
        lines.Add($"DTSTART;TZID={Plan.TimeZone.Id}", CalendarLines.Local(first.ToDateTime(appointment.At)));
        lines.Add("DURATION", string.Create(CultureInfo.InvariantCulture, $"PT{appointment.Length.TotalMinutes:0}M"));
        lines.Add("RRULE", $"FREQ=WEEKLY;BYDAY={string.Join(',', days.Order().Select(day => DayNames[(int)day]))}");

        // Readers differ in what they make of a time that the clocks leap over: left out, before or after. So each is taken out and told
        // anew.
        foreach (var (from, until) in gaps)
        {
            for (var day = DateOnly.FromDateTime(from); day <= DateOnly.FromDateTime(until); day = day.AddDays(1))
            {
                if (
                    day >= first
                    && days.Contains(day.DayOfWeek)
                    && day.ToDateTime(appointment.At) is var leapt
                    && leapt >= from
                    && leapt < until
                )
                {
                    lines.Add($"EXDATE;TZID={Plan.TimeZone.Id}", CalendarLines.Local(leapt));
                    lines.Add($"RDATE;TZID={Plan.TimeZone.Id}", CalendarLines.Local(leapt + (until - from)));
                }
            }
        }

        lines.AddText("SUMMARY", words);
        if (address is not null)
        {
            lines.Add("URL", address.AbsoluteUri);
            lines.AddText("DESCRIPTION", address.AbsoluteUri);
        }

        lines.Add("CLASS", "PRIVATE");
        lines.Add("TRANSP", "TRANSPARENT");
        lines.Add("BEGIN", "VALARM");
        lines.Add("ACTION", "DISPLAY");
        lines.AddText("DESCRIPTION", words);
        lines.Add("TRIGGER", "PT0S");
        lines.Add("END", "VALARM");
        lines.Add("END", "VEVENT");
    }
}
