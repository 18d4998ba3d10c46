using Supine.Protocols.Prescribing;
using Supine.Records;

namespace Supine.Tests.Records;

/// <summary>Whether the safety questions are asked again, and why.</summary>
public class ScreeningStandingTests
{
    private static readonly DateTimeOffset Answered = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly ScreeningTable Table = ScreeningTable.Shipped;

    /// <summary>Answers of another edition · milliseconds from the answers to a new symptom · to a stopped session · from now to the end of
    /// the answers' time · the reason.</summary>
    public static TheoryData<bool, int?, int?, int, AskedAgain?> Rows =>
        new()
        {
            { false, null, null, 1, null },
            { false, null, null, 0, AskedAgain.TooLongAgo },
            { false, null, null, -1, AskedAgain.TooLongAgo },
            { false, null, -1, 1, null },
            { false, null, 0, 1, null },
            { false, null, 1, 1, AskedAgain.StoppedSession },
            { false, -1, null, 1, null },
            { false, 0, null, 1, null },
            { false, 1, null, 1, AskedAgain.NewSymptom },
            { true, null, null, 1, AskedAgain.QuestionsChanged },
            // of several, the first in the order of the rule
            { false, null, 1, 0, AskedAgain.StoppedSession },
            { false, 1, 2, 0, AskedAgain.NewSymptom },
            { true, 1, 1, 0, AskedAgain.QuestionsChanged },
        };

    [Theory]
    [MemberData(nameof(Rows))]
    public void It_is_asked_again_for_a_reason(bool isOld, int? symptom, int? stopped, int left, AskedAgain? reason)
    {
        var latest = Stored(isOld ? Table.Edition - 1 : Table.Edition);
        var standing = ScreeningStanding.Find(
            latest,
            After(symptom),
            After(stopped),
            null,
            Answered + Table.AgainAfter - TimeSpan.FromMilliseconds(left),
            Table
        );
        Assert.Equal(latest, standing.LastAnswers);
        if (reason is { } why)
        {
            Assert.Equal(new ScreeningStanding.Again(why, latest), standing);
        }
        else
        {
            Assert.Equal(Answered + Table.AgainAfter, Assert.IsType<ScreeningStanding.Answered>(standing).Until);
        }
    }

    [Fact]
    public void Who_was_never_asked_is_asked_first()
    {
        var standing = ScreeningStanding.Find(null, Answered, Answered, null, Answered, Table);
        Assert.Equal(new ScreeningStanding.NotAsked(), standing);
        Assert.Null(standing.LastAnswers);
    }

    [Fact]
    public void A_question_that_is_no_longer_there_is_a_change_of_the_questions() =>
        Assert.Equal(
            AskedAgain.QuestionsChanged,
            Assert
                .IsType<ScreeningStanding.Again>(
                    ScreeningStanding.Find(Stored(Table.Edition, "no-such-question"), null, null, null, Answered, Table)
                )
                .Reason
        );

    [Fact]
    public void What_was_answered_is_assessed() =>
        Assert.Equal(
            ScreeningOutcome.Emergency,
            Assert
                .IsType<ScreeningStanding.Answered>(
                    ScreeningStanding.Find(Stored(Table.Edition, "numb-between-thighs"), null, null, null, Answered, Table)
                )
                .Screening.Outcome
        );

    [Theory]
    [InlineData(5, 5, null, false)]
    [InlineData(6, null, null, true)]
    [InlineData(0, 6, null, true)]
    [InlineData(10, null, StopReason.Time, true)]
    [InlineData(null, null, null, false)]
    [InlineData(null, null, StopReason.Time, false)]
    [InlineData(null, null, StopReason.Other, false)]
    [InlineData(0, 0, StopReason.Pain, true)]
    [InlineData(null, null, StopReason.Tingling, true)]
    [InlineData(null, null, StopReason.LegPain, true)]
    [InlineData(null, null, StopReason.Weakness, true)]
    public void A_session_is_a_reason_where_it_hurt_or_tingled(int? pain, int? painNextDay, StopReason? reason, bool asks) =>
        Assert.Equal(asks, PainLimit.IsReasonToRest(pain, painNextDay, reason));

    private static DateTimeOffset? After(int? milliseconds) => milliseconds is { } ms ? Answered.AddMilliseconds(ms) : null;

    private static StoredScreening Stored(int edition, params string[] yes) => new(Answered, new(edition, [.. yes], []));

    [Fact]
    public void A_release_that_has_ended_counts_no_more_and_what_is_in_the_way_after_pain_is_kept()
    {
        var day = DateOnly.FromDateTime(Answered.DateTime);
        StoredScreening released = new(
            Answered,
            new(Table.Edition, ["cancer"], [new("cancer", new("Dr. Okafor", "doctor", day), day.AddDays(1), [])])
        );
        ScreeningStanding.Answered After(int days) =>
            Assert.IsType<ScreeningStanding.Answered>(
                ScreeningStanding.Find(released, null, null, new AfterPain.MustAsk(day), Answered.AddDays(days), Table)
            );
        Assert.IsType<Screening.Go>(After(1).Screening);
        Assert.Equal(ScreeningOutcome.AskFirst, After(2).Screening.Outcome);
        Assert.Equal(new AfterPain.MustAsk(day), After(2).AfterPain);
    }
}
