using Supine.Speech.Sound;

namespace Supine.Tests.Speech;

public class FourierTransformTests
{
    // two times the rounding of sums of a thousand numbers of size 1
    private const double Rounding = 1e-10;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(60)]
    [InlineData(1_200)]
    public void It_is_the_sum_that_defines_it(int length)
    {
        var random = new Random(1);
        var (real, imaginary) = (Numbers(), Numbers());
        var (wantedReal, wantedImaginary) = (new double[length], new double[length]);
        for (var k = 0; k < length; k++)
        {
            for (var n = 0; n < length; n++)
            {
                var (sine, cosine) = Math.SinCos(-2 * Math.PI * ((long)k * n % length) / length);
                wantedReal[k] += (real[n] * cosine) - (imaginary[n] * sine);
                wantedImaginary[k] += (real[n] * sine) + (imaginary[n] * cosine);
            }
        }

        new FourierTransform(length).Transform(real, imaginary);
        Assert.All(real.Zip(wantedReal), pair => Assert.Equal(pair.Second, pair.First, Rounding));
        Assert.All(imaginary.Zip(wantedImaginary), pair => Assert.Equal(pair.Second, pair.First, Rounding));

        double[] Numbers() => [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    [Fact]
    public void A_length_with_a_large_prime_is_a_mistake() => Assert.Throws<ArgumentOutOfRangeException>(() => new FourierTransform(14));

    [Fact]
    public void The_noise_is_normal_and_always_the_same()
    {
        float[] first = new float[50_000 - (50_000 % 64)];
        float[] second = new float[first.Length];
        var (same, alike) = (new float[first.Length], new float[first.Length]);
        new NormalNoise(7).Fill(first, second);
        new NormalNoise(7).Fill(same, alike);
        Assert.Equal(first, same);
        Assert.Equal(second, alike);
        List<float> drawn = [.. first, .. second];
        Assert.InRange(first.Zip(second, (one, other) => one * other).Average(), -0.018, 0.018);

        // four standard errors of 100,000 draws
        Assert.InRange(drawn.Average(sample => (double)sample), -0.013, 0.013);
        Assert.InRange(drawn.Average(sample => sample * sample), 0.982, 1.018);
        Assert.InRange(drawn.Count(sample => Math.Abs(sample) < 1) / (double)drawn.Count, 0.6768, 0.6886);
    }
}
