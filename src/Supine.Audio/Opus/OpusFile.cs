namespace Supine.Audio;

/// <summary>Ogg Opus files (RFC 7845) with one spoken sentence: a clip of a pack, or a recording somebody brings.</summary>
public static class OpusFile
{
    /// <summary>What a second of sound takes on average; with its pages a file takes about 32,000.</summary>
    public const int BitsPerSecond = 30_000;

    /// <summary>How a clip is encoded, in a few words: a pack made otherwise is made anew.</summary>
    public static string Description => $"Ogg Opus, {BitsPerSecond / 1000} kbit/s";

    /// <summary>No recording is longer. A few kilobytes can claim to be days of sound.</summary>
    public static readonly TimeSpan LongestRead = TimeSpan.FromMinutes(5);

    // speech is encoded once, and heard often
    private const int Complexity = 10;

    private const uint Serial = 1;

    /// <summary>A packet of one frame has at most so many bytes.</summary>
    private const int PacketBytesAtMost = 1_276;

    /// <summary>Whether a file is Ogg, by its first bytes.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith("OggS"u8);

    /// <summary>Reads a file whole: one or two channels, made one, at the track's rate, to the sample from where it says that it begins
    /// to where it says that it ends. Never throws, whatever the bytes.</summary>
    public static SoundReading Read(ReadOnlySpan<byte> file)
    {
        var (stream, fault) = OpusStream.Read(file);
        return stream is null ? new SoundReading.Rejected(fault)
            : stream.Decode(file) is { } samples ? new SoundReading.Read(new Recording(samples, TrackFormat.SampleRateHertz))
            : new SoundReading.Rejected("It is damaged: a packet of it cannot be decoded.");
    }

    /// <summary>The clip of a file as WAV, for who cannot play it otherwise; null where it is none.</summary>
    public static byte[]? DecodeToWave(ReadOnlySpan<byte> file) => SoundFile.ReadClip(file).Clip is { } clip ? WaveFile.Encode(clip) : null;

    /// <summary>How long a file says it sounds, without decoding it; null where it is none.</summary>
    internal static TimeSpan? FindLength(ReadOnlySpan<byte> file) =>
        OpusStream.Read(file).Stream is { } stream ? TrackFormat.LengthOf(stream.Samples) : null;

    /// <summary>A clip as a file. Decoded again it has as many samples, each in its place; the same clip gives the same bytes.</summary>
    public static byte[] Encode(Clip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        using var file = new MemoryStream();
        var ogg = new OggWriter(file, Serial);
        ogg.WriteAlone(OpusHeaders.WriteHead(), 0, OggMarks.First);
        ogg.WriteAlone(OpusHeaders.WriteTags([]), 0, OggMarks.None);

        using var encoder = OpusCodec.CreateEncoder(BitsPerSecond, OpusRate.Variable, Complexity);
        var samples = clip.Samples;
        var packets = (samples.Length + OpusCodec.DelaySamples + OpusCodec.FrameSamples - 1) / OpusCodec.FrameSamples;
        var frame = new short[OpusCodec.FrameSamples];
        var packet = new byte[PacketBytesAtMost];
        for (var i = 0; i < packets; i++)
        {
            var rest = samples[Math.Min(samples.Length, i * frame.Length)..];
            Array.Clear(frame);
            rest[..Math.Min(rest.Length, frame.Length)].CopyTo(frame);
            var bytes = encoder.Encode(frame, frame.Length, packet, packet.Length);
            ogg.Add(packet.AsSpan(0, bytes));
            if (i == packets - 1)
            {
                // the last page says where the sound ends, within its last packet
                ogg.WritePage((long)(OpusCodec.DelaySamples + samples.Length) * OpusCodec.TicksPerSample, OggMarks.Last);
            }
            else if ((i + 1) % OggWriter.PacketsOfPage == 0)
            {
                ogg.WritePage((i + 1L) * OpusCodec.FrameSamples * OpusCodec.TicksPerSample, OggMarks.None);
            }
        }

        return file.ToArray();
    }
}
