using Supine.Audio;
using Supine.Protocols;

namespace Supine.Tests.Audio;

public class RendererTests
{
    private const int Ceiling = 29_204;

    private static readonly int PerMs = TrackFormat.SampleRateHertz / 1000;

    private static readonly (string Text, double Seconds)[] Sentences = [("One.", 0.3), ("Two, a little longer.", 0.9), ("Three.", 0.5)];

    [Fact]
    public void Every_cue_begins_at_its_sample()
    {
        using var folder = new ScratchFolder();
        var speaker = Scenes.Open(folder.PackOf(Sentences));
        Properties.ForSeeds(
            100,
            seed =>
            {
                var cues = LayOut(new Random(seed));
                var samples = Render(Scenes.Sequence(cues), speaker);
                Assert.All(
                    cues,
                    cue =>
                    {
                        var within = samples.AsSpan((int)cue.At.TotalMilliseconds * PerMs, (int)cue.Duration.TotalMilliseconds * PerMs);
                        Assert.Equal(cue.Kind == CueKind.Hold, within[0] == 0);
                        Assert.Equal(cue.Kind == CueKind.Hold, within.IndexOfAnyExcept((short)0) < 0);
                    }
                );
            }
        );
    }

    [Fact]
    public void Where_no_cue_sounds_every_sample_is_zero()
    {
        using var folder = new ScratchFolder();
        var speaker = Scenes.Open(folder.PackOf(Sentences));
        Properties.ForSeeds(
            100,
            seed =>
            {
                var cues = LayOut(new Random(seed));
                var samples = Render(Scenes.Sequence(cues.Max(cue => cue.End) + Scenes.Ms(250), cues), speaker);
                Assert.Contains(samples, sample => sample != 0);
                foreach (var cue in cues.Where(cue => cue.Kind != CueKind.Hold))
                {
                    samples.AsSpan((int)cue.At.TotalMilliseconds * PerMs, (int)cue.Duration.TotalMilliseconds * PerMs).Clear();
                }

                Assert.DoesNotContain(samples, sample => sample != 0);
            }
        );
    }

    [Fact]
    public async Task Sounds_that_overlap_are_added_without_clipping()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(("Long.", 3));
        // far more at once than any protocol asks for, and as loud as may be
        var cues = new List<Cue> { Scenes.Say(0, 3_500, "Long."), Scenes.Say(7, 3_500, "Long."), Scenes.Say(1_500, 3_500, "Long.") };
        cues.AddRange(Enumerable.Range(0, 20).Select(i => Scenes.Of(CueKind.Bell, i * 100, 2_500)));

        var samples = await Scenes.RenderAsync(Scenes.Sequence([.. cues]), pack, new RenderOptions { ToneLevel = Decibels.From(6) });

