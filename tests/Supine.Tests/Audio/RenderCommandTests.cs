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
        Assert.StartsWith("WEBVTT", await File.ReadAllTextAsync(folder["track.vtt"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(folder.Path), file => Assert.Contains(Path.GetExtension(file), new[] { ".wav", ".vtt", ".mp3", ".m4a" }));
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
    [InlineData("--out", "track.mp3")]
    [InlineData("--tones", "20")]
    [InlineData("--tones", "loud")]
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
        Assert.Contains("no speech program that speaks es", error, StringComparison.Ordinal);
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
