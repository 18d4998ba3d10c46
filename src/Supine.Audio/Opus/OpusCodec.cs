using Concentus;
using Concentus.Enums;

namespace Supine.Audio;

/// <summary>How many bytes the packets of an encoder have.</summary>
internal enum OpusRate
{
    /// <summary>As many as each needs: the best sound for its size.</summary>
    Variable,

    /// <summary>Each the same, so that a file's size is known before the first of them is made.</summary>
    Constant,
}

/// <summary>How sound is made into Opus packets (RFC 6716) and back: mono, 24,000 Hz, 20 ms a packet.</summary>
/// <remarks>
/// Always by the codec written in C#, never by a library that happens to be installed: the same sound gives the same bytes everywhere.
/// Only its transform (CELT) is used. At 32 kbit/s and more speech sounds as well by it, it delays by a quarter of a hundredth of a
/// second, and a packet
/// that says “silence” leaves encoder and decoder in one known state, whatever came before: so packets can be spliced.
/// </remarks>
internal static class OpusCodec
{
    /// <summary>Samples of a packet at the track's rate.</summary>
    public const int FrameSamples = 20 * TrackFormat.SamplesPerMillisecond;

    /// <summary>Opus counts time in these, whatever the rate of its sound.</summary>
    public const int ClockHertz = 48_000;

    /// <summary>Ticks of that clock for each sample of a track.</summary>
    public const int TicksPerSample = ClockHertz / TrackFormat.SampleRateHertz;

    /// <summary>By so many samples the decoded sound comes later than what was encoded; a player drops them at the start.</summary>
    public const int DelaySamples = TrackFormat.SampleRateHertz / 400;

    /// <summary>No packet is longer: 120 ms.</summary>
    public const int PacketTicksAtMost = 5_760;

    /// <summary>20 ms of silence: an empty CELT frame, super-wide band, mono.</summary>
    public static ReadOnlySpan<byte> Silence => [0xD8, 0xFF, 0xFE];

    static OpusCodec() => OpusCodecFactory.AttemptToUseNativeLibrary = false;

    /// <summary>An encoder that has encoded nothing yet.</summary>
    public static IOpusEncoder CreateEncoder(int bitsPerSecond, OpusRate rate, int complexity)
    {
        var encoder = OpusCodecFactory.CreateEncoder(TrackFormat.SampleRateHertz, 1, OpusApplication.OPUS_APPLICATION_RESTRICTED_LOWDELAY);
        encoder.Bitrate = bitsPerSecond;
        encoder.UseVBR = rate == OpusRate.Variable;
        encoder.UseConstrainedVBR = false;
        encoder.Complexity = complexity;
        encoder.SignalType = OpusSignal.OPUS_SIGNAL_VOICE;
        encoder.MaxBandwidth = OpusBandwidth.OPUS_BANDWIDTH_SUPERWIDEBAND;
        encoder.Bandwidth = OpusBandwidth.OPUS_BANDWIDTH_SUPERWIDEBAND;
        return encoder;
    }

    /// <summary>A decoder at the track's rate.</summary>
    public static IOpusDecoder CreateDecoder(int channels) => OpusCodecFactory.CreateDecoder(TrackFormat.SampleRateHertz, channels);

    /// <summary>How long a packet sounds, in ticks of <see cref="ClockHertz"/>; null where it is none (RFC 6716, section 3).</summary>
    public static int? FindTicks(ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty)
        {
            return null;
        }

        // the first byte: sixteen configurations of speech and hybrid, sixteen of the transform, then how many frames there are
        var configuration = packet[0] >> 3;
        var frame = configuration switch
        {
            < 12 => (ReadOnlySpan<int>)[480, 960, 1_920, 2_880],
            < 16 => [480, 960, 480, 960],
            _ => [120, 240, 480, 960],
        };
        int frames;
        switch (packet[0] & 3)
        {
            case 0:
                frames = 1;
                break;
            case 3:
                if (packet.Length < 2)
                {
                    return null;
                }

                frames = packet[1] & 63;
                break;
            default:
                frames = 2;
                break;
        }

        var ticks = frames * frame[configuration & 3];
        return ticks is > 0 and <= PacketTicksAtMost ? ticks : null;
    }
}
