using System.Collections.Immutable;
using System.Globalization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

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

    private static readonly DateTimeOffset SequenceStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int DaysInWeek = 7;
    private const string RefreshInterval = "PT6H";

    /// <summary>Whether it is handed over as a file with one series in it, instead of being read again and again: then a later file takes
    /// the place of an earlier one, whatever time of day it names.</summary>
    public bool IsOneReminder { get; init; }

    private IEnumerable<(DayOfWeek Day, Appointment Appointment)> Week =>
        from day in Enum.GetValues<DayOfWeek>()
        from appointment in SittingDay.Lay(Plan, day)
        where Content == CalendarContent.Everything || appointment.Activity == Activity.Stretch
        select (day, appointment);

    /// <summary>Writes it: <c>text/calendar</c>.</summary>
    public string Write()
    {
        var calendar = new Ical.Net.Calendar
        {
            ProductId = "-//Supine//Day of sitting//EN",
            Method = "PUBLISH",
            Scale = "GREGORIAN",
        };
        calendar.AddProperty("NAME", Words.Name);
        calendar.AddProperty("X-WR-CALNAME", Words.Name);
        calendar.AddProperty("X-WR-TIMEZONE", Plan.TimeZone.Id);
        calendar.AddProperty(new CalendarProperty("REFRESH-INTERVAL", RefreshInterval) { Parameters = { { "VALUE", "DURATION" } } });
        calendar.AddProperty("X-PUBLISHED-TTL", RefreshInterval);
        var untilYear = From.Year + DescribedYears;
        calendar.TimeZones.Add(ZoneDescription.Describe(Plan.TimeZone, From.Year, untilYear));
        var gaps = ClockChange
            .ListGaps(Plan.TimeZone, new(From.Year, 1, 1), new(untilYear, 1, 1))
            .Select(gap => (From: gap.From.ToDateTimeUnspecified(), Until: gap.Until.ToDateTimeUnspecified()))
            .ToList();
        calendar.Events.AddRange(
            Week.GroupBy(entry => entry.Appointment, entry => entry.Day)
                .OrderBy(series => (series.Key.At, series.Key.Activity))
                .Select(series => Describe(series.Key, [.. series], gaps))
        );
        return new CalendarSerializer(calendar).SerializeToString()!;
    }

    /// <summary>Everything that is in it from its first day on, in order.</summary>
    /// <param name="days">For how many days.</param>
    public IEnumerable<(DateTimeOffset At, Appointment Appointment)> ListInstances(int days) =>
        from day in Enumerable.Range(0, days).Select(From.AddDays)
        from entry in Week
        where entry.Day == day.DayOfWeek
        select (Plan.ToInstant(day, entry.Appointment.At), entry.Appointment);

    private CalendarEvent Describe(Appointment appointment, ImmutableHashSet<DayOfWeek> days, List<(DateTime From, DateTime Until)> gaps)
    {
        var first = Enumerable.Range(0, DaysInWeek).Select(From.AddDays).First(day => days.Contains(day.DayOfWeek));
        var (name, words, address) = appointment.Activity switch
        {
            Activity.Break => ("break", Words.Break, Standing),
            Activity.Stretch => ("stretch", Words.Stretch, Session),
        };
        var described = new CalendarEvent
        {
            Uid = IsOneReminder
                ? $"reminder-{Id:N}@supine"
                : string.Create(CultureInfo.InvariantCulture, $"{name}-{appointment.At:HHmm}-{Id:N}@supine"),
            // of two with the same id the one that was made later counts
            Sequence = IsOneReminder ? (int)(ChangedAt - SequenceStart).TotalMinutes : 0,
            DtStamp = new(ChangedAt.UtcDateTime),
            LastModified = new(ChangedAt.UtcDateTime),
            Start = InZone(first.ToDateTime(appointment.At)),
            Duration = new(minutes: (int)appointment.Length.TotalMinutes),
            RecurrenceRule = new(FrequencyType.Weekly, 1) { ByDay = [.. days.Order().Select(day => new WeekDay(day))] },
            Summary = words,
            Url = address,
            Description = address?.AbsoluteUri,
            Class = "PRIVATE",
            Transparency = TransparencyType.Transparent,
            Alarms =
            {
                new()
                {
                    Action = AlarmAction.Display,
                    Description = words,
                    Trigger = new(Duration.Zero),
                },
            },
        };

        // Readers differ in what they make of a time that the clocks leap over: left out, before or after. So each such time is taken out
        // and put in again as the time after the gap.
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
                    described.ExceptionDates.Add(InZone(leapt));
                    described.RecurrenceDates.Add(InZone(leapt + (until - from)));
                }
            }
        }

        return described;
    }

    private CalDateTime InZone(DateTime local) => new(local, Plan.TimeZone.Id);
}
