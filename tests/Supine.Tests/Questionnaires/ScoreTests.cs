using System.Collections.Immutable;
using Supine.Protocols.Questionnaires;

namespace Supine.Tests.Questionnaires;

/// <summary>Scores and what can be said of two of them. What is expected is written here by hand, from the sources.</summary>
public class ScoreTests
{
    private static readonly QuestionnaireTable Table = QuestionnaireTable.Shipped;

    [Theory]
    [InlineData(6, 6, "cannot tell")]
    [InlineData(6, 5, "cannot tell")]
    [InlineData(6, 4, "better")] // 2 points and 33 %
    [InlineData(7, 5, "cannot tell")] // 2 points, and only 29 %
    [InlineData(7, 4, "better")]
    [InlineData(10, 8, "cannot tell")]
    [InlineData(10, 7, "better")] // 3 points and just 30 %
    [InlineData(2, 0, "better")]
    [InlineData(1, 0, "cannot tell")] // 100 %, and only 1 point
    [InlineData(3, 4, "cannot tell")]
    [InlineData(3, 5, "worse")]
    [InlineData(8, 10, "worse")] // percent are no matter for the worse
    [InlineData(9, 10, "cannot tell")]
    public void Pain_changes_by_two_points_and_for_the_better_by_thirty_percent(int before, int now, string expected) =>
        Assert.Equal(expected, WordOf(ScoreChange.Compare(Table, Instrument.Pain, Pain(before), Pain(now))));

    [Theory]
    [InlineData(10, 6, "cannot tell")]
    [InlineData(10, 5, "better")]
    [InlineData(16, 11, "better")] // 31 %
    [InlineData(17, 12, "cannot tell")] // 29 %
    [InlineData(17, 11, "better")]
    [InlineData(24, 17, "cannot tell")] // 29 %
    [InlineData(24, 16, "better")]
    [InlineData(4, 0, "cannot tell")] // the scale ends before
    [InlineData(5, 0, "better")]
    [InlineData(10, 14, "cannot tell")]
    [InlineData(10, 15, "worse")]
    [InlineData(20, 24, "cannot tell")]
    public void Roland_Morris_changes_by_five_points_and_for_the_better_by_thirty_percent(int before, int now, string expected) =>
        Assert.Equal(expected, WordOf(ScoreChange.Compare(Table, Instrument.RolandMorris, Ticked(before), Ticked(now))));

    [Theory]
    [InlineData("3 4", "5 6", "better")]
    [InlineData("3 4", "5 5", "cannot tell")]
    [InlineData("3 4 6", "5 6 8", "better")] // exactly 2 in the mean, which no floating number may miss
    [InlineData("3 4 6", "5 6 7", "cannot tell")]
    [InlineData("5 6 8", "3 4 6", "worse")]
    [InlineData("3", "5", "cannot tell")] // a single activity takes 3
    [InlineData("3", "6", "better")]
    [InlineData("6", "3", "worse")]
    public void Activities_change_by_two_points_in_the_mean_and_a_single_one_by_three(string before, string now, string expected) =>
        Assert.Equal(expected, WordOf(ScoreChange.Compare(Table, Instrument.PatientSpecific, Rated(before), Rated(now))));

    [Fact]
    public void Only_activities_that_were_rated_twice_are_compared_by_name()
    {
        var before = Of(activities: [("Tie my shoes", 2), ("Sit for an hour", 2)]);
        Assert.Equal(
            new ScoreChange.CannotTell(0),
            ScoreChange.Compare(Table, Instrument.PatientSpecific, before, Of(activities: [("  tie  MY shoes ", 2), ("Dance", 10)]))
        );
        Assert.Equal(
            new ScoreChange.TooFew(),
            ScoreChange.Compare(Table, Instrument.PatientSpecific, before, Of(activities: [("Dance", 10)]))
        );
    }

