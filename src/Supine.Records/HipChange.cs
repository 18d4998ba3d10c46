using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Records;

/// <summary>Where a side stands against its first day of readings.</summary>
/// <param name="Side">Which.</param>
/// <param name="FirstDay">The first day with a reading on its own or before a stretch.</param>
/// <param name="First">That day's mean, degrees below the horizontal.</param>
/// <param name="LatestDay">The latest such day.</param>
/// <param name="Latest">Its mean.</param>
/// <param name="IsChange">Whether the two differ by more than chance; null with one day.</param>
public sealed record HipChange(Side Side, DateOnly FirstDay, Angle First, DateOnly LatestDay, Angle Latest, bool? IsChange)
{
    // angles are kept in radians; a rounding of the last digit decides nothing
    private const double Rounding = 1e-9;

    /// <summary>How much lower the thigh hangs than at first.</summary>
    public Angle Lower => Latest - First;

    /// <summary>The side's change over days; null without a reading. What was measured right after a stretch fades within hours and is left
    /// out.</summary>
    /// <param name="side">Which.</param>
    /// <param name="readings">Of any sides and days.</param>
    /// <param name="detectable">What is more than chance.</param>
    public static HipChange? Find(Side side, IEnumerable<HipRecord> readings, DetectableChange detectable)
    {
        ArgumentNullException.ThrowIfNull(detectable);
        var days = readings
            .Where(reading => reading.Side == side && reading.Moment != ReadingMoment.After && reading.Below is not null)
            .GroupBy(reading => reading.Day, reading => reading.Below!.Value.Degrees)
            .OrderBy(day => day.Key)
            .Select(day => (Day: day.Key, Mean: Angle.FromDegrees(day.Average())))
            .ToList();
        if (days.Count == 0)
        {
            return null;
        }

        var (first, latest) = (days[0], days[^1]);
        bool? isChange = days.Count == 1 ? null : Math.Abs((latest.Mean - first.Mean).Degrees) >= detectable.Angle.Degrees - Rounding;
        return new(side, first.Day, first.Mean, latest.Day, latest.Mean, isChange);
    }
}

/// <summary>What one stretch did on its day: readings before and right after it. It fades, so it is kept apart from change over
/// weeks.</summary>
/// <param name="Day">The day.</param>
/// <param name="Side">Which leg.</param>
/// <param name="Before">Mean before, degrees below the horizontal.</param>
/// <param name="After">Mean after.</param>
public sealed record WithinDay(DateOnly Day, Side Side, Angle Before, Angle After)
{
    /// <summary>Every side and day with both, the latest first.</summary>
    public static ImmutableArray<WithinDay> FindAll(IEnumerable<HipRecord> readings) =>
        [
            .. from reading in readings
            where reading.Below is not null && reading.Moment != ReadingMoment.Alone
            group reading by (reading.Day, reading.Side) into day
            let before = day.Where(reading => reading.Moment == ReadingMoment.Before)
                .Select(reading => reading.Below!.Value.Degrees)
                .ToList()
            let after = day.Where(reading => reading.Moment == ReadingMoment.After).Select(reading => reading.Below!.Value.Degrees).ToList()
            where before.Count > 0 && after.Count > 0
            orderby day.Key.Day descending, day.Key.Side
            select new WithinDay(day.Key.Day, day.Key.Side, Angle.FromDegrees(before.Average()), Angle.FromDegrees(after.Average())),
        ];
}
