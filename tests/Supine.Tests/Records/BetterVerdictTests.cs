using Supine.Biomechanics;
using Supine.Protocols.Questionnaires;
using Supine.Records;

namespace Supine.Tests.Records;

public class BetterVerdictTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    [Fact]
    public void A_likely_change_of_one_hip_comes_before_everything_else()
    {
        var verdict = Find([.. Line(Side.Left, 0.2), .. Line(Side.Right, 0)], [Answers(8, 2)]);
        var changed = Assert.IsType<BetterVerdict.HipsChanged>(verdict);
        Assert.Equal([ChangeVerdict.LikelyLower, ChangeVerdict.NotTold], changed.Sides.Select(side => side.Verdict));
        Assert.True(verdict.IsChange);
    }

    [Fact]
    public void Answers_that_changed_come_before_hips_that_did_not_and_what_is_worse_comes_first()
    {
        Assert.Equal(
            new BetterVerdict.AnswersChanged(Instrument.Pain, Today.AddDays(-60), new ScoreChange.Better(6)),
            Find(Line(Side.Left, 0), [Answers(8, 2)])
        );
        Assert.IsType<ScoreChange.Worse>(Assert.IsType<BetterVerdict.AnswersChanged>(Find([], [Answers(8, 2), Answers(2, 8)])).Change);
    }

    [Fact]
    public void Hips_without_a_change_are_told_with_their_measuring_days()
    {
        Assert.Equal(new BetterVerdict.HipsNotTold(Today.AddDays(-60), Today, 11), Find(Line(Side.Left, 0), [Answers(5, 5)]));
        Assert.Equal(new BetterVerdict.TooFewDays(2), Find([.. Line(Side.Right, 0).Take(2)], [Answers(5, 5)], at: Today.AddDays(-50)));
        Assert.Equal(new BetterVerdict.AnswersNotTold(Today.AddDays(-60)), Find([], [Answers(5, 5)]));
    }

    [Theory]
    [InlineData(84, true)]
    [InlineData(85, false)]
    public void What_is_older_than_a_course_says_nothing_about_today(int days, bool counts) =>
        Assert.Equal(counts, Find(Line(Side.Left, 0.2), [], at: Today.AddDays(days)) is BetterVerdict.HipsChanged);

    [Fact]
    public void Hips_measured_too_long_ago_are_asked_for_again_before_pain_and_practice_are_told()
    {
        Assert.Equal(new BetterVerdict.OutOfDate(Today), Find(Line(Side.Left, 0.2), [], at: Today.AddDays(85)));
        Assert.Equal(
            new BetterVerdict.OutOfDate(Today),
            Find(Line(Side.Right, 0), [], [Practice.Session(Today.AddDays(90), 60, 60)], Today.AddDays(90))
        );
    }

    [Fact]
    public void A_new_course_does_not_take_the_answer_away_while_it_has_too_few_days()
    {
        var readings = Line(Side.Left, 0.2).Append(Practice.Reading(Today.AddDays(30), 12)).ToList();
        Assert.Equal(2, HipChange.FindAll(Side.Left, readings).Length);
        Assert.IsType<BetterVerdict.HipsChanged>(Find(readings, [], at: Today.AddDays(30)));
    }

    [Fact]
    public void Without_readings_and_answers_it_is_pain_or_practice_or_nothing()
    {
        var weeks = Enumerable.Range(1, 56).Select(day => Practice.Session(Today.AddDays(-day), 60, 60, pain: day > 28 ? 3 : 1)).ToList();
        Assert.Equal(new BetterVerdict.PainOnly(3, 1), Find([], [], weeks));
        Assert.Equal(
            new BetterVerdict.PracticeOnly(3),
            Find([], [], [.. Enumerable.Range(0, 3).Select(day => Practice.Session(Today.AddDays(-9 * day), 60, 60))])
        );
        Assert.Equal(new BetterVerdict.NoRecords(), Find([], []));
    }

    [Fact]
    public void Practice_is_compared_in_whole_weeks_of_the_same_number()
    {
        // 2026-06-01 is a Monday: the week of today has not begun to count
        PastSession[] sessions = [.. Enumerable.Range(1, 35).Select(day => Practice.Session(Today.AddDays(-day), day > 21 ? 60 : 120, 60))];
        var trend = PracticeTrend.Find(sessions, Today)!;
        Assert.Equal((2, TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(10.5)), (trend.Weeks, trend.Before, trend.Now));
        Assert.Null(trend.PainNow);
        Assert.Null(PracticeTrend.Find([Practice.Session(Today.AddDays(-7), 60)], Today));
        Assert.Null(PracticeTrend.Find([Practice.Session(Today, 60)], Today));
        Assert.NotNull(PracticeTrend.Find([Practice.Session(Today.AddDays(-8), 60)], Today));
    }

    private static IReadOnlyList<HipRecord> Line(Side side, double perDay) =>
        [
            .. Enumerable
                .Range(0, 11)
                .Select(i => Practice.Reading(Today.AddDays(-60 + (6 * i)), 5 + (6 * i * perDay) + (i % 2 * 0.2), side)),
        ];

    private static ScoreCourse Answers(int before, int now)
    {
        var table = QuestionnaireTable.Shipped;
        AnswersOfDay Of(int days, int pain) => new(Today.AddDays(days), QuestionnaireAnswers.TryCreate(table, new(pain, null, []), out _)!);
        return ScoreCourse.Find(table, Instrument.Pain, [Of(-60, before), Of(0, now)])!;
    }

    private static BetterVerdict Find(
        IReadOnlyCollection<HipRecord> readings,
        IReadOnlyCollection<ScoreCourse> answers,
        IReadOnlyCollection<PastSession>? sessions = null,
        DateOnly? at = null
    ) => BetterVerdict.Find(readings, answers, sessions ?? [], at ?? Today);
}
