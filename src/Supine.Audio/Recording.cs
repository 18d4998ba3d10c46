namespace Supine.Audio;

/// <summary>Sound as it came from a file: one channel, any rate, full scale is one.</summary>
public sealed class Recording
{
    /// <summary>Keeps the samples as they are. Throws <see cref="ArgumentOutOfRangeException"/> for a rate outside 8 to 192 kHz.</summary>
    /// <param name="samples">Full scale is one.</param>
    /// <param name="sampleRateHertz">Samples a second.</param>
    public Recording(ReadOnlyMemory<float> samples, int sampleRateHertz)
    {
        if (!IsRate(sampleRateHertz))
        {
            throw new ArgumentOutOfRangeException(
                nameof(sampleRateHertz),
                sampleRateHertz,
                "A recording has 8,000 to 192,000 samples a second."
            );
        }

        Samples = samples;
        SampleRateHertz = sampleRateHertz;
    }

    /// <summary>Full scale is one.</summary>
    public ReadOnlyMemory<float> Samples { get; }

    /// <summary>Samples a second.</summary>
    public int SampleRateHertz { get; }

    internal static bool IsRate(long sampleRateHertz) => sampleRateHertz is >= 8_000 and <= 192_000;
}
