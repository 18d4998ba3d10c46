using Supine.Audio;

namespace Supine.Tests.Audio;

public class MasteringTests
{
    private static readonly int Rate = TrackFormat.SampleRateHertz;

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    [InlineData(1.0)]
    public void However_loud_it_was_it_becomes_minus_16_LUFS(double peak)
    {
        var clip = Master(Scenes.Babble(3, peak, 44_100), 44_100);

        Assert.Equal(-16, Assert.NotNull(Loudness.Measure(Scenes.AsFloats(clip.Samples), Rate)).Lufs, 0.5);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(2.0)]
    public void Peaks_stay_2_dB_under_full_scale(double seconds)
    {
        // single strokes between soft speech: the loudness asks for more than the peaks allow
        var samples = Scenes.Babble(seconds, 0.1, Rate);
        for (var i = 1000; i < samples.Length; i += 4000)
        {
            samples[i] = 0.9f;
        }

        var clip = Master(samples, Rate);

        Assert.InRange(clip.Samples.ToArray().Max(sample => Math.Abs((int)sample)), 20_000, 26_030);
        // what the limiter takes away is brought back
        Assert.Equal(-16, Assert.NotNull(Loudness.Measure(Scenes.AsFloats(clip.Samples), Rate)).Lufs, 0.5);
    }

    [Fact]
    public void Silence_before_and_after_is_cut_to_the_onset_and_60_ms()
    {
        var speech = Scenes.Sine(300, 0.3, 1, Rate);
        float[] recording = [.. new float[Rate / 2], .. speech, .. new float[Rate]];

        var clip = Master(recording, Rate);

        Assert.NotEqual(0, clip.Samples[0]);
        // the high-pass rings a little, so the end is a frame or two late
        Assert.InRange(clip.Length.TotalMilliseconds, 1_000, 1_075);
        // loud within the first period: nothing of the silence is left
        Assert.InRange(clip.Samples[..60].ToArray().Max(), 2_000, short.MaxValue);
    }

    [Fact]
    public void Noise_of_the_room_is_not_taken_for_speech()
    {
        var random = new Random(20_261);
        var noisy = new float[3 * Rate];
        var speech = Scenes.Sine(300, 0.3, 1, Rate);
        for (var i = 0; i < noisy.Length; i++)
        {
            noisy[i] = (float)(((random.NextDouble() * 2) - 1) * 0.004) + (i >= Rate && i < 2 * Rate ? speech[i - Rate] : 0);
        }

        Assert.InRange(Master(noisy, Rate).Length.TotalMilliseconds, 1_000, 1_075);
    }

    [Fact]
    public void It_ends_softly()
    {
        var clip = Master(Scenes.Sine(300, 0.3, 1, Rate), Rate);

        Assert.InRange(clip.Samples[^40..].ToArray().Max(sample => Math.Abs((int)sample)), 0, 100);
    }

    [Fact]
    public void An_offset_is_removed()
    {
        var offset = Scenes.Babble(2, 0.2, Rate);
        for (var i = 0; i < offset.Length; i++)
        {
            offset[i] += 0.1f;
        }

        Assert.InRange(Master(offset, Rate).Samples.ToArray().Average(sample => sample), -30, 30);
    }

    [Fact]
    public void Silence_is_not_a_clip()
    {
        Assert.IsType<Mastered.Silent>(Mastering.Master(new Recording(new float[Rate], Rate)));
        Assert.IsType<Mastered.Silent>(Mastering.Master(new Recording(new float[3], Rate)));
        Assert.IsType<Mastered.Silent>(Mastering.Master(new Recording(ReadOnlyMemory<float>.Empty, Rate)));
    }

    private static Clip Master(float[] samples, int rateHertz) =>
        Assert.IsType<Mastered.Ready>(Mastering.Master(new Recording(samples, rateHertz))).Clip;

    [Fact]
    public void What_a_person_has_cut_is_not_cut_again()
    {
        // a sigh 50 dB under the word belongs to the sentence, if the person says so
        float[] sound =
        [
            .. Scenes.Sine(300, 0.0008, 0.4, Scenes.Rate),
            .. Scenes.Babble(0.6, 0.3, Scenes.Rate),
            .. Scenes.Sine(300, 0.0008, 0.4, Scenes.Rate),
        ];

        var found = Assert.IsType<Mastered.Ready>(Mastering.Master(new Recording(sound, Scenes.Rate))).Clip;
        var given = Assert.IsType<Mastered.Ready>(Mastering.Master(new Recording(sound, Scenes.Rate), Ends.AsGiven)).Clip;

        Assert.InRange(found.Length.TotalSeconds, 0.5, 0.75);
        Assert.InRange(given.Length.TotalSeconds, 1.35, 1.4);
        Assert.Equal(-16, Assert.NotNull(Loudness.Measure(Scenes.AsFloats(given.Samples), Scenes.Rate)).Lufs, 0.5);
    }
}
