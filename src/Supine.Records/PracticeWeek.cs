using System.Collections.Immutable;

namespace Supine.Records;

/// <summary>One day of practice.</summary>
/// <param name="Day">The person's own day.</param>
/// <param name="Left">Held on the left; null when not measured.</param>
/// <param name="Right">Held on the right; null when not measured.</param>
/// <param name="IsPractised">Whether a hold was held to its end.</param>
public sealed record PracticeDay(DateOnly Day, TimeSpan? Left, TimeSpan? Right, bool IsPractised);

/// <summary>Seven days from a Monday.</summary>
/// <param name="Days">All seven.</param>
public sealed record PracticeWeek(ImmutableArray<PracticeDay> Days)
{
    /// <summary>Minutes a week and side beyond which studies found no more gain (source id stretch-dose-response: 189 studies, 6,654
    /// adults).</summary>
    public static TimeSpan Plateau { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Days a week from which stretching is worth it at all (source id acsm-2021); daily is best.</summary>
    public const int LeastDays = 2;

    /// <summary>Its first day.</summary>
    public DateOnly Monday => Days[0].Day;

    /// <summary>Days on which a hold was held to its end, 0 to 7.</summary>
    public int DaysPractised => Days.Count(day => day.IsPractised);

    /// <summary>Held on the left in all; null when no day was measured.</summary>
    public TimeSpan? Left => Total.Of(Days.Select(day => day.Left));

    /// <summary>Held on the right in all; null when no day was measured.</summary>
    public TimeSpan? Right => Total.Of(Days.Select(day => day.Right));

    /// <summary>How many weeks up to the last had enough days, one after the other. The last one is not over: where it has too few yet, it
    /// does not count and ends nothing.</summary>
    /// <param name="weeks">The oldest first.</param>
    public static int CountInARow(IReadOnlyList<PracticeWeek> weeks)
    {
        ArgumentNullException.ThrowIfNull(weeks);
        var over = weeks.SkipLast(1).Reverse().TakeWhile(week => week.DaysPractised >= LeastDays).Count();
        return weeks.Count > 0 && weeks[^1].DaysPractised >= LeastDays ? over + 1 : over;
    }

    /// <summary>Weeks that follow each other, from a Monday on.</summary>
    /// <param name="monday">The first day of the first.</param>
    /// <param name="weeks">How many, from 0.</param>
    /// <param name="sessions">What was done, in any order; what is of no such week does not count.</param>
    public static ImmutableArray<PracticeWeek> Arrange(DateOnly monday, int weeks, IReadOnlyCollection<PastSession> sessions)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(monday, MondayOf(monday));
        var byDay = sessions.ToLookup(session => session.Day);
        return
        [
            .. Enumerable
                .Range(0, weeks)
                .Select(week => new PracticeWeek([
                    .. Enumerable
                        .Range(0, 7)
                        .Select(i => monday.AddDays((7 * week) + i))
                        .Select(day => new PracticeDay(
                            day,
                            Total.Of(byDay[day].Select(session => session.Left)),
                            Total.Of(byDay[day].Select(session => session.Right)),
                            byDay[day].Any(session => session.IsPractice)
                        )),
                ])),
        ];
    }

    /// <summary>The Monday on or before a day.</summary>
    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
