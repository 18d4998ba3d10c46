using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Records;

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
            ScreeningStanding.Answered { Screening.AllowsMeasuring: true } => null,
            _ => $"{texts[table[Limit.NoMeasuring]]} {texts["screening.why"]}",
        };

    /// <summary>Why a protocol is not given out and what to do, in a sentence or two; null where it is.</summary>
    public static string? Explain(this ScreeningStanding standing, Protocol protocol, ScreeningTable table, Texts texts) =>
        standing switch
        {
            ScreeningStanding.NotAsked => texts["screening.first"],
            ScreeningStanding.Again => texts["screening.again"],
            ScreeningStanding.Answered { Screening: var screening } => screening.FindRefusal(protocol) switch
            {
                null => null,
                ScreeningRefusal.Everything(var outcome) => $"{texts[table[outcome].Title]} {texts["screening.why"]}",
                ScreeningRefusal.RuledOut(var limits) => string.Join(
                    ' ',
                    limits.Select(limit => texts[table[limit]]).Prepend(texts["screening.ruledOut"]).Append(texts["screening.why"])
                ),
                _ => throw new InvalidOperationException("Everything is refused, or one protocol is."),
            },
            _ => throw new InvalidOperationException("A screening was answered, is to be answered again, or was never asked."),
        };
}
