using Supine.Cli;

namespace Supine.Tests.Audio;

public class RenderCommandTests
{
    [Fact]
    public async Task A_protocol_becomes_a_track_and_captions()
    {
        using var folder = new ScratchFolder();

        var (exit, output, error) = await RunAsync("render", Protocol, "--hold", "30s", "--voice", "device", "--out", folder["track.wav"]);

        Assert.True(exit == 0, error);
        Assert.Contains("track.wav", output, StringComparison.Ordinal);
        Assert.StartsWith("RIFF", File.ReadAllText(folder["track.wav"])[..4], StringComparison.Ordinal);
        Assert.StartsWith(
            "WEBVTT",
            await File.ReadAllTextAsync(folder["track.vtt"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Equal(["track.vtt", "track.wav"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("track.mp3")]
    [InlineData("track.m4a")]
    public async Task The_end_of_the_name_says_what_kind_of_file_is_written(string name)
    {
        using var folder = new ScratchFolder();

        var (exit, output, error) = await RunAsync("render", Protocol, "--hold", "30s", "--voice", "device", "--out", folder[name]);

        if (FfmpegTests.Installed is null)
        {
            Assert.Equal(1, exit);
            Assert.Contains("is made by ffmpeg, and it was not found. Install ffmpeg", error, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(folder.Path));
            return;
        }

        Assert.True(exit == 0, error);
        Assert.Contains(name, output, StringComparison.Ordinal);
        Assert.Equal(new[] { name, "track.vtt" }.Order(), Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        Assert.InRange(new FileInfo(folder[name]).Length, 100_000, 3_000_000);
    }

    [Theory]
    [InlineData("track.mp3", 1)]
    [InlineData("track.m4a", 1)]
    [InlineData("track.wav", 0)]
    [InlineData("track.opus", 0)]
    [InlineData("track.caf", 0)]
    public async Task Without_an_encoder_there_is_what_is_made_here(string name, int expected)
    {
        using var folder = new ScratchFolder();

        var (exit, _, error) = await RunAsync(
            "render",
            Protocol,
            "--hold",
            "30s",
            "--voice",
            "device",
            "--ffmpeg",
            "none",
            "--out",
            folder[name]
        );

        Assert.Equal(expected, exit);
        Assert.StartsWith("supine: the safety questions were not asked.", error, StringComparison.Ordinal);
        Assert.Equal(
            expected == 0
                ? ""
                : $"supine: {Path.GetExtension(name)[1..].ToUpperInvariant()} is made by ffmpeg, and it was not found. "
                    + "Install ffmpeg, name it with SUPINE_FFMPEG=/its/path, or take the WAV file.\n",
            error[(error.IndexOf('\n', StringComparison.Ordinal) + 1)..]
        );
        Assert.Equal(
            expected == 0 ? new[] { "track.vtt", name }.Order() : [],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public async Task A_pack_that_lacks_a_sentence_is_a_fault_and_nothing_is_written()
    {
        using var folder = new ScratchFolder();
        using var pack = new ScratchFolder();
        pack.PackOf(("Only this.", 0.3));

        var (exit, _, error) = await RunAsync("render", Protocol, "--voice", pack.Path, "--out", folder["track.wav"]);

        Assert.Equal(1, exit);
        Assert.Contains("No clip for “", error, StringComparison.Ordinal);
        Assert.True(error.Split('\n').Length > 10);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("--voice", "nobody")]
    [InlineData("--voice", "piper")]
    [InlineData("--out", "/nowhere/at/all/track.wav")]
    [InlineData("--out", "track.ogg")]
    [InlineData("--tones", "20")]
    [InlineData("--tones", "louder")]
    public async Task What_is_not_understood_is_bad_usage(string option, string word)
    {
        using var folder = new ScratchFolder();
        string[] words = ["render", Protocol, option, word];

        var (exit, _, error) = await RunAsync(option == "--out" ? words : [.. words, "--out", folder["track.wav"]]);

        Assert.Equal(2, exit);
        Assert.Contains("supine: ", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_pack_is_spoken_by_programs_only()
    {
        using var folder = new ScratchFolder();

        var (exit, _, error) = await RunAsync("pack", "--lang", "es", "--voice", "festival", "--out", folder["pack"]);

        Assert.Equal(2, exit);
        Assert.Contains("--voice festival is no voice that speaks es", error, StringComparison.Ordinal);
    }

    private static string Protocol => Path.Combine(Repository.Root, "protocols", "psoas-lying-1.yaml");

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(words, output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
