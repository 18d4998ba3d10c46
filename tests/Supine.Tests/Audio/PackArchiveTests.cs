using System.IO.Compression;
using Supine.Audio;
using Supine.Protocols;

namespace Supine.Tests.Audio;

public class PackArchiveTests
{
    private const string Id = "own-1";

    [Fact]
    public void A_pack_that_was_written_is_brought_in_whole_and_twice_changes_nothing()
    {
        using var folder = new ScratchFolder();
        using var there = new ScratchFolder();
        var written = Write(folder);

        var archive = Assert.IsType<PackReading.Sound>(Read(written)).Pack;
        Assert.Equal(PackPlacing.Placed, archive.Place(there.Path, mayReplace: false));
        Assert.Equal(PackPlacing.WasThere, archive.Place(there.Path, mayReplace: false));
        Assert.Equal(
            Directory.GetFiles(folder[Id]).Select(file => (Path.GetFileName(file), Convert.ToHexString(File.ReadAllBytes(file)))).Order(),
            Directory.GetFiles(there[Id]).Select(file => (Path.GetFileName(file), Convert.ToHexString(File.ReadAllBytes(file)))).Order()
        );
        Assert.Equal(written, Write(folder));
    }

    [Fact]
    public void Another_voice_of_that_name_gives_way_only_when_it_may()
    {
        using var folder = new ScratchFolder();
        using var there = new ScratchFolder();
        Assert.IsType<PackReading.Sound>(Read(Write(folder))).Pack.Place(there.Path, mayReplace: false);
        var writer = ClipPackWriter.TryContinue(folder[Id], Language.English)!;
        writer.Add("One.", Scenes.Speech(0.5));
        writer.Save();
        writer.RemoveStrays();
        var changed = Assert.IsType<PackReading.Sound>(PackArchive.ReadFolder(folder[Id], Languages.Shipped)).Pack;
        var before = File.ReadAllText(Path.Combine(there[Id], ClipManifest.FileName));

        Assert.Equal(PackPlacing.InTheWay, changed.Place(there.Path, mayReplace: false));
        Assert.Equal(before, File.ReadAllText(Path.Combine(there[Id], ClipManifest.FileName)));
        Assert.Equal(PackPlacing.Placed, changed.Place(there.Path, mayReplace: true));
        Assert.Equal(
            Directory.GetFiles(folder[Id]).Select(Path.GetFileName).Order(),
            Directory.GetFiles(there[Id]).Select(Path.GetFileName).Order()
        );
    }

