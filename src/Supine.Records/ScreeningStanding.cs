using Supine.Protocols.Prescribing;

namespace Supine.Records;

/// <summary>Why the questions are asked again although they were answered.</summary>
public enum AskedAgain
{
    /// <summary>It has been too long.</summary>
    TooLongAgo,

    /// <summary>A session was stopped for pain, tingling or numbness, or hurt as much afterwards.</summary>
    StoppedSession,

    /// <summary>The person said that something is new.</summary>
    NewSymptom,

    /// <summary>What is asked, or what it does, has changed.</summary>
    QuestionsChanged,
}

/// <summary>Answers as they are kept.</summary>
/// <param name="AnsweredAt">When; names them.</param>
/// <param name="Answers">What was ticked and what of it was released.</param>
public sealed record StoredScreening(DateTimeOffset AnsweredAt, ScreeningAnswers Answers);

/// <summary>What is known of a person's screening now.</summary>
public abstract record ScreeningStanding
{
    private ScreeningStanding() { }

    /// <summary>Nobody has answered.</summary>
    public sealed record NotAsked : ScreeningStanding;

    /// <summary>It is time to answer again.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Last">The answers before.</param>
    public sealed record Again(AskedAgain Reason, StoredScreening Last) : ScreeningStanding;

    /// <summary>The answers count.</summary>
    /// <param name="Stored">The answers.</param>
    /// <param name="Screening">What comes of them.</param>
    /// <param name="Until">From then on they count no more.</param>
    /// <param name="AfterPain">Why nothing is given out for a while all the same; null where nothing is in the way.</param>
    public sealed record Answered(StoredScreening Stored, Screening Screening, DateTimeOffset Until, AfterPain? AfterPain)
        : ScreeningStanding;

    /// <summary>The last answers, counting or not; null when there are none.</summary>
    public StoredScreening? LastAnswers =>
        this switch
        {
            Again again => again.Last,
            Answered answered => answered.Stored,
            _ => null,
        };

    /// <summary>How a screening stands.</summary>
    /// <param name="latest">The latest answers; null where there are none.</param>
    /// <param name="symptomReportedAt">When the person last said that something is new; null where they never did.</param>
    /// <param name="stoppedAt">When a reason to rest was last told of a session (<see cref="PainLimit.IsReasonToRest"/>); null where none
    /// was.</param>
    /// <param name="afterPain">Why nothing is given out for a while; null where nothing is in the way.</param>
    /// <param name="now">The time it is, where the person is.</param>
    /// <param name="table">What is asked.</param>
    /// <remarks>What is said at the very instant of the answers is part of them. Of several reasons the first is named, in this order: the
    /// questions changed, something is new, a session was stopped, it was too long ago.</remarks>
    public static ScreeningStanding Find(
        StoredScreening? latest,
        DateTimeOffset? symptomReportedAt,
        DateTimeOffset? stoppedAt,
        AfterPain? afterPain,
        DateTimeOffset now,
        ScreeningTable table
    )
    {
        ArgumentNullException.ThrowIfNull(table);
        if (latest is null)
        {
            return new NotAsked();
        }

        var until = latest.AnsweredAt + table.AgainAfter;
        var reason =
            latest.Answers.Edition != table.Edition || latest.Answers.Yes.Any(id => table.Find(id) is null) ? AskedAgain.QuestionsChanged
            : symptomReportedAt > latest.AnsweredAt ? AskedAgain.NewSymptom
            : stoppedAt > latest.AnsweredAt ? AskedAgain.StoppedSession
            : now >= until ? AskedAgain.TooLongAgo
            : (AskedAgain?)null;
        return reason is { } why
            ? new Again(why, latest)
            : new Answered(latest, Screening.Assess(table, latest.Answers.On(DateOnly.FromDateTime(now.DateTime))), until, afterPain);
    }
}
