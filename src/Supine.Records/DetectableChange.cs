using Supine.Biomechanics;

namespace Supine.Records;

/// <summary>The smallest change of a measured angle that is more than chance, 95 times in 100.</summary>
/// <param name="Angle">The change.</param>
/// <param name="IsOwn">Whether it is estimated from the person's own repeats; if not it is the cautious default.</param>
/// <param name="Repeats">How many repeats the estimate rests on, less one for each side and day.</param>
/// <remarks>
/// <code>MDC95 = t(0.975, ν) √2 s,   s² = Σ (x − mean of its side and day)² / ν,   ν = Σ (n − 1)</code>
/// No detectable change is published for a phone one holds oneself, so it is 5° until there are four degrees of freedom. It never falls
/// below 2°: repeats of one day share their zero and their pelvis, days do not. Averaging a day's repeats does not shrink it, for the same
/// reason.
/// </remarks>
public sealed record DetectableChange(Angle Angle, bool IsOwn, int Repeats)
{
    /// <summary>Until the person's own repeats say better.</summary>
    public static Angle Default { get; } = Angle.FromDegrees(5);

    /// <summary>What no number of repeats goes below.</summary>
    public static Angle Least { get; } = Angle.FromDegrees(2);

    private const int EnoughRepeats = 4;

    /// <summary>Estimates it from readings of any sides and days.</summary>
    public static DetectableChange Estimate(IEnumerable<HipRecord> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var (sum, freedom) = (0.0, 0);
        foreach (
            var day in readings
                .Where(reading => reading.Below is not null && reading.Moment != ReadingMoment.After)
                .GroupBy(reading => (reading.Side, reading.Day, reading.Moment), reading => reading.Below!.Value.Degrees)
        )
        {
            var mean = day.Average();
            sum += day.Sum(degrees => (degrees - mean) * (degrees - mean));
            freedom += day.Count() - 1;
        }

        if (freedom < EnoughRepeats)
        {
            return new(Default, IsOwn: false, freedom);
        }

        var change = Quantile.StudentT(freedom) * Math.Sqrt(2 * sum / freedom);
        return new(Angle.FromDegrees(Math.Max(Least.Degrees, change)), IsOwn: true, freedom);
    }
}
