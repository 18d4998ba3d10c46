using System.Collections.Immutable;
using System.Globalization;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Records;

namespace Supine.Tests.Records;

/// <summary>What comes next, of records alone.</summary>
public class NextSessionTests
{
    private static readonly DateOnly Today = new(2026, 4, 16);

    private static readonly PrescribedHolds Once = new(TimeSpan.FromSeconds(30), 1, Side.Left);

    [Fact]
    public void Who_has_done_nothing_begins()
    {
        var next = Find([]);
        Assert.Equal("begin", next.Suggestion.Rule.Id);
        Assert.Equal("psoas-lying-1", next.Protocol!.Id);
        Assert.Equal((null, null, false, 0), (next.Last, next.DaysSince, next.AsksDayLater, next.WeeksInARow));
        Assert.Equal(new DateOnly(2026, 4, 13), next.Week.Monday);
    }

    [Fact]
    public void What_was_done_last_is_what_goes_on_whatever_the_order_it_is_told_in()
    {
        PastSession[] practised =
        [
            Practice.Session(Today.AddDays(-1), left: 90) with
            {
                Asked = new(TimeSpan.FromSeconds(45), 2, Side.Right),
            },
            Practice.Session(Today.AddDays(-9), left: 30) with
            {
                Asked = Once,
            },
            Practice.Session(Today.AddDays(-3), left: 30) with
            {
                Asked = Once,
            },
        ];
        var next = Find(practised);
        Assert.Equal(new Programme(1, TimeSpan.FromSeconds(45), 2, Side.Right, 5), next.Programme);
        Assert.Equal((1, practised[0]), (next.DaysSince, next.Last));
        Assert.Equivalent(next, Find(practised.Reverse()));
    }

    [Fact]
    public void Three_comfortable_days_add_a_set_and_a_break_on_the_feet_does_not_count()
    {
        List<PastSession> practised = [.. Enumerable.Range(1, 2).Select(ago => Comfortable(Today.AddDays(-ago)))];
        practised.Add(Practice.Session(Today, left: 30, pain: 0, protocol: "standing-break") with { Asked = Once });
        Assert.Equal("not-yet", Find(practised).Suggestion.Rule.Id);
        Assert.Equal(Today.AddDays(-1), Find(practised).Last!.Day);
        practised.Add(Comfortable(Today.AddDays(-3)));
        Assert.Equal(("one-more-set", 2), (Find(practised).Suggestion.Rule.Id, Find(practised).Programme!.Sets));
    }

    /// <summary>Seconds held at level 2 and then at level 1, how it ended · the rule, the level and the sets that come next.</summary>
    [Theory]
    [InlineData(45, 45, EndReason.Completed, null, null, "not-yet", 1, 2)]
    // it was held too briefly at level 1: what was too strong is still to be answered
    [InlineData(45, 10, EndReason.Stopped, null, null, "too-strong-at-the-edge", 1, 2)]
    [InlineData(10, 10, EndReason.Stopped, null, null, "too-strong-at-the-edge", 1, 2)]
    // pain afterwards may be of either part: less than the milder one
    [InlineData(45, 45, EndReason.Completed, 7, null, "pain-fewer-sets", 1, 1)]
    [InlineData(45, 10, EndReason.Stopped, null, StopReason.Tingling, "signs-at-the-edge", 1, 2)]
    public void What_went_on_more_gently_is_gone_on_from_as_it_was_held(
        int edge,
        int bed,
        EndReason end,
        int? pain,
        StopReason? stop,
        string rule,
        int level,
        int sets
    )
    {
        var asked = new PrescribedHolds(TimeSpan.FromSeconds(45), 2, Side.Left);
        var before = Enumerable
            .Range(2, 3)
            .Select(ago =>
                Practice.Session(Today.AddDays(-ago), left: 90, right: 90, pain: 0, protocol: "psoas-lying-2") with
                {
                    Asked = asked,
                    BackArched = false,
                }
            );
        var session = Practice.Session(Today.AddDays(-1), left: edge, right: bed, pain, "psoas-lying-2", end, stop) with
        {
            Asked = asked,
            BackArched = false,
            Milder = new("psoas-lying-1", "Level 1", asked, null, TimeSpan.FromSeconds(bed)),
        };
        var next = Find([.. before, session]);
        Assert.Equal((rule, level, sets), (next.Suggestion.Rule.Id, next.Programme!.Level, next.Programme.Sets));
        Assert.Equal(edge >= 45 || bed >= 45, session.HasWholeHold);
        Assert.Equal(edge >= 45, session.HasWholeHoldBefore);
    }

