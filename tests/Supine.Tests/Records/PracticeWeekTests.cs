using System.Globalization;
using Supine.Biomechanics;
using Supine.Records;

namespace Supine.Tests.Records;

public class PracticeWeekTests
{
    private static readonly DateOnly Monday = new(2026, 4, 13);

    [Theory]
    [InlineData("2026-04-13", "2026-04-13")]
    [InlineData("2026-04-19", "2026-04-13")]
    [InlineData("2026-04-20", "2026-04-20")]
    public void A_week_begins_on_monday(string day, string monday) =>
        Assert.Equal(
            DateOnly.Parse(monday, CultureInfo.InvariantCulture),
            PracticeWeek.MondayOf(DateOnly.Parse(day, CultureInfo.InvariantCulture))
        );

    /// <summary>Holds of 45 s; of what the track does not say how long to hold, anything held counts.</summary>
    [Theory]
    [InlineData(45, null, null, false)]
    [InlineData(45, 0, 0, false)]
    [InlineData(45, 44, 44, false)]
    [InlineData(45, 45, null, true)]
    [InlineData(45, 2, 45, true)]
    [InlineData(null, null, null, false)]
    [InlineData(null, 0, null, false)]
    [InlineData(null, null, 1, true)]
    public void A_day_of_practice_takes_one_whole_hold(int? hold, int? left, int? right, bool isPractised)
    {
        var session = Practice.Session(Monday, left, right) with
        {
            Asked = hold is { } seconds ? new(TimeSpan.FromSeconds(seconds), 2, Side.Left) : null,
        };
        var week = Assert.Single(PracticeWeek.Arrange(Monday, 1, [session]));
        Assert.Equal((isPractised, isPractised ? 1 : 0), (week.Days[0].IsPractised, week.DaysPractised));
        Assert.Equal((session.Left, session.Right), (week.Left, week.Right));
    }

    [Fact]
    public void Two_halves_of_a_hold_are_not_a_whole_one()
    {
        var half = Practice.Session(Monday, left: 30) with { Asked = new(TimeSpan.FromSeconds(45), 1, Side.Left) };
        Assert.Equal(0, PracticeWeek.Arrange(Monday, 1, [half, half])[0].DaysPractised);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("1", 0)]
    [InlineData("2", 1)]
    [InlineData("2 0", 1)]
    [InlineData("2 1", 1)]
    [InlineData("2 3 2", 3)]
    [InlineData("5 1 2 7 0", 2)]
    [InlineData("7 1 2", 1)]
    public void Weeks_in_a_row_are_those_with_enough_days_and_the_one_that_is_not_over_ends_nothing(string days, int inARow)
    {
        var monday = new DateOnly(2026, 1, 5);
        var weeks = days.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(
                (text, at) =>
                    new PracticeWeek([
                        .. Enumerable
                            .Range(0, 7)
                            .Select(day => new PracticeDay(
                                monday.AddDays((7 * at) + day),
                                day < int.Parse(text, CultureInfo.InvariantCulture) ? TimeSpan.FromSeconds(30) : null,
                                null,
                                day < int.Parse(text, CultureInfo.InvariantCulture)
                            )),
                    ])
            )
            .ToList();
        Assert.Equal(inARow, PracticeWeek.CountInARow(weeks));
    }

    [Fact]
    public void Sessions_of_a_day_are_added_and_what_was_not_measured_is_no_zero()
    {
        var weeks = PracticeWeek.Arrange(
            Monday,
            2,
            [
                Practice.Session(Monday.AddDays(-1), left: 900),
                Practice.Session(Monday, left: 30),
                Practice.Session(Monday, left: 15, right: 20),
                Practice.Session(Monday.AddDays(6)),
                Practice.Session(Monday.AddDays(13), right: 60),
                Practice.Session(Monday.AddDays(14), right: 900),
            ]
        );
        Assert.Equal([Monday, Monday.AddDays(7)], weeks.Select(week => week.Monday));
        Assert.All(weeks, week => Assert.Equal(7, week.Days.Length));
        Assert.Equal((Seconds(45), Seconds(20)), (weeks[0].Left, weeks[0].Right));
        Assert.Equal((null, Seconds(60)), (weeks[1].Left, weeks[1].Right));
        Assert.Equal([1, 1], weeks.Select(week => week.DaysPractised));
        Assert.Null(weeks[0].Days[6].Left);
    }

    [Fact]
    public void Weeks_are_arranged_from_a_monday_only() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PracticeWeek.Arrange(Monday.AddDays(1), 1, []));

    private static TimeSpan? Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
