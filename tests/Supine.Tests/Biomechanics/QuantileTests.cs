using FsCheck.Fluent;
using Supine.Biomechanics;

namespace Supine.Tests.Biomechanics;

/// <summary>How wide a 95 % interval is.</summary>
public class QuantileTests
{
    // the published tables have three decimals, the last one rounded
    private const double Tabled = 0.0005;

    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(3, 3.182)]
    [InlineData(4, 2.776)]
    [InlineData(5, 2.571)]
    [InlineData(10, 2.228)]
    [InlineData(11, 2.201)]
    [InlineData(25, 2.060)]
    [InlineData(30, 2.042)]
    [InlineData(120, 1.980)]
    [InlineData(1000, 1.962)]
    [InlineData(double.PositiveInfinity, 1.960)]
    public void It_is_what_the_published_tables_say(double freedom, double tabled) =>
        Assert.Equal(tabled, Quantile.StudentT(freedom), Tabled);

    [Fact]
    public void One_and_two_degrees_of_freedom_have_closed_forms()
    {
        // t(1) is Cauchy's: tan(0.95 π/2); t(2) = 0.95 √(2/(1 − 0.95²))
        Assert.Equal(Math.Tan(0.95 * Math.PI / 2), Quantile.StudentT(1), 1e-9);
        Assert.Equal(0.95 * Math.Sqrt(2 / (1 - (0.95 * 0.95))), Quantile.StudentT(2), 1e-9);
    }

    [Fact]
    public void The_share_within_the_quantile_is_95_of_100() =>
        Properties.ForAll(
            200,
            from hundredths in Gen.Choose(100, 1_000_000)
            select hundredths / 100.0,
            freedom =>
            {
                var t = Quantile.StudentT(freedom);
                Assert.Equal(0.95, Quantile.ShareWithin(t, freedom), 1e-10);

                // another way to the same share: the density summed up by Simpson's rule
                Assert.Equal(0.95, ShareBySimpson(t, freedom), 1e-6);
            }
        );

    [Fact]
    public void More_freedom_never_widens_it_and_nothing_is_narrower_than_the_normal()
    {
        var last = double.PositiveInfinity;
        for (var freedom = 1.0; freedom < 1e9; freedom *= 1.07)
        {
            var t = Quantile.StudentT(freedom);
            Assert.InRange(t, Quantile.Normal, last);
            last = t;
        }

        Assert.Equal(Quantile.Normal, last, 1e-8);
        Assert.Equal(Quantile.Normal, Quantile.StudentT(double.PositiveInfinity));
    }

    [Fact]
    public void There_is_no_step_where_the_series_ends_and_the_expansion_begins()
    {
        Assert.Equal(Quantile.StudentT(10_000), Quantile.StudentT(Math.BitIncrement(10_000.0)), 1e-11);
        Assert.NotEqual(Quantile.Normal, Quantile.StudentT(10_001), 1e-6);
    }

    [Fact]
    public void Fewer_than_one_count_as_one_and_what_is_no_number_is_refused()
    {
        Assert.Equal(Quantile.StudentT(1), Quantile.StudentT(0.3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.StudentT(double.NaN));
    }

    // the constant comes from the density's own sum: tan maps the whole line onto one interval
    private static double ShareBySimpson(double t, double freedom)
    {
        // u = √ν tan θ: the density becomes cos^(ν−1) θ
        double Sum(double to) =>
            Enumerable
                .Range(0, 4001)
                .Sum(i =>
                    (
                        i is 0 or 4000 ? 1
                        : i % 2 == 0 ? 2
                        : 4
                    ) * Math.Pow(Math.Cos(to * i / 4000), freedom - 1)
                ) * (to / 12_000);

        return Sum(Math.Atan(t / Math.Sqrt(freedom))) / Sum(Math.PI / 2);
    }
}
