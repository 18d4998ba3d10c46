namespace Supine.Audio;

/// <summary>A sound ready for the track: at the track's rate, beginning with its first sample that is not zero.</summary>
public sealed class Clip
{
    /// <summary>What is faded of decoded sound, at each end.</summary>
    private const int EndSamples = 2 * TrackFormat.SamplesPerMillisecond;

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
        var sounding = UnderCeiling(samples).AsSpan().Trim((short)0);
        return sounding.IsEmpty ? null : new(sounding.ToArray());
    }

    /// <summary>A clip from a recording as it is, at its own level; none when it is silent.</summary>
    /// <remarks>At another rate it begins and ends where it did: the zeros at its ends are those of its own rate.</remarks>
    internal static Clip? FromRecording(Recording recording)
    {
        var sounding = recording.Samples.Span.Trim(0f);
        return recording.SampleRateHertz == TrackFormat.SampleRateHertz
            ? FromSamples(Quantise(sounding))
            : FromWhole(Quantise(Resampler.Resample(sounding, recording.SampleRateHertz, TrackFormat.SampleRateHertz)));
    }

    /// <summary>A clip from decoded sound at the track's rate; none when it is silent. It has as many samples as the sound.</summary>
    /// <remarks>What a codec smears over an end was cut away there, so both ends are faded again: no click.</remarks>
    internal static Clip? FromDecoded(ReadOnlySpan<float> samples)
    {
        var faded = samples.ToArray();
        for (var i = 0; i < Math.Min(EndSamples, faded.Length); i++)
        {
            var gain = (float)Envelope.Rise((double)i / EndSamples);
            faded[i] *= gain;
            faded[^(i + 1)] *= gain;
        }

        return FromWhole(Quantise(faded));
    }

    /// <summary>All of the samples: where one at an end has become zero, one step of 32,768 marks that the sound begins or ends
    /// there.</summary>
    private static Clip? FromWhole(ReadOnlySpan<short> samples)
    {
        if (samples.Trim((short)0).IsEmpty)
        {
            return null;
        }

        var kept = UnderCeiling(samples);
        kept[0] = kept[0] == 0 ? (short)1 : kept[0];
        kept[^1] = kept[^1] == 0 ? (short)1 : kept[^1];
        return new(kept);
    }

    private static short[] UnderCeiling(ReadOnlySpan<short> samples)
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

        return kept;
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
