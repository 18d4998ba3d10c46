namespace Supine.Audio;

/// <summary>A sound ready for the track: at the track's rate, beginning with its first sample that is not zero.</summary>
public sealed class Clip
{
    private readonly short[] _samples;

    private Clip(short[] samples) => _samples = samples;

    /// <summary>The samples, 16 bits each.</summary>
    public ReadOnlySpan<short> Samples => _samples;

    internal ReadOnlyMemory<short> Memory => _samples;

    /// <summary>How long it sounds, up to the next whole millisecond.</summary>
    public TimeSpan Length => TrackFormat.LengthOf(_samples.Length);

    /// <summary>A clip from samples at the track's rate, without the zeros at either end; none when all are zero.</summary>
    /// <remarks>Above the track's ceiling the whole clip is turned down: better softer than clipped.</remarks>
    internal static Clip? FromSamples(ReadOnlySpan<short> samples)
    {
        var peak = 0;
        foreach (var sample in samples)
        {
            peak = Math.Max(peak, Math.Abs((int)sample));
        }

        var kept = samples.ToArray();
        for (var i = 0; peak > TrackFormat.Ceiling && i < kept.Length; i++)
        {
            kept[i] = (short)(kept[i] * TrackFormat.Ceiling / peak);
        }

        var sounding = kept.AsSpan().Trim((short)0);
        return sounding.IsEmpty ? null : new(sounding.ToArray());
    }

    /// <summary>A clip from a recording as it is, at its own level; none when it is silent.</summary>
    internal static Clip? FromRecording(Recording recording)
    {
        var samples = Resampler.Resample(recording.Samples.Span, recording.SampleRateHertz, TrackFormat.SampleRateHertz);
        return FromSamples(Quantise(samples));
    }

    /// <summary>Sixteen bits, rounded, held within full scale.</summary>
    internal static short[] Quantise(ReadOnlySpan<float> samples)
    {
        var quantised = new short[samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            quantised[i] = (short)Math.Clamp(MathF.Round(samples[i] * 32_768f), short.MinValue, short.MaxValue);
        }

        return quantised;
    }
}
