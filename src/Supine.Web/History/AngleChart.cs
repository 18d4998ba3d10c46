using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Records;

namespace Supine.Web.History;

/// <summary>Both thighs over time, on the same axes.</summary>
/// <param name="From">The first day that is drawn.</param>
/// <param name="To">The last.</param>
/// <param name="Low">The lowest angle that is drawn, degrees below the horizontal: a whole step.</param>
/// <param name="High">The highest.</param>
/// <param name="Step">From one line of the grid to the next.</param>
/// <param name="Sides">The sides that were measured in this time.</param>
public sealed record AngleChart(DateOnly From, DateOnly To, int Low, int High, int Step, ImmutableArray<AngleChart.Thigh> Sides)
{
    /// <summary>The least time that is drawn: two measuring days in a row would fill the whole width.</summary>
    public const int LeastDays = 28;

    private static readonly int[] Steps = [2, 5, 10];

    // as many lines as a hand's width bears
    private const int MostLines = 6;

    /// <summary>One side.</summary>
    /// <param name="Side">Which.</param>
    /// <param name="Days">Its measuring days, the earliest first; at least one.</param>
    /// <param name="Courses">The courses that reach into this time.</param>
    public sealed record Thigh(Side Side, ImmutableArray<HipDay> Days, ImmutableArray<HipChange> Courses);

    /// <summary>What is drawn of some days; null where none was measured.</summary>
    /// <param name="readings">All readings.</param>
    /// <param name="changes">The courses of each side.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last.</param>
    public static AngleChart? Find(
        IReadOnlyCollection<HipRecord> readings,
        ImmutableArray<ImmutableArray<HipChange>> changes,
        DateOnly from,
        DateOnly to
    )
    {
        ImmutableArray<Thigh> sides =
        [
            .. new[] { Side.Left, Side.Right }
                .Select(side => new Thigh(
                    side,
                    [.. HipDay.FindAll(side, readings).Where(day => day.Day >= from && day.Day <= to)],
                    [
                        .. changes
                            .SelectMany(courses => courses)
                            .Where(one => one.Side == side && one.LatestDay >= from && one.FirstDay <= to),
                    ]
                ))
                .Where(side => !side.Days.IsEmpty),
        ];
        if (sides.IsEmpty)
        {
            return null;
        }

        var first = sides.Min(side => side.Days[0].Day);
        from = first > from ? first : from;
        from = to.DayNumber - from.DayNumber < LeastDays ? to.AddDays(-LeastDays) : from;
        var angles = sides
            .SelectMany(side =>
                side.Days.SelectMany(day => new[] { (day.Below - day.HalfInterval).Degrees, (day.Below + day.HalfInterval).Degrees })
            )
            .Append(0)
            .ToList();
        var step = Steps.FirstOrDefault(step => (angles.Max() - angles.Min()) / step <= MostLines - 1, 20);
        return new(from, to, step * (int)Math.Floor(angles.Min() / step), step * (int)Math.Ceiling(angles.Max() / step), step, sides);
    }
}
