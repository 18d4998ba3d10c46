using Supine.Audio;
using Supine.Protocols;

namespace Supine.Tests.Audio;

public class ClipPackWriterTests
{
    [Fact]
    public async Task What_was_added_is_spoken()
    {
        using var folder = new ScratchFolder();
        var clip = Scenes.Speech(0.7);
        var writer = Open(folder);
        writer.Add("Hold.", clip);
        writer.Save();

        var samples = await Scenes.RenderAsync(Scenes.Sequence(Scenes.Say(0, 1_000, "Hold.")), new Voice.ClipPack(folder.Path));

        Assert.Equal(clip.Samples, samples.AsSpan(0, clip.Samples.Length));
    }

    [Fact]
    public void A_sentence_that_is_there_is_kept_when_the_pack_is_opened_again()
    {
        using var folder = new ScratchFolder();
        folder.PackOf(("Stays.", 0.3));

        var writer = ClipPackWriter.Open(folder.Path, Language.English, "Babble", "None", "By a test");

        Assert.True(writer.Holds("Stays."));
        Assert.False(writer.Holds("Comes."));
    }

    [Fact]
    public void A_pack_made_in_another_way_is_begun_anew()
    {
        using var folder = new ScratchFolder();
        folder.PackOf(("Old.", 0.3));

        Assert.False(ClipPackWriter.Open(folder.Path, Language.English, "Babble", "None", "By another test").Holds("Old."));
        Assert.False(ClipPackWriter.Open(folder.Path, Languages.Shipped["de"], "Babble", "None", "By a test").Holds("Old."));
    }

    [Fact]
    public void A_clip_that_is_gone_or_changed_is_asked_for_again()
    {
        using var folder = new ScratchFolder();
        folder.PackOf(("Gone.", 0.3), ("Cut.", 0.5), ("Whole.", 0.4));
        File.Delete(folder.FileOf("Gone."));
        File.Copy(folder.FileOf("Whole."), folder.FileOf("Cut."), overwrite: true);

        var writer = ClipPackWriter.Open(folder.Path, Language.English, "Babble", "None", "By a test");

        Assert.Equal([false, false, true], new[] { "Gone.", "Cut.", "Whole." }.Select(writer.Holds));
    }

    [Fact]
    public void Stale_clips_are_removed_and_other_files_are_not()
    {
        using var folder = new ScratchFolder();
        folder.PackOf(("Old.", 0.3), ("Stays.", 0.4));
        var stays = Path.GetFileName(folder.FileOf("Stays."));
        File.WriteAllText(folder["stray.wav"], "");
        File.WriteAllText(folder["README.md"], "");
        var writer = ClipPackWriter.Open(folder.Path, Language.English, "Babble", "None", "By a test");

        writer.RemoveAllBut(["Stays.", "Comes."]);
        var manifest = writer.Save();
        var removed = writer.RemoveStrays();

        Assert.Equal(2, removed);
        Assert.Equal("Stays.", Assert.Single(manifest.Clips).Text);
        Assert.Equal(
            [stays, "README.md", ClipManifest.FileName],
            Directory
                .GetFiles(folder.Path)
                .Select(Path.GetFileName)
                .OrderBy(name => name == ClipManifest.FileName)
                .ThenBy(name => name == "README.md")
                .ToList()
        );
    }