    [Fact]
    public void What_was_not_answered_has_no_score_and_none_of_them_is_zero()
    {
        Assert.Null(Pain(3).FindScore(Instrument.RolandMorris));
        Assert.Null(Pain(3).FindScore(Instrument.PatientSpecific));
        Assert.Equal(new Score(0, 1), Ticked(0).FindScore(Instrument.RolandMorris));
        Assert.Equal(new ScoreChange.TooFew(), ScoreChange.Compare(Table, Instrument.RolandMorris, Ticked(12), Pain(3)));
    }

    [Fact]
    public void Answers_in_other_words_are_not_compared()
    {
        var other = QuestionnaireAnswers.FromStored(Table.Edition + 1, 2, null, []);
        Assert.Equal(new ScoreChange.TooFew(), ScoreChange.Compare(Table, Instrument.Pain, Pain(8), other));
    }

    [Fact]
    public void A_score_is_within_its_scale_and_one_more_tick_is_one_more_point() =>
        Properties.ForSeeds(
            300,
            seed =>
            {
                var random = new Random(seed);
                var answers = Generate(random);
                foreach (var instrument in Enum.GetValues<Instrument>())
                {
                    Assert.InRange(answers.FindScore(instrument)!.Value, 0, ScoreChange.MostOf(instrument));
                }

                var unticked = Table.Statements.Select(statement => statement.Id).Except(answers.Statements!).ToList();
                if (unticked.Count > 0)
                {
                    var more = QuestionnaireAnswers.FromStored(
                        Table.Edition,
                        null,
                        answers.Statements!.Add(unticked[random.Next(unticked.Count)]),
                        []
                    );
                    Assert.Equal(answers.FindScore(Instrument.RolandMorris)!.Sum + 1, more.FindScore(Instrument.RolandMorris)!.Sum);
                }
            }
        );

    [Fact]
    public void A_better_score_is_never_told_as_worse_than_a_worse_one() =>
        Properties.ForSeeds(
            400,
            seed =>
            {
                var random = new Random(seed);
                var (before, pain, ticked) = (Generate(random), random.Next(10), random.Next(24));
                Assert.True(
                    Rank(ScoreChange.Compare(Table, Instrument.Pain, before, Pain(pain)))
                        >= Rank(ScoreChange.Compare(Table, Instrument.Pain, before, Pain(pain + 1)))
                );
                Assert.True(
                    Rank(ScoreChange.Compare(Table, Instrument.RolandMorris, before, Ticked(ticked)))
                        >= Rank(ScoreChange.Compare(Table, Instrument.RolandMorris, before, Ticked(ticked + 1)))
                );
                var activities = before.Activities.Select(activity => (activity.Name, Math.Min(activity.Rating, 9))).ToArray();
                var raised = activities.Select((activity, at) => (activity.Name, activity.Item2 + (at == 0 ? 1 : 0))).ToArray();
                Assert.True(
                    Rank(ScoreChange.Compare(Table, Instrument.PatientSpecific, before, Of(activities: raised)))
                        >= Rank(ScoreChange.Compare(Table, Instrument.PatientSpecific, before, Of(activities: activities)))
                );
            }
        );

    [Fact]
    public void The_band_holds_exactly_the_scores_of_which_no_change_can_be_told()
    {
        var edges = 0;
        foreach (
            var (instrument, answer) in new (Instrument, Func<int, QuestionnaireAnswers>)[]
            {
                (Instrument.Pain, Pain),
                (Instrument.RolandMorris, Ticked),
                (Instrument.PatientSpecific, rating => Rated($"{rating}")),
            }
        )
        {
            for (var before = 0; before <= ScoreChange.MostOf(instrument); before++)
            {
                var band = ScoreBand.Of(Table, instrument, new(before, 1));
                edges += (band.Better is null ? 0 : 1) + (band.Worse is null ? 0 : 1);
                for (var now = 0; now <= ScoreChange.MostOf(instrument); now++)
                {
                    var lower = ScoreChange.IsLowerBetter(instrument);
                    var expected =
                        band.Better is { } better && (lower ? now <= better : now >= better) ? "better"
                        : band.Worse is { } worse && (lower ? now >= worse : now <= worse) ? "worse"
                        : "cannot tell";
                    Assert.Equal(
                        (instrument, before, now, expected),
                        (instrument, before, now, WordOf(ScoreChange.Compare(Table, instrument, answer(before), answer(now))))
                    );
                }
            }
        }

        Assert.True(edges > 60, $"Only {edges} edges were met.");
    }