        Assert.InRange(samples.Max(sample => Math.Abs((int)sample)), Ceiling - 300, Ceiling);
    }

    [Fact]
    public async Task A_bell_under_speech_adds_to_it_sample_by_sample()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(("Over a bell.", 1));
        var (say, bell) = (Scenes.Say(500, 2_000, "Over a bell."), Scenes.Of(CueKind.Bell, 0, 2_500));

        var together = await Scenes.RenderAsync(Scenes.Sequence(say, bell), pack);
        var spoken = await Scenes.RenderAsync(Scenes.Sequence(Scenes.Ms(2_500), say), pack);
        var struck = await Scenes.RenderAsync(Scenes.Sequence(Scenes.Ms(2_500), bell), pack);

        Assert.Equal(spoken.Zip(struck, (a, b) => a + b), together.Select(sample => (int)sample));
        Assert.Contains(spoken.Zip(struck), pair => pair.First != 0 && pair.Second != 0);
    }

    [Theory]
    [InlineData(CueKind.Bell)]
    [InlineData(CueKind.Breathe)]
    [InlineData(CueKind.Press)]
    [InlineData(CueKind.Contract)]
    [InlineData(CueKind.Relax)]
    public async Task Tones_are_at_least_12_LU_under_speech(CueKind kind)
    {
        var tone = await LoudnessOf(new RenderOptions());

        Assert.InRange(Mastering.SpeechLoudness.Lufs - tone, 12, 20);
        Assert.Equal(tone - 10, await LoudnessOf(new RenderOptions { ToneLevel = Decibels.From(-10) }), 0.3);

        async Task<double> LoudnessOf(RenderOptions options)
        {
            var samples = await Scenes.RenderAsync(
                Scenes.Sequence(Scenes.Of(kind, 0, 4_000), Scenes.Of(kind, 4_000, 5_000)),
                new Voice.Device(),
                options
            );
            return Assert.NotNull(Loudness.Measure(Scenes.AsFloats(samples), Scenes.Rate)).Lufs;
        }
    }

    [Theory]
    [InlineData(CueKind.Bell)]
    [InlineData(CueKind.Breathe)]
    [InlineData(CueKind.Press)]
    [InlineData(CueKind.Contract)]
    [InlineData(CueKind.Relax)]
    public async Task The_shortest_tone_is_still_there(CueKind kind)
    {
        var samples = await Scenes.RenderAsync(
            Scenes.Sequence(Scenes.Ms(10), Scenes.Of(kind, 5, 1)),
            new Voice.Device(),
            new RenderOptions { ToneLevel = Decibels.From(-30) }
        );

        Assert.Equal(5 * PerMs, Array.FindIndex(samples, sample => sample != 0));
    }

    [Theory]
    [InlineData(CueKind.Bell)]
    [InlineData(CueKind.Breathe)]
    [InlineData(CueKind.Press)]
    public async Task A_tone_cut_short_is_no_bang(CueKind kind)
    {
        foreach (var durationMs in new[] { 1, 3, 10, 30, 100 })
        {
            var samples = await Scenes.RenderAsync(Scenes.Sequence(Scenes.Of(kind, 0, durationMs)), new Voice.Device());

            // 12 dB under full scale
            Assert.InRange(samples.Max(sample => Math.Abs((int)sample)), 1, 8_232);
        }
    }

    [Theory]
    [InlineData(CueKind.Bell, 2_500)]
    [InlineData(CueKind.Bell, 150)]
    [InlineData(CueKind.Breathe, 4_000)]
    [InlineData(CueKind.Press, 400)]
    [InlineData(CueKind.Contract, 5_000)]
    [InlineData(CueKind.Relax, 300)]
    public async Task Tones_begin_and_end_softly(CueKind kind, int durationMs)
    {
        var samples = await Scenes.RenderAsync(Scenes.Sequence(Scenes.Of(kind, 0, durationMs)), new Voice.Device());
        var last = Array.FindLastIndex(samples, sample => sample != 0);
        var loudest = samples.Max(sample => Math.Abs((int)sample));

        Assert.InRange(loudest, 300, short.MaxValue);
        // the first and the last millisecond are 30 dB under the loudest
        Assert.InRange(samples[..PerMs].Max(sample => Math.Abs((int)sample)), 1, loudest / 30);
        Assert.InRange(samples[(last - PerMs)..].Max(sample => Math.Abs((int)sample)), 0, loudest / 30);
    }

    [Fact]
    public async Task A_breath_in_rises_and_a_breath_out_falls()
    {
        var samples = await Scenes.RenderAsync(
            Scenes.Sequence(Scenes.Of(CueKind.Breathe, 0, 4_000), Scenes.Of(CueKind.Breathe, 4_000, 6_000)),
            new Voice.Device()
        );
        var (breathIn, breathOut) = (samples[..(4_000 * PerMs)], samples[(4_000 * PerMs)..]);

        Assert.True(EnergyOf(breathIn[(breathIn.Length / 2)..]) > 3 * EnergyOf(breathIn[..(breathIn.Length / 2)]));
        Assert.True(EnergyOf(breathOut[..(breathOut.Length / 2)]) > 3 * EnergyOf(breathOut[(breathOut.Length / 2)..]));
        // and so does the pitch, told by how often the sign changes
        Assert.True(CrossingsOf(breathIn[^(breathIn.Length / 3)..]) > 1.3 * CrossingsOf(breathIn[..(breathIn.Length / 3)]));
        Assert.True(CrossingsOf(breathOut[..(breathOut.Length / 3)]) > 1.3 * CrossingsOf(breathOut[^(breathOut.Length / 3)..]));

        static double EnergyOf(short[] part) => part.Sum(sample => (double)sample * sample);
        static int CrossingsOf(short[] part) => part.Skip(1).Zip(part).Count(pair => pair.First >= 0 != pair.Second >= 0);
    }

    [Fact]
    public async Task The_bell_that_ends_a_hold_is_lower_than_the_one_that_begins_it()
    {
        var samples = await Scenes.RenderAsync(
            Scenes.Sequence(Scenes.Of(CueKind.Bell, 0, 2_500), Scenes.Of(CueKind.Hold, 0, 5_000), Scenes.Of(CueKind.Bell, 5_000, 2_500)),
            new Voice.Device()
        );

        Assert.InRange(PitchOf(samples[..(2_500 * PerMs)]), 325, 335);
        Assert.InRange(PitchOf(samples[(5_000 * PerMs)..]), 242, 252);

        // the strongest of the low frequencies
        static double PitchOf(short[] bell) =>
            Enumerable
                .Range(150, 300)
                .MaxBy(hertz =>
                {
                    var (re, im) = (0.0, 0.0);
                    for (var i = 0; i < bell.Length; i++)
                    {
                        var (sin, cos) = Math.SinCos(2 * Math.PI * hertz * i / Scenes.Rate);
                        (re, im) = (re + (bell[i] * cos), im + (bell[i] * sin));
                    }

                    return (re * re) + (im * im);
                });
    }

    [Fact]
    public async Task Breaths_begin_anew_with_in_after_a_gap()
    {
        var cues = new[]
        {
            Scenes.Of(CueKind.Breathe, 0, 500),
            Scenes.Of(CueKind.Breathe, 500, 500),
            Scenes.Of(CueKind.Breathe, 1_000, 500),
            Scenes.Of(CueKind.Breathe, 2_000, 500),
        };

        var samples = await Scenes.RenderAsync(Scenes.Sequence(cues), new Voice.Device());

        var breaths = cues.Select(cue => samples.AsSpan((int)cue.At.TotalMilliseconds * PerMs, 500 * PerMs).ToArray()).ToArray();
        Assert.NotEqual(breaths[0], breaths[1]);
        Assert.Equal(breaths[0], breaths[2]);
        Assert.Equal(breaths[0], breaths[3]);
    }

    [Fact]
    public async Task The_same_sequence_gives_the_same_bytes()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(Sentences);
        var sequence = Scenes.Sequence(
            Scenes.Say(0, 1_000, "One."),
            Scenes.Of(CueKind.Breathe, 500, 3_000),
            Scenes.Of(CueKind.Bell, 4_000, 2_500),
            Scenes.Say(6_000, 1_500, Sentences[1].Text)
        );

        var first = await Scenes.RenderAsync(sequence, pack);
        var second = await Scenes.RenderAsync(sequence, pack);

        Assert.Contains(first, sample => sample != 0);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_clip_is_passed_on_bit_by_bit()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(("One.", 0.4));
        var clip = Scenes.Samples(await File.ReadAllBytesAsync(folder.FileOf("One."), TestContext.Current.CancellationToken));

        var samples = await Scenes.RenderAsync(Scenes.Sequence(Scenes.Say(123, 900, "One.")), pack);

        Assert.Equal(clip, samples.AsSpan(123 * PerMs, clip.Length).ToArray());
    }

    [Fact]
    public async Task The_device_speaks_for_itself()
    {
        var samples = await Scenes.RenderAsync(
            Scenes.Sequence(Scenes.Say(0, 1_000, "Not in the track."), Scenes.Of(CueKind.Bell, 2_000, 2_000)),
            new Voice.Device()
        );

        Assert.DoesNotContain(samples[..(2_000 * PerMs)], sample => sample != 0);
        Assert.NotEqual(0, samples[2_000 * PerMs]);
    }

    [Fact]
    public async Task A_clip_as_long_as_its_slot_fits_and_one_millisecond_less_does_not()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(("Just so.", 0.5));
        var length = Assert.Single(ManifestOf(folder).Clips).DurationMs;

        await Scenes.RenderAsync(Scenes.Sequence(Scenes.Say(0, length, "Just so.")), pack);

        var problem = Assert.IsType<RenderProblem.ClipTooLong>(
            Assert.Single(await ProblemsOf(Scenes.Sequence(Scenes.Say(0, length - 1, "Just so.")), pack))
        );
        Assert.Equal("Just so.", problem.Text);
        Assert.Equal(Scenes.Ms(length), problem.Length);
        Assert.Equal(Scenes.Ms(length - 1), problem.Slot);
    }

    [Fact]
    public async Task All_problems_are_told_at_once_each_once_and_nothing_is_written()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(("Too long.", 1), ("Broken.", 0.3), ("Gone.", 0.35), ("Silent.", 0.4));
        folder.Exchange("Broken.", [.. "no sound"u8]);
        File.Delete(folder.FileOf("Gone."));
        var silent = folder.FileOf("Silent.");
        var bytes = await File.ReadAllBytesAsync(silent, TestContext.Current.CancellationToken);
        bytes.AsSpan(44).Clear();
        folder.Exchange("Silent.", bytes);
        using var stream = new MemoryStream();
        var sequence = Scenes.Sequence(
            Scenes.Say(0, 500, "Never recorded."),
            Scenes.Say(1_000, 500, "Too long."),
            Scenes.Say(2_000, 500, "Never recorded."),
            Scenes.Say(3_000, 500, "Broken."),
            Scenes.Say(4_000, 500, "Gone."),
            Scenes.Say(5_000, 500, "Silent.")
        );

        var rendering = await Renderer.RenderAsync(sequence, Scenes.Open(pack), new(), stream, null, TestContext.Current.CancellationToken);

        var problems = Assert.IsType<Rendering.Failed>(rendering).Problems;
        Assert.Collection(
            problems,
            problem =>
                Assert.Equal(
                    $"No clip for “Never recorded.” in {folder.Path}. Make it with: ./supine pack --lang en --voice <program> --out "
                        + $"{folder.Path}, or record it.",
                    Assert.IsType<RenderProblem.MissingClip>(problem).ToString()
                ),
            problem =>
                Assert.Contains(
                    "0.500 s are free for it",
                    Assert.IsType<RenderProblem.ClipTooLong>(problem).Message,
                    StringComparison.Ordinal
                ),
            problem =>
                Assert.Contains("not a WAV file", Assert.IsType<RenderProblem.UnreadableClip>(problem).Reason, StringComparison.Ordinal),
            problem =>
                Assert.Contains("there is no ", Assert.IsType<RenderProblem.UnreadableClip>(problem).Reason, StringComparison.Ordinal),
            problem => Assert.Contains("silent", Assert.IsType<RenderProblem.UnreadableClip>(problem).Reason, StringComparison.Ordinal)
        );
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public async Task What_the_chosen_voice_lacks_another_one_speaks()
    {
        using var own = new ScratchFolder();
        using var other = new ScratchFolder();
        var cast = new Cast(
            Scenes.Open(own.PackOf(("Mine.", 0.4), ("Too long.", 1.0))),
            [
                Scenes.Open(new Voice.SpeechCommand("no-such-program", [], Scenes.Ms(1))),
                Scenes.Open(other.PackOf(("Mine.", 0.5), ("Too long.", 0.5), ("Lacking.", 0.6))),
            ]
        );
        var sequence = Scenes.Sequence(
            Scenes.Say(0, 800, "Mine."),
            Scenes.Say(1_000, 800, "Too long."),
            Scenes.Say(2_000, 800, "Lacking."),
            Scenes.Say(3_000, 800, "Mine.")
        );

        using var stream = new MemoryStream();
        var rendering = await Renderer.RenderAsync(sequence, cast, new(), stream, null, TestContext.Current.CancellationToken);

        var standIns = Assert.IsType<Rendering.Succeeded>(rendering).StandIns;
        Assert.Equal(["Too long.", "Lacking."], standIns.Select(standIn => standIn.Text));
        Assert.All(standIns, standIn => Assert.Equal(new Voice.ClipPack(other.Path), standIn.Voice));
        Assert.IsType<RenderProblem.ClipTooLong>(standIns[0].Reason);
        Assert.IsType<RenderProblem.MissingClip>(standIns[1].Reason);

        var samples = Scenes.Samples(stream.ToArray());
        Assert.Equal(LengthOf(own, "Mine."), SoundingFrom(0));
        Assert.Equal(LengthOf(other, "Too long."), SoundingFrom(1_000));
        Assert.Equal(LengthOf(other, "Lacking."), SoundingFrom(2_000));
        Assert.Equal(LengthOf(own, "Mine."), SoundingFrom(3_000));

        int SoundingFrom(int ms) =>
            Array.FindLastIndex(samples, Math.Min(samples.Length, (ms + 1_000) * PerMs) - 1, 900 * PerMs, sample => sample != 0)
            + 1
            - (ms * PerMs);
        int LengthOf(ScratchFolder folder, string text) => (int)((new FileInfo(folder.FileOf(text)).Length - 44) / 2);
    }

    [Fact]
    public async Task Where_nobody_can_speak_it_the_problem_of_the_chosen_voice_is_told()
    {
        using var folder = new ScratchFolder();
        var cast = new Cast(
            Scenes.Open(folder.PackOf(("Mine.", 0.4))),
            [Scenes.Open(new Voice.SpeechCommand("no-such-program", [], Scenes.Ms(1)))]
        );
        var sequence = Scenes.Sequence(
            Scenes.Say(0, 800, "Mine."),
            Scenes.Say(1_000, 800, "Lacking."),
            Scenes.Say(2_000, 800, "Lacking too.")
        );

        var rendering = await Renderer.RenderAsync(sequence, cast, new(), Stream.Null, null, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["Lacking.", "Lacking too."],
            Assert.IsType<Rendering.Failed>(rendering).Problems.Select(problem => Assert.IsType<RenderProblem.MissingClip>(problem).Text)
        );
    }

    [Fact]
    public async Task What_is_left_to_the_device_is_told()
    {
        using var folder = new ScratchFolder();
        var cast = new Cast(Scenes.Open(folder.PackOf(("Mine.", 0.4))), [Scenes.Open(new Voice.Device())]);
        var sequence = Scenes.Sequence(Scenes.Say(0, 800, "Mine."), Scenes.Say(1_000, 800, "Lacking."));

        using var stream = new MemoryStream();
        var rendering = await Renderer.RenderAsync(sequence, cast, new(), stream, null, TestContext.Current.CancellationToken);

        var standIn = Assert.Single(Assert.IsType<Rendering.Succeeded>(rendering).StandIns);
        Assert.Equal(("Lacking.", new Voice.Device()), (standIn.Text, standIn.Voice));
        var samples = Scenes.Samples(stream.ToArray());
        Assert.NotEqual(0, samples[0]);
        Assert.DoesNotContain(samples[(1_000 * PerMs)..], sample => sample != 0);
    }

    [Fact]
    public async Task Tones_can_be_left_out_and_speech_stays()
    {
        using var folder = new ScratchFolder();
        var pack = folder.PackOf(("Mine.", 0.4));
        var cues = new[] { Scenes.Of(CueKind.Bell, 0, 2_500), Scenes.Say(3_000, 800, "Mine."), Scenes.Of(CueKind.Breathe, 4_000, 1_000) };

        var samples = await Scenes.RenderAsync(Scenes.Sequence(cues), pack, RenderOptions.With(ToneVolume.Off));

        Assert.Equal(3_000 * PerMs, Array.FindIndex(samples, sample => sample != 0));
        Assert.DoesNotContain(samples[(4_000 * PerMs)..], sample => sample != 0);
    }

    [Fact]
    public async Task Volumes_go_from_quiet_to_loud()
    {
        var loudness = new List<double>();
        foreach (var volume in new[] { ToneVolume.Quiet, ToneVolume.Normal, ToneVolume.Loud })
        {
            var samples = await Scenes.RenderAsync(
                Scenes.Sequence(Scenes.Of(CueKind.Bell, 0, 4_000)),
                new Voice.Device(),
                RenderOptions.With(volume)
            );
            loudness.Add(Assert.NotNull(Loudness.Measure(Scenes.AsFloats(samples), Scenes.Rate)).Lufs);
        }

        Assert.Equal(-8, loudness[0] - loudness[1], 0.3);
        Assert.Equal(6, loudness[2] - loudness[1], 0.3);
        Assert.Equal(new RenderOptions(), RenderOptions.With(ToneVolume.Normal));
    }

    [Fact]
    public async Task Without_words_each_moment_has_a_bell_of_its_own()
    {
        var compiled = ProtocolCompiler.Compile(
            Repository.Protocol("psoas-lying-1"),
            new Prescription { Instruction = Instruction.Bells, Hold = TimeSpan.FromSeconds(30) }
        );
        var sequence = Assert.IsType<Compilation.Succeeded>(compiled).Sequence;
        var tones = Enumerable
            .Range(0, sequence.Cues.Length)
            .Where(i => sequence.Cues[i].Kind == CueKind.Bell)
            .Select(i => Tones.Find(sequence, i))
            .ToList();
        Assert.Equal(
            [
                Tone.OpeningBell,
                Tone.OpeningBell,
                Tone.HalfWayBell,
                Tone.ClosingBell,
                Tone.ChangeBell,
                Tone.OpeningBell,
                Tone.HalfWayBell,
                Tone.ClosingBell,
            ],
            tones.Select(tone => tone!.Value)
        );

        // no voice is needed, and it is heard at its sample
        var samples = await Scenes.RenderAsync(sequence, new Voice.SpeechCommand("no-such-program", [], Scenes.Ms(1)));
        Assert.All(sequence.Cues.Where(cue => cue.Kind == CueKind.Bell), cue => Assert.NotEqual(0, samples[TrackFormat.SampleAt(cue.At)]));
    }

    [Fact]
    public async Task Progress_goes_up_to_the_end()
    {
        var told = new List<RenderProgress>();
        var sequence = Scenes.Sequence(Scenes.Of(CueKind.Bell, 0, 2_500), Scenes.Of(CueKind.Bell, 20_000, 2_500));

        await Renderer.RenderAsync(
            sequence,
            Scenes.Open(new Voice.Device()),
            new(),
            Stream.Null,
            new Listener(told),
            TestContext.Current.CancellationToken
        );

        Assert.True(told.Count > 3);
        Assert.Equal(told.Select(progress => progress.Done).Order(), told.Select(progress => progress.Done));
        Assert.Equal(new RenderProgress(sequence.Total, sequence.Total), told[^1]);
    }

    [Fact]
    public async Task It_can_be_called_off()
    {
        using var source = new CancellationTokenSource();
        var listener = new Canceller(source);
        var sequence = Scenes.Sequence(Scenes.Of(CueKind.Bell, 0, 2_500), Scenes.Of(CueKind.Bell, 60_000, 2_500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Renderer.RenderAsync(sequence, Scenes.Open(new Voice.Device()), new(), Stream.Null, listener, source.Token)
        );

        Assert.Equal(1, listener.Reports);
    }

    internal static ClipManifest ManifestOf(ScratchFolder folder) =>
        Assert.IsType<ClipManifest>(ClipManifest.Parse(File.ReadAllBytes(folder[ClipManifest.FileName])).Manifest);

    internal static async Task<IReadOnlyList<RenderProblem>> ProblemsOf(CueSequence sequence, Voice voice) =>
        Assert
            .IsType<Rendering.Failed>(
                await Renderer.RenderAsync(sequence, Scenes.Open(voice), new(), Stream.Null, null, TestContext.Current.CancellationToken)
            )
            .Problems;

    /// <summary>Cues of every kind one after the other, with or without a gap, at any whole millisecond. One at least is a bell, to be
    /// heard.</summary>
    private static Cue[] LayOut(Random random)
    {
        var kinds = Enum.GetValues<CueKind>();
        var cues = new List<Cue>();
        var at = random.Next(2) * random.Next(700);
        for (var i = random.Next(12); i >= 0; i--)
        {
            var (kind, durationMs, sentence) = (
                i == 0 ? CueKind.Bell : kinds[random.Next(kinds.Length)],
                random.Next(1, 1500),
                Sentences[random.Next(Sentences.Length)]
            );
            var cue =
                kind == CueKind.Say
                    ? Scenes.Say(at, (int)(sentence.Seconds * 1000) + 100 + durationMs, sentence.Text)
                    : Scenes.Of(kind, at, durationMs);
            cues.Add(cue);
            at += (int)cue.Duration.TotalMilliseconds + (random.Next(2) * random.Next(700));
        }

        return [.. cues];
    }

    private static short[] Render(CueSequence sequence, Speaker speaker)
    {
        using var stream = new MemoryStream();
        // all of it is in memory, so the task is done when it comes back
        var task = Renderer.RenderAsync(sequence, speaker, new(), stream, null, CancellationToken.None);
        Assert.True(task.IsCompletedSuccessfully);
        return Scenes.Samples(stream.ToArray());
    }

    private sealed class Listener(List<RenderProgress> told) : IProgress<RenderProgress>
    {
        public void Report(RenderProgress value) => told.Add(value);
    }

    private sealed class Canceller(CancellationTokenSource source) : IProgress<RenderProgress>
    {
        public int Reports { get; private set; }

        public void Report(RenderProgress value)
        {
            Reports++;
            source.Cancel();
        }
    }
}
