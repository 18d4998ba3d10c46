using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Supine.Audio;

/// <summary>WAV files: RIFF with 16-bit PCM.</summary>
public static class WaveFile
{
    internal const int HeaderBytes = 44;

    private const ushort FormatPcm = 1;
    private const ushort FormatExtensible = 0xFFFE;

    /// <summary>A program that writes to a pipe cannot know the length; it writes this much or more.</summary>
    private const uint UnknownLength = 0x7FFF_0000;

    /// <summary>Reads a file whole: 16-bit PCM, one or two channels, plain or extensible, other chunks skipped. Never throws, whatever the
    /// bytes.</summary>
    public static SoundReading Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
        {
            return new SoundReading.Rejected("This is not a WAV file.");
        }

        Format? format = null;
        var rest = file[12..];
        while (rest.Length >= 8)
        {
            var id = rest[..4];
            var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            rest = rest[8..];
            if (id.SequenceEqual("data"u8))
            {
                return format is { } known
                    ? ReadSamples(rest, size, known)
                    : new SoundReading.Rejected("Its sound comes before its format.");
            }

            if (size > rest.Length)
            {
                return new SoundReading.Rejected("It ends in the middle of a chunk.");
            }

            var body = rest[..(int)size];
            if (id.SequenceEqual("fmt "u8))
            {
                if (FindFault(body) is { } fault)
                {
                    return new SoundReading.Rejected(fault);
                }

                format = new(BinaryPrimitives.ReadUInt16LittleEndian(body[2..]), BinaryPrimitives.ReadInt32LittleEndian(body[4..]));
            }

            // chunks begin at even places
            rest = rest[Math.Min(rest.Length, (int)size + ((int)size & 1))..];
        }

        return new SoundReading.Rejected("It holds no sound.");
    }

    /// <summary>A clip as a file.</summary>
    public static byte[] Encode(Clip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        var file = new byte[HeaderBytes + (clip.Samples.Length * sizeof(short))];
        WriteHeader(file, clip.Samples.Length);
        WriteSamples(file.AsSpan(HeaderBytes), clip.Samples);
        return file;
    }

    /// <summary>The samples of a file that <see cref="WriteHeader"/> began; null for any other file.</summary>
    internal static short[]? ReadTrack(ReadOnlySpan<byte> file)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var samples = (file.Length - HeaderBytes) / sizeof(short);
        if (samples < 0)
        {
            return null;
        }

        WriteHeader(header, samples);
        if (!file.StartsWith(header) || file.Length != HeaderBytes + (samples * sizeof(short)))
        {
            return null;
        }

        var track = new short[samples];
        var bytes = file[HeaderBytes..];
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(track.AsSpan()));
            return track;
        }

        for (var i = 0; i < samples; i++)
        {
            track[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * sizeof(short))..]);
        }

        return track;
    }

    /// <summary>The first 44 bytes of a track of so many samples.</summary>
    internal static void WriteHeader(Span<byte> header, int samples)
    {
        var size = checked(samples * sizeof(short));
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], checked(size + HeaderBytes - 8));
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], FormatPcm);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], TrackFormat.SampleRateHertz);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], TrackFormat.SampleRateHertz * sizeof(short));
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], sizeof(short));
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], size);
    }

    internal static void WriteSamples(Span<byte> bytes, ReadOnlySpan<short> samples)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(samples).CopyTo(bytes);
            return;
        }

        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(i * sizeof(short))..], samples[i]);
        }
    }

    private static string? FindFault(ReadOnlySpan<byte> format)
    {
        if (format.Length < 16)
        {
            return "Its format is cut short.";
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (tag == FormatExtensible)
        {
            // the first two bytes of the sub-format are the tag it stands for
            if (format.Length < 40)
            {
                return "Its format is cut short.";
            }

            tag = BinaryPrimitives.ReadUInt16LittleEndian(format[24..]);
        }

        return (tag, channels, bits) switch
        {
            (not FormatPcm, _, _) => $"It is compressed or in floating point (format {tag}); 16-bit PCM is needed.",
            (_, _, not 16) => $"It has {bits} bits a sample; 16 are needed.",
            (_, not (1 or 2), _) => $"It has {channels} channels; one or two are needed.",
            _ when !Recording.IsRate(rate) => $"It has {rate} samples a second; 8000 to 192000 are needed.",
            _ => null,
        };
    }

    private static SoundReading ReadSamples(ReadOnlySpan<byte> rest, uint size, Format format)
    {
        if (size > rest.Length && size < UnknownLength)
        {
            return new SoundReading.Rejected("It is cut short: less sound than its header says.");
        }

        var bytes = size > rest.Length ? rest : rest[..(int)size];
        var samples = new float[bytes.Length / sizeof(short) / format.Channels];
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0;
            for (var channel = 0; channel < format.Channels; channel++)
            {
                sum += BinaryPrimitives.ReadInt16LittleEndian(bytes[(((i * format.Channels) + channel) * sizeof(short))..]);
            }

            samples[i] = sum / (32_768f * format.Channels);
        }

        return samples.Length == 0
            ? new SoundReading.Rejected("It holds no sound.")
            : new SoundReading.Read(new Recording(samples, format.RateHertz));
    }

    private readonly record struct Format(int Channels, int RateHertz);
}
