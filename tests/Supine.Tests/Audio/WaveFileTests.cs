using System.Buffers.Binary;
using System.Text;
using Supine.Audio;

namespace Supine.Tests.Audio;

public class WaveFileTests
{
    private static readonly short[] Samples = [0, 100, -100, short.MaxValue, short.MinValue, 7];

    [Fact]
    public void A_plain_file_is_read()
    {
        var recording = Read(Wave(Format(1, 1, 22_050, 16), Chunk("data", Bytes(Samples))));

        Assert.Equal(22_050, recording.SampleRateHertz);
        Assert.Equal(Samples, Clip.Quantise(recording.Samples.Span));
    }

    [Fact]
    public void Other_chunks_are_skipped_even_of_odd_length()
    {
        var file = Wave(
            Chunk("LIST", [1, 2, 3]),
            Format(1, 1, 16_000, 16),
            Chunk("fact", [0, 0, 0, 0]),
            Chunk("data", Bytes(Samples)),
            Chunk("junk", [9])
        );

        Assert.Equal(Samples, Clip.Quantise(Read(file).Samples.Span));
    }

    [Fact]
    public void The_extensible_format_is_read()
    {
        byte[] guid = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        byte[] extensible = [.. FormatBytes(0xFFFE, 1, 16_000, 16), 22, 0, 16, 0, 4, 0, 0, 0, .. guid];

        Assert.Equal(Samples, Clip.Quantise(Read(Wave(Chunk("fmt ", extensible), Chunk("data", Bytes(Samples)))).Samples.Span));
    }

    [Fact]
    public void Two_channels_become_their_mean() =>
        Assert.Equal(
            [200, -50],
            Clip.Quantise(Read(Wave(Format(1, 2, 16_000, 16), Chunk("data", Bytes([100, 300, -100, 0])))).Samples.Span)
        );

    [Fact]
    public void A_length_that_was_not_known_when_writing_means_the_rest()
    {
        var file = Wave(Format(1, 1, 16_000, 16), Chunk("data", Bytes(Samples)));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - (Samples.Length * 2) - 4), 0xFFFF_FFFF);

        Assert.Equal(Samples.Length, Read(file).Samples.Length);
    }

    public static TheoryData<string, byte[]> Unfit =>
        new()
        {
            { "not a WAV file", [] },
            { "not a WAV file", Encoding.ASCII.GetBytes("ID3 this is an MP3 file, you know") },
            { "8 bits", Wave(Format(1, 1, 16_000, 8), Chunk("data", [1, 2])) },
            { "24 bits", Wave(Format(1, 1, 16_000, 24), Chunk("data", [1, 2, 3])) },
            { "floating point", Wave(Format(3, 1, 16_000, 32), Chunk("data", [1, 2, 3, 4])) },
            { "compressed", Wave(Format(0x55, 1, 16_000, 16), Chunk("data", [1, 2])) },
            { "6 channels", Wave(Format(1, 6, 48_000, 16), Chunk("data", new byte[12])) },
            { "0 channels", Wave(Format(1, 0, 48_000, 16), Chunk("data", new byte[12])) },
            { "4000 samples a second", Wave(Format(1, 1, 4_000, 16), Chunk("data", [1, 2])) },
            { "cut short", Wave(Format(1, 1, 16_000, 16), Chunk("data", Bytes(Samples)))[..^4] },
            { "cut short", Wave(Chunk("fmt ", [1, 0, 1, 0]), Chunk("data", [1, 2])) },
            { "cut short", Wave(Format(0xFFFE, 1, 16_000, 16), Chunk("data", [1, 2])) },
            {
                "floating point",
                Wave(
                    Chunk("fmt ", [.. FormatBytes(0xFFFE, 1, 16_000, 32), 22, 0, 32, 0, 4, 0, 0, 0, 3, .. new byte[15]]),
                    Chunk("data", [1, 2, 3, 4])
                )
            },
            { "middle of a chunk", Wave(Chunk("LIST", new byte[100]))[..^50] },
            { "before its format", Wave(Chunk("data", [1, 2]), Format(1, 1, 16_000, 16)) },
            { "no sound", Wave(Format(1, 1, 16_000, 16)) },
            { "no sound", Wave(Format(1, 1, 16_000, 16), Chunk("data", [])) },
        };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void An_unfit_file_is_rejected_with_the_reason(string reason, byte[] file) =>
        Assert.Contains(reason, Assert.IsType<SoundReading.Rejected>(WaveFile.Read(file)).Reason, StringComparison.Ordinal);

    [Fact]
    public void Reading_never_throws()
    {
        var good = Wave(Chunk("LIST", [1, 2, 3]), Format(1, 1, 16_000, 16), Chunk("data", Bytes(Samples)));
        byte[] extensible = [.. FormatBytes(0xFFFE, 1, 16_000, 16), 22, 0, 16, 0, 4, 0, 0, 0, 1, .. new byte[15]];
        var other = Wave(Chunk("fmt ", extensible), Chunk("data", Bytes(Samples)));
        var random = new Random(20_261);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            // a good file with a few bytes changed and an end cut off, and plain noise
            var file = (i % 10) switch
            {
                0 => new byte[random.Next(80)],
                < 5 => good[..random.Next(good.Length + 1)],
                5 => other.ToArray(),
                _ => good.ToArray(),
            };
            for (var change = random.Next(6); change > 0 && file.Length > 0; change--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            read += WaveFile.Read(file) is SoundReading.Read ? 1 : 0;
        }

        Assert.InRange(read, 100, 19_000);
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        Properties.ForSeeds(
            100,
            seed =>
            {
                // a clip begins and ends with a sample that is heard, and is not above the ceiling
                var random = new Random(seed);
                short[] sounding = [1, .. Enumerable.Range(0, random.Next(200)).Select(_ => (short)random.Next(-29_204, 29_205)), 1];

                var recording = Read(WaveFile.Encode(Clip.FromSamples(sounding)!));

                Assert.Equal(TrackFormat.SampleRateHertz, recording.SampleRateHertz);
                Assert.Equal(sounding, Clip.Quantise(recording.Samples.Span));
            }
        );

    private static Recording Read(byte[] file) => Assert.IsType<SoundReading.Read>(WaveFile.Read(file)).Recording;

    private static byte[] Wave(params byte[][] chunks)
    {
        var body = chunks.SelectMany(chunk => chunk).ToArray();
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, body.Length + 4);
        return [.. "RIFF"u8, .. size, .. "WAVE"u8, .. body];
    }

    private static byte[] Chunk(string id, byte[] body)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, body.Length);
        return [.. Encoding.ASCII.GetBytes(id), .. size, .. body, .. new byte[body.Length % 2]];
    }

    private static byte[] Format(ushort tag, ushort channels, int rateHertz, ushort bits) =>
        Chunk("fmt ", FormatBytes(tag, channels, rateHertz, bits));

    private static byte[] FormatBytes(ushort tag, ushort channels, int rateHertz, ushort bits)
    {
        var format = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(format, tag);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), channels);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), rateHertz);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(8), rateHertz * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), bits);
        return format;
    }

    private static byte[] Bytes(short[] samples)
    {
        var bytes = new byte[samples.Length * 2];
        Buffer.BlockCopy(samples, 0, bytes, 0, bytes.Length);
        return bytes;
    }
}
