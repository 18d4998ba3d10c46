using System.Buffers.Binary;
using Concentus;
using Concentus.Enums;
using Supine.Audio;

namespace Supine.Tests.Audio;

public class OpusFileTests
{
    /// <summary>Speech at 32 kbit/s keeps its shape to within this; what is a sample out of place is far worse.</summary>
    private const double ShapeDecibels = 12;

    private const double LoudnessTolerance = 0.3;

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.4)]
    [InlineData(0.98)]
    [InlineData(1.0)]
    [InlineData(3.3333)]
    public void Decoded_again_a_clip_has_every_sample_in_its_place(double seconds)
    {
        var clip = Clip.FromSamples(Scenes.Speech(seconds + 0.4).Samples[..(int)(seconds * Scenes.Rate)])!;

        var decoded = Decode(OpusFile.Encode(clip));

        Assert.Equal(clip.Samples.Length, decoded.Samples.Length);
        Assert.Equal(clip.Length, OpusFile.FindLength(OpusFile.Encode(clip)));
        Assert.NotEqual(0, decoded.Samples[0]);
        Assert.NotEqual(0, decoded.Samples[^1]);
        if (seconds < 0.4)
        {
            return;
        }

        var (before, after) = (Scenes.AsFloats(clip.Samples), Scenes.AsFloats(decoded.Samples));
        Assert.True(SignalOverError(before, after) > ShapeDecibels, $"{SignalOverError(before, after):0.0} dB");
        Assert.True(SignalOverError(before, after) > SignalOverError(before.AsSpan(1), after));
        Assert.True(SignalOverError(before, after) > SignalOverError(before.AsSpan(..^1), after.AsSpan(1)));
        Assert.Equal(
            Assert.NotNull(Loudness.Measure(before, Scenes.Rate)).Lufs,
            Assert.NotNull(Loudness.Measure(after, Scenes.Rate)).Lufs,
            LoudnessTolerance
        );
    }

    [Fact]
    public void Neither_end_clicks()
    {
        // a sentence cut out of loud sound: the codec smears what is before its start and after its end
        var cut = Scenes.Babble(1, 0.5, Scenes.Rate);
        var decoded = Decode(OpusFile.Encode(Clip.FromSamples(Clip.Quantise(cut))!)).Samples.ToArray();

        Assert.InRange(decoded.Max(sample => Math.Abs((int)sample)), 8_000, 32_767);
        Assert.InRange(decoded[..5].Max(sample => Math.Abs((int)sample)), 1, 200);
        Assert.InRange(decoded[^5..].Max(sample => Math.Abs((int)sample)), 1, 200);
    }

    [Fact]
    public void It_is_a_twelfth_of_the_size_and_the_same_bytes_every_time()
    {
        var clip = Scenes.Speech(10);
        var file = OpusFile.Encode(clip);

        Assert.Equal(file, OpusFile.Encode(clip));
        Assert.InRange(file.Length * 8 / clip.Length.TotalSeconds, 24_000, 36_000);
    }

    [Fact]
    public void Its_pages_are_as_the_format_wants_them()
    {
        var clip = Scenes.Speech(2.5);
        var pages = PagesOf(OpusFile.Encode(clip));

        // a header each on the first two pages, then a second of sound on each
        Assert.Equal([2, 0, 0, 0, 4], pages.Select(page => page[5]));
        Assert.Equal([0, 1, 2, 3, 4], pages.Select(page => BinaryPrimitives.ReadInt32LittleEndian(page.AsSpan(18))));
        Assert.Equal(
            [0, 0, 48_000, 96_000, 120 + (2 * clip.Samples.Length)],
            pages.Select(page => BinaryPrimitives.ReadInt64LittleEndian(page.AsSpan(6)))
        );
        Assert.All(pages, page => Assert.Equal(Checksum(page), BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(22))));
        var head = pages[0][28..];
        Assert.Equal([.. "OpusHead"u8, 1, 1, 120, 0, 0xC0, 0x5D, 0, 0, 0, 0, 0], head);
        Assert.Equal([.. "OpusTags"u8, 6, 0, 0, 0, .. "Supine"u8, 0, 0, 0, 0], pages[1][28..]);
    }

    [Fact]
    public void The_checksum_is_the_published_one() =>
        // the check value of CRC-32/CKSUM, which inverts its result
        Assert.Equal(~0x765E_7680u, OggPage.Checksum("123456789"u8));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_another_encoder_made_is_read_to_the_sample(int channels)
    {
        // 48,000 Hz, 60 ms a packet, large packets, its own delay, 6 dB to be added, cut out of something that began earlier
        var mono = Scenes.Babble(1.5, 0.2, 48_000);
        var file = EncodeElsewhere(mono, channels, delay: 312, gain: 6 * 256, start: 96_000);

        var read = Assert.IsType<SoundReading.Read>(OpusFile.Read(file)).Recording;

        Assert.Equal(Scenes.Rate, read.SampleRateHertz);
        Assert.Equal(mono.Length / 2, read.Samples.Length);
        var expected = Scenes.Babble(1.5, 0.2 * Decibels.From(6).Gain, Scenes.Rate);
        Assert.True(
            SignalOverError(expected, read.Samples.ToArray()) > ShapeDecibels,
            $"{SignalOverError(expected, read.Samples.ToArray())}"
        );
    }

    [Fact]
    public void A_packet_may_go_on_over_any_number_of_pages()
    {
        var whole = EncodeElsewhere(Scenes.Babble(1, 0.2, 48_000), 1, delay: 312, gain: 0, start: 0);
        var samples = Assert.IsType<SoundReading.Read>(OpusFile.Read(whole)).Recording.Samples.ToArray();
        foreach (var most in new[] { 1, 2 })
        {
            var cut = Lace(PagesOf(whole), most);
            Assert.NotEqual(whole.Length, cut.Length);
            Assert.Equal(samples, Assert.IsType<SoundReading.Read>(OpusFile.Read(cut)).Recording.Samples.ToArray());
        }
    }

    [Fact]
    public void A_second_header_of_any_size_and_a_stream_beside_it_are_passed_over()
    {
        using var file = new MemoryStream();
        var ogg = new OggWriter(file, 7);
        ogg.WriteAlone(OpusHeaders.WriteHead(), 0, OggMarks.First);
        new OggWriter(file, 8).WriteAlone("something else"u8, 0, OggMarks.First);
        ogg.WriteAlone(OpusHeaders.WriteTags([("PICTURE", new string('x', 3 * 255 * 255))]), 0, OggMarks.None);
        ogg.Add(OpusCodec.Silence);
        ogg.WritePage(960, OggMarks.Last);

        Assert.Equal(480 - 60, Assert.IsType<SoundReading.Read>(OpusFile.Read(file.ToArray())).Recording.Samples.Length);
    }

    public static TheoryData<string, byte[]> Unfit
    {
        get
        {
            var good = OpusFile.Encode(Scenes.Speech(2.5));
            var pages = PagesOf(good);
            return new()
            {
                { "not a WAV file", [.. "Ogg"u8] },
                { "cut short", [.. "OggS"u8] },
                { "cut short", good[..^1] },
                { "cut short", good[..^pages[^1].Length] },
                { "cut short", [.. pages[0]] },
                { "its beginning is missing", [.. pages[1], .. pages[2]] },
                { "a part of it is missing", [.. pages[0], .. pages[1], .. pages[3], .. pages[4]] },
                { "checksum", Change(good, good.Length - 100, 1) },
                { "should begin there is none", [.. good[..^pages[^1].Length], .. "what is this, that is no page at all"u8] },
                { "no beginning or no end", Join(pages, (2, page => page[5] = 1)) },
                { "second header", Join(pages, (1, page => page[28] = 0x6F)) },
                { "not Opus", Join(pages, (0, page => page[28] = 1)) },
                { "version 16", Join(pages, (0, page => page[36] = 16)) },
                { "6 channels", Join(pages, (0, page => page[37] = 6)) },
                { "0 channels", Join(pages, (0, page => page[37] = 0)) },
                { "way of their own", Join(pages, (0, page => page[46] = 1)) },
                { "no sound", Join(pages, (4, page => BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), 100))) },
                { "before its time", Join(pages, (2, page => BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), 47_000))) },
                { "longer than 5 minutes", Packets(Enumerable.Repeat<byte[]>([0xFB, 6], 3_000)) },
                {
                    "is no sound",
                    Packets([
                        [0xFB],
                    ])
                },
                {
                    "is no sound",
                    Packets([
                        [],
                    ])
                },
                {
                    "is no sound",
                    Packets([
                        [0xFB, 63],
                    ])
                },
                {
                    "cannot be decoded",
                    Packets([
                        [0xDB, 0x82, 0xFF],
                    ])
                },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Unfit))]
    public void An_unfit_file_is_rejected_with_the_reason(string reason, byte[] file) =>
        Assert.Contains(reason, Assert.IsType<SoundReading.Rejected>(SoundFile.Read(file)).Reason, StringComparison.Ordinal);

    [Fact]
    public void Reading_never_throws_wherever_it_is_cut_and_whatever_is_changed()
    {
        var good = OpusFile.Encode(Scenes.Speech(0.5));
        var other = EncodeElsewhere(Scenes.Babble(0.5, 0.2, 48_000), 2, delay: 312, gain: 100, start: 0);
        for (var at = 0; at < good.Length; at++)
        {
            Assert.IsType<SoundReading.Rejected>(OpusFile.Read(good.AsSpan(0, at)));
        }

        var random = new Random(20_261);
        var read = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var file = (i % 2 == 0 ? good : other).ToArray();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            // most changes are to be found behind the checksum
            read += OpusFile.Read(i % 4 < 3 ? WithChecksums(file) : file) is SoundReading.Read ? 1 : 0;
        }

        Assert.InRange(read, 100, 2_900);
    }

    private static Clip Decode(byte[] file) => Assert.IsType<Clip>(SoundFile.ReadClip(file).Clip);

    private static double SignalOverError(ReadOnlySpan<float> signal, ReadOnlySpan<float> other)
    {
        var (power, error) = (0.0, 0.0);
        for (var i = 0; i < signal.Length; i++)
        {
            power += signal[i] * signal[i];
            error += (signal[i] - other[i]) * (signal[i] - other[i]);
        }

        return 10 * Math.Log10(power / error);
    }

    /// <summary>A file as another program makes it, by the codec's own hand.</summary>
    private static byte[] EncodeElsewhere(float[] mono, int channels, int delay, int gain, long start)
    {
        const int Frame = 2_880;
        using var encoder = OpusCodecFactory.CreateEncoder(48_000, channels, OpusApplication.OPUS_APPLICATION_AUDIO);
        encoder.Bitrate = 96_000;
        Assert.Equal(delay, encoder.Lookahead);
        using var file = new MemoryStream();
        var ogg = new OggWriter(file, 77);
        var head = OpusHeaders.WriteHead();
        head[9] = (byte)channels;
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), (ushort)delay);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(16), (short)gain);
        ogg.WriteAlone(head, 0, OggMarks.First);
        ogg.WriteAlone(OpusHeaders.WriteTags([]), 0, OggMarks.None);
        var packets = (mono.Length + delay + Frame - 1) / Frame;
        var packet = new byte[4_000];
        for (var i = 0; i < packets; i++)
        {
            var frame = new float[Frame * channels];
            for (var n = 0; n < frame.Length; n++)
            {
                var at = (i * Frame) + (n / channels);
                frame[n] = at < mono.Length ? mono[at] : 0;
            }

            var bytes = encoder.Encode(frame, Frame, packet, packet.Length);
            Assert.True(bytes > 255);
            ogg.Add(packet.AsSpan(0, bytes));
            ogg.WritePage(
                start + (i == packets - 1 ? delay + mono.Length : (i + 1) * Frame),
                i == packets - 1 ? OggMarks.Last : OggMarks.None
            );
        }

        return file.ToArray();
    }

    private static byte[] Packets(IEnumerable<byte[]> packets)
    {
        using var file = new MemoryStream();
        var ogg = new OggWriter(file, 1);
        ogg.WriteAlone(OpusHeaders.WriteHead(), 0, OggMarks.First);
        ogg.WriteAlone(OpusHeaders.WriteTags([]), 0, OggMarks.None);
        foreach (var chunk in packets.Chunk(100))
        {
            foreach (var packet in chunk)
            {
                ogg.Add(packet);
            }

            ogg.WritePage(10_000_000, OggMarks.None);
        }

        ogg.WritePage(10_000_000, OggMarks.Last);

        return file.ToArray();
    }

    private static List<byte[]> PagesOf(byte[] file)
    {
        var pages = new List<byte[]>();
        for (var at = 0; at < file.Length; at += pages[^1].Length)
        {
            var segments = file[at + 26];
            pages.Add(file[at..(at + 27 + segments + file.AsSpan(at + 27, segments).ToArray().Sum(segment => segment))]);
        }

        return pages;
    }

    /// <summary>The same packets on pages of a few segments each.</summary>
    private static byte[] Lace(List<byte[]> pages, int most)
    {
        var file = new List<byte>();
        var number = 0u;
        foreach (var page in pages)
        {
            var segments = page[27..(27 + page[26])];
            var at = 27 + segments.Length;
            var isWithin = false;
            foreach (var few in segments.Chunk(most))
            {
                var body = page[at..(at += few.Sum(segment => segment))];
                var isLast = at == page.Length;
                var cut = new byte[27 + few.Length + body.Length];
                OggPage.Write(
                    cut,
                    (isWithin ? OggMarks.Continued : 0) | (isLast ? (OggMarks)(page[5] & 4) : 0) | (number == 0 ? OggMarks.First : 0),
                    few.Any(segment => segment < 255) ? BinaryPrimitives.ReadInt64LittleEndian(page.AsSpan(6)) : -1,
                    1,
                    number++,
                    few,
                    body
                );
                isWithin = few[^1] == 255;
                file.AddRange(cut);
            }
        }

        return [.. file];
    }

    private static byte[] Join(List<byte[]> pages, (int Page, Action<byte[]> Change) change)
    {
        var changed = pages.Select(page => page.ToArray()).ToList();
        change.Change(changed[change.Page]);
        return WithChecksums([.. changed.SelectMany(page => page)]);
    }

    private static byte[] Change(byte[] file, int at, byte by)
    {
        var changed = file.ToArray();
        changed[at] ^= by;
        return changed;
    }

    /// <summary>Whoever changes a file on purpose makes its checksums right again.</summary>
    private static byte[] WithChecksums(byte[] file)
    {
        for (var at = 0; at + 27 <= file.Length && at + 27 + file[at + 26] <= file.Length; )
        {
            var bytes = 27 + file[at + 26] + file.AsSpan(at + 27, file[at + 26]).ToArray().Sum(segment => segment);
            if (at + bytes > file.Length)
            {
                break;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at + 22), Checksum(file.AsSpan(at, bytes)));
            at += bytes;
        }

        return file;
    }

    /// <summary>By the definition, a bit at a time.</summary>
    private static uint Checksum(ReadOnlySpan<byte> page)
    {
        var sum = 0u;
        for (var i = 0; i < page.Length; i++)
        {
            sum ^= (uint)(i is >= 22 and < 26 ? 0 : page[i]) << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 0x8000_0000) == 0 ? sum << 1 : (sum << 1) ^ 0x04C1_1DB7;
            }
        }

        return sum;
    }
}