    [Fact]
    public void The_manifest_is_the_same_whatever_the_order_of_adding()
    {
        using var one = new ScratchFolder();
        using var other = new ScratchFolder();
        one.PackOf(("A.", 0.3), ("Ä – “b”.", 0.4));
        other.PackOf(("Ä – “b”.", 0.4), ("A.", 0.3));

        var json = File.ReadAllText(one[ClipManifest.FileName]);

        Assert.Equal(json, File.ReadAllText(other[ClipManifest.FileName]));
        Assert.Contains("Ä – “b”.", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_named_by_its_content_and_a_sentence_by_language_and_text()
    {
        Assert.Matches("^[0-9a-f]{32}\\.wav$", ClipEntry.FileFor([1, 2]));
        Assert.NotEqual(ClipEntry.FileFor([1, 2]), ClipEntry.FileFor([1, 3]));
        Assert.Matches("^[0-9a-f]{16}$", ClipEntry.KeyOf(Language.English, "A."));
        Assert.Equal(ClipEntry.KeyOf(Language.English, "A."), ClipEntry.KeyOf(Language.English, " A. "));
        Assert.NotEqual(ClipEntry.KeyOf(Language.English, "A."), ClipEntry.KeyOf(Language.English, "B."));
        Assert.NotEqual(ClipEntry.KeyOf(Language.English, "A."), ClipEntry.KeyOf(Languages.Shipped["de"], "A."));
    }

    [Fact]
    public void A_pack_is_continued_however_it_was_made()
    {
        using var folder = new ScratchFolder();
        Assert.Null(ClipPackWriter.TryContinue(folder.Path, Language.English));
        folder.PackOf(("Stays.", 0.3), ("Gone.", 0.5));
        File.Delete(folder.FileOf("Gone."));

        var writer = Assert.IsType<ClipPackWriter>(ClipPackWriter.TryContinue(folder.Path, Language.English));
        Assert.Equal((true, false), (writer.Holds("Stays."), writer.Holds("Gone.")));
        writer.Rename("Dr. Vega");
        writer.Add("Comes.", Scenes.Speech(0.7));
        var manifest = writer.Save();

        Assert.Equal(("Dr. Vega", "By a test", "en"), (manifest.Name, manifest.MadeBy, manifest.Language));
        Assert.Equal(["Comes.", "Stays."], manifest.Clips.Select(clip => clip.Text));
        Assert.Equal(manifest.ToJson(), File.ReadAllText(folder[ClipManifest.FileName]));
    }

    [Fact]
    public void A_sentence_spoken_anew_is_another_file_and_the_old_one_stays_until_the_manifest_is_written()
    {
        using var folder = new ScratchFolder();
        folder.PackOf(("A.", 0.3));
        var before = folder.FileOf("A.");

        var writer = ClipPackWriter.TryContinue(folder.Path, Language.English)!;
        writer.Add("A.", Scenes.Speech(0.6));
        Assert.True(File.Exists(before));
        Assert.Equal(before, folder.FileOf("A."));
        writer.Save();
        Assert.NotEqual(before, folder.FileOf("A."));
        Assert.Equal(1, writer.RemoveStrays());
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public async Task What_does_not_fit_its_time_is_spoken_a_little_faster_and_told_where_that_does_not_help()
    {
        using var folder = new ScratchFolder();
        const string Text = "Hold for thirty seconds.";
        var slot = SpeechEstimate.Of(Language.English, Text).TotalSeconds;

        // at its normal pace too long, at 105 % a little shorter, and at 110 % it fits
        foreach (var (rate, seconds) in new[] { (100, slot * 1.3), (105, slot * 1.1), (110, slot * 0.9) })
        {
            await File.WriteAllBytesAsync(
                folder[$"{rate}.wav"],
                WaveFile.Encode(Scenes.Speech(seconds)),
                TestContext.Current.CancellationToken
            );
        }

        var program = new Voice.SpeechCommand(
            "/bin/sh",
            ["-c", $"cp {folder.Path}/$1.wav \"$0\"", "{out}", "{rate:100}", "{text}"],
            Scenes.Ms(10_000)
        );
        var writer = ClipPackWriter.Open(folder["pack"], Language.English, "Babble", "None", "By a test");

        Assert.Empty(await writer.FillAsync(Scenes.Open(program), [Text], null, TestContext.Current.CancellationToken));
        Assert.InRange(Assert.Single(writer.Save().Clips).DurationMs, slot * 850, slot * 950);

        File.Copy(folder["105.wav"], folder["110.wav"], overwrite: true);
        var other = ClipPackWriter.Open(folder["other"], Language.English, "Babble", "None", "By a test");
        var problems = await other.FillAsync(Scenes.Open(program), [Text], null, TestContext.Current.CancellationToken);
        Assert.Equal(Text, Assert.IsType<RenderProblem.ClipTooLong>(Assert.Single(problems)).Text);
    }

    private static ClipPackWriter Open(ScratchFolder folder) =>
        ClipPackWriter.Open(folder.Path, Language.English, "Babble", "None", "By a test");
}
