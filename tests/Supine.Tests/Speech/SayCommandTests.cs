using Supine.Cli;

namespace Supine.Tests.Speech;

public class SayCommandTests
{
    [Fact]
    public async Task It_speaks_a_text_into_a_file()
    {
        var folder = Directory.CreateTempSubdirectory("supine-say-").FullName;
        var file = Path.Combine(folder, "x.wav");
        var (exit, told, error) = await RunAsync("say", "Now the other side.", "--out", file);
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("Heart", told, StringComparison.Ordinal);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal("RIFF"u8, bytes.AsSpan(0, 4));
        Assert.Equal(24_000, BitConverter.ToInt32(bytes, 24));
        Assert.Equal(bytes.Length - 44, BitConverter.ToInt32(bytes, 40));
        Assert.InRange((bytes.Length - 44) / 48_000.0, 0.8, 2.5);
        await RunAsync("say", "Now the other side.", "--out", Path.Combine(folder, "y.wav"));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(folder, "y.wav"), TestContext.Current.CancellationToken));
        await RunAsync("say", "Now the other side.", "--speed", "1.2", "--out", file);
        Assert.True(new FileInfo(file).Length < bytes.Length * 0.8);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_prints_the_phonemes_of_a_text()
    {
        var (exit, told, _) = await RunAsync("say", "Press. Rest.", "--phonemes");
        Assert.Equal((0, "pɹˈɛs. ɹˈɛst." + Environment.NewLine), (exit, told));
    }

    [Fact]
    public void A_line_that_cannot_be_spoken_keeps_its_place()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(1, SayCommand.PrintPhonemes(new StringReader("Press.\nДа\n\nRest."), Heart.Voice, output, error));
        Assert.Equal(["pɹˈɛs.", "", "", "ɹˈɛst.", ""], output.ToString().Split(Environment.NewLine));
        Assert.Contains("line 2: The English voice cannot speak “Д” (U+0414)", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("line 3: There is no word", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("say")]
    [InlineData("say", "Press.")]
    [InlineData("say", "Press.", "--out", "x.wav", "--speed", "4")]
    [InlineData("say", "Press.", "--out", "x.wav", "--speed", "0.2")]
    public async Task What_is_not_understood_is_told(params string[] words)
    {
        var (exit, _, error) = await RunAsync(words);
        Assert.Equal(2, exit);
        Assert.StartsWith("supine: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_cannot_be_spoken_leaves_no_file()
    {
        var file = Path.Combine(Path.GetTempPath(), $"supine-say-{Guid.NewGuid():N}.wav");
        var (exit, _, error) = await RunAsync("say", "🙂", "--out", file);
        Assert.Equal(1, exit);
        Assert.Contains("U+1F642", error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task The_voices_of_this_machine_are_listed_for_each_language()
    {
        var (exit, told, error) = await RunAsync("voices");
        Assert.Equal((0, ""), (exit, error));
        var lines = told.Split(Environment.NewLine);
        Assert.Contains(lines, line => line.StartsWith("en  yes  heart", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("es  no   festival", StringComparison.Ordinal));
        Assert.Equal(3, lines.Count(line => line.Contains("  device  ", StringComparison.Ordinal)));
    }

    private static async Task<(int Exit, string Told, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(words, output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
