using Supine.Bench.Records;
using Supine.Biomechanics;
using Supine.Records;

namespace Supine.Tests.Records;

public class SequentialTrendTests
{
    // as many as keep the sampling error of a rate of 5 % under half a percent, in a few seconds
    private const int People = 4000;

    [Fact]
    public void The_line_is_the_one_of_least_squares()
    {
        // by hand: t 0 1 2 4 8, y 1 3 2 5 9; t̄ 3, ȳ 4, S 40, Sxy 39, Syy 40
        var trend = Fill((0, 1), (1, 3), (2, 2), (4, 5), (8, 9));
        Assert.Equal(39 / 40.0 * 8, trend.ChangeDegrees, 1e-12);
        Assert.Equal(Math.Sqrt((40 - (39 * 39 / 40.0)) / 3), trend.ScatterDegrees, 1e-12);
    }

    [Fact]
    public void The_half_width_is_the_change_at_which_the_evidence_is_twenty_to_one()
    {
        // noise about nothing: add the change of the half width, and E is 20 exactly
        double[] noise = [0.3, -1.1, 0.8, -0.2, 0.9, -1.4, 0.7, -0.1, 0.4, -0.9, 1.2, -0.6];
        var flat = Fill([.. noise.Select((degrees, day) => ((double)(day * 3), degrees))]);
        var half = flat.HalfWidthDegrees;
        Assert.Equal(0, flat.Alike);
        Assert.True(double.IsFinite(half));
        var days = Enumerable.Range(0, noise.Length).Select(day => day * 3.0).ToList();
        var spread = days.Sum(day => Math.Pow(day - days.Average(), 2));
        var slope = half / (days[^1] - days[0]);
        var (freedom, k) = (noise.Length - 2.0, 1 + (spread * Math.Pow(3.0 / 84, 2)));
        var square = slope * slope * spread / Math.Pow(flat.ScatterDegrees, 2);
        var evidence = Math.Pow(k, -0.5) * Math.Pow((1 + (square / freedom)) / (1 + (square / freedom / k)), (freedom + 1) / 2);
        Assert.Equal(20, evidence, 1e-9);
    }

    [Fact]
    public void Days_may_be_counted_from_anywhere_and_the_thigh_from_any_angle()
    {
        var here = Fill((0, 1), (1, 3), (2, 2), (4, 5), (8, 9), (11, 7));
        var there = Fill((739_000, 41), (739_001, 43), (739_002, 42), (739_004, 45), (739_008, 49), (739_011, 47));
        Assert.Equal(here.ChangeDegrees, there.ChangeDegrees, 1e-6);
        Assert.Equal(here.HalfWidthDegrees, there.HalfWidthDegrees, 1e-6);
    }

    [Fact]
    public void Days_that_err_alike_widen_the_interval()
    {
        // the same distances from the line in another order: scattered, and in waves
        double[] noise = [1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1];
        double[] alike = [1, 1, 1, -1, -1, -1, -1, -1, -1, 1, 1, 1];
        var (scattered, waves) = (
            Fill([.. noise.Select((degrees, day) => (6.0 * day, degrees))]),
            Fill([.. alike.Select((degrees, day) => (6.0 * day, degrees))])
        );
        Assert.Equal(0, scattered.Alike);

        // symmetric, so that the line is level and the errors are the values: 12 of them, of 11 pairs two differ
        Assert.Equal(7 / 12.0, waves.Alike, 1e-12);
        Assert.True(waves.HalfWidthDegrees > 1.9 * scattered.HalfWidthDegrees);
    }

    [Fact]
    public void A_day_comes_once_and_after_those_before()
    {
        var trend = Fill((0, 1), (1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => trend.Add(1, 4));
    }

    [Fact]
    public void Without_a_true_change_at_most_five_in_a_hundred_are_ever_told_one_on_either_side()
    {
        Assert.Equal(36, ChangeCell.Grid.Length);
        var rates = ChangeCell.Grid.Select(cell => (Cell: cell, Rate: cell.CountEitherSide(People))).ToList();
        Assert.All(rates, cell => Assert.True(cell.Rate <= SequentialTrend.WrongAtMost, $"{cell.Cell}: {cell.Rate:0.000}"));

        // the grid reaches where the floor no longer does the work
        Assert.Contains(rates, cell => cell.Rate > 0.02);
    }

    [Fact]
    public void A_true_change_of_eight_degrees_is_told_where_the_days_scatter_little()
    {
        Assert.All(
            ChangeCell.Grid.Where(cell => cell is { BetweenDegrees: <= 2, DaysAWeek: >= 5 }),
            cell => Assert.True(cell.CountTold(8, 500) > 0.95, cell.ToString())
        );
        var scattered = new ChangeCell(2, 2, 4);
        Assert.InRange(scattered.CountTold(8, 500), 0.2, 0.6);
        Assert.True(scattered.CountTold(3, 500) < scattered.CountTold(8, 500));
    }

    [Fact]
    public void The_document_has_every_error_figure_of_the_program()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "models", "change.md"));
        Assert.All(
            AngleErrors.All,
            error =>
                Assert.Contains(
                    FormattableString.Invariant($"| {error.Origin} | {error.Deviation.Degrees:0.0}° | {error.Basis} |"),
                    document,
                    StringComparison.Ordinal
                )
        );
        Assert.All(
            AngleErrors.Published,
            one =>
                Assert.Contains(
                    FormattableString.Invariant($"| {one.What} | {one.Detectable.Degrees:0.0}° | {one.Source} | {one.Read} |"),
                    document,
                    StringComparison.Ordinal
                )
        );
        var sources = File.ReadAllText(Path.Combine(Repository.Root, "protocols", "sources.yaml"));
        Assert.All(AngleErrors.Published, one => Assert.Contains($"\n{one.Source}:\n", sources, StringComparison.Ordinal));
    }

    private static SequentialTrend Fill(params ReadOnlySpan<(double Day, double Degrees)> days)
    {
        var trend = new SequentialTrend();
        foreach (var (day, degrees) in days)
        {
            trend.Add(day, degrees);
        }

        return trend;
    }
}
