using System.Collections.Immutable;
using Supine.Biomechanics.Answers;
using Supine.Records;

namespace Supine.Bench.Records;

/// <summary>People who measure one side over twelve weeks and look after every day.</summary>
/// <param name="DaysAWeek">2, 5 or 7.</param>
/// <param name="WithinDegrees">Standard deviation of a reading within a day; one reading a day.</param>
/// <param name="BetweenDegrees">Standard deviation between days.</param>
internal sealed record ChangeCell(int DaysAWeek, double WithinDegrees, double BetweenDegrees)
{
    /// <summary>How alike the errors of neighbouring measuring days are: 0 where they are independent.</summary>
    public double Alike { get; init; }

    /// <summary>The share of people of whom one side or the other is called changed on some day; the sides are independent.</summary>
    public double CountEitherSide(int people)
    {
        var one = CountSide(0, people, found => true);
        return 1 - ((1 - one) * (1 - one));
    }

    /// <summary>The share of people who are told a true change in its direction by their last day. It grows evenly over the twelve
    /// weeks.</summary>
    public double CountTold(double change, int people) => CountSide(change, people, found => found > 0);

    /// <summary>Every cell of the grid.</summary>
    public static ImmutableArray<ChangeCell> Grid { get; } =
    [
        .. from days in new[] { 2, 5, 7 }
        from within in new[] { 0.5, 1, 2 }
        from between in new[] { 1.0, 2, 3, 4 }
        select new ChangeCell(days, within, between),
    ];

    // of a week: Monday and Thursday, Monday to Friday, or all of it
    private ImmutableArray<int> Days =>
        [
            .. from day in Enumerable.Range(0, SequentialTrend.CourseDays)
            where DaysAWeek == 2 ? day % 7 is 0 or 3 : day % 7 < DaysAWeek
            select day,
        ];

    private double CountSide(double change, int people, Func<double, bool> counts)
    {
        var days = Days;
        var fresh = Math.Sqrt(1 - (Alike * Alike));
        var told = 0;
        for (var person = 0; person < people; person++)
        {
            var draws = new Draws(((ulong)(uint)HashCodeOf(change) << 32) ^ (uint)person);
            var trend = new SequentialTrend();
            var between = draws.Normal(0, BetweenDegrees);
            foreach (var day in days)
            {
                trend.Add(day, (change * day / SequentialTrend.CourseDays) + between + draws.Normal(0, WithinDegrees));
                if (trend.IsLikelyChange && counts(trend.ChangeDegrees))
                {
                    told++;
                    break;
                }

                between = (Alike * between) + draws.Normal(0, fresh * BetweenDegrees);
            }
        }

        return (double)told / people;
    }

    // the same people whatever runs before, others in every cell
    private int HashCodeOf(double change) =>
        (int)((DaysAWeek * 1_000_003) + (WithinDegrees * 10_007) + (BetweenDegrees * 101) + (change * 7) + (Alike * 1009));
}
