using System.Globalization;

namespace Supine.Audio;

/// <summary>What became of making a clip from a recording.</summary>
public abstract record Mastered
{
    private Mastered() { }

    /// <summary>It is ready for the track.</summary>
    /// <param name="Clip">Trimmed, at the loudness of speech.</param>
    public sealed record Ready(Clip Clip) : Mastered;

    /// <summary>There is nothing to hear in it.</summary>
    public sealed record Silent : Mastered;
}

/// <summary>Where a recording's sentence begins and ends.</summary>
public enum Ends
{
    /// <summary>At its onset and its last sound, wherever they are.</summary>
    Found,

    /// <summary>Where the recording does: a person has cut it.</summary>
    AsGiven,
}

/// <summary>Makes a spoken recording ready for the track, whoever spoke it and however loud.</summary>
/// <remarks>
/// In order: the track's rate · a high-pass at 50 Hz, against hum and offset · from the onset to 60 ms after the last sound, unless a
/// person chose the ends, faded ·
/// <see cref="SpeechLoudness"/>, with peaks held 2 dB under full scale by <see cref="Limiter"/>.
/// The onset is where 5 ms of sound first come within 46 dB of the loudest, or 6 dB over the room's noise if that is louder.
/// </remarks>
public static class Mastering
{
    private const double HighPassHertz = 50;
    private const double SpeechPeak = 0.794;
    private const double AudiblePeak = 0.001;

    private const int FrameSamples = 5 * TrackFormat.SamplesPerMillisecond;
    private const int TailSamples = 60 * TrackFormat.SamplesPerMillisecond;
    private const int FadeInSamples = 2 * TrackFormat.SamplesPerMillisecond;

    /// <summary>Limiting takes a little loudness away; so many turns bring it back.</summary>
    private const int Turns = 6;

    private static readonly double UnderLoudest = Decibels.From(-46).Gain;
    private static readonly double OverNoise = Decibels.From(6).Gain;

    /// <summary>Never so much noise that half-loud speech would be taken for it.</summary>
    private static readonly double NoiseAtMost = Decibels.From(-26).Gain;

    /// <summary>What was done to a clip, in a few words: a pack made otherwise is made anew.</summary>
    public static string Description =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{TrackFormat.SampleRateHertz} Hz, high-pass 50 Hz, onset trimmed, 60 ms tail, {SpeechLoudness.Lufs} LUFS, peaks under -2 dBFS"
        );

    /// <summary>How loud speech is in a track.</summary>
    public static Loudness SpeechLoudness { get; } = Loudness.FromLufs(-16);

    /// <summary>A clip from a recording of one sentence.</summary>
    /// <param name="recording">As it came.</param>
    /// <param name="ends">Whether it is still to be cut.</param>
    public static Mastered Master(Recording recording, Ends ends = Ends.Found)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var samples = Resampler.Resample(recording.Samples.Span, recording.SampleRateHertz, TrackFormat.SampleRateHertz);
        var highPass = Biquad.HighPass(HighPassHertz, Math.Sqrt(0.5), TrackFormat.SampleRateHertz);
        foreach (ref var sample in samples.AsSpan())
        {
            sample = (float)highPass.Next(sample);
        }

        var speech = ends == Ends.Found ? Trim(samples) : samples.AsSpan();
        Fade(speech);
        if (PeakOf(speech) < AudiblePeak || Loudness.Measure(speech, TrackFormat.SampleRateHertz) is not { } loudness)
        {
            return new Mastered.Silent();
        }

        var levelled = Level(speech, loudness);
        var quantised = Clip.Quantise(levelled);
        // the fade begins at nothing; one step of 32,768 marks the onset exactly and cannot be heard
        quantised[0] = quantised[0] == 0 ? (short)1 : quantised[0];
        return Clip.FromSamples(quantised) is { } clip ? new Mastered.Ready(clip) : new Mastered.Silent();
    }

    private static float PeakOf(ReadOnlySpan<float> samples)
    {
        var peak = 0f;
        foreach (var sample in samples)
        {
            peak = Math.Max(peak, Math.Abs(sample));
        }

        return peak;
    }

    private static Span<float> Trim(Span<float> samples)
    {
        var frames = samples.Length / FrameSamples;
        if (frames == 0)
        {
            return samples;
        }

        var levels = new double[frames];
        for (var i = 0; i < frames; i++)
        {
            var square = 0.0;
            foreach (var sample in samples.Slice(i * FrameSamples, FrameSamples))
            {
                square += sample * sample;
            }

            levels[i] = Math.Sqrt(square / FrameSamples);
        }

        var loudest = levels.Max();
        var noise = levels.Order().ElementAt(frames / 20);
        var threshold = Math.Max(loudest * UnderLoudest, Math.Min(noise * OverNoise, loudest * NoiseAtMost));
        var first = Array.FindIndex(levels, level => level > threshold);
        var last = Array.FindLastIndex(levels, level => level > threshold);
        if (first < 0)
        {
            return [];
        }

        // within the first loud frame, the sample that made it so
        var start = first * FrameSamples;
        while (Math.Abs(samples[start]) < threshold)
        {
            start++;
        }

        var end = Math.Min(samples.Length, ((last + 1) * FrameSamples) + TailSamples);
        return samples[start..end];
    }

    private static void Fade(Span<float> speech)
    {
        var fadeIn = Math.Min(FadeInSamples, speech.Length);
        for (var i = 0; i < fadeIn; i++)
        {
            speech[i] *= (float)Envelope.Rise((double)i / fadeIn);
        }

        var fadeOut = Math.Min(TailSamples, speech.Length);
        for (var i = 0; i < fadeOut; i++)
        {
            speech[^(i + 1)] *= (float)Envelope.Rise((double)i / fadeOut);
        }
    }

    private static float[] Level(ReadOnlySpan<float> speech, Loudness loudness)
    {
        var level = SpeechLoudness - loudness;
        var levelled = new float[speech.Length];
        for (var turn = 0; turn < Turns; turn++)
        {
            var gain = (float)level.Gain;
            for (var i = 0; i < levelled.Length; i++)
            {
                levelled[i] = speech[i] * gain;
            }

            Limiter.Limit(levelled, SpeechPeak, TrackFormat.SampleRateHertz);
            var reached = Loudness.Measure(levelled, TrackFormat.SampleRateHertz) ?? loudness;
            level = Decibels.From(level.Value + (SpeechLoudness - reached).Value);
        }

        return levelled;
    }
}
