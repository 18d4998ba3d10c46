using Supine.Biomechanics;
using Supine.Records;

namespace Supine.Tests.Records;

public class UnusualAngleTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    [Fact]
    public void A_minus_by_mistake_is_asked_about_and_the_other_sign_is_closer()
    {
        var found = Find(-12.5, [9, 10, 9.5, 10, 9, 11, 10, 9]);
        Assert.NotNull(found);
        Assert.Equal(9.75, found.Usual.Degrees, 1e-9);
        Assert.Equal(22.25, found.Apart.Degrees, 1e-9);
        Assert.True(found.IsOtherSignCloser);
        Assert.False(Find(40, [9, 10, 9.5, 10, 9])!.IsOtherSignCloser);
    }

    [Theory]
    [InlineData(19.9, false)]
    [InlineData(20, true)]
    [InlineData(0.1, false)]
    [InlineData(0, true)]
    public void However_little_the_days_differ_ten_degrees_are_as_usual(double given, bool isAsked) =>
        Assert.Equal(isAsked, Find(given, [10, 10, 10, 10, 10]) is not null);

    [Fact]
    public void Whose_days_differ_more_is_asked_later()
    {
        // standard deviation 5: three of them, and the square root of 1 + 1/5
        double[] days = [10, 10 - Math.Sqrt(50), 10 + Math.Sqrt(50), 10, 10];
        var limit = 3 * 5 * Math.Sqrt(1.2);
        Assert.Null(Find(10 + limit - 0.01, days));
        Assert.NotNull(Find(10 + limit + 0.01, days));
    }

    [Fact]
    public void As_long_as_there_are_few_days_the_method_decides()
    {
        // typed in, 4° one standard deviation: 3 · 4 · √1.5 = 14.7
        Assert.Null(Find(24.6, [10, 10]));
        Assert.NotNull(Find(24.8, [10, 10]));
        Assert.NotNull(Find(20.1, [10, 10], ReadingMethod.Phone));
        Assert.Null(Find(60, [10]));
    }

    [Fact]
    public void What_is_of_another_side_of_long_ago_or_after_a_stretch_does_not_count()
    {
        HipRecord[] readings =
        [
            .. Enumerable.Range(0, 5).Select(day => Practice.Reading(Today.AddDays(-day), 10, Side.Right)),
            .. Enumerable.Range(0, 5).Select(day => Practice.Reading(Today.AddDays(-day), 10, moment: ReadingMoment.After)),
            .. Enumerable.Range(0, 5).Select(day => Practice.Reading(Today.AddDays(-85 - day), 10)),
        ];
        Assert.Null(UnusualAngle.Find(readings, Side.Left, Today, Angle.FromDegrees(60), ReadingMethod.Goniometer));
        Assert.NotNull(UnusualAngle.Find(readings, Side.Right, Today, Angle.FromDegrees(60), ReadingMethod.Goniometer));
    }

    private static UnusualAngle? Find(double given, double[] days, ReadingMethod method = ReadingMethod.Goniometer) =>
        UnusualAngle.Find(
            days.Select((degrees, day) => Practice.Reading(Today.AddDays(-day), degrees)),
            Side.Left,
            Today,
            Angle.FromDegrees(given),
            method
        );
}