    [Fact]
    public void A_course_tells_the_latest_against_the_first_and_against_the_one_before()
    {
        var start = new DateOnly(2026, 6, 1);
        var course = ScoreCourse.Find(
            Table,
            Instrument.Pain,
            [new(start, Pain(5)), new(start.AddDays(28), Ticked(3)), new(start.AddDays(56), Pain(2)), new(start.AddDays(84), Pain(5))]
        )!;
        Assert.Equal((start, start.AddDays(56), 3), (course.First, course.LastDay, course.Scores.Length));
        Assert.Equal(new ScoreChange.CannotTell(0), course.SinceFirst);
        Assert.Equal(new ScoreChange.Worse(3), course.SinceLast);
        Assert.Equal(new ScoreBand(3, 7), course.Band);
        Assert.Equal([AskReason.Worse], course.Reasons);
    }

    [Fact]
    public void One_answer_says_nothing_of_change_and_a_high_one_asks_a_clinician()
    {
        var course = ScoreCourse.Find(Table, Instrument.RolandMorris, [new(new(2026, 6, 1), Ticked(13))])!;
        Assert.Equal((new ScoreChange.TooFew(), new ScoreChange.TooFew()), (course.SinceFirst, course.SinceLast));
        Assert.Equal([AskReason.High], course.Reasons);
        Assert.Empty(ScoreCourse.Find(Table, Instrument.RolandMorris, [new(new(2026, 6, 1), Ticked(12))])!.Reasons);
        Assert.Equal([AskReason.High], ScoreCourse.Find(Table, Instrument.Pain, [new(new(2026, 6, 1), Pain(6))])!.Reasons);
        Assert.Null(ScoreCourse.Find(Table, Instrument.PatientSpecific, [new(new(2026, 6, 1), Ticked(12))]));
    }

    [Fact]
    public void Other_activities_begin_anew_and_those_that_stayed_do_not()
    {
        var start = new DateOnly(2026, 6, 1);
        AnswersOfDay Day(int days, params (string, int)[] activities) => new(start.AddDays(days), Of(activities: activities));
        var course = ScoreCourse.Find(
            Table,
            Instrument.PatientSpecific,
            [Day(0, ("Run", 1)), Day(28, ("Sit", 2), ("Stand", 4)), Day(56, ("Sit", 6), ("Stand", 6))]
        )!;
        Assert.Equal(start.AddDays(28), course.First);
        Assert.Equal(new ScoreChange.Better(3), course.SinceFirst);
        Assert.Equal([false, true, true], course.Scores.Select(score => score.IsLikeFirst));
        Assert.Equal(new ScoreBand(5, 1), course.Band);
    }

    /// <summary>Days since the last answers, days since them until which it is put off, and on which day it is due: of none, of the first
    /// day.</summary>
    [Theory]
    [InlineData(27, null, 28, false)]
    [InlineData(28, null, 28, true)]
    [InlineData(90, null, 28, true)]
    [InlineData(30, 37, 37, false)]
    [InlineData(37, 37, 37, true)]
    [InlineData(10, 17, 28, false)]
    public void It_is_due_every_four_weeks_and_not_before_the_day_it_was_put_off_to(int today, int? putOff, int due, bool isDue)
    {
        var last = new DateOnly(2026, 6, 1);
        Assert.Equal(
            new QuestionnaireStanding(last, last.AddDays(due), isDue),
            QuestionnaireStanding.Find(Table, last, putOff is { } days ? last.AddDays(days) : null, last.AddDays(today))
        );
    }

