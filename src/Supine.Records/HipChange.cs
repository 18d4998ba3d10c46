using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Records;

/// <summary>What can be said of a side over one course of twelve weeks.</summary>
public enum ChangeVerdict
{
    /// <summary>Fewer than five measuring days.</summary>
    TooFewDays,

    /// <summary>Days enough, and no change that can be told from chance.</summary>
    NotTold,

    /// <summary>A change that could be told, were it not for a single reading: without that one it could not.</summary>
    RestsOnOne,

    /// <summary>Likely lower than at the beginning.</summary>
    LikelyLower,

    /// <summary>Likely less low than at the beginning.</summary>
    LikelyHigher,
}

/// <summary>A side over one course of twelve weeks, counted from its first measuring day.</summary>
/// <param name="Side">Which.</param>
/// <param name="Method">How it was measured: readings of two instruments are not mixed, since they differ without any change.</param>
/// <param name="FirstDay">The first measuring day of the course.</param>
/// <param name="LatestDay">The latest.</param>
/// <param name="Latest">The latest day's mean, degrees below the horizontal.</param>
/// <param name="Days">How many measuring days there are.</param>
/// <param name="Lower">How much lower the thigh hangs at the end of a straight line through the days than at its beginning.</param>
/// <param name="HalfInterval">Half of the interval of that, which may be looked at after every day; null as long as it is open.</param>
/// <param name="Detectable">The least change that would be called one today; null as long as none would.</param>
/// <param name="Verdict">What can be said.</param>
public sealed record HipChange(
    Side Side,
    ReadingMethod Method,
    DateOnly FirstDay,
    DateOnly LatestDay,
    Angle Latest,
    int Days,
    Angle Lower,
    Angle? HalfInterval,
    Angle? Detectable,
    ChangeVerdict Verdict
)
{
    /// <summary>Where the straight line begins on the first day, degrees below the horizontal.</summary>
    public Angle Begin { get; init; }

    /// <summary>Whether the side has likely changed.</summary>
    public bool IsLikely => Verdict is ChangeVerdict.LikelyLower or ChangeVerdict.LikelyHigher;

    /// <summary>The courses of a side, the earliest first. What was measured right after a stretch fades within hours and is left
    /// out.</summary>
    /// <param name="side">Which.</param>
    /// <param name="readings">Of any sides and days.</param>
    public static ImmutableArray<HipChange> FindAll(Side side, IEnumerable<HipRecord> readings)
    {
        var days = HipDay.FindAll(side, readings);
        var courses = ImmutableArray.CreateBuilder<HipChange>();
        for (var start = 0; start < days.Length; )
        {
            var last = days[start].Day.AddDays(SequentialTrend.CourseDays);
            var end = start;
            for (; end < days.Length && days[end].Day <= last; end++) { }

            courses.Add(Of(side, days[start..end]));
            start = end;
        }

        return courses.ToImmutable();
    }

    private static HipChange Of(Side side, ImmutableArray<HipDay> days)
    {
        var trend = LineThrough(days);
        return new(
            side,
            days[0].Method,
            days[0].Day,
            days[^1].Day,
            days[^1].Below,
            trend.Count,
            Angle.FromDegrees(trend.ChangeDegrees),
            Known(trend.HalfWidthDegrees),
            Known(trend.DetectableDegrees),
            trend.Count < SequentialTrend.LeastDays ? ChangeVerdict.TooFewDays
                : !trend.IsLikelyChange ? ChangeVerdict.NotTold
                : RestsOnOne(days, trend) ? ChangeVerdict.RestsOnOne
                : trend.ChangeDegrees > 0 ? ChangeVerdict.LikelyLower
                : ChangeVerdict.LikelyHigher
        )
        {
            Begin = Angle.FromDegrees(trend.BeginDegrees),
        };
    }

    // One reading, mistyped or of a phone that slipped, may take a verdict back, and never makes or turns one: without any single one of
    // them the line must still change the same way, by more than chance. The five degrees are asked of the whole line only.
    private static bool RestsOnOne(ImmutableArray<HipDay> days, SequentialTrend all) =>
        days.SelectMany((day, at) => LeaveOneOut(days, at))
            .Select(LineThrough)
            .Any(trend => !trend.IsBeyondChance || Math.Sign(trend.ChangeDegrees) != Math.Sign(all.ChangeDegrees));

    private static IEnumerable<ImmutableArray<HipDay>> LeaveOneOut(ImmutableArray<HipDay> days, int at) =>
        days[at].Readings is { Length: > 1 } readings
            ? readings.Select((_, one) => days.SetItem(at, days[at] with { Readings = readings.RemoveAt(one) }))
            : [days.RemoveAt(at)];

    private static SequentialTrend LineThrough(ImmutableArray<HipDay> days)
    {
        var trend = new SequentialTrend();
        foreach (var day in days)
        {
            trend.Add(day.Day.DayNumber, day.Below.Degrees);
        }

        return trend;
    }

    private static Angle? Known(double degrees) => double.IsFinite(degrees) ? Angle.FromDegrees(degrees) : null;
}

/// <summary>A day on which a side was measured, on its own or before a stretch.</summary>
/// <param name="Day">The day.</param>
/// <param name="Method">How.</param>
/// <param name="Readings">Every reading of the day, below the horizontal; at least one.</param>
/// <param name="HalfInterval">Half of the interval that holds the day's true mean 95 times in 100.</param>
public sealed record HipDay(DateOnly Day, ReadingMethod Method, ImmutableArray<Angle> Readings, Angle HalfInterval)
{
    /// <summary>The day's mean, below the horizontal.</summary>
    public Angle Below => Angle.FromDegrees(Readings.Average(reading => reading.Degrees));

    /// <summary>The measuring days of a side, the earliest first, by the instrument that has more of them; of two alike by the one used
    /// last.</summary>
    public static ImmutableArray<HipDay> FindAll(Side side, IEnumerable<HipRecord> readings) =>
        readings
            .Where(reading => reading.Side == side && reading.Moment != ReadingMoment.After && reading.Below is not null)
            .GroupBy(reading => (reading.Method, reading.Day))
            .Select(day => new HipDay(
                day.Key.Day,
                day.Key.Method,
                [.. day.Select(reading => reading.Below!.Value)],
                Angle.FromDegrees(day.Max(reading => reading.HalfInterval?.Degrees ?? 0) / Math.Sqrt(day.Count()))
            ))
            .OrderBy(day => day.Day)
            .GroupBy(day => day.Method)
            .OrderByDescending(days => days.Count())
            .ThenByDescending(days => days.Last().Day)
            .Select(days => days.ToImmutableArray())
            .FirstOrDefault([]);
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
