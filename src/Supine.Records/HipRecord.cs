using Supine.Biomechanics;
using Supine.Biomechanics.Answers;

namespace Supine.Records;

/// <summary>How a hip was measured.</summary>
public enum ReadingMethod
{
    /// <summary>By the gravity that a phone on the thigh feels.</summary>
    Phone,

    /// <summary>Read off a goniometer or another instrument, and typed in.</summary>
    Goniometer,
}

/// <summary>When in relation to a stretch.</summary>
public enum ReadingMoment
{
    /// <summary>On its own: what changes over weeks is read from these.</summary>
    Alone,

    /// <summary>Before a stretch of the same day.</summary>
    Before,

    /// <summary>Right after it: this fades within hours.</summary>
    After,
}

/// <summary>A side's latest day of readings.</summary>
/// <param name="Day">The day.</param>
/// <param name="Below">How far the thigh hung below the horizontal, the day's mean.</param>
/// <param name="HalfInterval">Half of the interval that holds the true mean 95 times in 100.</param>
/// <param name="Pelvis">How far the pelvis was tilted back; null when it was not measured.</param>
/// <param name="HipHalfInterval">The same half of thigh against pelvis; null when the pelvis was not measured.</param>
public sealed record LatestHip(DateOnly Day, Angle Below, Angle HalfInterval, Angle? Pelvis, Angle? HipHalfInterval)
{
    /// <summary>One standard deviation of the hip, thigh against pelvis; where nobody measured the pelvis, its own is part of it.</summary>
    public Angle HipDeviation =>
        HipHalfInterval is { } hip ? FitQuestion.DeviationOf(hip) : AngleErrors.WithAssumedPelvis(FitQuestion.DeviationOf(HalfInterval));

    /// <summary>Whether a person's latest readings hold the last two days of each side whole, so that none before them changes what is
    /// found.</summary>
    /// <param name="latest">So many readings that every other one was taken earlier.</param>
    public static bool IsWholeIn(IReadOnlyCollection<HipRecord> latest)
    {
        // of an instant before the earliest of them, the local day may be a day later than the day in UTC
        var lastBefore = DateOnly.FromDateTime(latest.Select(reading => reading.TakenAt.UtcDateTime).DefaultIfEmpty().Min()).AddDays(1);
        return FindBefore(latest, Side.Left)?.Day > lastBefore && FindBefore(latest, Side.Right)?.Day > lastBefore;
    }

    /// <summary>The day before the latest on which a side was measured; null where there was none.</summary>
    public static LatestHip? FindBefore(IReadOnlyCollection<HipRecord> readings, Side side) =>
        Find(readings, side) is { } latest ? Find(readings.Where(reading => reading.Day < latest.Day), side) : null;

    /// <summary>The latest day on which a side was measured, its repeats averaged; null when it never was. What was measured right after a
    /// stretch fades and is left out.</summary>
    public static LatestHip? Find(IEnumerable<HipRecord> readings, Side side)
    {
        var day = readings
            .Where(reading =>
                reading.Side == side && reading.Moment != ReadingMoment.After && reading is { Below: not null, HalfInterval: not null }
            )
            .GroupBy(reading => reading.Day)
            .MaxBy(day => day.Key)
            ?.ToList();
        return day is null
            ? null
            : new(
                day[0].Day,
                Angle.FromDegrees(day.Average(reading => reading.Below!.Value.Degrees)),
                Angle.FromDegrees(day.Max(reading => reading.HalfInterval!.Value.Degrees) / Math.Sqrt(day.Count)),
                day.Select(reading => reading.Pelvis?.Degrees).Average() is { } pelvis ? Angle.FromDegrees(pelvis) : null,
                day.Select(reading => reading.HipHalfInterval?.Degrees).Max() is { } hip
                    ? Angle.FromDegrees(hip / Math.Sqrt(day.Count(reading => reading.HipHalfInterval is not null)))
                    : null
            );
    }
}

/// <summary>A measured hip.</summary>
/// <param name="Id">Made by whoever measured; UUID of version 7.</param>
/// <param name="Side">Which leg hung.</param>
/// <param name="TakenAt">In the person's own time.</param>
/// <param name="Method">How.</param>
/// <param name="Moment">When in relation to a stretch.</param>
/// <param name="Measured">How far the thigh hung below the horizontal, as it was measured; null when the samples were no
/// measurement.</param>
/// <param name="Corrected">The same as the person corrects it; null when they did not.</param>
/// <param name="Pelvis">How far the pelvis was tilted back; null when it was not measured.</param>
/// <param name="HalfInterval">Of the thigh: half of the interval that holds the true angle 95 times in 100; null with neither a measurement
/// nor a correction.</param>
/// <param name="HipHalfInterval">The same half of the thigh against the pelvis; null when the pelvis was not measured.</param>
/// <param name="Reason">Why the samples were no measurement, as the text that says it is named: <c>rejection.phoneSlid</c>; null when they
/// were.</param>
public sealed record HipRecord(
    string Id,
    Side Side,
    DateTimeOffset TakenAt,
    ReadingMethod Method,
    ReadingMoment Moment,
    Angle? Measured,
    Angle? Corrected,
    Angle? Pelvis,
    Angle? HalfInterval,
    Angle? HipHalfInterval,
    string? Reason
)
{
    /// <summary>Half the interval of an angle that somebody read off an instrument and typed in.</summary>
    public static Angle TypedHalfInterval { get; } = AngleErrors.HalfInterval(AngleErrors.TypedIn.Deviation);

    /// <summary>How far the thigh hung below the horizontal: as it was corrected, or else measured.</summary>
    public Angle? Below => Corrected ?? Measured;

    /// <summary>How far the hip was extended, thigh against pelvis, negative where it was flexed; null when the pelvis was not
    /// measured.</summary>
    public Angle? HipExtension => Below + Pelvis;

    /// <summary>The day it belongs to, where the person was.</summary>
    public DateOnly Day => DateOnly.FromDateTime(TakenAt.DateTime);
}