    [Fact]
    public void Who_has_answered_nothing_may_be_asked_today_unless_it_was_put_off()
    {
        var today = new DateOnly(2026, 6, 1);
        Assert.Equal(new QuestionnaireStanding(null, today, true), QuestionnaireStanding.Find(Table, null, null, today));
        Assert.Equal(
            new QuestionnaireStanding(null, today.AddDays(7), false),
            QuestionnaireStanding.Find(Table, null, today.AddDays(7), today)
        );
    }

    [Fact]
    public void Every_fault_of_a_draft_is_told_at_once_with_its_place()
    {
        var draft = new QuestionnaireDraft(
            11,
            ["handrail", "toothache"],
            [("Run", null), ("", 3), ("", null), ("run ", 4), (new string('x', 121), 5), ("Sit", -1), ("a\u0007b", 2)]
        );
        Assert.Null(QuestionnaireAnswers.TryCreate(Table, draft, out var faults));
        Assert.Equal(
            [
                new(AnswerFaultKind.PainOutOfRange, 0),
                new(AnswerFaultKind.UnknownStatement, 1),
                new(AnswerFaultKind.TooManyActivities, 0),
                new(AnswerFaultKind.Unrated, 0),
                new(AnswerFaultKind.Unnamed, 1),
                new(AnswerFaultKind.NamedTwice, 3),
                new(AnswerFaultKind.BadName, 4),
                new(AnswerFaultKind.RatingOutOfRange, 5),
                new(AnswerFaultKind.BadName, 6),
            ],
            faults
        );
        Assert.Null(
            QuestionnaireAnswers.TryCreate(
                Table,
                new(null, null, [.. Enumerable.Range(0, 1_000).Select(at => ($"activity {at % 3}", (int?)11))]),
                out var many
            )
        );
        Assert.InRange(many.Length, 2, 30);
        Assert.Null(QuestionnaireAnswers.TryCreate(Table, new(null, null, [("  ", null)]), out var nothing));
        Assert.Equal([new(AnswerFaultKind.Nothing, 0)], nothing);
    }

    private static QuestionnaireAnswers Generate(Random random) =>
        Of(
            random.Next(11),
            [.. Table.Statements.Select(statement => statement.Id).Where(_ => random.Next(2) == 0)],
            [.. Enumerable.Range(0, random.Next(1, 6)).Select(at => ($"Activity {at}", random.Next(11)))]
        );

    private static QuestionnaireAnswers Pain(int rating) => Of(rating);

    private static QuestionnaireAnswers Ticked(int count) =>
        Of(statements: [.. Table.Statements.Take(count).Select(statement => statement.Id)]);

    private static QuestionnaireAnswers Rated(string ratings) =>
        Of(
            activities:
            [
                .. ratings
                    .Split(' ')
                    .Select((rating, at) => ($"Activity {at}", int.Parse(rating, System.Globalization.CultureInfo.InvariantCulture))),
            ]
        );

    private static QuestionnaireAnswers Of(
        int? pain = null,
        ImmutableArray<string>? statements = null,
        (string Name, int Rating)[]? activities = null
    ) =>
        QuestionnaireAnswers.TryCreate(
            Table,
            new(pain, statements, [.. (activities ?? []).Select(activity => (activity.Name, (int?)activity.Rating))]),
            out _
        )!;

    private static int Rank(ScoreChange change) =>
        WordOf(change) switch
        {
            "better" => 1,
            "worse" => -1,
            _ => 0,
        };

    private static string WordOf(ScoreChange change) =>
        change switch
        {
            ScoreChange.TooFew => "too few",
            ScoreChange.CannotTell => "cannot tell",
            ScoreChange.Better => "better",
            ScoreChange.Worse => "worse",
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };
}
