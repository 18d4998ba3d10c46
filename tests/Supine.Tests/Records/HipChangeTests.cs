using Supine.Biomechanics;
using Supine.Records;

namespace Supine.Tests.Records;

public class HipChangeTests
{
    private static readonly DateOnly First = new(2026, 3, 1);

    [Fact]
    public void Until_there_are_repeats_enough_it_is_the_cautious_default()
    {
        // three repeats of one side on one day are two degrees of freedom; two such days are four
        List<HipRecord> readings = [Read(0, 1), Read(0, 3), Read(0, 5)];
        Assert.Equal(new(DetectableChange.Default, false, 2), DetectableChange.Estimate(readings));
        readings.AddRange([Read(1, 2), Read(1, 3)]);
        Assert.False(DetectableChange.Estimate(readings).IsOwn);
        readings.Add(Read(1, 4));
        var own = DetectableChange.Estimate(readings);
        Assert.True(own.IsOwn);

        // Σ = 8 + 2, ν = 4
        Assert.Equal(2.7764 * Math.Sqrt(2 * 10 / 4.0), own.Angle.Degrees, 0.001);
    }

    [Fact]
    public void Sides_days_and_moments_are_no_repeats_of_each_other()
    {
        var apart = DetectableChange.Estimate([
            Read(0, 1),
            Read(0, 30, Side.Right),
            Read(1, 12),
            Read(2, 20),
            Read(3, -9),
            Read(0, 9, moment: ReadingMoment.Before),
        ]);
        Assert.Equal(0, apart.Repeats);
    }

    [Fact]
    public void Right_after_a_stretch_counts_for_nothing_here() =>
        Assert.Equal(
            0,
            DetectableChange.Estimate([.. Enumerable.Range(0, 9).Select(i => Read(0, i, moment: ReadingMoment.After))]).Repeats
        );

    [Fact]
    public void However_alike_the_repeats_it_never_falls_below_two_degrees() =>
        Assert.Equal(2, DetectableChange.Estimate([.. Enumerable.Range(0, 9).Select(_ => Read(0, 7))]).Angle.Degrees, 1e-9);

    [Theory]
    [InlineData(4.9, false)]
    [InlineData(5.0, true)]
    [InlineData(-4.9, false)]
    [InlineData(-5.1, true)]
    public void A_change_is_one_from_the_detectable_on(double by, bool isChange)
    {
        var change = HipChange.Find(
            Side.Left,
            [Read(0, 10), Read(20, 10 + by), Read(20, 60, Side.Right)],
            new(DetectableChange.Default, false, 0)
        )!;
        Assert.Equal(isChange, change.IsChange);
        Assert.Equal(by, change.Lower.Degrees, 1e-9);
    }

    [Fact]
    public void One_day_is_no_change_and_none_is_nothing()
    {
        var detectable = new DetectableChange(DetectableChange.Default, false, 0);
        Assert.Null(HipChange.Find(Side.Left, [Read(0, 10), Read(0, 30)], detectable)!.IsChange);
        Assert.Equal(20, HipChange.Find(Side.Left, [Read(0, 10), Read(0, 30)], detectable)!.Latest.Degrees, 1e-9);
        Assert.Null(HipChange.Find(Side.Right, [Read(0, 10), Read(9, 30, Side.Right, ReadingMoment.After)], detectable));
    }

    [Fact]
    public void Of_one_day_before_and_after_are_held_against_each_other()
    {
        var within = WithinDay.FindAll([
            Read(0, 10, moment: ReadingMoment.Before),
            Read(0, 12, moment: ReadingMoment.Before),
            Read(0, 15, moment: ReadingMoment.After),
            Read(1, 10, moment: ReadingMoment.Before),
            Read(2, 15, moment: ReadingMoment.After),
            Read(3, 10, moment: ReadingMoment.Alone),
            Read(3, 15, moment: ReadingMoment.After),
            Read(4, 1, Side.Right, ReadingMoment.Before),
            Read(4, 2, Side.Right, ReadingMoment.After),
        ]);
        Assert.Equal([(4, Side.Right), (0, Side.Left)], within.Select(one => (one.Day.DayNumber - First.DayNumber, one.Side)));
        Assert.Equal(11, within[1].Before.Degrees, 1e-9);
        Assert.Equal(15, within[1].After.Degrees, 1e-9);
    }

    private static HipRecord Read(int day, double below, Side side = Side.Left, ReadingMoment moment = ReadingMoment.Alone) =>
        new(
            "id",
            side,
            new DateTimeOffset(First.AddDays(day).ToDateTime(new TimeOnly(8, 0)), TimeSpan.Zero),
            ReadingMethod.Goniometer,
            moment,
            Angle.FromDegrees(below),
            null,
            null,
            HipRecord.TypedHalfInterval,
            null,
            null
        );
}
