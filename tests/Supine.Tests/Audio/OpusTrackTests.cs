using System.Buffers.Binary;
using System.Text;
using Supine.Audio;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Audio;

public class OpusTrackTests
{
    private const double LoudnessTolerance = 0.3;

    /// <summary>Nobody hears a difference this far under the sound itself.</summary>
    private const double SameDecibels = 60;

    private static readonly CueSequence Session = Scenes.Sequence(
        Scenes.Ms(14_321),
        Scenes.Say(1_003, 2_000, "One."),
        Scenes.Of(CueKind.Bell, 4_000, 2_500),
        Scenes.Say(9_007, 3_000, "Two.")
    ) with
    {
        Title = "Mi título: “ñ” = 1",
        Language = Languages.Shipped["es"],
        Steps =
        [
            Scenes.Step("Túmbate", 0, 4_000, null),
            Scenes.Step("Suelta = #", 4_000, 9_000, Side.Left),
            Scenes.Step("Suelta = #", 9_000, 14_321, Side.Right),
        ],
    };

    [Theory]
    [InlineData(SoundFormat.Opus)]
    [InlineData(SoundFormat.Caf)]
    public async Task A_files_length_is_known_before_it_is_made_and_its_bytes_are_the_same_every_time(SoundFormat format)
    {
        var samples = await RenderAsync();
        // of any length: a whole number of packets, one sample more, one less, and none
        foreach (var length in new[] { samples.Length, 480 * 50, (480 * 50) + 1, (480 * 50) - 60, (480 * 50) - 61, 1, 0 })
        {
            var track = new OpusTrack(samples.AsMemory(0, length), Session);
            var file = Write(track, format);
            Assert.Equal(track.BytesOf(format), file.Length);
            Assert.Equal(file, Write(new OpusTrack(samples.AsMemory(0, length), Session), format));
        }
    }

    [Fact]
    public async Task Decoded_it_is_the_track_to_the_sample_as_loud_and_silent_where_that_is()
    {
        var samples = await RenderAsync();
        var decoded = Decode(Write(new OpusTrack(samples, Session), SoundFormat.Opus));

        Assert.Equal(samples.Length, decoded.Length);
        var rendered = Scenes.AsFloats(samples);
        Assert.Equal(
            Assert.NotNull(Loudness.Measure(rendered, Scenes.Rate)).Lufs,
            Assert.NotNull(Loudness.Measure(decoded, Scenes.Rate)).Lufs,
            LoudnessTolerance
        );
        foreach (var cue in Session.Cues)
        {
            // not a sample late or early, and nothing before it but what 2.5 ms of codec smear
            var (from, to) = (TrackFormat.SampleAt(cue.At), TrackFormat.SampleAt(cue.At + Scenes.Ms(1_500)));
            var best = Enumerable
                .Range(-30, 61)
                .MaxBy(late => Likeness(rendered.AsSpan(from..to), decoded.AsSpan((from + late)..(to + late))));
            Assert.Equal(0, best);
            Assert.InRange(PowerOf(decoded.AsSpan((from - 480)..(from - 120))), 0, 1e-7);
        }

        // 60 ms after a sound every sample is as good as zero
        Assert.InRange(decoded.AsSpan(0, 20_000).ToArray().Max(Math.Abs), 0, 1e-4);
        var quiet = TrackFormat.SampleAt(Scenes.Ms(7_600))..TrackFormat.SampleAt(Scenes.Ms(8_900));
        Assert.True(samples[quiet].All(sample => sample == 0), "The bell rings longer.");
        Assert.InRange(decoded[quiet].Max(Math.Abs), 0, 1e-4);
    }