    public static TheoryData<string, string> Broken =>
        new()
        {
            { "../evil.wav", "does not belong in a voice pack" },
            { "/etc/evil.wav", "does not belong in a voice pack" },
            { "own-1/../../evil.wav", "does not belong in a voice pack" },
            { "own-1\\evil.wav", "does not belong in a voice pack" },
            { "own-1/deeper/evil.wav", "does not belong in a voice pack" },
            { "own-1/EVIL.wav", "does not belong in a voice pack" },
            { "own-1/EVIL.opus", "does not belong in a voice pack" },
            { "own-1/evil.opus", "No sentence is spoken" },
            { "own-1/evil.exe", "does not belong in a voice pack" },
            { "own-2/evil.wav", "in another folder" },
            { "own-1/evil.wav", "No sentence is spoken" },
            { "own-1/manifest.json", "there twice" },
        };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_file_that_does_not_belong_is_named(string name, string says)
    {
        using var folder = new ScratchFolder();
        var fault = Assert.Single(
            Faults(Change(Write(folder), zip => zip.CreateEntry(name).Open().Dispose())),
            fault => fault.Message.Contains(says, StringComparison.Ordinal)
        );
        Assert.NotEmpty(fault.Remedy);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_and_nothing_is_written()
    {
        using var folder = new ScratchFolder();
        var broken = Change(
            Write(folder),
            zip =>
            {
                var clips = zip.Entries.Where(entry => entry.Name.EndsWith(".wav", StringComparison.Ordinal)).ToList();
                clips[0].Delete();
                using var stream = clips[1].Open();
                stream.SetLength(100);
            }
        );
        var faults = Faults(broken);
        Assert.Contains(faults, fault => fault.Message.Contains("is missing", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Message.Contains("damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bomb_does_not_go_off()
    {
        using var folder = new ScratchFolder();
        var bomb = Change(
            Write(folder),
            zip =>
            {
                using var stream = zip.CreateEntry("own-1/bomb.wav").Open();
                stream.Write(new byte[8 * 1024 * 1024]);
            }
        );
        Assert.True(bomb.Length < 1_000_000);
        Assert.Contains(
            Faults(bomb),
            fault => fault.File == "own-1/bomb.wav" && fault.Message.Contains("larger", StringComparison.Ordinal)
        );
        var whole = Change(
            Write(folder),
            zip =>
            {
                var clip = new byte[4 * 1024 * 1024];
                foreach (var i in Enumerable.Range(0, 40))
                {
                    using var stream = zip.CreateEntry($"own-1/z{i}.wav", CompressionLevel.Fastest).Open();
                    stream.Write(clip);
                }
            }
        );
        // what comes after the last that is unpacked is not even looked at
        Assert.Single(Faults(whole), fault => fault is PackFault.FileTooLarge);
        var many = Change(Write(folder), zip => Enumerable.Range(0, 1_001).ToList().ForEach(i => zip.CreateEntry($"own-1/a{i}.wav")));
        Assert.Contains("1000 are the most", Assert.Single(Faults(many)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_too_long_for_its_time_is_named()
    {
        using var folder = new ScratchFolder();
        var writer = ClipPackWriter.Open(folder[Id], Language.English, "Slow", "None", "By a test");
        writer.Add("No.", Scenes.Speech(3));
        writer.Save();
        var faulty = Assert.IsType<PackReading.Faulty>(PackArchive.ReadFolder(folder[Id], Languages.Shipped));
        Assert.Contains("are free for it", Assert.Single(faulty.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_of_Opus_is_brought_in_like_any_other()
    {
        using var folder = new ScratchFolder();
        using var there = new ScratchFolder();
        var writer = ClipPackWriter.Open(folder[Id], Language.English, "Small", "None", "By a test", ClipFormat.Opus);
        writer.Add("One.", Scenes.Speech(0.4));
        writer.Save();
        using var stream = new MemoryStream();
        Assert.IsType<PackReading.Sound>(PackArchive.ReadFolder(folder[Id], Languages.Shipped)).Pack.Write(stream);

        var archive = Assert.IsType<PackReading.Sound>(Read(stream.ToArray())).Pack;
        Assert.Equal(PackPlacing.Placed, archive.Place(there.Path, mayReplace: false));
        Assert.Single(Directory.GetFiles(there[Id], "*.opus"));

        // spoken anew by a person it is WAV, and what it was goes
        var own = ClipPackWriter.TryContinue(there[Id], Language.English)!;
        own.Add("One.", Scenes.Speech(0.5));
        own.Save();
        Assert.Equal(1, own.RemoveStrays());
        Assert.Empty(Directory.GetFiles(there[Id], "*.opus"));
        Assert.Single(Directory.GetFiles(there[Id], "*.wav"));
        Assert.Equal(PackPlacing.Placed, archive.Place(there.Path, mayReplace: true));
        Assert.Empty(Directory.GetFiles(there[Id], "*.wav"));
    }

    [Fact]
    public void A_pack_recorded_at_another_rate_is_brought_in()
    {
        using var folder = new ScratchFolder();
        Write(folder);
        var wave = File.ReadAllBytes(Directory.GetFiles(folder[Id], "*.wav")[0]);
        BitConverter.GetBytes(16_000).CopyTo(wave, 24);
        BitConverter.GetBytes(32_000).CopyTo(wave, 28);
        var (file, length) = (ClipEntry.FileFor(wave), (wave.Length - 44) / 2);
        var old = Directory.CreateDirectory(folder["own-2"]).FullName;
        File.WriteAllBytes(Path.Combine(old, file), wave);
        File.WriteAllText(
            Path.Combine(old, ClipManifest.FileName),
            new ClipManifest("Old", "en", 16_000, "None", "By a test", [new("Another sentence.", file, (length + 15) / 16)]).ToJson()
        );

        Assert.IsType<PackReading.Sound>(PackArchive.ReadFolder(old, Languages.Shipped));
    }

    [Fact]
    public void Small_files_that_claim_to_be_hours_are_not_decoded()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder[Id]);
        var clips = new List<ClipEntry>();
        for (var i = 0; i < 20; i++)
        {
            // four minutes and fifty seconds in three kilobytes
            using var file = new MemoryStream();
            var ogg = new OggWriter(file, (uint)i);
            ogg.WriteAlone(OpusHeaders.WriteHead(), 0, OggMarks.First);
            ogg.WriteAlone(OpusHeaders.WriteTags([]), 0, OggMarks.None);
            for (var packet = 0; packet < 2_416; packet++)
            {
                ogg.Add([0xFB, 6]);
                if (packet % 200 == 199)
                {
                    ogg.WritePage((packet + 1) * 5_760L, OggMarks.None);
                }
            }

            ogg.WritePage(2_416 * 5_760L, OggMarks.Last);
            clips.Add(new($"Sentence {i}.", ClipEntry.FileFor(file.ToArray()), 1));
            File.WriteAllBytes(Path.Combine(folder[Id], clips[^1].File), file.ToArray());
        }

        File.WriteAllText(
            Path.Combine(folder[Id], ClipManifest.FileName),
            new ClipManifest("Hours", "en", 24_000, "None", "By a test", [.. clips]).ToJson()
        );

        var faults = Assert.IsType<PackReading.Faulty>(PackArchive.ReadFolder(folder[Id], Languages.Shipped)).Faults;
        Assert.Contains(faults, fault => fault is PackFault.ClipTooLong);
        Assert.Single(faults, fault => fault is PackFault.FileTooLarge);
    }

    [Fact]
    public void Whatever_the_bytes_the_answer_is_a_value()
    {
        using var folder = new ScratchFolder();
        var written = Write(folder);
        Properties.ForSeeds(
            150,
            seed =>
            {
                var random = new Random(seed);
                var bytes = written[..random.Next(written.Length)].Concat(written).ToArray()[..written.Length];
                for (var i = random.Next(1, 30); i > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                Assert.NotNull(Read(random.Next(2) == 0 ? bytes : Damage(written, random)));
            }
        );
    }

    private static byte[] Damage(byte[] written, Random random)
    {
        var bytes = (byte[])written.Clone();
        for (var i = random.Next(1, 10); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return bytes[..random.Next(bytes.Length / 2, bytes.Length + 1)];
    }

    private static byte[] Write(ScratchFolder folder)
    {
        if (!Directory.Exists(folder[Id]))
        {
            var writer = ClipPackWriter.Open(folder[Id], Language.English, "Dr. Vega", "None", "By a test");
            writer.Add("One.", Scenes.Speech(0.4));
            writer.Add("Another sentence.", Scenes.Speech(0.6));
            writer.Save();
        }

        using var stream = new MemoryStream();
        Assert.IsType<PackReading.Sound>(PackArchive.ReadFolder(folder[Id], Languages.Shipped)).Pack.Write(stream);
        return stream.ToArray();
    }

    private static byte[] Change(byte[] archive, Action<ZipArchive> change)
    {
        using var stream = new MemoryStream();
        stream.Write(archive);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            change(zip);
        }

        return stream.ToArray();
    }

    private static PackReading Read(byte[] archive) => PackArchive.Read(new MemoryStream(archive), Languages.Shipped);

    private static System.Collections.Immutable.ImmutableArray<PackFault> Faults(byte[] archive) =>
        Assert.IsType<PackReading.Faulty>(Read(archive)).Faults;
}
