using Supine.Audio;
using Supine.Protocols;

namespace Supine.Tests.Audio;

public class TimeStretchTests
{
    private static readonly int PerMs = Scenes.Rate / 1000;

    /// <summary>How far a window may be taken from its place.</summary>
    private const double ToleranceMs = 7.5;

    public static TheoryData<int> Rates => [80, 90, 97, 105, 120];

    [Theory]
    [MemberData(nameof(Rates))]
    public void It_lasts_as_long_as_the_rate_says_and_begins_at_its_first_sample(int percent)
    {
        foreach (var milliseconds in new[] { 1, 12, 13, 25, 100, 777, 3_000 })
        {
            var clip = Scenes.Speech(Math.Max(0.4, milliseconds / 1000.0));
            clip = Clip.FromSamples(clip.Samples[..Math.Min(clip.Samples.Length, milliseconds * PerMs)])!;

            var stretched = TimeStretch.Stretch(clip, SpeechRate.FromPercent(percent));

            // up to the next whole sample; zeros at the end belong to no clip
            var length = (int)Math.Ceiling(clip.Samples.Length * 100m / percent);
            Assert.InRange(stretched.Samples.Length, length - (int)(((2 * ToleranceMs) + 1) * PerMs), length);
            Assert.Equal(clip.Samples[0], stretched.Samples[0]);
        }
    }

