using System.Numerics;
using System.Runtime.Intrinsics;

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
    private const int Lanes = 4;

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
        var half = (int)Math.Ceiling(Crossings / cutoff);
        var taps = ((2 * half) + Lanes - 1) / Lanes * Lanes;

        // silence on both sides, so that the kernel has something to lie on
        var padded = new float[half + source.Length + taps];
        source.CopyTo(padded.AsSpan(half));

        // the places between two samples of the source repeat: few for the usual rates
        var common = (int)BigInteger.GreatestCommonDivisor(sourceRateHertz, targetRateHertz);
        var (step, places) = (sourceRateHertz / common, targetRateHertz / common);
        var weights = new float[]?[places];
        for (var i = 0; i < target.Length; i++)
        {
            // the exact place in the source, by integers so that it does not drift
            var (whole, part) = Math.DivRem((long)i * step, places);
            var kernel = weights[part] ??= MakeWeights((double)part / places, cutoff, half, taps);
            target[i] = Sum(padded.AsSpan((int)whole + 1, taps), kernel);
        }

        return target;
    }

    /// <summary>What each sample of the source counts, from the one half a kernel before the place on.</summary>
    private static float[] MakeWeights(double part, double cutoff, int half, int taps)
    {
        var weights = new float[taps];
        for (var k = 0; k < taps; k++)
        {
            var step = Math.Abs(part + half - 1 - k) * cutoff * StepsPerCrossing;
            if (step < Kernel.Length - 1)
            {
                var below = (int)step;
                weights[k] = (float)((Kernel[below] + ((step - below) * (Kernel[below + 1] - Kernel[below]))) * cutoff);
            }
        }

        return weights;
    }

    /// <summary>Always four at a time, so that the sum, and with it the track's bytes, is the same on every machine.</summary>
    private static float Sum(ReadOnlySpan<float> samples, ReadOnlySpan<float> weights)
    {
        var sum = Vector128<float>.Zero;
        for (var n = 0; n < weights.Length; n += Lanes)
        {
            sum += Vector128.Create(samples[n..]) * Vector128.Create(weights[n..]);
        }

        return Vector128.Sum(sum);
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
