namespace Supine.Audio;

/// <summary>Changes the rate of a sound by convolution with a windowed sinc.</summary>
/// <remarks>
/// y(t) = Σ x[n] · c · h(c · (t − n)) with h(u) = sinc(u) · kaiser(u / Z), Z zero crossings each side, and
/// c = min(1, target rate ÷ source rate) · 0.95, so that what the new rate cannot carry is gone before it folds.
/// The kernel is read from a table with 512 steps a crossing, linearly in between: its error is below −100 dB.
/// </remarks>
internal static class Resampler
{
    private const int Crossings = 32;
    private const int StepsPerCrossing = 512;
    private const double KaiserBeta = 9;

    /// <summary>The share of the narrower band that is kept; the rest is the filter's slope.</summary>
    private const double Passband = 0.95;

    private static readonly float[] Kernel = MakeKernel();

    /// <summary>The same sound at another rate, as long as before to within a sample.</summary>
    public static float[] Resample(ReadOnlySpan<float> source, int sourceRateHertz, int targetRateHertz)
    {
        if (sourceRateHertz == targetRateHertz)
        {
            return source.ToArray();
        }

        var target = new float[(int)((long)source.Length * targetRateHertz / sourceRateHertz)];
        var cutoff = Math.Min(1, (double)targetRateHertz / sourceRateHertz) * Passband;
        var reach = Crossings / cutoff;
        for (var i = 0; i < target.Length; i++)
        {
            // the exact place in the source, by integers so that it does not drift
            var place = (double)((long)i * sourceRateHertz) / targetRateHertz;
            var first = Math.Max(0, (int)Math.Ceiling(place - reach));
            var last = Math.Min(source.Length - 1, (int)Math.Floor(place + reach));
            var sum = 0.0;
            for (var n = first; n <= last; n++)
            {
                var step = Math.Abs(place - n) * cutoff * StepsPerCrossing;
                var below = Math.Min((int)step, Kernel.Length - 2);
                var weight = Kernel[below] + ((step - below) * (Kernel[below + 1] - Kernel[below]));
                sum += source[n] * weight;
            }

            target[i] = (float)(sum * cutoff);
        }

        return target;
    }

    private static float[] MakeKernel()
    {
        var kernel = new float[(Crossings * StepsPerCrossing) + 1];
        for (var i = 0; i < kernel.Length; i++)
        {
            var u = (double)i / StepsPerCrossing;
            var sinc = i == 0 ? 1 : Math.Sin(Math.PI * u) / (Math.PI * u);
            var share = u / Crossings;
            kernel[i] = (float)(sinc * BesselI0(KaiserBeta * Math.Sqrt(1 - (share * share))) / BesselI0(KaiserBeta));
        }

        return kernel;
    }

    /// <summary>The modified Bessel function of the first kind, order zero, by its power series.</summary>
    private static double BesselI0(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-16; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