    [Fact]
    public void What_went_on_more_gently_was_comfortable_at_neither_level()
    {
        var asked = new PrescribedHolds(TimeSpan.FromSeconds(30), 1, Side.Left);
        PastSession Gentle(int ago) =>
            Practice.Session(Today.AddDays(-ago), left: 30, right: 30, pain: 0, protocol: "psoas-lying-2") with
            {
                Asked = asked,
                BackArched = false,
                Milder = new("psoas-lying-1", "Level 1", asked, null, TimeSpan.FromSeconds(30)),
            };
        Assert.Equal("not-yet", Find([Gentle(1), Gentle(2), Gentle(3)]).Suggestion.Rule.Id);
    }

    [Theory]
    [InlineData(EndReason.Completed, null, "one-more-set")]
    [InlineData(EndReason.Stopped, StopReason.Time, "not-yet")]
    [InlineData(null, null, "not-yet")]
    [InlineData(EndReason.Stopped, StopReason.Tingling, "asked-after-pain")]
    public void How_the_last_session_ended_counts(EndReason? end, StopReason? stop, string rule) =>
        Assert.Equal(
            rule,
            Find([
                Comfortable(Today.AddDays(-3)),
                Comfortable(Today.AddDays(-2)),
                Practice.Session(Today.AddDays(-1), left: 30, pain: 0, end: end, stop: stop) with
                {
                    Asked = Once,
                    BackArched = false,
                },
            ]).Suggestion.Rule.Id
        );

    [Fact]
    public void What_goes_on_is_what_was_last_done_for_a_whole_hold_and_pain_of_a_short_session_counts()
    {
        PastSession[] practised =
        [
            Practice.Session(Today.AddDays(-3), left: 90, pain: 0) with
            {
                Asked = new(TimeSpan.FromSeconds(30), 3, Side.Left),
                BackArched = false,
            },
            Practice.Session(Today.AddDays(-2), left: 29, pain: 7, end: EndReason.Stopped) with
            {
                Asked = new(TimeSpan.FromSeconds(30), 4, Side.Left),
            },
        ];
        Assert.Equal(("not-yet", 3), (Find(practised).Suggestion.Rule.Id, Find(practised).Programme!.Sets));
        practised[1] = practised[1] with { Asked = practised[0].Asked };
        Assert.Equal(("pain-fewer-sets", 2), (Find(practised).Suggestion.Rule.Id, Find(practised).Programme!.Sets));
        practised[1] = practised[1] with { Left = TimeSpan.FromSeconds(30), Asked = new(TimeSpan.FromSeconds(30), 4, Side.Left) };
        Assert.Equal(("pain-fewer-sets", 3), (Find(practised).Suggestion.Rule.Id, Find(practised).Programme!.Sets));
    }

    [Fact]
    public void The_last_two_measuring_days_tell_whether_a_hip_is_short()
    {
        PastSession[] practised = [.. Enumerable.Range(1, 3).Select(ago => Comfortable(Today.AddDays(-ago)))];
        HipRecord[] readings =
        [
            Practice.Reading(Today.AddDays(-9), 3),
            Practice.Reading(Today.AddDays(-4), 12),
            Practice.Reading(Today, 11),
        ];
        Assert.Equal("not-short", Find(practised, readings).Suggestion.Rule.Id);
        Assert.Equal("one-more-set", Find(practised, readings[1..2]).Suggestion.Rule.Id);
        Assert.Equal("over-the-edge", Find(practised, [.. readings, Practice.Reading(Today, 5)]).Suggestion.Rule.Id);
    }

    [Fact]
    public void A_session_whose_track_holds_no_side_is_the_last_one_and_yet_says_nothing_of_the_programme()
    {
        var next = Find([Comfortable(Today.AddDays(-2)), Practice.Session(Today.AddDays(-1)) with { Asked = null }]);
        Assert.Equal((Today.AddDays(-1), 2), (next.Last!.Day, next.DaysSince));
        Assert.Equal(TimeSpan.FromSeconds(30), next.Programme!.Hold);
    }

    [Fact]
    public void Seconds_of_a_try_neither_make_a_day_done_nor_change_the_dose()
    {
        PastSession[] weeks =
        [
            .. Enumerable
                .Range(1, 8)
                .Select(ago => Comfortable(Today.AddDays(-ago)) with { Asked = new(TimeSpan.FromSeconds(30), 2, Side.Left) }),
        ];
        var tried = Practice.Session(Today, left: 2, end: EndReason.Stopped) with { Asked = new(TimeSpan.FromSeconds(45), 4, Side.Left) };
        var next = Find([.. weeks, tried]);
        Assert.Equal(Find(weeks).Programme, next.Programme);
        Assert.Equal((1, false, tried), (next.DaysSince, next.IsDoneToday, next.Last));
        Assert.True(Find([.. weeks, tried with { Left = TimeSpan.FromSeconds(45) }]).IsDoneToday);
    }

