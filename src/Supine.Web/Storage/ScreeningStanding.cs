using System.Collections.Immutable;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Web.Shell;

namespace Supine.Web.Storage;

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
/// <param name="ReleasedBy">Who has released what.</param>
public sealed record StoredScreening(
    DateTimeOffset AnsweredAt,
    ScreeningAnswers Answers,
    ImmutableSortedDictionary<string, string> ReleasedBy
);

/// <summary>What is known of this household's screening now.</summary>
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
    public sealed record Answered(StoredScreening Stored, Screening Screening, DateTimeOffset Until) : ScreeningStanding;

    /// <summary>The last answers, counting or not; null when there are none.</summary>
    public StoredScreening? LastAnswers =>
        this switch
        {
            Again again => again.Last,
            Answered answered => answered.Stored,
            _ => null,
        };

    /// <summary>Why the hip is not measured with the leg hanging and what to do, in a sentence or two; null where it may be.</summary>
    internal string? ExplainMeasuring(ScreeningTable table, Texts texts) =>
        this switch
        {
            NotAsked => texts["screening.first"],
            Again => texts["screening.again"],
            Answered { Screening.AllowsMeasuring: true } => null,
            _ => $"{texts[table[Limit.NoMeasuring]]} {texts["screening.why"]}",
        };

    /// <summary>Why a protocol is not given out and what to do, in a sentence or two; null where it is.</summary>
    internal string? Explain(Protocol protocol, ScreeningTable table, Texts texts) =>
        this switch
        {
            NotAsked => texts["screening.first"],
            Again => texts["screening.again"],
            Answered { Screening: var screening } => screening.FindRefusal(protocol) switch
            {
                null => null,
                ScreeningRefusal.Everything(var outcome) => $"{texts[table[outcome].Title]} {texts["screening.why"]}",
                ScreeningRefusal.RuledOut(var limits) =>
                    $"{texts["screening.ruledOut"]} {string.Join(' ', limits.Select(limit => texts[table[limit]]))} {texts["screening.why"]}",
                _ => throw new InvalidOperationException("Everything is refused, or one protocol is."),
            },
            _ => throw new InvalidOperationException("A screening was answered, is to be answered again, or was never asked."),
        };
}
