using FsCheck.Fluent;
using Supine.Sitting;

namespace Supine.Tests.Sitting;

public class SittingWatchTests
{
    private static readonly PlanDraft Usual = new() { Zone = "Europe/Berlin", Quiet = [new(new(12, 0), new(13, 0))] };
    private static readonly DateTimeOffset Nine = new(2026, 4, 15, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_asks_when_the_limit_is_reached_and_not_before()
    {
        var desk = new Desk(Usual);
        Assert.Equal(new DeskState.Seated(TimeSpan.FromSeconds(30)), desk.Sit(29.5).State);
        Assert.False(desk.Rings);
        Assert.IsType<DeskState.Asked>(desk.Sit(0.5).State);
        Assert.True(desk.Rings);
    }

    [Fact]
    public void Who_does_not_answer_is_asked_again_after_a_while()
    {
        var desk = new Desk(Usual);
        desk.Sit(41);
        Assert.Equal([30, 35, 40], desk.RangAtMinutes);
    }

    [Fact]
    public void A_break_taken_begins_anew_when_it_is_over()
    {
        var desk = new Desk(Usual);
        desk.Sit(30);
        Assert.Equal(new DeskState.OnBreak(TimeSpan.FromMinutes(3)), desk.Do(watch => watch.TakeBreak()).State);
        desk.Sit(33);
        Assert.Equal([30, 63], desk.RangAtMinutes);
    }

    [Fact]
    public void Postponing_asks_again_when_that_is_over_and_only_then()
    {
        var desk = new Desk(Usual);
        desk.Sit(32);
        Assert.Equal(new DeskState.Postponed(TimeSpan.FromMinutes(5)), desk.Do(watch => watch.Postpone()).State);
        desk.Sit(5);
        Assert.Equal([30, 37], desk.RangAtMinutes);
    }

    [Fact]
    public void Nothing_is_put_off_before_it_is_due()
    {
        var desk = new Desk(Usual);
        desk.Sit(28);
        desk.Do(watch => watch.Postpone());
        desk.Sit(2);
        Assert.Equal([30], desk.RangAtMinutes);
    }

    [Fact]
    public void The_break_that_is_due_is_left_out_once()
    {
        var desk = new Desk(Usual);
        desk.Sit(30);
        desk.Do(watch => watch.SkipOnce());
        desk.Sit(30);
        Assert.Equal([30, 60], desk.RangAtMinutes);
    }

    [Fact]
    public void The_next_break_is_left_out_once()
    {
        var desk = new Desk(Usual);
        desk.Sit(10);
        Assert.True(desk.Do(watch => watch.SkipOnce()).SkipsNext);
        desk.Sit(50);
        Assert.Equal([60], desk.RangAtMinutes);
    }

    [Fact]
    public void Who_is_away_for_as_long_as_a_break_has_had_one()
    {
        var desk = new Desk(Usual);
        desk.Sit(20);
        desk.Sit(3, away: true);
        desk.Sit(29.5);
        Assert.Empty(desk.RangAtMinutes);
        desk.Sit(0.5);
        Assert.Equal([53], desk.RangAtMinutes);
    }

    [Fact]
    public void Who_is_away_for_less_has_had_none()
    {
        var desk = new Desk(Usual);
        desk.Sit(20);
        desk.Sit(2.5, away: true);
        desk.Sit(7.5);
        Assert.Equal([30], desk.RangAtMinutes);
    }

    [Theory]
    [InlineData(0, 10, false)] // its running clock stands still meanwhile
    [InlineData(10, 10, false)] // its running clock runs on
    [InlineData(0, 2, true)]
    [InlineData(1, 1, true)]
    [InlineData(0, -60 * 24, true)] // the clock was set back by a day
    [InlineData(0, 1, true)] // and forward by a minute
    public void A_machine_that_slept_as_long_as_a_break_was_a_break(double runMinutes, double passMinutes, bool asks)
    {
        var desk = new Desk(Usual);
        desk.Sit(25);
        desk.Jump(TimeSpan.FromMinutes(runMinutes), TimeSpan.FromMinutes(passMinutes));
        desk.Sit(5);
        Assert.Equal(asks, desk.RangAtMinutes.Count > 0);
    }

    [Fact]
    public void The_change_to_summer_time_is_no_break()
    {
        var sunday = new Desk(
            Usual with
            {
                WorkDays = PlanDraft.EveryDay,
                Hours = new(new(0, 0), new(6, 0)),
            },
            new(2026, 3, 29, 0, 45, 0, TimeSpan.Zero)
        );
        sunday.Sit(30);
        Assert.Equal([30], sunday.RangAtMinutes);
    }

    [Fact]
    public void Quiet_hours_are_quiet_and_it_asks_when_they_are_over()
    {
        var desk = new Desk(Usual, Nine.AddHours(2.75));
        Assert.IsType<DeskState.Undisturbed>(desk.Sit(60).State);
        Assert.Empty(desk.RangAtMinutes);
        desk.Sit(15);
        Assert.Equal([75], desk.RangAtMinutes);
    }

    [Fact]
    public void Do_not_disturb_ends_by_itself_even_if_the_clock_was_set_back()
    {
        var desk = new Desk(Usual);
        desk.Sit(20);
        Assert.True(desk.Do(watch => watch.DoNotDisturb(TimeSpan.FromHours(1))).DoesNotDisturb);
        desk.Jump(TimeSpan.Zero, TimeSpan.FromMinutes(-20));
        Assert.IsType<DeskState.Undisturbed>(desk.Sit(59.5).State);
        desk.Sit(0.5);
        Assert.Equal([80], desk.RangAtMinutes);
    }

    [Fact]
    public void Disturbing_again_asks_at_once()
    {
        var desk = new Desk(Usual);
        desk.Sit(20);
        desk.Do(watch => watch.DoNotDisturb(TimeSpan.FromHours(1)));
        desk.Sit(20);
        desk.Do(watch => watch.Disturb());
        desk.Sit(0.5);
        Assert.Equal([40.5], desk.RangAtMinutes);
    }

    [Fact]
    public void After_work_nothing_asks_and_the_next_day_begins_anew()
    {
        var desk = new Desk(Usual, Nine.AddHours(7.75));
        Assert.IsType<DeskState.OffDuty>(desk.Sit(60).State);
        Assert.Empty(desk.RangAtMinutes);
        desk.Jump(TimeSpan.Zero, TimeSpan.FromHours(15.25));
        Assert.Equal(new DeskState.Seated(TimeSpan.FromMinutes(30)), desk.State);
    }

    [Fact]
    public void A_stretch_is_asked_for_at_its_time_once_and_sitting_begins_anew_after_it()
    {
        var desk = new Desk(Usual with { Stretches = [new(9, 20)] });
        desk.Sit(28);
        Assert.IsType<DeskState.StretchTime>(desk.State);
        Assert.Equal([20], desk.RangAtMinutes);
        Assert.Equal(new DeskState.OnBreak(TimeSpan.FromMinutes(10)), desk.Do(watch => watch.TakeBreak()).State);
        desk.Sit(40);
        Assert.Equal([20, 68], desk.RangAtMinutes);
    }

    [Fact]
    public void A_stretch_is_put_off_left_out_and_asked_for_outside_of_work()
    {
        var desk = new Desk(Usual with { Hours = new(new(9, 0), new(9, 15)), Stretches = [new(9, 20), new(9, 40)] });
        desk.Sit(21);
        desk.Do(watch => watch.Postpone());
        desk.Sit(5);
        Assert.IsType<DeskState.OffDuty>(desk.Do(watch => watch.SkipOnce()).State);
        desk.Sit(20);
        Assert.Equal([20, 26, 40], desk.RangAtMinutes);
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(90, false)]
    public void A_stretch_that_was_slept_over_is_asked_for_within_the_hour_and_once(double minutes, bool asks)
    {
        var desk = new Desk(Usual with { Stretches = [new(9, 20)] });
        desk.Sit(10);
        desk.Jump(TimeSpan.Zero, TimeSpan.FromMinutes(minutes));
        Assert.Equal(asks, desk.State is DeskState.StretchTime);
        desk.Do(watch => watch.SkipOnce());
        desk.Jump(TimeSpan.Zero, TimeSpan.FromMinutes(-minutes));
        desk.Sit(12);
        Assert.Single(desk.RangAtMinutes, at => at < 25);
    }

    [Fact]
    public void A_stretch_waits_until_somebody_may_be_disturbed_and_for_an_hour_at_most()
    {
        var desk = new Desk(Usual with { Limit = TimeSpan.FromMinutes(120), Stretches = [new(9, 20)] });
        desk.Do(watch => watch.DoNotDisturb(TimeSpan.FromMinutes(50)));
        desk.Sit(51);
        Assert.Equal([50], desk.RangAtMinutes);
        Assert.IsType<DeskState.Seated>(desk.Sit(31).State);
    }

    [Fact]
    public void A_night_belongs_to_the_day_on_which_it_begins()
    {
        var friday = new Desk(Usual with { Hours = new(new(22, 0), new(6, 0)) }, new(2026, 4, 17, 20, 0, 0, TimeSpan.Zero));
        friday.Sit(31);
        Assert.Equal([30], friday.RangAtMinutes);
        friday.Do(watch => watch.TakeBreak());
        Assert.IsType<DeskState.Asked>(friday.Sit(180).State);
        Assert.IsType<DeskState.OffDuty>(friday.Sit(5 * 60).State);
        var sunday = new Desk(Usual with { Hours = new(new(22, 0), new(6, 0)) }, new(2026, 4, 18, 23, 0, 0, TimeSpan.Zero));
        Assert.IsType<DeskState.OffDuty>(sunday.Sit(60).State);
    }

    [Fact]
    public void A_running_clock_that_runs_backwards_is_a_fault()
    {
        var watch = SittingWatch.Start(GeneratedPlans.Create(Usual), new(TimeSpan.FromSeconds(5), Nine, null));
        Assert.Throws<ArgumentException>(() => watch.Observe(new(TimeSpan.FromSeconds(4), Nine, null)));
    }

    /// <summary>Whatever people and machines do in a day: looks of all lengths, clocks set, sleep, absence, every key.</summary>
    [Fact]
    public void Whatever_happens_prompts_are_rare_and_in_time()
    {
        var (rang, silent, stretched) = (0, 0, 0);
        Properties.ForAll(
            400,
            (from plan in GeneratedPlans.Any from seed in Gen.Choose(0, int.MaxValue) select (plan, seed)),
            drawn =>
            {
                var (plan, seed) = drawn;
                var random = new Random(seed);
                var (running, at) = (
                    TimeSpan.FromSeconds(random.Next(100)),
                    plan.ToInstant(
                        new DateOnly(2026, 4, 12).AddDays((int)plan.Draft.WorkDays[random.Next(plan.Draft.WorkDays.Count)]),
                        plan.Draft.Hours.From
                    )
                );
                var watch = SittingWatch.Start(plan, new(running, at, null));
                var (lastRing, lastRest) = (TimeSpan.MinValue, running);
                for (var look = 0; look < 600; look++)
                {
                    var step = TimeSpan.FromSeconds(random.Next(1, 61));
                    var slept = random.Next(400) == 0 ? TimeSpan.FromMinutes(random.Next(-300, 300)) : TimeSpan.Zero;
                    TimeSpan? idle =
                        random.Next(60) == 0 ? TimeSpan.FromSeconds(random.Next(240))
                        : random.Next(2) == 0 ? null
                        : TimeSpan.Zero;
                    (running, at) = (running + step, at + step + slept);
                    watch = watch.Observe(new(running, at, idle));
                    if (slept >= plan.Draft.Break || idle >= plan.Draft.Break)
                    {
                        lastRest = running;
                        Assert.IsNotType<DeskState.Asked>(watch.State);
                    }

                    if (watch.State is DeskState.OffDuty)
                    {
                        lastRest = running;
                    }

                    if (watch.Rings && watch.State is DeskState.StretchTime)
                    {
                        var local = plan.ToLocal(at);
                        Assert.False(plan.IsQuiet(TimeOnly.FromTimeSpan(local.TimeOfDay)), "in quiet hours");
                        Assert.False(watch.DoesNotDisturb, "though nobody was to disturb");
                        Assert.Contains(
                            plan.Draft.Stretches,
                            time =>
                                (local.DateTime - (local.Date + time.ToTimeSpan())) is var late
                                && (late < TimeSpan.Zero ? late + TimeSpan.FromDays(1) : late) <= TimeSpan.FromMinutes(61)
                        );
                        stretched++;
                    }
                    else if (watch.Rings)
                    {
                        var local = plan.ToLocal(at);
                        Assert.True(plan.IsWorkTime(local), "outside of work");
                        Assert.False(plan.IsQuiet(TimeOnly.FromTimeSpan(local.TimeOfDay)), "in quiet hours");
                        Assert.False(watch.DoesNotDisturb, "though nobody was to disturb");
                        Assert.True(running - lastRest >= plan.Draft.Limit, "before the limit");
                        Assert.True(lastRing == TimeSpan.MinValue || running - lastRing >= plan.Draft.Postpone, "twice in a row");
                        (lastRing, rang) = (running, rang + 1);
                    }

                    switch (random.Next(watch.State is DeskState.Asked ? 8 : 80))
                    {
                        case 0:
                            lastRest = running + (watch.State is DeskState.StretchTime ? plan.Draft.Stretch : plan.Draft.Break);
                            watch = watch.TakeBreak();
                            break;
                        case 1:
                            watch = watch.Postpone();
                            break;
                        case 2:
                            watch = watch.SkipOnce();
                            break;
                        case 3:
                            watch = watch.DoNotDisturb(TimeSpan.FromMinutes(random.Next(1, 120)));
                            break;
                        case 4:
                            watch = watch.Disturb();
                            break;
                        default:
                            break;
                    }

                    Assert.False(watch.State is DeskState.Postponed(var left) && left > plan.Draft.Postpone);
                    silent += watch.State is DeskState.Undisturbed ? 1 : 0;
                }
            }
        );
        Assert.True(rang > 100 && silent > 1000 && stretched > 50, $"{rang} prompts, {silent} silent looks, {stretched} stretches");
    }

    /// <summary>Somebody at a desk, looked at every half minute.</summary>
    private sealed class Desk
    {
        private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);
        private SittingWatch _watch;
        private TimeSpan _running;
        private DateTimeOffset _at;

        public Desk(PlanDraft draft, DateTimeOffset? at = null)
        {
            _at = at ?? Nine;
            _watch = SittingWatch.Start(GeneratedPlans.Create(draft), new(TimeSpan.Zero, _at, TimeSpan.Zero));
        }

        public List<double> RangAtMinutes { get; } = [];

        public DeskState State => _watch.State;

        public bool Rings => _watch.Rings;

        public SittingWatch Sit(double minutes, bool away = false)
        {
            for (var sat = Look; sat <= TimeSpan.FromMinutes(minutes); sat += Look)
            {
                Observe(Look, Look, away ? sat : TimeSpan.Zero);
            }

            return _watch;
        }

        public void Jump(TimeSpan run, TimeSpan pass) => Observe(run, pass, null);

        public SittingWatch Do(Func<SittingWatch, SittingWatch> act) => _watch = act(_watch);

        private void Observe(TimeSpan run, TimeSpan pass, TimeSpan? idle)
        {
            (_running, _at) = (_running + run, _at + pass);
            _watch = _watch.Observe(new(_running, _at, idle));
            if (_watch.Rings)
            {
                RangAtMinutes.Add(_running.TotalMinutes);
            }
        }
    }
}
