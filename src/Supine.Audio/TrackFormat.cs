namespace Supine.Audio;

/// <summary>What every track is made of: mono, 16 bits, one rate.</summary>
/// <remarks>A rate that is a whole multiple of 1,000 makes every whole millisecond a whole sample, so that a cue's time needs no
/// rounding.</remarks>
public static class TrackFormat
{
    /// <summary>Samples a second: what speech needs, and a rate that Opus knows.</summary>
    public const int SampleRateHertz = 24_000;

    internal const int SamplesPerMillisecond = SampleRateHertz / 1000;

    /// <summary>No sample of a track is louder than this: 1 dB under full scale.</summary>
    internal const int Ceiling = 29_204;

    /// <summary>The sample that sounds at a time from the start. Throws <see cref="ArgumentOutOfRangeException"/> when the time is negative
    /// or not a whole millisecond.</summary>
    public static int SampleAt(TimeSpan time) =>
        time >= TimeSpan.Zero && time.Ticks % TimeSpan.TicksPerMillisecond == 0
            ? checked((int)(time.Ticks / TimeSpan.TicksPerMillisecond * SamplesPerMillisecond))
            : throw new ArgumentOutOfRangeException(nameof(time), time, "A cue's time is a whole number of milliseconds, not negative.");

    /// <summary>How long so many samples last, up to the next whole millisecond.</summary>
    internal static TimeSpan LengthOf(int samples) =>
        TimeSpan.FromMilliseconds((samples + SamplesPerMillisecond - 1) / SamplesPerMillisecond);
}
