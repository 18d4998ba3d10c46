using Supine.Audio;

namespace Supine.Tests.Audio;

public class LimiterTests
{
    private const double Ceiling = 0.8;

    [Fact]
    public void Nothing_is_above_the_ceiling() =>
        Properties.ForSeeds(
            100,
            seed =>
            {
                var random = new Random(seed);
                var samples = new float[random.Next(1, 3_000)];
                var loud = random.NextDouble() * 4;
                for (var i = 0; i < samples.Length; i++)
                {
                    samples[i] = (float)(((random.NextDouble() * 2) - 1) * loud * Math.Pow(random.NextDouble(), 8));
                }

                Limiter.Limit(samples, Ceiling, 24_000);

                // clamping to the ceiling in double, then float
                Assert.InRange(samples.Max(Math.Abs), 0, Ceiling + 1e-6);
            }
        );

    [Fact]
    public void The_gain_never_jumps() =>
        Properties.ForSeeds(
            100,
            seed =>
            {
                var random = new Random(seed);
                var samples = Scenes.Sine(500 + random.Next(2_000), 1.5 + random.NextDouble(), 0.2, 24_000);
                for (var i = 0; i < samples.Length; i++)
                {
                    // soft for a while, then all at once loud
                    samples[i] = (i < samples.Length / 2 ? 0.2f : 1) * (samples[i] + (samples[i] < 0 ? -0.2f : 0.2f));
                }

                var before = samples.ToArray();

                Limiter.Limit(samples, Ceiling, 24_000);

                // a cut would change the gain from one sample to the next by the whole of it; the window spreads it over 80
                var gains = samples.Zip(before, (after, original) => after / original).ToArray();
                Assert.InRange(gains.Min(), 0.2f, 0.6f);
                Assert.InRange(gains.Skip(1).Zip(gains, (next, gain) => Math.Abs(next - gain)).Max(), 0, 1f / 80);
            }
        );

    [Fact]
    public void What_is_under_the_ceiling_is_untouched()
    {
        var samples = Scenes.Babble(1, 0.5, 24_000);
        var before = samples.ToArray();
        Assert.InRange(before.Max(), 0.1, Ceiling);

        Limiter.Limit(samples, Ceiling, 24_000);

        Assert.Equal(before, samples);
    }

    [Fact]
    public void A_peak_is_turned_down_before_it_comes_and_let_go_after()
    {
        var samples = Scenes.Sine(1000, 0.5, 1, 24_000);
        var before = samples.ToArray();
        samples[8_004] = 1.6f;

        Limiter.Limit(samples, Ceiling, 24_000);

        Assert.Equal(Ceiling, samples[8_004], 0.01);
        Assert.InRange(Math.Abs(samples[7_997] / before[7_997]), 0.4, 0.9);
        Assert.Equal(before[7_000], samples[7_000]);
        Assert.Equal(before[^10], samples[^10]);
    }
}
