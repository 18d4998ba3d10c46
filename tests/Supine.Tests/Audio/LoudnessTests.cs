using Supine.Audio;

namespace Supine.Tests.Audio;

public class LoudnessTests
{
    /// <summary>What the standard's own compliance material allows.</summary>
    private const double ToleranceLu = 0.1;

    [Theory]
    [InlineData(48_000)]
    [InlineData(44_100)]
    [InlineData(32_000)]
    [InlineData(24_000)]
    [InlineData(16_000)]
    public void A_sine_of_997_Hz_at_full_scale_in_one_channel_is_minus_3_01_LUFS(int rateHertz) =>
        Assert.Equal(-3.01, Measure(Scenes.Sine(997, 1, 5, rateHertz), rateHertz), ToleranceLu);

    [Fact]
    public void It_follows_the_level_decibel_by_decibel() =>
        Assert.Equal(-23, Measure(Scenes.Sine(997, Math.Pow(10, -19.99 / 20), 5, 48_000), 48_000), ToleranceLu);

    [Theory]
    // the K weighting of BS.1770 at 48 kHz, in dB against 997 Hz (which is +0.691 by definition)
    [InlineData(100, -1.14 - 0.69)]
    [InlineData(4000, 3.99 - 0.69)]
    public void Frequencies_are_weighted(double hertz, double againstDecibels) =>
        Assert.Equal(-3.01 + againstDecibels, Measure(Scenes.Sine(hertz, 1, 5, 48_000), 48_000), 0.15);

    [Fact]
    public void Silence_has_no_loudness() => Assert.Null(Loudness.Measure(new float[48_000], 48_000));

    [Fact]
    public void Nothing_has_no_loudness() => Assert.Null(Loudness.Measure([], 48_000));

    [Fact]
    public void Silence_beside_a_sound_is_gated_out()
    {
        var sine = Scenes.Sine(997, 0.1, 10, 48_000);
        float[] withSilence = [.. sine, .. new float[10 * 48_000]];

        Assert.Equal(Measure(sine, 48_000), Measure(withSilence, 48_000), ToleranceLu);
    }

    [Fact]
    public void EBU_3341_case_3_quiet_parts_do_not_lower_it()
    {
        // −36, −23, −36 dBFS; the stereo signal of the standard is 3 dB louder than one channel
        float[] sound = [.. Sine(-36, 10), .. Sine(-23, 60), .. Sine(-36, 10)];

        Assert.Equal(-23 - 3.01, Measure(sound, 48_000), ToleranceLu);

        static float[] Sine(double decibels, double seconds) => Scenes.Sine(1000, Math.Pow(10, decibels / 20), seconds, 48_000);
    }

    [Fact]
    public void A_sound_shorter_than_a_block_is_filled_up_with_silence() =>
        Assert.Equal(-3.01 - 3.01, Measure(Scenes.Sine(997, 1, 0.2, 48_000), 48_000), 0.2);

    private static double Measure(float[] samples, int rateHertz) => Assert.NotNull(Loudness.Measure(samples, rateHertz)).Lufs;
}
