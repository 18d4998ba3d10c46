using FsCheck;
using FsCheck.Fluent;
using Supine.Audio;

namespace Supine.Tests.Audio;

public class LimiterTests
{
    private const double Ceiling = 0.8;

    [Fact]
    public void Nothing_is_above_the_ceiling() => Prop
        .ForAll(ArbMap.Default.ArbFor<int[]>(), numbers =>
        {
            var samples = numbers.SelectMany(number => Enumerable.Range(0, 40).Select(i => (float)Math.Sin(number + i) * (number % 30 / 10f))).ToArray();
            Limiter.Limit(samples, Ceiling, 16_000);
            return samples.All(sample => Math.Abs(sample) <= Ceiling + 1e-6);
        })
        .Check(Fixed.Seed);

    [Fact]
    public void What_is_under_the_ceiling_is_untouched()
    {
        var samples = Scenes.Babble(1, 0.5, 16_000);
        var before = samples.ToArray();
        Assert.InRange(before.Max(), 0.1, Ceiling);

        Limiter.Limit(samples, Ceiling, 16_000);

        Assert.Equal(before, samples);
    }

    [Fact]
    public void A_peak_is_turned_down_before_it_comes_and_let_go_after()
    {
        var samples = Scenes.Sine(1000, 0.5, 1, 16_000);
        var before = samples.ToArray();
        samples[8_004] = 1.6f;

        Limiter.Limit(samples, Ceiling, 16_000);

        Assert.Equal(Ceiling, samples[8_004], 0.01);
        Assert.InRange(Math.Abs(samples[7_997] / before[7_997]), 0.4, 0.9);
        Assert.Equal(before[7_000], samples[7_000]);
        Assert.Equal(before[^10], samples[^10]);
    }
}
