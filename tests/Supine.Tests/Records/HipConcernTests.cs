using Supine.Biomechanics;
using Supine.Records;

namespace Supine.Tests.Records;

public class HipConcernTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    [Theory]
    [InlineData(-9.9, -15, false)]
    [InlineData(-10, -15, true)]
    [InlineData(-15, -9.9, false)]
    [InlineData(10, 15, false)]
    public void A_thigh_that_stays_ten_degrees_above_the_horizontal_on_two_days_is_for_somebody_to_see(
        double first,
        double second,
        bool found
    ) =>
        Assert.Equal(
            found ? [new HipConcern.StaysAbove(Side.Left, Angle.FromDegrees(10))] : [],
            HipConcern.FindAll([Practice.Reading(Day, first), Practice.Reading(Day.AddDays(1), second)])
        );

    [Fact]
    public void One_day_however_often_measured_is_none() =>
        Assert.Empty(HipConcern.FindAll([Practice.Reading(Day, -20), Practice.Reading(Day, -20), Practice.Reading(Day, 20, Side.Right)]));

    [Theory]
    [InlineData(0, 10, Side.Left)]
    [InlineData(10, 0, Side.Right)]
    [InlineData(0, 9.9, null)]
    public void Sides_ten_degrees_apart_on_two_days_are_too(double left, double right, Side? less)
    {
        var found = HipConcern.FindAll(Both(0, left, right).Concat(Both(3, left, right)).ToList());
        Assert.Equal(less, (found.SingleOrDefault() as HipConcern.SidesApart)?.Less);
    }

    [Fact]
    public void Apart_one_way_and_then_the_other_is_scatter() => Assert.Empty(HipConcern.FindAll([.. Both(0, 0, 12), .. Both(1, 12, 0)]));

    private static List<HipRecord> Both(int day, double left, double right) =>
        [Practice.Reading(Day.AddDays(day), left), Practice.Reading(Day.AddDays(day), right, Side.Right)];
}