    [Fact]
    public async Task A_sound_is_heard_as_if_nothing_had_been_before_it()
    {
        var samples = await RenderAsync();
        var alone = samples.ToArray();
        var from = TrackFormat.SampleAt(Scenes.Ms(9_007));
        alone.AsSpan(0, from).Clear();

        var spliced = Decode(Write(new OpusTrack(samples, Session), SoundFormat.Opus));
        var whole = Decode(Write(new OpusTrack(alone, Session), SoundFormat.Opus));

        var range = from..TrackFormat.SampleAt(Scenes.Ms(11_900));
        var difference = spliced[range].Zip(whole[range], (a, b) => a - b).ToArray();
        Assert.True(PowerOf(whole.AsSpan(range)) > 1e-3);
        Assert.True(
            10 * Math.Log10(PowerOf(whole.AsSpan(range)) / (PowerOf(difference) + 1e-15)) > SameDecibels,
            $"{10 * Math.Log10(PowerOf(whole.AsSpan(range)) / (PowerOf(difference) + 1e-15)):0.0} dB"
        );
    }

    [Fact]
    public async Task The_tags_tell_title_and_chapters()
    {
        var file = Write(new OpusTrack(await RenderAsync(), Session), SoundFormat.Opus);

        // the second page: 27 bytes, its segments, and the packet
        var tags = Encoding.UTF8.GetString(file.AsSpan(0, 1_000));
        Assert.Contains("TITLE=Mi título: “ñ” = 1", tags, StringComparison.Ordinal);
        Assert.Contains("ALBUM=Supine", tags, StringComparison.Ordinal);
        Assert.Contains("LANGUAGE=es", tags, StringComparison.Ordinal);
        Assert.Contains("CHAPTER000=00:00:00.000", tags, StringComparison.Ordinal);
        Assert.Contains("CHAPTER000NAME=Túmbate", tags, StringComparison.Ordinal);
        Assert.Contains("CHAPTER002=00:00:09.000", tags, StringComparison.Ordinal);
        Assert.Contains("CHAPTER002NAME=Suelta = # (derecha)", tags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Core_Audio_file_has_the_same_packets_behind_their_table()
    {
        var track = new OpusTrack(await RenderAsync(), Session);
        var (ogg, caf) = (PacketsOf(Write(track, SoundFormat.Opus)), Write(track, SoundFormat.Caf));

        Assert.Equal([.. "caff"u8, 0, 1, 0, 0], caf[..8]);
        var chunks = new Dictionary<string, byte[]>();
        for (var at = 8; at < caf.Length; )
        {
            var length = (int)BinaryPrimitives.ReadInt64BigEndian(caf.AsSpan(at + 4));
            chunks.Add(Encoding.ASCII.GetString(caf, at, 4), caf[(at + 12)..(at + 12 + length)]);
            at += 12 + length;
        }

        Assert.Equal(["desc", "chan", "info", "pakt", "data"], chunks.Keys);
        Assert.Equal(48_000, BinaryPrimitives.ReadDoubleBigEndian(chunks["desc"]));
        Assert.Equal([.. "opus"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0xC0, 0, 0, 0, 1, 0, 0, 0, 0], chunks["desc"][8..]);
        Assert.Contains("title\0Mi título: “ñ” = 1\0", Encoding.UTF8.GetString(chunks["info"]), StringComparison.Ordinal);
        var table = chunks["pakt"];
        Assert.Equal(ogg.Count, BinaryPrimitives.ReadInt64BigEndian(table));
        Assert.Equal(14_321 * 48, BinaryPrimitives.ReadInt64BigEndian(table.AsSpan(8)));
        Assert.Equal(120, BinaryPrimitives.ReadInt32BigEndian(table.AsSpan(16)));
        Assert.Equal((ogg.Count * 960) - 120 - (14_321 * 48), BinaryPrimitives.ReadInt32BigEndian(table.AsSpan(20)));
        Assert.Equal(ogg.Select(packet => (byte)packet.Length), table[24..]);
        Assert.Equal([0, 0, 0, 0, .. ogg.SelectMany(packet => packet)], chunks["data"]);

        // one kind of packet: no player need change its mode
        Assert.All(ogg, packet => Assert.Equal(0xD8, packet[0]));
        Assert.Equal([3, 100], ogg.Select(packet => packet.Length).Distinct().Order());
    }

    [Fact]
    public async Task A_Core_Audio_file_does_not_end_with_a_packet_of_mere_delay()
    {
        // 10 s are 500 packets, and the encoder's delay would be one more
        var samples = (await RenderAsync())[..(500 * 480)];
        samples.AsSpan(400 * 480).Clear();
        var caf = Write(new OpusTrack(samples, Session), SoundFormat.Caf);
        var table = caf.AsSpan(caf.AsSpan().IndexOf("pakt"u8) + 12);

        Assert.Equal(501, PacketsOf(Write(new OpusTrack(samples, Session), SoundFormat.Opus)).Count);
        Assert.Equal(500, BinaryPrimitives.ReadInt64BigEndian(table));
        Assert.Equal((500 * 960) - 120, BinaryPrimitives.ReadInt64BigEndian(table[8..]));
        Assert.Equal((120, 0), (BinaryPrimitives.ReadInt32BigEndian(table[16..]), BinaryPrimitives.ReadInt32BigEndian(table[20..])));

        // where there is sound to the end it stays
        samples.AsSpan(499 * 480).Fill(1_000);
        caf = Write(new OpusTrack(samples, Session), SoundFormat.Caf);
        Assert.Equal(501, BinaryPrimitives.ReadInt64BigEndian(caf.AsSpan(caf.AsSpan().IndexOf("pakt"u8) + 12)));
    }

    [Fact]
    public async Task A_session_is_small_and_made_a_second_at_a_time()
    {
        var sequence = Assert
            .IsType<Compilation.Succeeded>(
                ProtocolCompiler.Compile(Repository.Protocol("psoas-lying-1"), new Prescription { Hold = TimeSpan.FromSeconds(45) })
            )
            .Sequence;
        var voice = new Voice.ClipPack(Path.Combine(Repository.Root, "voices", "en-heart"));
        var track = new OpusTrack(await Scenes.RenderAsync(sequence, voice), sequence);

        Assert.InRange(track.BytesOf(SoundFormat.Opus), 300_000, 1_300_000);
        using var cancelled = new CancellationTokenSource();
        using var file = new MemoryStream();
        await cancelled.CancelAsync();
        Assert.Throws<OperationCanceledException>(() => track.Write(SoundFormat.Opus, file, cancelled.Token));
        Assert.InRange(file.Length, 100, 20_000);
    }

    [Fact]
    public async Task Only_a_track_as_we_write_it_is_one()
    {
        var wave = new MemoryStream();
        using var pack = new ScratchFolder();
        await Renderer.RenderAsync(
            Session,
            Scenes.Open(pack.PackOf(("One.", 1.5), ("Two.", 2.5)), Languages.Shipped["en"]),
            new(),
            wave,
            null,
            TestContext.Current.CancellationToken
        );

        Assert.NotNull(OpusTrack.Find(wave.ToArray(), Session));
        Assert.Null(OpusTrack.Find(wave.ToArray().AsSpan()[..^1], Session));
        Assert.Null(OpusTrack.Find([], Session));
        Assert.Throws<ArgumentOutOfRangeException>(() => OpusTrack.Find(wave.ToArray(), Session)!.BytesOf(SoundFormat.Mp3));
    }

    private static async Task<short[]> RenderAsync()
    {
        using var pack = new ScratchFolder();
        return await Scenes.RenderAsync(Session, pack.PackOf(("One.", 1.5), ("Two.", 2.5)));
    }

    private static byte[] Write(OpusTrack track, SoundFormat format)
    {
        using var file = new MemoryStream();
        track.Write(format, file, TestContext.Current.CancellationToken);
        return file.ToArray();
    }

    private static float[] Decode(byte[] file) => Assert.IsType<SoundReading.Read>(OpusFile.Read(file)).Recording.Samples.ToArray();

    private static List<byte[]> PacketsOf(byte[] file)
    {
        var packets = new List<byte[]>();
        for (var (at, page) = (0, 0); at < file.Length; page++)
        {
            var segments = file[(at + 27)..(at + 27 + file[at + 26])];
            at += 27 + segments.Length;
            foreach (var segment in segments)
            {
                if (page > 1)
                {
                    packets.Add(file[at..(at + segment)]);
                }

                at += segment;
            }
        }

        return packets;
    }

    private static double Likeness(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double PowerOf(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += sample * sample;
        }

        return sum / samples.Length;
    }
}
