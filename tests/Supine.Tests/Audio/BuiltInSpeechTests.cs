using Supine.Audio;
using Supine.Protocols;
using Supine.Speech;
using Supine.Tests.Speech;

namespace Supine.Tests.Audio;

public class BuiltInSpeechTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_sentence_is_spoken_and_mastered_as_a_recording_is()
    {
        var speaker = Scenes.Open(new Voice.BuiltIn(Heart.Voice));
        var clip = Assert.IsType<Clip>(await speaker.FindClipAsync("Tuck the strap under your left heel.", SpeechRate.Normal, Ending));
        Assert.InRange(clip.Length.TotalSeconds, 1.5, 4);
        var samples = clip.Samples.ToArray().Select(sample => sample / 32_768f).ToArray();
        Assert.InRange(Loudness.Measure(samples, TrackFormat.SampleRateHertz)!.Value.Lufs, -16.3, -15.7);
    }

    [Fact]
    public async Task It_speaks_slower_and_faster_itself()
    {
        var speaker = Scenes.Open(new Voice.BuiltIn(Heart.Voice));
        var lengths = new List<double>();
        foreach (var rate in new[] { SpeechRate.Slowest, SpeechRate.Normal, SpeechRate.Fastest })
        {
            var clip = await speaker.FindClipAsync("Breathe deeply, and let the leg be heavy.", rate, Ending);
            lengths.Add(clip!.Length.TotalSeconds);
        }

        // durations are whole frames, so the pace moves in steps
        Assert.InRange(lengths[0] / lengths[1], 1.12, 1.38);
        Assert.InRange(lengths[1] / lengths[2], 1.08, 1.35);
    }

    [Fact]
    public async Task A_text_that_it_cannot_speak_is_told_in_a_sentence()
    {
        var failed = Assert.IsType<Speaking.Failed>(
            await Scenes.Open(new Voice.BuiltIn(Heart.Voice)).SpeakAsync("Дыши", SpeechRate.Normal, Ending)
        );
        Assert.Contains("Д", Assert.IsType<RenderProblem.TextRefused>(failed.Problem).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_its_files_are_gone_it_is_not_offered_and_says_why_when_asked_all_the_same()
    {
        using var none = new EnglishVoice(Path.Combine(Repository.Root, "speech", "nobody"), [], TimeProvider.System);
        Assert.Empty(Voices.FindBuiltIn(Language.English, none));
        Assert.Single(Voices.FindBuiltIn(Language.English, Heart.Voice));
        Assert.Empty(Voices.FindBuiltIn(Languages.Shipped["de"], Heart.Voice));
        var failed = Assert.IsType<Speaking.Failed>(
            await Scenes.Open(new Voice.BuiltIn(none)).SpeakAsync("Press.", SpeechRate.Normal, Ending)
        );
        Assert.Contains("is missing", Assert.IsType<RenderProblem.VoiceUnavailable>(failed.Problem).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_hears_words_as_the_language_s_file_spells_them()
    {
        var folder = Directory.CreateTempSubdirectory("supine-spelling-").FullName;
        var heard = Path.Combine(folder, "heard.txt");
        await Scenes
            .Open(new Voice.SpeechCommand("/bin/sh", ["-c", $"cat > {heard}"], TimeSpan.FromSeconds(10)), Languages.Shipped["de"])
            .SpeakAsync("Die Psoas-Dehnung im Liegen.", SpeechRate.Normal, Ending);
        Assert.Equal("Die Psoas Dehnung im Liegen.\n", await File.ReadAllTextAsync(heard, Ending));
        await Scenes
            .Open(new Voice.SpeechCommand("/bin/sh", ["-c", $"printf %s \"$0\" > {heard}", "<s>{xml}</s>"], TimeSpan.FromSeconds(10)))
            .SpeakAsync("Push & pull.", SpeechRate.Normal, Ending);
        Assert.Equal("<s>Push &amp; pull.</s>", await File.ReadAllTextAsync(heard, Ending));
        Directory.Delete(folder, recursive: true);
    }
}
