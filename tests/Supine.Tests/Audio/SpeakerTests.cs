using Supine.Audio;
using Supine.Protocols;

namespace Supine.Tests.Audio;

public class SpeakerTests
{
    [Fact]
    public void A_folder_without_a_manifest_is_not_a_pack()
    {
        using var folder = new ScratchFolder();

        Assert.Equal(
            $"{folder.Path} is not a voice pack: there is no manifest.json. Name a folder that holds a manifest.json, "
                + "or make one with ./supine pack.",
            Assert.IsType<RenderProblem.UnreadablePack>(ProblemOf(new Voice.ClipPack(folder.Path))).ToString()
        );
        Assert.IsType<RenderProblem.UnreadablePack>(ProblemOf(new Voice.ClipPack(folder["nowhere"])));
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("{", "cannot be read")]
    [InlineData("null", "is empty")]
    [InlineData("[]", "cannot be read")]
    [InlineData("""{"name":"N","language":"en"}""", "cannot be read")]
    [InlineData("""{"name":"N","language":"en","sampleRate":16000,"licence":"","madeBy":"","clips":null}""", "")]
    [InlineData("""{"name":"N","language":"en","sampleRate":16000,"licence":"","madeBy":"","clips":[null]}""", "is empty")]
    [InlineData(
        """{"name":"N","language":"english","sampleRate":16000,"licence":"","madeBy":"","clips":[]}""",
        "no language by its code: “english”"
    )]
    [InlineData(
        """{"name":"N","language":"en","sampleRate":16000,"licence":"","madeBy":"","""
            + """ "clips":[{"text":"T","file":"../../etc/passwd","durationMs":1}]}""",
        "not the name of a file in the folder"
    )]
    [InlineData(
        """{"name":"N","language":"en","sampleRate":16000,"licence":"","madeBy":"","clips":[{"text":"T","file":"..","durationMs":1}]}""",
        "not the name of a file in the folder"
    )]
    public void A_manifest_that_is_wrong_says_why(string json, string reason)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder[ClipManifest.FileName], json);

        Assert.Contains(
            reason,
            Assert.IsType<RenderProblem.UnreadablePack>(ProblemOf(new Voice.ClipPack(folder.Path))).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_pack_in_another_language_is_refused()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(("One.", 0.3));

        var failed = Assert.IsType<SpeakerOpening.Failed>(Speaker.Open(pack, Languages.Shipped["de"], TimeProvider.System));

        Assert.Equal(new RenderProblem.WrongLanguage(folder.Path, "en", "de"), failed.Problem);
    }

    [Fact]
    public async Task A_pack_at_another_rate_is_resampled()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(("One.", 1));
        var sine = Scenes.Sine(440, 0.25, 0.5, 48_000);
        folder.Exchange("One.", WaveAt(48_000, sine));

        var samples = await Scenes.RenderAsync(Scenes.Sequence(Scenes.Say(0, 1_000, "One.")), pack);

        Assert.NotEqual(0, samples[0]);
        Assert.InRange(Array.FindLastIndex(samples, sample => sample != 0), (Scenes.Rate / 2) - 50, Scenes.Rate / 2);
        Assert.InRange(samples.Max(), 8_150, 8_300);
    }

    [Theory]
    [InlineData(ClipFormat.Wav)]
    [InlineData(ClipFormat.Opus)]
    public async Task A_clip_that_was_damaged_or_exchanged_is_not_spoken(ClipFormat format)
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(format, ("One.", 0.5), ("Two.", 0.6));
        var bytes = await File.ReadAllBytesAsync(folder.FileOf("Two."), TestContext.Current.CancellationToken);
        foreach (
            var wrong in new[] { bytes, (await File.ReadAllBytesAsync(folder.FileOf("One."), TestContext.Current.CancellationToken))[..^2] }
        )
        {
            await File.WriteAllBytesAsync(folder.FileOf("One."), wrong, TestContext.Current.CancellationToken);
            var problem = Assert.Single(await RendererTests.ProblemsOf(Scenes.Sequence(Scenes.Say(0, 900, "One.")), pack));
            Assert.Contains("damaged or exchanged", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_clip_of_Opus_is_spoken_at_its_sample_and_for_as_long_as_it_was()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(ClipFormat.Opus, ("One.", 0.777));
        var length = Scenes.Speech(0.777).Samples.Length;

        var samples = await Scenes.RenderAsync(Scenes.Sequence(Scenes.Say(123, 1_000, "One.")), pack);

        Assert.Equal(123 * Scenes.Rate / 1000, Array.FindIndex(samples, sample => sample != 0));
        Assert.Equal((123 * Scenes.Rate / 1000) + length - 1, Array.FindLastIndex(samples, sample => sample != 0));
        Assert.EndsWith(".opus", folder.FileOf("One."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_at_16_kHz_begins_and_ends_where_it_did()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(("One.", 1));
        var babble = Scenes.Babble(0.6, 0.2, 16_000);
        folder.Exchange("One.", WaveAt(16_000, babble));

        var samples = await Scenes.RenderAsync(Scenes.Sequence(Scenes.Say(50, 1_000, "One.")), pack);

        Assert.Equal(50 * Scenes.Rate / 1000, Array.FindIndex(samples, sample => sample != 0));
        Assert.Equal((50 * Scenes.Rate / 1000) + ((babble.Length + 2) * 3 / 2) - 1, Array.FindLastIndex(samples, sample => sample != 0));
    }

    [Fact]
    public async Task A_sentence_is_found_however_its_letters_are_composed()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(("Mante\u0301n un minuto.", 0.4));

        await Scenes.RenderAsync(Scenes.Sequence(Scenes.Say(0, 1_000, " Mant\u00e9n un minuto. ")), pack);
    }

    [Fact]
    public async Task Only_the_clips_used_last_are_kept()
    {
        using var folder = new ScratchFolder();
        var writer = ClipPackWriter.Open(folder.Path, Language.English, "Long", "None", "By a test");
        var long30s = Clip.FromSamples(Enumerable.Repeat((short)1_000, 30 * Scenes.Rate).ToArray())!;
        var texts = Enumerable.Range(0, 12).Select(i => $"Sentence {i}.").ToList();
        texts.ForEach(text => writer.Add(text, long30s));
        writer.Save();
        var speaker = Scenes.Open(new Voice.ClipPack(folder.Path));

        for (var turn = 0; turn < 2; turn++)
        {
            foreach (var text in texts)
            {
                var spoken = Assert.IsType<Speaking.Spoken>(
                    await speaker.SpeakAsync(text, SpeechRate.Normal, TestContext.Current.CancellationToken)
                );
                Assert.Equal(long30s.Samples.Length, spoken.Clip.Samples.Length);
                Assert.InRange(speaker.CachedBytes, 1, Speaker.CacheBytes);
            }
        }

        Assert.InRange(speaker.CachedBytes, Speaker.CacheBytes / 2, Speaker.CacheBytes);
        var again = await speaker.SpeakAsync(texts[^1], SpeechRate.Normal, TestContext.Current.CancellationToken);
        Assert.Same(
            ((Speaking.Spoken)again).Clip,
            ((Speaking.Spoken)await speaker.SpeakAsync(texts[^1], SpeechRate.Normal, TestContext.Current.CancellationToken)).Clip
        );
    }

    [Fact]
    public async Task A_missing_program_is_told_once_and_how_to_go_on()
    {
        var command = new Voice.SpeechCommand("supine-no-such-program", ["{out}"], Scenes.Ms(1_000));

        var problems = await RendererTests.ProblemsOf(Scenes.Sequence(Scenes.Say(0, 500, "A."), Scenes.Say(1_000, 500, "B.")), command);

        Assert.Equal(
            "The speech program supine-no-such-program was not found. Install it, or choose another voice: a pack's folder, "
                + "espeak-ng, festival, piper, say or device.",
            Assert.Single(problems).ToString()
        );
    }

    [Theory]
    [InlineData("echo 'no such voice' >&2; exit 3", "it ended with code 3: no such voice")]
    [InlineData("exit 0", "it wrote no sound")]
    [InlineData("echo hello > \"$0\"", "not a WAV file")]
    public async Task A_program_that_fails_says_how(string script, string reason)
    {
        var command = new Voice.SpeechCommand("/bin/sh", ["-c", script, "{out}"], Scenes.Ms(10_000));

        var problem = Assert.Single(await RendererTests.ProblemsOf(Scenes.Sequence(Scenes.Say(0, 500, "A.")), command));

        Assert.Contains(reason, Assert.IsType<RenderProblem.SpeechFailed>(problem).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_hangs_is_ended()
    {
        var command = new Voice.SpeechCommand("/bin/sh", ["-c", "sleep 600"], Scenes.Ms(50));

        var problem = Assert.Single(await RendererTests.ProblemsOf(Scenes.Sequence(Scenes.Say(0, 500, "A.")), command));

        Assert.Contains("not done after", Assert.IsType<RenderProblem.SpeechFailed>(problem).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_gets_the_text_and_its_sound_is_made_fit_for_the_track()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllBytesAsync(
            folder["speech.wav"],
            WaveAt(22_050, [.. new float[5_000], .. Scenes.Babble(1, 0.05, 22_050)]),
            TestContext.Current.CancellationToken
        );
        var command = new Voice.SpeechCommand(
            "/bin/sh",
            [
                "-c",
                $"cat > {folder["heard.txt"]}; echo \"$1\" >> {folder["heard.txt"]}; cp {folder["speech.wav"]} \"$0\"",
                "{out}",
                "{language}",
            ],
            Scenes.Ms(10_000)
        );

        var samples = await Scenes.RenderAsync(Scenes.Sequence(Scenes.Say(250, 1_500, "It’s “time” – go…")), command);

        Assert.Equal("It's time, go.\nen\n", await File.ReadAllTextAsync(folder["heard.txt"], TestContext.Current.CancellationToken));
        Assert.Equal(250 * Scenes.Rate / 1000, Array.FindIndex(samples, sample => sample != 0));
        Assert.Equal(
            -16,
            Assert.NotNull(Loudness.Measure(Scenes.AsFloats(samples.AsSpan(250 * Scenes.Rate / 1000)), Scenes.Rate)).Lufs,
            1.0
        );
    }

    [Fact]
    public async Task A_sentence_is_an_argument_and_never_a_command()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllBytesAsync(
            folder["speech.wav"],
            WaveAt(16_000, Scenes.Babble(0.5, 0.2, 16_000)),
            TestContext.Current.CancellationToken
        );
        var command = new Voice.SpeechCommand(
            "/bin/sh",
            ["-c", $"printf %s \"$1\" > {folder["heard.txt"]}; cp {folder["speech.wav"]} \"$0\"", "{out}", "{text}"],
            Scenes.Ms(10_000)
        );
        var text = $"$(touch {folder["gone"]}); `touch {folder["gone"]}` \"";

        await Scenes.RenderAsync(Scenes.Sequence(Scenes.Say(0, 1_500, text)), command);

        Assert.Equal(text, await File.ReadAllTextAsync(folder["heard.txt"], TestContext.Current.CancellationToken));
        Assert.False(File.Exists(folder["gone"]));
    }

    [Fact]
    public async Task A_sentence_that_several_ask_for_at_once_is_spoken_once_also_where_one_leaves()
    {
        using var folder = new ScratchFolder();
        using var leaves = new CancellationTokenSource();
        var speaker = Scenes.Open(await SlowProgramAsync(folder));

        var left = speaker.SpeakAsync("Hold.", SpeechRate.Normal, leaves.Token).AsTask();
        var stay = Enumerable
            .Range(0, 3)
            .Select(_ => speaker.SpeakAsync("Hold.", SpeechRate.Normal, TestContext.Current.CancellationToken).AsTask())
            .ToList();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.All(await Task.WhenAll(stay), spoken => Assert.IsType<Speaking.Spoken>(spoken));
        Assert.Equal("begun ended ", await File.ReadAllTextAsync(folder["log"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_not_spoken_on_and_can_be_asked_for_again()
    {
        using var folder = new ScratchFolder();
        using var leaves = new CancellationTokenSource();
        var speaker = Scenes.Open(await SlowProgramAsync(folder));

        var left = speaker.SpeakAsync("Hold.", SpeechRate.Normal, leaves.Token).AsTask();
        while (!File.Exists(folder["log"]))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.IsType<Speaking.Spoken>(await speaker.SpeakAsync("Hold.", SpeechRate.Normal, TestContext.Current.CancellationToken));
        Assert.Equal("begun begun ended ", await File.ReadAllTextAsync(folder["log"], TestContext.Current.CancellationToken));
    }

    /// <summary>A program that says when it begins and when it has ended, a while later.</summary>
    private static async Task<Voice.SpeechCommand> SlowProgramAsync(ScratchFolder folder)
    {
        await File.WriteAllBytesAsync(
            folder["speech.wav"],
            WaveAt(16_000, Scenes.Babble(0.8, 0.2, 16_000)),
            TestContext.Current.CancellationToken
        );
        var log = folder["log"];
        return new(
            "/bin/sh",
            ["-c", $"printf 'begun ' >> {log}; sleep 0.5; cp {folder["speech.wav"]} \"$0\"; printf 'ended ' >> {log}", "{out}", "{text}"],
            Scenes.Ms(10_000)
        );
    }

    [Fact]
    public async Task A_program_is_asked_for_the_rate_itself_and_one_that_knows_none_is_slowed_down()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllBytesAsync(
            folder["speech.wav"],
            WaveAt(16_000, Scenes.Babble(0.8, 0.2, 16_000)),
            TestContext.Current.CancellationToken
        );
        string[] script = ["-c", $"printf '%s ' \"$@\" >> {folder["heard.txt"]}; cp {folder["speech.wav"]} \"$0\"", "{out}"];
        var knows = new Voice.SpeechCommand(
            "/bin/sh",
            [.. script, "-s", "{rate:130}", "{rate:0.8}", "{length:1.2}", "{text}"],
            Scenes.Ms(10_000)
        );
        var slow = SpeechRate.Slowest;

        var calm = await SpeakAsync(knows, SpeechRate.Normal);
        Assert.Equal(calm, await SpeakAsync(knows, slow));
        Assert.Equal(
            "-s 130 0.8 1.2 {rate:1} -s 104 0.64 1.5 {rate:1} ",
            await File.ReadAllTextAsync(folder["heard.txt"], TestContext.Current.CancellationToken)
        );
        Assert.InRange(
            await SpeakAsync(new("/bin/sh", [.. script, "{text}"], Scenes.Ms(10_000)), slow),
            (calm * 1.25) - 250,
            (calm * 1.25) + 1
        );
        Assert.All(
            SpeechProgram.Names.Select(name => name == "piper" ? "piper:voice.onnx" : name),
            name => Assert.True(SpeechProgram.Find(name, Language.English)!.Command.KnowsRate)
        );

        async Task<int> SpeakAsync(Voice.SpeechCommand command, SpeechRate rate) =>
            Assert
                .IsType<Speaking.Spoken>(await Scenes.Open(command).SpeakAsync("{rate:1}", rate, TestContext.Current.CancellationToken))
                .Clip.Samples.Length;
    }

    [Fact]
    public void Programs_known_by_name_speak_the_languages_they_can()
    {
        foreach (var language in Languages.Shipped.All)
        {
            Assert.NotNull(SpeechProgram.Find("espeak-ng", language));
            Assert.NotNull(SpeechProgram.Find("say", language));
            Assert.NotNull(SpeechProgram.Find("piper:voice.onnx", language));
        }

        Assert.NotNull(SpeechProgram.Find("festival", Language.English));
        Assert.Null(SpeechProgram.Find("festival", Languages.Shipped["es"]));
        Assert.NotNull(SpeechProgram.Find("pico", Languages.Shipped["de"]));
        Assert.Null(SpeechProgram.Find("piper", Language.English));
        Assert.Null(SpeechProgram.Find("nobody", Language.English));
    }

    private static byte[] WaveAt(int rateHertz, float[] samples)
    {
        var wave = WaveFile.Encode(Clip.FromSamples(Clip.Quantise([0.001f, .. samples, 0.001f]))!);
        BitConverter.GetBytes(rateHertz).CopyTo(wave, 24);
        return wave;
    }

    private static RenderProblem ProblemOf(Voice voice) =>
        Assert.IsType<SpeakerOpening.Failed>(Speaker.Open(voice, Language.English, TimeProvider.System)).Problem;
}
