using System.Collections.Immutable;

namespace Supine.Motion;

/// <summary>Means over short spans of time: noise and tremor are gone from them, movements are not.</summary>
internal static class Blocks
{
    /// <summary>The mean of each span that has samples; the last one takes in what is left over. Null where a span has no mean.</summary>
    public static ImmutableArray<(double Seconds, UpDirection Up)>? TryMeans(ImmutableArray<Sample> samples, double seconds)
    {
        var from = samples[0].At;
        var count = Math.Max(1, (int)((samples[^1].At - from).TotalSeconds / seconds));
        var means = ImmutableArray.CreateBuilder<(double, UpDirection)>(count);
        for (int block = 0, at = 0; block < count; block++)
        {
            var first = at;
            var time = 0.0;
            while (at < samples.Length && (block == count - 1 || (samples[at].At - from).TotalSeconds < (block + 1) * seconds))
            {
                time += (samples[at].At - from).TotalSeconds;
                at++;
            }

            if (at == first)
            {
                continue;
            }

            if (!UpDirection.TryMean(samples[first..at].Select(sample => sample.Up), out var mean))
            {
                return null;
            }

            means.Add((time / (at - first), mean));
        }

        return means.ToImmutable();
    }

    /// <summary>Spread of values about their straight line, and the line's slope.</summary>
    /// <param name="points">At least one.</param>
    public static (double Variance, double Slope) AboutLine(IReadOnlyList<(double At, double Value)> points)
    {
        var (at, value) = (points.Average(point => point.At), points.Average(point => point.Value));
        var times = points.Sum(point => (point.At - at) * (point.At - at));
        var slope = times > 0 ? points.Sum(point => (point.At - at) * (point.Value - value)) / times : 0;
        var squares = points.Sum(point => Math.Pow(point.Value - value - (slope * (point.At - at)), 2));
        return (squares / Math.Max(1, points.Count - 2), slope);
    }
}
