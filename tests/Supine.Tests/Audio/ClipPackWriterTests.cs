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
        Assert.False(ClipPackWriter.Open(folder.Path, Language.German, "Babble", "None", "By a test").Holds("Old."));
    }

    [Fact]
    public void A_clip_that_is_gone_or_changed_is_asked_for_again()
    {
        using var folder = new ScratchFolder();
        folder.PackOf(("Gone.", 0.3), ("Cut.", 0.5), ("Whole.", 0.4));
        File.Delete(folder[ClipEntry.FileFor(Language.English, "Gone.")]);
        File.Copy(folder[ClipEntry.FileFor(Language.English, "Whole.")], folder[ClipEntry.FileFor(Language.English, "Cut.")], overwrite: true);

        var writer = ClipPackWriter.Open(folder.Path, Language.English, "Babble", "None", "By a test");

        Assert.Equal([false, false, true], new[] { "Gone.", "Cut.", "Whole." }.Select(writer.Holds));
    }

    [Fact]
    public void Stale_clips_are_removed_and_other_files_are_not()
    {
        using var folder = new ScratchFolder();
        folder.PackOf(("Old.", 0.3), ("Stays.", 0.3));
        File.WriteAllText(folder["stray.wav"], "");
        File.WriteAllText(folder["README.md"], "");
        var writer = ClipPackWriter.Open(folder.Path, Language.English, "Babble", "None", "By a test");

        var removed = writer.RemoveAllBut(["Stays.", "Comes."]);
        var manifest = writer.Save();

        Assert.Equal(2, removed);
        Assert.Equal("Stays.", Assert.Single(manifest.Clips).Text);
        Assert.Equal(
            [ClipEntry.FileFor(Language.English, "Stays."), "README.md", ClipManifest.FileName],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).OrderBy(name => name == ClipManifest.FileName).ThenBy(name => name == "README.md").ToList());
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
    public void A_file_is_named_by_language_and_text()
    {
        Assert.Matches("^[0-9a-f]{16}\\.wav$", ClipEntry.FileFor(Language.English, "A."));
        Assert.Equal(ClipEntry.FileFor(Language.English, "A."), ClipEntry.FileFor(Language.English, " A. "));
        Assert.NotEqual(ClipEntry.FileFor(Language.English, "A."), ClipEntry.FileFor(Language.English, "B."));
        Assert.NotEqual(ClipEntry.FileFor(Language.English, "A."), ClipEntry.FileFor(Language.German, "A."));
    }

    private static ClipPackWriter Open(ScratchFolder folder) => ClipPackWriter.Open(folder.Path, Language.English, "Babble", "None", "By a test");
}
