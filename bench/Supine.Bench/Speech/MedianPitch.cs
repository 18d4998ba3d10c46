namespace Supine.Bench.Speech;

/// <summary>How high a voice is, told from its sound alone.</summary>
public static class MedianPitch
{
    /// <summary>The median pitch, hertz, of the frames that repeat themselves.</summary>
    public static double Measure(float[] samples)
    {
        var pitches = Track(samples);
        return pitches.Order().ElementAt(pitches.Count / 2);
    }

    /// <summary>The pitch, hertz, of each frame of 40 ms that repeats itself: the lag at which it is most like itself.</summary>
    /// <param name="samples">At 24 kHz.</param>
    public static IReadOnlyList<double> Track(float[] samples)
    {
        const int Frame = 960;
        var pitches = new List<double>();
        var loudest = samples.Max(Math.Abs);
        for (var from = 0; from + (2 * Frame) < samples.Length; from += 300)
        {
            var frame = samples.AsSpan(from, 2 * Frame);
            if (Energy(frame[..Frame]) < Frame * loudest * loudest * 0.003)
            {
                continue;
            }

            var likeness = Enumerable.Range(0, 300).Select(lag => lag < 60 ? 0 : Likeness(samples, from, lag, Frame)).ToArray();
            var best = likeness.Max();

            // the first lag that is nearly the best: twice the period is as good
            var lag = Enumerable
                .Range(61, 238)
                .FirstOrDefault(at => likeness[at] > 0.9 * best && likeness[at] >= likeness[at - 1] && likeness[at] >= likeness[at + 1]);
            if (best > 0.75 && lag > 0)
            {
                var (before, here, after) = (likeness[lag - 1], likeness[lag], likeness[lag + 1]);
                pitches.Add(24_000 / (lag + (0.5 * (before - after) / (before - (2 * here) + after))));
            }
        }

        return pitches;
    }

    private static double Likeness(float[] samples, int from, int lag, int length)
    {
        var one = samples.AsSpan(from, length);
        var other = samples.AsSpan(from + lag, length);
        var product = 0.0;
        for (var i = 0; i < length; i++)
        {
            product += one[i] * other[i];
        }

        return product / Math.Sqrt((Energy(one) * Energy(other)) + 1e-12);
    }

    private static double Energy(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += sample * sample;
        }

        return sum;
    }
}
