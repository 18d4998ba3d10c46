using Supine.Audio;
using Supine.Protocols;
using Supine.Tests.Audio;

namespace Supine.Tests.Speech;

/// <summary>What needs the model runs where SUPINE_KOKORO names its folder.</summary>
public class KokoroVoiceTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SUPINE_KOKORO");

    private static readonly Language Spanish = Languages.Shipped["es"];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("kokoro:/some/folder:am_michael", "en", "Michael")]
    [InlineData("kokoro:/some/folder:ef_dora", "es", "Dora")]
    [InlineData("kokoro:C:\\models:em_alex", "es", "Alex")]
    [InlineData("kokoro:/some/folder:mine", "de", "Mine")]
    public void A_voice_is_named_by_its_folder_and_its_name(string word, string language, string name) =>
        Assert.Equal(name, Find(word, Languages.Shipped[language])?.Name);

    [Theory]
    [InlineData("kokoro", "en")]
    [InlineData("kokoro:", "en")]
    [InlineData("kokoro:/some/folder", "en")]
    [InlineData("kokoro:/some/folder:", "en")]
    [InlineData("kokoro::am_michael", "en")]
    [InlineData("kokoro:/some/folder:am_michael", "es")]
    [InlineData("kokoro:/some/folder:ef_dora", "en")]
    [InlineData("heart", "es")]
    public void A_voice_speaks_its_own_language_only(string word, string language) => Assert.Null(Find(word, Languages.Shipped[language]));

    [Fact]
    public async Task A_folder_without_the_model_or_the_voice_is_told_in_a_sentence()
    {
        var folder = Directory.CreateTempSubdirectory("supine-kokoro-").FullName;
        try
        {
            Assert.Contains("there is no ONNX file", await ProblemAsync("am_michael"), StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder, "kokoro.onnx"), "not a model", Ending);
            Assert.Contains("there is no voice am_michael", await ProblemAsync("am_michael"), StringComparison.Ordinal);
            await File.WriteAllBytesAsync(Path.Combine(folder, "am_michael.bin"), new byte[100], Ending);
            Assert.Contains("is no voice of Kokoro", await ProblemAsync("am_michael"), StringComparison.Ordinal);
            await File.WriteAllBytesAsync(Path.Combine(folder, "am_michael.bin"), new byte[510 * 256 * 4], Ending);
            Assert.Contains("cannot read the model", await ProblemAsync("am_michael"), StringComparison.Ordinal);

            // a model that takes something else
            File.Copy(Path.Combine(Heart.Folder, "oov.onnx"), Path.Combine(folder, "kokoro.onnx"), overwrite: true);
            Assert.Contains("its inputs are called otherwise", await ProblemAsync("am_michael"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task<string> ProblemAsync(string name)
        {
            var speaker = Scenes.Open(Find($"kokoro:{folder}:{name}", Language.English)!.Voice);
            var failed = Assert.IsType<Speaking.Failed>(await speaker.SpeakAsync("Press.", SpeechRate.Normal, Ending));
            return Assert.IsType<RenderProblem.VoiceUnavailable>(failed.Problem).Message;
        }
    }

    [Theory]
    [InlineData("am_michael", "en", "Let your left leg go, long and heavy.")]
    [InlineData("ef_dora", "es", "Suelta ahora la pierna izquierda, larga y pesada.")]
    public async Task It_speaks(string name, string language, string text)
    {
        Assert.SkipWhen(Folder is null, "SUPINE_KOKORO names no folder with the model.");
        Assert.SkipWhen(language != "en" && !HasEspeak(), "espeak-ng is not installed.");
        var speaker = Scenes.Open(Find($"kokoro:{Folder}:{name}", Languages.Shipped[language])!.Voice, Languages.Shipped[language]);
        var clip = Assert.IsType<Speaking.Spoken>(await speaker.SpeakAsync(text, SpeechRate.Normal, Ending)).Clip;
        var words = text.Split(' ').Length;
        Assert.InRange(words / clip.Length.TotalMinutes, 110, 190);
    }

    [Fact]
    public async Task Spanish_is_pronounced_as_the_reference_has_it()
    {
        Assert.SkipUnless(HasEspeak(), "espeak-ng is not installed.");
        var rows = Heart.Table("kokoro-es.tsv").Where(row => row.Length == 2).Where((_, number) => number % 5 == 0).ToList();
        Assert.True(rows.Count > 15);
        foreach (var row in rows)
        {
            var (phonemes, problem) = await KokoroSpeech.PronounceAsync(Spanish, row[0], TimeProvider.System, Ending);
            Assert.Null(problem);
            Assert.Equal(row[1], Assert.Single(phonemes));
        }
    }

    [Fact]
    public async Task Psoas_has_no_p_in_Spanish()
    {
        Assert.SkipUnless(HasEspeak(), "espeak-ng is not installed.");
        var text = Pronunciations.Respell("El psoas. Psoas, ¿psoasí?", Spanish);
        Assert.Equal("El soas. soas, ¿psoasí?", text);
        var (phonemes, _) = await KokoroSpeech.PronounceAsync(Spanish, "El soas.", TimeProvider.System, Ending);
        Assert.Contains("sˈoas", Assert.Single(phonemes), StringComparison.Ordinal);
    }

    private static NamedVoice? Find(string word, Language language) => NamedVoice.Find(word, language, Heart.Voice, TimeProvider.System);

    private static bool HasEspeak() =>
        SpeechProgram.IsInstalled(new("espeak-ng", [], TimeSpan.Zero), Environment.GetEnvironmentVariable("PATH"));
}
