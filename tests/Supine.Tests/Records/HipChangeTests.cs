using Supine.Biomechanics;
using Supine.Records;

namespace Supine.Tests.Records;

public class HipChangeTests
{
    private static readonly DateOnly First = new(2026, 3, 1);

    [Fact]
    public void Before_five_measuring_days_nothing_is_called_a_change()
    {
        // a straight line without any scatter, and repeats that are no days of their own
        HipChange Of(params int[] days) =>
            Assert.Single(HipChange.FindAll(Side.Left, days.SelectMany(day => new[] { Read(day, day), Read(day, day) })));
        var four = Of(0, 1, 83, 84);
        Assert.Equal((4, ChangeVerdict.TooFewDays), (four.Days, four.Verdict));
        Assert.Null(four.Detectable);
        Assert.Equal((5, ChangeVerdict.LikelyLower), (Of(0, 1, 42, 83, 84).Days, Of(0, 1, 42, 83, 84).Verdict));
        Assert.Empty(HipChange.FindAll(Side.Right, [Read(0, 1)]));
    }

    [Fact]
    public void Five_days_in_a_row_are_days_enough_and_yet_tell_nothing()
    {
        var course = HipChange.FindAll(Side.Left, Enumerable.Range(0, 5).Select(day => Read(day, 3 * day)))[0];
        Assert.Equal(ChangeVerdict.NotTold, course.Verdict);
        Assert.Null(course.Detectable);
    }

    [Theory]
    [InlineData(4.9, ChangeVerdict.NotTold)]
    [InlineData(5.0, ChangeVerdict.LikelyLower)]
    [InlineData(-4.9, ChangeVerdict.NotTold)]
    [InlineData(-5.1, ChangeVerdict.LikelyHigher)]
    public void However_little_the_days_scatter_it_takes_five_degrees(double by, ChangeVerdict verdict)
    {
        // a straight line but for a thousandth of a degree
        var days = Enumerable.Range(0, 21).Select(day => Read(day, 10 + (by * day / 20) + (day % 2 == 0 ? 0.001 : -0.001) - 0.0005));
        var change = HipChange.FindAll(Side.Left, days)[0];
        Assert.Equal(by, change.Lower.Degrees, 0.001);
        if (Math.Abs(by) == 5.0)
        {
            // on the boundary the thousandth would decide
            change = HipChange.FindAll(Side.Left, Enumerable.Range(0, 21).Select(day => Read(day, 10 + (by * day / 20))))[0];
        }

        Assert.Equal(verdict, change.Verdict);
    }

    [Fact]
    public void One_reading_never_makes_or_turns_a_verdict()
    {
        // courses of every kind, and one more reading at any time and of any angle
        var (told, takenBack) = (0, 0);
        Properties.ForSeeds(
            3000,
            seed =>
            {
                var random = new Random(seed);
                var (slope, scatter) = ((random.NextDouble() * 0.4) - 0.2, random.NextDouble() * 3);
                var days = Enumerable.Range(0, 84).OrderBy(_ => random.Next()).Take(random.Next(4, 20)).Order().ToList();
                List<HipRecord> readings =
                [
                    .. days.SelectMany(day =>
                        Enumerable
                            .Range(0, random.Next(1, 4))
                            .Select(_ => Read(day, (slope * day) + (scatter * (random.NextDouble() - 0.5))))
                    ),
                ];
                var before = HipChange.FindAll(Side.Left, readings)[0];
                var one = Read(random.Next(3) == 0 ? days[^1] + 1 : days[random.Next(days.Count)], (random.NextDouble() * 120) - 60);
                var after = HipChange.FindAll(Side.Left, readings.Append(one))[0];
                if (after.IsLikely)
                {
                    Assert.True(Math.Abs(before.Lower.Degrees) >= (before.HalfInterval?.Degrees ?? double.PositiveInfinity));
                    Assert.Equal(before.Lower.Degrees > 0, after.Lower.Degrees > 0);
                    told++;
                }

                takenBack += before.IsLikely && !after.IsLikely ? 1 : 0;
            }
        );

        // there was something to make and to turn
        Assert.True(told > 50, $"{told} told");
        Assert.True(takenBack > 50, $"{takenBack} taken back");
    }

    [Fact]
    public void A_single_day_far_from_the_others_is_named_as_what_the_change_rests_on()
    {
        var days = Enumerable.Range(0, 8).Select(day => Read(day, 10 + (day % 2 * 0.4))).ToList();
        Assert.Equal(ChangeVerdict.NotTold, HipChange.FindAll(Side.Left, days)[0].Verdict);
        var change = HipChange.FindAll(Side.Left, [.. days, Read(84, 25)])[0];
        Assert.Equal((ChangeVerdict.RestsOnOne, false), (change.Verdict, change.IsLikely));
        Assert.Equal(10, change.Begin.Degrees, 1.0);
    }

    [Fact]
    public void What_was_measured_right_after_a_stretch_is_no_measuring_day()
    {
        var after = Enumerable.Range(0, 9).Select(day => Read(day, 3 * day, moment: ReadingMoment.After));
        Assert.Empty(HipChange.FindAll(Side.Left, after));
        Assert.Equal(1, HipChange.FindAll(Side.Left, [.. after, Read(4, 7, moment: ReadingMoment.Before)])[0].Days);
    }

    [Fact]
    public void Two_instruments_are_not_mixed_and_the_one_with_more_days_counts()
    {
        // a phone that reads ten degrees more than the goniometer is no change of the hip
        List<HipRecord> readings =
        [
            .. Enumerable.Range(0, 6).Select(day => Read(day, 5 + (day % 2))),
            .. Enumerable.Range(6, 7).Select(day => Read(day, 15 + (day % 2), method: ReadingMethod.Phone)),
        ];
        var change = Assert.Single(HipChange.FindAll(Side.Left, readings));
        Assert.Equal((ReadingMethod.Phone, 7, ChangeVerdict.NotTold), (change.Method, change.Days, change.Verdict));
        Assert.Equal(ReadingMethod.Goniometer, HipChange.FindAll(Side.Left, readings[..11])[0].Method);
    }

    [Fact]
    public void After_twelve_weeks_a_new_course_begins()
    {
        var courses = HipChange.FindAll(Side.Left, [Read(0, 1), Read(84, 2), Read(85, 3), Read(169, 4), Read(170, 5)]);
        Assert.Equal([2, 2, 1], courses.Select(course => course.Days));
        Assert.Equal(First.AddDays(85), courses[1].FirstDay);
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

    private static HipRecord Read(
        int day,
        double below,
        Side side = Side.Left,
        ReadingMoment moment = ReadingMoment.Alone,
        ReadingMethod method = ReadingMethod.Goniometer
    ) =>
        new(
            "id",
            side,
            new DateTimeOffset(First.AddDays(day).ToDateTime(new TimeOnly(8, 0)), TimeSpan.Zero),
            method,
            moment,
            Angle.FromDegrees(below),
            null,
            null,
            HipRecord.TypedHalfInterval,
            null,
            null
        );
}
