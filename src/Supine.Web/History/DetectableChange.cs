using Supine.Biomechanics;
using Supine.Web.Storage;

namespace Supine.Web.History;

/// <summary>The smallest change of a measured angle that is more than chance, 95 times in 100.</summary>
/// <param name="Angle">The change.</param>
/// <param name="IsOwn">Whether it is estimated from the person's own repeats; if not it is the cautious default.</param>
/// <param name="Repeats">How many repeats the estimate rests on, less one for each side and day.</param>
/// <remarks>
/// <code>MDC95 = t(0.975, ν) √2 s,   s² = Σ (x − mean of its side and day)² / ν,   ν = Σ (n − 1)</code>
/// No detectable change is published for a phone one holds oneself, so it is 5° until there are four degrees of freedom. It never falls
/// below 2°:
/// repeats of one day share their zero and their pelvis, days do not. Averaging a day's repeats does not shrink it, for the same reason.
/// </remarks>
public sealed record DetectableChange(Angle Angle, bool IsOwn, int Repeats)
{
    /// <summary>Until the person's own repeats say better.</summary>
    public static Angle Default { get; } = Angle.FromDegrees(5);

    /// <summary>What no number of repeats goes below.</summary>
    public static Angle Least { get; } = Angle.FromDegrees(2);

    private const int EnoughRepeats = 4;

    /// <summary>Estimates it from readings of any sides and days.</summary>
    public static DetectableChange Estimate(IEnumerable<StoredReading> readings)
    {
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

        var change = Quantile(freedom) * Math.Sqrt(2 * sum / freedom);
        return new(Angle.FromDegrees(Math.Max(Least.Degrees, change)), IsOwn: true, freedom);
    }

    /// <summary>Student's t, two-sided 95 %: its expansion in the normal quantile, within 0.01 from four degrees of freedom on.</summary>
    internal static double Quantile(int freedom)
    {
        const double z = 1.959963984540054;
        double v = freedom;
        var (z3, z5, z7) = (z * z * z, Math.Pow(z, 5), Math.Pow(z, 7));
        return z
            + ((z3 + z) / (4 * v))
            + (((5 * z5) + (16 * z3) + (3 * z)) / (96 * v * v))
            + (((3 * z7) + (19 * z5) + (17 * z3) - (15 * z)) / (384 * v * v * v));
    }
}
