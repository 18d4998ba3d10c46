using System.Collections.Immutable;
using Ical.Net;
using Ical.Net.DataTypes;
using NodaTime;
using NodaTime.Extensions;

namespace Supine.Sitting;

/// <summary>A change of a zone's clocks that comes every year, as a recurrence rule describes it.</summary>
/// <param name="First">The change in the rule's first year.</param>
/// <param name="Recurrence">Finds the change in every year. It names one weekday of one month ("the last Sunday in March") where that
/// describes the change, as Outlook reads no other rules.</param>
internal sealed record YearlyRule(ClockChange First, RecurrenceRule Recurrence)
{
    // In this many years each date falls on every day of the week, leap years included.
    private const int AllCalendars = 28;

    private const int DaysInWeek = 7;

    // The last week comes first: in most months its day is also the fourth of its kind.
    private static readonly ImmutableArray<int> Weeks = [-1, 1, 2, 3, 4];

    /// <summary>The two yearly changes of a zone, to standard time and to daylight saving time.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="firstYear">The first year in which the rules must hold; they are checked for 28 years from there.</param>
    /// <param name="startYear">The year in which the rules begin: the first year or the one before it.</param>
    /// <returns>Empty if the clocks do not change by two such rules.</returns>
    public static ImmutableArray<YearlyRule> FindBoth(DateTimeZone zone, int firstYear, int startYear)
    {
        var changes = ClockChange
            .List(zone, new(firstYear, 1, 1), new(firstYear + AllCalendars, 1, 1))
            .Where(change => change.At.Year >= firstYear)
            .ToLookup(change => change.To > change.From);
        return
            TryFind([.. changes[false]], firstYear, startYear, isDaylight: false) is { } standard
            && TryFind([.. changes[true]], firstYear, startYear, isDaylight: true) is { } daylight
            ? [standard, daylight]
            : [];
    }

    private static YearlyRule? TryFind(ImmutableArray<ClockChange> changes, int firstYear, int startYear, bool isDaylight)
    {
        var years = Enumerable.Range(firstYear, AllCalendars);
        if (
            !changes.Select(change => change.At.Year).SequenceEqual(years)
            || changes.Select(change => (change.At.TimeOfDay, change.From, change.To, change.Name)).Distinct().Count() != 1
        )
        {
            return null;
        }

        var first = changes[0] with { IsDaylight = isDaylight };
        ImmutableArray<LocalDate> days = [.. changes.Select(change => change.At.Date)];

        // Midnight after the last Thursday is not always before the last Friday. The second before it is on the Thursday.
        var atMidnight = first.At.TimeOfDay == LocalTime.Midnight;
        return TryFindWeekday(first, days, startYear)
            ?? (
                atMidnight
                    ? TryFindWeekday(first with { At = first.At.PlusSeconds(-1) }, [.. days.Select(day => day.PlusDays(-1))], startYear)
                    : null
            )
            ?? TryFindDays(first, days, startYear);
    }

    // "The second Sunday in March".
    private static YearlyRule? TryFindWeekday(ClockChange first, ImmutableArray<LocalDate> days, int startYear)
    {
        var (month, weekday) = (first.At.Month, first.At.DayOfWeek);
        return Weeks
            .Where(week => days.All(day => day == FindDay(day.Year, month, weekday, week)))
            .Select(week => new YearlyRule(
                first with
                {
                    At = FindDay(startYear, month, weekday, week) + first.At.TimeOfDay,
                },
                new(FrequencyType.Yearly, 1) { ByMonth = [month], ByDay = [new(weekday.ToDayOfWeek(), week)] }
            ))
            .FirstOrDefault();
    }

    // "The Sunday on or after the 2nd of April".
    private static YearlyRule? TryFindDays(ClockChange first, ImmutableArray<LocalDate> days, int startYear)
    {
        var (month, weekday, earliest) = (first.At.Month, first.At.DayOfWeek, days.Min(day => day.Day));
        if (days.Any(day => day.Month != month || day.DayOfWeek != weekday || day.Day >= earliest + DaysInWeek))
        {
            return null;
        }

        var start = Enumerable
            .Range(earliest, DaysInWeek)
            .Select(day => new LocalDate(startYear, month, day))
            .Single(day => day.DayOfWeek == weekday);
        return new(
            first with
            {
                At = start + first.At.TimeOfDay,
            },
            new(FrequencyType.Yearly, 1)
            {
                ByMonth = [month],
                ByMonthDay = [.. Enumerable.Range(earliest, DaysInWeek)],
                ByDay = [new(weekday.ToDayOfWeek())],
            }
        );
    }

    private static LocalDate FindDay(int year, int month, IsoDayOfWeek weekday, int week) =>
        week > 0
            ? LocalDate.FromYearMonthWeekAndDay(year, month, week, weekday)
            : new LocalDate(year, month, 1).With(DateAdjusters.EndOfMonth).With(DateAdjusters.PreviousOrSame(weekday));
}