    [Fact]
    public void At_the_calm_rate_it_is_the_clip_itself()
    {
        var clip = Scenes.Speech(0.5);
        Assert.Same(clip, TimeStretch.Stretch(clip, SpeechRate.Normal));
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_tone_keeps_its_pitch_and_stays_pure(int percent)
    {
        foreach (var hertz in new[] { 80.0, 123.4, 210, 440, 1_000, 3_333 })
        {
            var stretched = Stretch(Scenes.Sine(hertz, 0.3, 1.5, Scenes.Rate), percent);
            var middle = stretched.AsSpan(125 * PerMs, 1_000 * PerMs).ToArray();
            var total = middle.Sum(sample => (double)sample * sample);

            // within a tenth of a semitone, and nearly all of it is that one tone
            var pitch = Enumerable.Range(-12, 25).Select(step => hertz * (1 + (step * 0.0005))).MaxBy(tried => PowerAt(tried, middle));
            Assert.InRange(pitch / hertz, 0.9943, 1.0057);
            Assert.InRange(2 * PowerAt(pitch, middle) / (total * middle.Length), 0.97, 1.001);
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void Syllables_come_at_the_new_rate_and_the_voice_keeps_its_pitch(int percent)
    {
        // four syllables a second over a voice of 180 Hz
        var stretched = Stretch(Scenes.Babble(3, 0.3, Scenes.Rate), percent);
        var envelope = stretched.Chunk(PerMs).Select(chunk => (float)Math.Sqrt(chunk.Average(sample => sample * sample))).ToArray();
        var mean = envelope.Average();
        var waves = Array.ConvertAll(envelope, level => level - mean);

        var syllables = Enumerable.Range(20, 80).Select(tenth => tenth / 10.0).MaxBy(perSecond => PowerAt(perSecond * PerMs, waves));
        Assert.Equal(4 * percent / 100.0, syllables, 0.15);

        var voice = Enumerable.Range(100, 200).MaxBy(hertz => PowerAt(hertz, stretched));
        Assert.InRange(voice, 179, 181);
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_burst_is_heard_once_and_in_its_place(int percent) =>
        Properties.ForSeeds(
            40,
            seed =>
            {
                // a vowel, the lips close for 40 ms, a consonant of 8 ms, and the vowel again
                var random = new Random(seed);
                var sound = Scenes.Babble(1.2, 0.2, Scenes.Rate);
                var at = random.Next(150 * PerMs, 1_000 * PerMs);
                sound.AsSpan(at - (40 * PerMs), 48 * PerMs).Clear();
                for (var i = 0; i < 8 * PerMs; i++)
                {
                    sound[at + i] = (float)((random.NextDouble() - 0.5) * 1.8 * Math.Exp(-i / (3.75 * PerMs)));
                }

                var stretched = Stretch(sound, percent);
                var loud = stretched
                    .Select((sample, i) => (Size: Math.Abs(sample), At: i))
                    .Where(pair => pair.Size > 0.35)
                    .Select(pair => pair.At)
                    .ToList();

                Assert.True(loud.Count > 0, "The consonant is gone.");
                Assert.InRange(loud[^1] - loud[0], 0, 8 * PerMs);
                Assert.InRange(loud[0] - (at * 100.0 / percent), -2 * ToleranceMs * PerMs, 2 * ToleranceMs * PerMs);
            }
        );

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Every_shipped_sentence_fits_the_slot_of_every_rate(int percent)
    {
        var rate = SpeechRate.FromPercent(percent);
        var speaker = Scenes.Open(new Voice.ClipPack(Path.Combine(Repository.Root, "voices", "en-heart")));
        var texts = Repository.Protocols.Protocols.SelectMany(protocol => Phrases.Of(protocol, Language.English)).Distinct().ToList();
        foreach (var text in texts)
        {
            var calm = Assert
                .IsType<Speaking.Spoken>(await speaker.SpeakAsync(text, SpeechRate.Normal, TestContext.Current.CancellationToken))
                .Clip;
            var clip = Assert.IsType<Speaking.Spoken>(await speaker.SpeakAsync(text, rate, TestContext.Current.CancellationToken)).Clip;

            Assert.True(clip.Length <= rate.Slot(SpeechEstimate.Of(Language.English, text)), text);
            Assert.Equal(percent < 100, clip.Samples.Length > calm.Samples.Length);
            // “Press.” is half a second, most of it silence before and after its consonants: drawn out, it is 0.54 dB less on average
            Assert.Equal(DecibelsOf(calm), DecibelsOf(clip), 0.6);
        }

        static double DecibelsOf(Clip clip) => 10 * Math.Log10(Scenes.AsFloats(clip.Samples).Average(sample => sample * sample));
    }

    [Fact]
    public async Task Every_cue_begins_at_its_sample_at_every_rate()
    {
        foreach (var percent in new[] { 80, 93, 120 })
        {
            var compiled = ProtocolCompiler.Compile(
                Repository.Protocol("psoas-lying-1"),
                new Prescription { SpeechRate = SpeechRate.FromPercent(percent), Hold = TimeSpan.FromSeconds(30) }
            );
            var sequence = Assert.IsType<Compilation.Succeeded>(compiled).Sequence;

            var samples = await Scenes.RenderAsync(sequence, new Voice.ClipPack(Path.Combine(Repository.Root, "voices", "en-heart")));

            Assert.Equal(TrackFormat.SampleAt(sequence.Total), samples.Length);
            var alone = sequence
                .Cues.Where(cue =>
                    cue.Kind == CueKind.Say
                    && sequence.Cues.Count(other => other.Kind != CueKind.Hold && other.At < cue.End && other.End > cue.At) == 1
                )
                .ToList();
            Assert.True(alone.Count > 10);
            Assert.All(
                alone,
                cue =>
                {
                    Assert.Equal(0, samples[TrackFormat.SampleAt(cue.At) - 1]);
                    Assert.NotEqual(0, samples[TrackFormat.SampleAt(cue.At)]);
                    Assert.Equal(0, samples[TrackFormat.SampleAt(cue.End) - 1]);
                }
            );
        }
    }

    private static float[] Stretch(float[] sound, int percent) =>
        Scenes.AsFloats(TimeStretch.Stretch(Clip.FromSamples(Clip.Quantise([0.001f, .. sound]))!, SpeechRate.FromPercent(percent)).Samples);

    private static double PowerAt(double hertz, float[] samples)
    {
        var (re, im) = (0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * hertz * i / Scenes.Rate);
            (re, im) = (re + (samples[i] * cos), im + (samples[i] * sin));
        }

        return (re * re) + (im * im);
    }
}
