using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;

namespace Supine.Web.Shell;

/// <summary>How a screening stands, in sentences.</summary>
internal static class ScreeningSentences
{
    /// <summary>Why the hip is not measured with the leg hanging and what to do, in a sentence or two; null where it may be.</summary>
    public static string? ExplainMeasuring(this ScreeningStanding standing, ScreeningTable table, Texts texts) =>
        standing switch
        {
            ScreeningStanding.NotAsked => texts["screening.first"],
            ScreeningStanding.Again => texts["screening.again"],
            ScreeningStanding.Answered { AfterPain: not null } answered => answered.ExplainPain(texts),
            ScreeningStanding.Answered { Screening.AllowsMeasuring: true } => null,
            _ => $"{texts[table[Limit.NoMeasuring]]} {texts["screening.why"]}",
        };

    /// <summary>The classes of a notice that says what the answers keep somebody from: as urgent as it is.</summary>
    public static string NoticeClass(this ScreeningStanding standing) =>
        standing switch
        {
            ScreeningStanding.Answered { Screening: Screening.NotNow { Outcome: ScreeningOutcome.Today or ScreeningOutcome.Emergency } } =>
                "notice stop",
            ScreeningStanding.Answered => "notice first",
            _ => "notice",
        };

    /// <summary>Why a protocol is not given out and what to do, in a sentence or two; null where it is.</summary>
    public static string? Explain(this ScreeningStanding standing, Protocol protocol, ScreeningTable table, Texts texts) =>
        standing switch
        {
            ScreeningStanding.NotAsked => texts["screening.first"],
            ScreeningStanding.Again => texts["screening.again"],
            ScreeningStanding.Answered { Screening: var screening } answered => screening.FindRefusal(protocol) switch
            {
                null => answered.ExplainPain(texts),
                ScreeningRefusal.Everything(var advice) => $"{texts[advice.Title]} {texts["screening.why"]}",
                ScreeningRefusal.RuledOut(var limits) => string.Join(
                    ' ',
                    limits.Select(limit => texts[table[limit]]).Prepend(texts["screening.ruledOut"]).Append(texts["screening.why"])
                ),
                _ => throw new InvalidOperationException("Everything is refused, or one protocol is."),
            },
            _ => throw new InvalidOperationException("A screening was answered, is to be answered again, or was never asked."),
        };

    /// <summary>Why nothing is given out for a while after pain and what to do, in a sentence or two; null where nothing is in the
    /// way.</summary>
    public static string? ExplainPain(this ScreeningStanding.Answered standing, Texts texts) =>
        standing.AfterPain switch
        {
            null => null,
            AfterPain.Resting(var until) => texts[
                "screening.restShort",
                ("day", texts.Day(DateOnly.FromDateTime(until.DateTime))),
                ("time", Format.TimeOfDay(until))
            ],
            AfterPain.MustAsk => texts["screening.mustAskShort"],
            _ => throw new InvalidOperationException("After pain one rests, or asks."),
        };
}
