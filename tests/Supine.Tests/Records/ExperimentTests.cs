using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Protocols.Prescribing;
using Supine.Records;

namespace Supine.Tests.Records;

public class ExperimentTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);
    private static readonly Experiment Drawn = new("id", Side.Left, At(Day, 12), null);

    [Fact]
    public void The_result_is_the_difference_of_the_changes_with_students_interval()
    {
        // differences before 0 1 2 1 1, after 5 7 6: means 1 and 6, squares 2 and 2, ν 6
        var before = Pairs(0, 0, 1, 2, 1, 1);
        var after = Pairs(20, 5, 7, 6);
        var result = ExperimentResult.Find(before, after)!;
        Assert.Equal(5, result.Difference.Degrees, 1e-9);
        Assert.Equal((5, 0), (Math.Round(result.Stretched.Degrees, 9), Math.Round(result.Control.Degrees, 9)));
        Assert.Equal(2.446912 * Math.Sqrt(4 / 6.0) * Math.Sqrt((1 / 5.0) + (1 / 3.0)), result.HalfInterval.Degrees, 1e-5);
        Assert.Equal(result.Difference.Degrees - result.HalfInterval.Degrees, result.Least.Degrees, 1e-9);
        Assert.Null(ExperimentResult.Find(before[..4], after));
        Assert.Null(ExperimentResult.Find(before, after[..2]));
    }

    [Fact]
    public void A_day_counts_with_both_sides_by_one_instrument_and_not_right_after_a_stretch()
    {
        var days = PairedDay.FindAll(
            Side.Right,
            [
                .. Both(Day, 10, 12),
                Practice.Reading(Day.AddDays(1), 10),
                Practice.Reading(Day.AddDays(2), 10),
                Practice.Reading(Day.AddDays(2), 12, Side.Right, ReadingMoment.After),
                Practice.Reading(Day.AddDays(3), 10),
                Practice.Reading(Day.AddDays(3), 12, Side.Right) with
                {
                    Method = ReadingMethod.Goniometer,
                },
                Practice.Reading(Day.AddDays(5), 10),
                Practice.Reading(Day.AddDays(5), 11),
                .. Both(Day.AddDays(4), 10, 14),
                Practice.Reading(Day.AddDays(4), 16, Side.Right),
            ]
        );
        Assert.Equal([(Day, 2.0), (Day.AddDays(4), 5.0)], days.Select(day => (day.Day, Math.Round(day.DifferenceDegrees, 9))));
    }

    [Fact]
    public void One_side_is_stretched_for_four_weeks_and_then_both()
    {
        Assert.Equal(Side.Left, Find(Day).OnlySide);
        Assert.Equal(Side.Left, Find(Day.AddDays(27)).OnlySide);
        Assert.Null(Find(Day.AddDays(28)).OnlySide);
        Assert.Equal(ExperimentState.Over, Find(Day.AddDays(28)).State);
        Assert.Equal(Day.AddDays(27), Drawn.LastDay);
    }

    [Fact]
    public void The_result_is_not_shown_before_the_end_and_later_days_do_not_change_it()
    {
        List<HipRecord> readings =
        [
            .. Enumerable.Range(1, 5).SelectMany(ago => Both(Day.AddDays(-ago), 10 + (ago % 2), 10)),
            .. Enumerable.Range(14, 5).SelectMany(on => Both(Day.AddDays(on), 15 + (on % 2), 10)),
            // the first half, the day of the draw after it, and what is too old
            .. Both(Day.AddDays(13), 40, 10),
            .. Both(Day, 40, 10),
            .. Both(Day.AddDays(-29), 40, 10),
        ];
        readings = [.. readings.Select(reading => reading.Day == Day ? reading with { TakenAt = At(Day, 13) } : reading)];
        Assert.Null(Find(Day.AddDays(27), readings).Result);
        var over = Find(Day.AddDays(28), readings);
        Assert.Equal((5, 5), (over.Before.Length, over.After.Count()));
        Assert.InRange(over.Result!.Difference.Degrees, 4.5, 5.5);
        readings.AddRange(Both(Day.AddDays(28), 90, 0));
        Assert.Equal(over.Result, Find(Day.AddDays(40), readings).Result);
    }

    [Theory]
    [InlineData(5, null, null, null)]
    [InlineData(6, null, null, ExperimentState.EndedByPain)]
    [InlineData(0, 3, null, null)]
    [InlineData(0, 4, null, ExperimentState.EndedByPain)]
    [InlineData(0, null, StopReason.Tingling, ExperimentState.EndedByPain)]
    [InlineData(null, null, StopReason.Pain, ExperimentState.EndedByPain)]
    [InlineData(null, null, StopReason.LegPain, ExperimentState.EndedByPain)]
    [InlineData(null, null, StopReason.Weakness, ExperimentState.EndedByPain)]
    [InlineData(null, null, StopReason.Time, null)]
    public void Pain_ends_it_and_nothing_is_lost(int? pain, int? nextDay, StopReason? stop, ExperimentState? state)
    {
        var session = Practice.Session(Day.AddDays(3), left: 40, pain: pain, stop: stop) with { PainNextDay = nextDay };
        var later = Practice.Session(Day.AddDays(4), left: 30);
        var standing = ExperimentStanding.Find(Drawn, [.. Both(Day.AddDays(2), 10, 10)], [later, session], Day.AddDays(5));
        Assert.Equal(state ?? ExperimentState.Running, standing.State);
        Assert.Equal(state is null ? Side.Left : null, standing.OnlySide);
        Assert.Equal(state is null ? Drawn.LastDay : session.Day, standing.LastDay);
        Assert.Single(standing.During);
        Assert.Equal(state is null ? 70 : 40, standing.HeldOn(Side.Left)!.Value.TotalSeconds);
        Assert.Null(standing.HeldOn(Side.Right));

        // what hurt before the draw is not of it
        Assert.Equal(
            ExperimentState.Running,
            ExperimentStanding.Find(Drawn, [], [session with { StartedAt = At(Day, 11) }], Day.AddDays(5)).State
        );
    }

    [Fact]
    public void The_person_ends_it_on_any_day()
    {
        var ended = Drawn with { EndedAt = At(Day.AddDays(16), 9) };
        var standing = ExperimentStanding.Find(
            ended,
            [.. Both(Day.AddDays(15), 10, 10), .. Both(Day.AddDays(18), 10, 10)],
            [],
            Day.AddDays(20)
        );
        Assert.Equal((ExperimentState.EndedByPerson, Day.AddDays(16)), (standing.State, standing.LastDay));
        Assert.Single(standing.After);
        Assert.Null(standing.OnlySide);
    }

    [Fact]
    public void Of_ten_thousand_people_the_interval_holds_the_true_difference_of_about_ninety_five_in_a_hundred()
    {
        const int People = 10_000;
        foreach (var (effect, between, missing) in new[] { (0.0, 2.0, 0.0), (4.0, 2.0, 0.3), (4.0, 4.0, 0.5) })
        {
            var (held, known, error) = (0, 0, 0.0);
            for (var person = 0; person < People; person++)
            {
                var draws = new Draws(((ulong)(uint)(between + (10 * missing) + (100 * effect)) << 32) ^ (uint)person);
                var readings = new List<HipRecord>();
                var apart = draws.Normal(0, 6);
                for (var day = -20; day < 28; day++)
                {
                    // the bench and half of the pelvis are the day's; days go missing, and single sides too
                    var shared = draws.Normal(10, 3);
                    var gained = day >= Experiment.FirstResultDay ? effect : 0;
                    var (left, right) = (shared + apart + gained + draws.Normal(0, between), shared + draws.Normal(0, between));
                    var isGone = draws.Uniform() < missing;
                    if (!isGone && !(draws.Uniform() < missing / 2))
                    {
                        readings.Add(Practice.Reading(Day.AddDays(day), left));
                    }

                    if (!isGone && !(draws.Uniform() < missing / 2))
                    {
                        readings.Add(Practice.Reading(Day.AddDays(day), right, Side.Right));
                    }
                }

                if (Find(Day.AddDays(28), readings).Result is { } result)
                {
                    known++;
                    held += Math.Abs(result.Difference.Degrees - effect) <= result.HalfInterval.Degrees ? 1 : 0;
                    error += result.Difference.Degrees - effect;
                }
            }

            Assert.True(known > People / 4, $"{known} have a result");
            Assert.InRange((double)held / known, 0.93, 0.97);

            // a standard error of the mean of thousands is a twentieth of a degree at most
            Assert.InRange(error / known, -0.1, 0.1);
        }
    }

    private static ExperimentStanding Find(DateOnly today, IReadOnlyCollection<HipRecord>? readings = null) =>
        ExperimentStanding.Find(Drawn, readings ?? [], [], today);

    private static DateTimeOffset At(DateOnly day, int hour) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);

    private static PairedDay[] Pairs(int from, params ReadOnlySpan<double> differences)
    {
        var pairs = new List<PairedDay>();
        foreach (var difference in differences)
        {
            pairs.Add(new(Day.AddDays(from + pairs.Count), Angle.FromDegrees(10 + difference), Angle.FromDegrees(10)));
        }

        return [.. pairs];
    }

    private static HipRecord[] Both(DateOnly day, double left, double right) =>
        [Practice.Reading(day, left), Practice.Reading(day, right, Side.Right)];
}