    [Fact]
    public void What_is_prescribed_stays_and_says_by_whom()
    {
        ImmutableArray<PrescribedValue> prescribed = [new(Dial.Sets, 3, "the practice"), new(Dial.First, 1, "the practice")];
        var begin = Find([], prescribed: prescribed);
        Assert.Equal((3, Side.Right), (begin.Programme!.Sets, begin.Programme.First));
        Assert.Equal(prescribed, begin.Prescribed);
        var comfortable = Find([.. Enumerable.Range(1, 3).Select(ago => Comfortable(Today.AddDays(-ago)))], prescribed: prescribed);
        Assert.Equal(3, comfortable.Programme!.Sets);
        var values = Assert.IsType<Suggestion.Prescribe>(comfortable.Suggestion).Values;
        Assert.Equal("the practice", values.Single(value => value.Dial == Dial.Sets).PrescribedBy);
        Assert.Null(values.Single(value => value.Dial == Dial.Hold).PrescribedBy);
    }

    [Fact]
    public void The_side_that_hangs_less_comes_first_once_it_is_more_than_chance()
    {
        PastSession[] practised = [Practice.Session(Today.AddDays(-1), left: 30) with { Asked = Once }];
        NextSession With(double right) =>
            Find(
                practised,
                [Practice.Reading(Today, 15, pelvis: 0, half: 2), Practice.Reading(Today, right, Side.Right, pelvis: 0, half: 2)]
            );

        // half intervals of 4° of either hip: √2 · 4 = 5.66
        Assert.Equal(Side.Left, With(9.4).Programme!.First);
        Assert.Equal(Side.Right, With(9.3).Programme!.First);
        Assert.Equal("tighter-first", With(9.3).Suggestion.Rule.Id);

        // with pelves that nobody measured it takes √2 · √(4² + (1.96 · 4)²) = 12.4
        NextSession Assumed(double right) => Find(practised, [Practice.Reading(Today, 15), Practice.Reading(Today, right, Side.Right)]);
        Assert.Equal(Side.Left, Assumed(2.6).Programme!.First);
        Assert.Equal(Side.Right, Assumed(2.5).Programme!.First);
    }

    [Fact]
    public void The_safety_questions_may_leave_nothing_to_suggest()
    {
        var next = Find([], screening: Practice.Screened("numb-between-thighs"));
        Assert.True(next.IsRuledOut);
        Assert.Null(next.Protocol);
        Assert.Null(next.Programme);
        Assert.False(Find([]).IsRuledOut);
    }

    [Theory]
    [InlineData(4, null, 1, true)]
    [InlineData(4, null, 0, false)]
    [InlineData(3, null, 1, false)]
    [InlineData(4, 0, 1, false)]
    [InlineData(null, null, 1, false)]
    public void Whether_pain_was_gone_a_day_later_is_asked_where_it_counts(int? pain, int? nextDay, int ago, bool asks) =>
        Assert.Equal(
            asks,
            Find([Practice.Session(Today.AddDays(-ago), pain: pain) with { PainNextDay = nextDay, Asked = Once }]).AsksDayLater
        );

    [Fact]
    public void Weeks_with_enough_days_are_counted_back_from_this_one()
    {
        var practised = new[] { 0, 1, 7, 8, 14, 15, 28, 29 }.Select(ago => Comfortable(Today.AddDays(-ago)));
        Assert.Equal(3, Find(practised).WeeksInARow);
        Assert.Equal(2, Find(practised).Week.DaysPractised);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("none 0 30", null)]
    [InlineData("left 0 30, right 40 30", "30 1 left")]
    [InlineData("left 40 30, right 0 45, right 90 30, none 200 90", "45 2 right")]
    public void What_a_track_asks_for_is_read_from_its_holds(string holds, string? asked)
    {
        var found = PrescribedHolds.Find(
            holds
                .Split(", ", StringSplitOptions.RemoveEmptyEntries)
                .Select(hold => hold.Split(' '))
                .Select(hold => new PlannedHold(Words.FindSide(hold[0]), 1, Seconds(hold[1]), Seconds(hold[2])))
        );
        Assert.Equal(
            asked,
            found is null
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{found.Hold.TotalSeconds} {found.Sets} {Words.Of(found.First)}")
        );
    }

    private static TimeSpan Seconds(string seconds) => TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));

    private static PastSession Comfortable(DateOnly day) =>
        Practice.Session(day, left: 30, right: 30, pain: 0) with
        {
            Asked = Once,
            BackArched = false,
        };

    private static NextSession Find(
        IEnumerable<PastSession> practised,
        IReadOnlyCollection<HipRecord>? readings = null,
        ImmutableArray<PrescribedValue>? prescribed = null,
        Screening? screening = null
    ) =>
        NextSession.Find(
            screening ?? Practice.Screened(),
            Practice.Shipped,
            practised,
            readings ?? [],
            prescribed ?? [],
            null,
            null,
            Today
        );
}
