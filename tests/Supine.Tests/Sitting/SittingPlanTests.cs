using Supine.Sitting;

namespace Supine.Tests.Sitting;

public class SittingPlanTests
{
    private static readonly PlanDraft Usual = new() { Stretches = [new(12, 30), new(20, 0)] };

    public static TheoryData<PlanFault, PlanDraft> Wrong =>
        new()
        {
            { PlanFault.UnknownZone, Usual with { Zone = "Europe/Nowhere" } },
            { PlanFault.NoWorkDays, Usual with { WorkDays = [] } },
            { PlanFault.EmptyHours, Usual with { Hours = new(new(9, 0), new(9, 0)) } },
            { PlanFault.LimitOutOfRange, Usual with { Limit = TimeSpan.FromMinutes(9) } },
            { PlanFault.LimitOutOfRange, Usual with { Limit = TimeSpan.FromMinutes(121) } },
            { PlanFault.BreakOutOfRange, Usual with { Break = TimeSpan.FromSeconds(59) } },
            { PlanFault.BreakOutOfRange, Usual with { Break = TimeSpan.FromMinutes(31) } },
            { PlanFault.PostponeOutOfRange, Usual with { Postpone = TimeSpan.FromSeconds(59) } },
            { PlanFault.PostponeOutOfRange, Usual with { Postpone = TimeSpan.FromMinutes(31) } },
            { PlanFault.TooManyStretches, Usual with { Stretches = [.. Enumerable.Range(8, 7).Select(hour => new TimeOnly(hour, 0))] } },
            { PlanFault.NoStretchDays, Usual with { StretchDays = [] } },
            { PlanFault.StretchOutOfRange, Usual with { Stretch = TimeSpan.FromMinutes(1) } },
            { PlanFault.StretchOutOfRange, Usual with { Stretch = TimeSpan.FromMinutes(61) } },
            { PlanFault.StretchesTooClose, Usual with { Stretches = [new(12, 30), new(12, 39)] } },
            { PlanFault.StretchesTooClose, Usual with { Stretches = [new(23, 51)] } },
            { PlanFault.StretchInQuiet, Usual with { Quiet = [new(new(12, 30), new(13, 0))] } },
            {
                PlanFault.TooManyQuiet,
                Usual with
                {
                    Quiet = [.. Enumerable.Range(0, 9).Select(hour => new DaySpan(new(hour, 0), new(hour, 30)))],
                }
            },
            { PlanFault.EmptyQuiet, Usual with { Quiet = [new(new(10, 0), new(10, 0))] } },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_fault_is_found_and_no_other(PlanFault fault, PlanDraft draft)
    {
        Assert.Null(SittingPlan.TryCreate(draft, out var faults));
        Assert.Equal([fault], faults);
    }

    [Fact]
    public void What_is_just_within_has_none() =>
        GeneratedPlans.Create(
            Usual with
            {
                Limit = TimeSpan.FromMinutes(10),
                Break = TimeSpan.FromMinutes(1),
                Postpone = TimeSpan.FromMinutes(10),
                Stretches = [new(12, 30), new(12, 40), new(23, 50)],
                Quiet = [new(new(13, 0), new(23, 50))],
            }
        );

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Assert.Null(SittingPlan.TryCreate(Usual with { Zone = "", WorkDays = [], Limit = TimeSpan.Zero }, out var faults));
        Assert.Equal([PlanFault.UnknownZone, PlanFault.NoWorkDays, PlanFault.LimitOutOfRange, PlanFault.PostponeOutOfRange], faults);
    }

    [Fact]
    public void Quiet_hours_may_go_on_past_midnight()
    {
        var night = new DaySpan(new(22, 0), new(6, 0));
        Assert.Equal(
            [true, true, false, false, true],
            new[] { new TimeOnly(22, 0), new(5, 59), new(6, 0), new(21, 59), new(0, 0) }.Select(night.Contains)
        );
    }

    [Fact]
    public void A_day_asks_for_a_break_after_each_limit_and_a_stretch_stands_in_for_one() =>
        Assert.Equal(
            ["Break 09:30", "Break 10:03", "Break 11:00", "Stretch 11:34", "Break 12:14"],
            Written(
                GeneratedPlans.Create(
                    new()
                    {
                        Hours = new(new(9, 0), new(12, 25)),
                        Stretches = [new(11, 34)],
                        Quiet = [new(new(10, 30), new(11, 0))],
                    }
                )
            )
        );

    [Fact]
    public void Work_past_midnight_is_on_two_days()
    {
        var plan = GeneratedPlans.Create(
            new()
            {
                WorkDays = [DayOfWeek.Monday],
                Hours = new(new(22, 30), new(1, 0)),
                Stretches = [new(0, 10)],
                StretchDays = [DayOfWeek.Tuesday],
                Quiet = [new(new(23, 0), new(23, 30))],
            }
        );
        Assert.Equal(["Break 23:30"], Written(plan));
        Assert.Equal(["Break 00:03", "Stretch 00:10", "Break 00:50"], Written(plan, DayOfWeek.Tuesday));
        Assert.Empty(Written(plan, DayOfWeek.Wednesday));
    }

    [Fact]
    public void A_day_off_asks_for_the_stretches_only() =>
        Assert.Equal(["Stretch 12:30", "Stretch 20:00"], Written(GeneratedPlans.Create(Usual), DayOfWeek.Sunday));

    [Fact]
    public void Nothing_of_a_day_overlaps_or_comes_in_quiet_hours()
    {
        var breaks = 0;
        Properties.ForAll(
            300,
            GeneratedPlans.Any,
            plan =>
            {
                foreach (var day in Enum.GetValues<DayOfWeek>())
                {
                    var laid = SittingDay.Lay(plan, day);
                    breaks += laid.Count(one => one.Activity == Activity.Break);
                    Assert.All(laid, one => Assert.False(plan.IsQuiet(one.At)));
                    Assert.All(
                        laid.Zip(laid.Skip(1)),
                        pair => Assert.True(pair.First.At.ToTimeSpan() + pair.First.Length <= pair.Second.At.ToTimeSpan())
                    );
                }
            }
        );
        Assert.True(breaks > 1000);
    }

    private static IEnumerable<string> Written(SittingPlan plan, DayOfWeek day = DayOfWeek.Monday) =>
        SittingDay.Lay(plan, day).Select(one => $"{one.Activity} {one.At:HH\\:mm}");
}
