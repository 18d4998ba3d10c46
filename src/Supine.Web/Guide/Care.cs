using System.Collections.Immutable;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;

namespace Supine.Web.Guide;

/// <summary>What somebody has to do before any session: the first page says this instead of offering one.</summary>
/// <param name="Outcome">The word of the outcome: how urgent it is.</param>
/// <param name="Title">What to do, in a few words.</param>
/// <param name="Do">How, in order.</param>
internal sealed record Care(string Outcome, string Title, ImmutableArray<string> Do)
{
    /// <summary>Whether somebody is to be asked first, and there are other things to do until then.</summary>
    public bool CanWait => Outcome == Gentle;

    /// <summary>What the answers ask for where they allow nothing; null where there are none that count.</summary>
    public static Care? Find(ScreeningStanding standing, Texts texts) =>
        standing switch
        {
            ScreeningStanding.Answered { Screening: Screening.NotNow { Outcome: var outcome, Advice: var advice } } => new(
                ScreeningTable.WordOf(outcome),
                texts[advice.Title],
                [.. advice.Do.Select(text => texts[text])]
            ),
            ScreeningStanding.Answered { AfterPain: AfterPain.Resting(var until) } => new(
                Gentle,
                texts["screening.rest", ("day", texts.Day(DateOnly.FromDateTime(until.DateTime))), ("time", Format.TimeOfDay(until))],
                [texts["screening.restWhy"]]
            ),
            ScreeningStanding.Answered { AfterPain: AfterPain.MustAsk } => new(
                Gentle,
                texts["screening.mustAsk"],
                [texts["screening.mustAskShort"]]
            ),
            ScreeningStanding.Answered => new(Gentle, texts["screening.nothingLeft"], [texts["screening.nothingLeftHow"]]),
            _ => null,
        };

    private static string Gentle => ScreeningTable.WordOf(ScreeningOutcome.AskFirst);
}
