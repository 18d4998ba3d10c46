using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Supine.Biomechanics;

namespace Supine.Web.Storage;

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
/// <param name="Uncertainty">One standard deviation of that mean.</param>
/// <param name="Pelvis">How far the pelvis was tilted back; null when it was not measured.</param>
/// <param name="HipUncertainty">One standard deviation of thigh against pelvis; null when the pelvis was not measured.</param>
public sealed record LatestReading(DateOnly Day, Angle Below, Angle Uncertainty, Angle? Pelvis, Angle? HipUncertainty);

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
/// <param name="Uncertainty">Of the thigh, one standard deviation; null with neither a measurement nor a correction.</param>
/// <param name="HipUncertainty">Of the thigh against the pelvis, one standard deviation; null when the pelvis was not measured.</param>
/// <param name="Reason">Why the samples were no measurement, as the text that says it is named: <c>rejection.phoneSlid</c>; null when they
/// were.</param>
public sealed record StoredReading(
    string Id,
    Side Side,
    DateTimeOffset TakenAt,
    ReadingMethod Method,
    ReadingMoment Moment,
    Angle? Measured,
    Angle? Corrected,
    Angle? Pelvis,
    Angle? Uncertainty,
    Angle? HipUncertainty,
    string? Reason
)
{
    /// <summary>One standard deviation of an angle that somebody read off an instrument and typed in: repeats by one hand differ by as
    /// much.</summary>
    public static Angle TypedUncertainty { get; } = Angle.FromDegrees(4);

    /// <summary>Half of an interval that holds the true angle 95 times in 100, in standard deviations.</summary>
    public const double Half95 = 1.96;

    /// <summary>How far the thigh hung below the horizontal: as it was corrected, or else measured.</summary>
    public Angle? Below => Corrected ?? Measured;

    /// <summary>How far the hip was extended, thigh against pelvis, negative where it was flexed; null when the pelvis was not
    /// measured.</summary>
    public Angle? HipExtension => Below + Pelvis;

    /// <summary>The day it belongs to, where the person was.</summary>
    public DateOnly Day => DateOnly.FromDateTime(TakenAt.DateTime);

    /// <summary>The latest day on which a side was measured, its repeats averaged; null when it never was. What was measured right after a
    /// stretch fades and is left out.</summary>
    public static LatestReading? FindLatest(IEnumerable<StoredReading> readings, Side side)
    {
        var day = readings
            .Where(reading =>
                reading.Side == side && reading.Moment != ReadingMoment.After && reading is { Below: not null, Uncertainty: not null }
            )
            .GroupBy(reading => reading.Day)
            .MaxBy(day => day.Key)
            ?.ToList();
        return day is null
            ? null
            : new(
                day[0].Day,
                Angle.FromDegrees(day.Average(reading => reading.Below!.Value.Degrees)),
                Angle.FromDegrees(day.Max(reading => reading.Uncertainty!.Value.Degrees) / Math.Sqrt(day.Count)),
                day.Select(reading => reading.Pelvis?.Degrees).Average() is { } pelvis ? Angle.FromDegrees(pelvis) : null,
                day.Select(reading => reading.HipUncertainty?.Degrees).Max() is { } hip
                    ? Angle.FromDegrees(hip / Math.Sqrt(day.Count(reading => reading.HipUncertainty is not null)))
                    : null
            );
    }

    /// <summary>All of them, the earliest first.</summary>
    internal static async Task<ImmutableArray<StoredReading>> ReadAllAsync(DbConnection connection) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    """
                    SELECT reading.id, reading.side, reading.taken_at AS takenAt, reading.utc_offset_minutes AS utcOffsetMinutes, reading.method, reading.moment,
                           reading.typed_below AS typedBelow, reading_result.below, reading_result.pelvis, reading_result.uncertainty, reading_result.hip_uncertainty AS hipUncertainty, reading_result.reason,
                           (SELECT below FROM reading_correction WHERE reading = reading.id ORDER BY corrected_at DESC LIMIT 1) AS correctedBelow
                    FROM reading LEFT JOIN reading_result ON reading_result.reading = reading.id
                     AND reading_result.maths_version = (SELECT max(maths_version) FROM reading_result WHERE reading = reading.id)
                    ORDER BY reading.taken_at, reading.id
                    """
                )
            ).Select(row => row.ToReading()),
        ];

    private sealed record Row(
        string Id,
        string Side,
        long TakenAt,
        long UtcOffsetMinutes,
        string Method,
        string Moment,
        double? TypedBelow,
        double? Below,
        double? Pelvis,
        double? Uncertainty,
        double? HipUncertainty,
        string? Reason,
        double? CorrectedBelow
    )
    {
        public StoredReading ToReading() =>
            new(
                Id,
                Enum.Parse<Side>(Side, ignoreCase: true),
                DateTimeOffset.FromUnixTimeMilliseconds(TakenAt).ToOffset(TimeSpan.FromMinutes(UtcOffsetMinutes)),
                Enum.Parse<ReadingMethod>(Method, ignoreCase: true),
                Enum.Parse<ReadingMoment>(Moment, ignoreCase: true),
                Degrees(TypedBelow ?? Below),
                Degrees(CorrectedBelow),
                Degrees(Pelvis),
                IsOnlyTyped ? TypedUncertainty : Degrees(Uncertainty),
                Degrees(HipUncertainty),
                Reason is null ? null : $"rejection.{Reason}"
            );

        // samples that were no measurement say nothing of an angle that somebody gave for them
        private bool IsOnlyTyped => TypedBelow is not null || (Below is null && CorrectedBelow is not null);

        private static Angle? Degrees(double? degrees) => degrees is { } known ? Angle.FromDegrees(known) : null;
    }
}
