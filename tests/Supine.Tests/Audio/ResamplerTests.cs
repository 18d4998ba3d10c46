using Supine.Audio;

namespace Supine.Tests.Audio;

public class ResamplerTests
{
    /// <summary>Away from the ends, where the kernel reaches over nothing.</summary>
    private const int EdgeSamples = 200;

    [Theory]
    [InlineData(32_000, 16_000, 440)]
    [InlineData(22_050, 16_000, 3_000)]
    [InlineData(48_000, 16_000, 6_000)]
    [InlineData(44_100, 24_000, 1_000)]
    [InlineData(16_000, 24_000, 6_500)]
    [InlineData(22_050, 24_000, 3_000)]
    [InlineData(48_000, 24_000, 9_000)]
    [InlineData(24_000, 24_000, 1_000)]
    [InlineData(8_000, 16_000, 1_234)]
    [InlineData(16_000, 16_000, 1_000)]
    public void A_sine_stays_the_same_sine(int from, int to, double hertz)
    {
        var resampled = Resampler.Resample(Scenes.Sine(hertz, 0.5, 0.5, from), from, to);
        var expected = Scenes.Sine(hertz, 0.5, 0.5, to);

        Assert.InRange(resampled.Length, expected.Length - 1, expected.Length);
        var error = expected[EdgeSamples..^EdgeSamples].Zip(resampled[EdgeSamples..], (a, b) => (double)Math.Abs(a - b)).Max();
        // −80 dB under full scale
        Assert.InRange(error, 0, 1e-4);
    }

    [Theory]
    [InlineData(32_000, 16_000, 9_000)]
    [InlineData(48_000, 16_000, 12_000)]
    [InlineData(44_100, 16_000, 20_000)]
    [InlineData(48_000, 24_000, 13_000)]
    public void What_the_new_rate_cannot_carry_is_gone(int from, int to, double hertz)
    {
        var source = Scenes.Sine(hertz, 1, 0.5, from);
        Assert.Equal(1, source.Max(), 0.01);

        var resampled = Resampler.Resample(source, from, to);

        Assert.InRange(resampled[EdgeSamples..^EdgeSamples].Max(Math.Abs), 0, 1e-4f);
    }

    [Fact]
    public void An_onset_stays_where_it_is()
    {
        // a click after 100 ms
        var source = new float[44_100];
        source[4_410] = 1;

        var resampled = Resampler.Resample(source, 44_100, 24_000);

        Assert.Equal(2_400, Array.IndexOf(resampled, resampled.Max()));
    }
}
