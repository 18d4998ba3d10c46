namespace Supine.Audio;

/// <summary>Turns peaks down before they come, so that none is above a ceiling and nothing sounds cut.</summary>
/// <remarks>
/// need[n] = min(1, ceiling ÷ |x[n]|) · held[n] = min of need over the next 5 ms · released[n] rises back by a time constant of 60 ms ·
/// gain[n] = mean of released over the last 5 ms. Each value in that mean is at most need[n], so |x[n] · gain[n]| never exceeds the
/// ceiling.
/// Where nothing needs it the gain is exactly one, and the sound is untouched.
/// </remarks>
internal static class Limiter
{
    private const double LookAheadSeconds = 0.005;
    private const double ReleaseSeconds = 0.060;

    /// <summary>Closer than this to one counts as one: a hundredth of a decibel.</summary>
    private const double Released = 0.999;

    /// <summary>Limits in place.</summary>
    public static void Limit(Span<float> samples, double ceiling, int sampleRateHertz)
    {
        var window = Math.Max(1, (int)(LookAheadSeconds * sampleRateHertz));
        var gains = ComputeHeld(samples, ceiling, window);

        // rise slowly, fall at once
        var rise = 1 - Math.Exp(-1 / (ReleaseSeconds * sampleRateHertz));
        var gain = 1.0;
        for (var n = 0; n < gains.Length; n++)
        {
            gain = Math.Min(gains[n], gain + ((1 - gain) * rise));
            gain = gain > Released && gains[n] == 1 ? 1 : gain;
            gains[n] = gain;
        }

        // smooth: the mean of the last window, whose members were all held low in time; before the start it was as at the start
        var before = gains.Length > 0 ? gains[0] : 1;
        var sum = window * before;
        for (var n = 0; n < samples.Length; n++)
        {
            sum += gains[n] - (n < window ? before : gains[n - window]);
            var smooth = Math.Min(sum / window, 1);
            if (smooth < Released || Math.Abs(samples[n]) > ceiling)
            {
                samples[n] = (float)Math.Clamp(samples[n] * smooth, -ceiling, ceiling);
            }
        }
    }

    /// <summary>For each sample the least gain that it and those up to the window's end need.</summary>
    private static double[] ComputeHeld(ReadOnlySpan<float> samples, double ceiling, int window)
    {
        var need = new double[samples.Length];
        for (var n = 0; n < need.Length; n++)
        {
            var size = Math.Abs(samples[n]);
            need[n] = size > ceiling ? ceiling / size : 1;
        }

        // a sliding minimum from the back: indices whose needs rise from front to back
        var held = new double[need.Length];
        var queue = new int[need.Length];
        var (head, tail) = (0, 0);
        for (var n = need.Length - 1; n >= 0; n--)
        {
            while (tail > head && need[queue[tail - 1]] >= need[n])
            {
                tail--;
            }

            queue[tail++] = n;
            while (queue[head] >= n + window)
            {
                head++;
            }

            held[n] = need[queue[head]];
        }

        return held;
    }
}
