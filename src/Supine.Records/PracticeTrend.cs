using System.Collections.Immutable;

namespace Supine.Records;

/// <summary>How practice and the pain after it compare with the beginning, in whole weeks of the last half year.</summary>
/// <param name="Weeks">How many weeks each of the two periods has, 1 to 4.</param>
/// <param name="Before">Held a week in the first of them, mean of both sides.</param>
/// <param name="Now">The same in the latest whole weeks.</param>
/// <param name="PainBefore">Mean pain after the sessions of the first period; null with too few answers.</param>
/// <param name="PainNow">Mean pain after those of the latest; null with too few answers.</param>
public sealed record PracticeTrend(int Weeks, TimeSpan Before, TimeSpan Now, double? PainBefore, double? PainNow)
{
    /// <summary>A mean of pain rests on so many answers at least.</summary>
    public const int LeastAnswers = 3;

    /// <summary>How many weeks are looked at.</summary>
    public const int LongestWeeks = 26;

    private const int MostWeeks = 4;

    /// <summary>Compares the first weeks of practice with the latest whole ones; null before two weeks are over.</summary>
    /// <param name="sessions">What was done, in any order.</param>
    /// <param name="today">The person's day. Its week is not over and does not count.</param>
    public static PracticeTrend? Find(IReadOnlyCollection<PastSession> sessions, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var thisWeek = PracticeWeek.MondayOf(today);
        var earliest = thisWeek.AddDays(-7 * LongestWeeks);
        var past = sessions.Where(session => session.Day >= earliest && session.Day < thisWeek).ToImmutableArray();
        if (past.IsEmpty)
        {
            return null;
        }

        var monday = PracticeWeek.MondayOf(past.Min(session => session.Day));
        var all = (thisWeek.DayNumber - monday.DayNumber) / 7;
        var compared = Math.Min(MostWeeks, all / 2);
        if (compared == 0)
        {
            return null;
        }

        var weeks = PracticeWeek.Arrange(monday, all, past);
        return new(
            compared,
            MeanOf(weeks[..compared]),
            MeanOf(weeks[^compared..]),
            PainOf(past.Where(session => session.Day < monday.AddDays(7 * compared))),
            PainOf(past.Where(session => session.Day >= thisWeek.AddDays(-7 * compared)))
        );
    }

    // a week without a session is a week in which nothing was held
    private static TimeSpan MeanOf(ImmutableArray<PracticeWeek> weeks) =>
        TimeSpan.FromSeconds(weeks.Average(week => ((week.Left ?? TimeSpan.Zero) + (week.Right ?? TimeSpan.Zero)).TotalSeconds / 2));

    private static double? PainOf(IEnumerable<PastSession> sessions)
    {
        var answers = sessions.Select(session => session.Pain).OfType<int>().ToList();
        return answers.Count >= LeastAnswers ? answers.Average() : null;
    }
}
