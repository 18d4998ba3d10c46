using Supine.Biomechanics;
using Supine.Protocols.Questionnaires;
using Supine.Records;

namespace Supine.Web.Shell;

/// <summary>The answer to "am I getting better?" in one sentence, the same wherever it stands.</summary>
internal static class BetterSentence
{
    /// <summary>The sentence.</summary>
    public static string Say(this BetterVerdict verdict, Texts texts) =>
        verdict switch
        {
            BetterVerdict.HipsChanged changed => SayHips(changed, texts),
            BetterVerdict.HipsNotTold hips => texts[
                "better.notTold",
                ("period", Period(hips.FirstDay, hips.LatestDay, texts)),
                ("days", hips.Days)
            ],
            BetterVerdict.TooFewDays few => texts["better.tooFew", ("days", few.Days), ("of", SequentialTrend.LeastDays)],
            BetterVerdict.AnswersChanged(var instrument, var since, var change) => texts[
                $"better.{WordOf(instrument)}{(change is ScoreChange.Better ? "Better" : "Worse")}",
                ("day", texts.Day(since))
            ],
            BetterVerdict.AnswersNotTold(var since) => texts["better.answersNotTold", ("day", texts.Day(since))],
            BetterVerdict.OutOfDate(var day) => texts["better.outOfDate", ("day", texts.Day(day))],
            BetterVerdict.PainOnly(var before, var now) => texts[
                Math.Abs(before - now) < 0.5 ? "better.painSame"
                : now < before ? "better.painLess"
                : "better.painMore",
                ("before", texts.Number(before, 0)),
                ("now", texts.Number(now, 0))
            ],
            BetterVerdict.PracticeOnly(var days) => texts["better.practice", ("days", days)],
            BetterVerdict.NoRecords => texts["better.nothing"],
            _ => throw new InvalidOperationException("A verdict rests on hips, answers, pain or practice, or on nothing."),
        };

    private static string SayHips(BetterVerdict.HipsChanged verdict, Texts texts)
    {
        var changed = verdict.Sides.Where(course => course.IsLikely).ToList();
        var isLower = changed.Select(course => course.Verdict == ChangeVerdict.LikelyLower).ToList();
        var period = Period(changed.Min(course => course.FirstDay), changed.Max(course => course.LatestDay), texts);
        if (changed is [var only])
        {
            return texts[
                $"better.{(isLower[0] ? "lower" : "higher")}{(only.Side == Side.Left ? "Left" : "Right")}",
                ("range", Range(only, texts)),
                ("period", period)
            ];
        }

        var (left, right) = (changed.Single(course => course.Side == Side.Left), changed.Single(course => course.Side == Side.Right));
        return texts[
            isLower[0] == isLower[1] ? $"better.{(isLower[0] ? "lower" : "higher")}Both"
            : left.Verdict == ChangeVerdict.LikelyLower ? "better.leftLowerRightHigher"
            : "better.rightLowerLeftHigher",
            ("left", Range(left, texts)),
            ("right", Range(right, texts)),
            ("period", period)
        ];
    }

    // how much, in whole degrees, without its sign
    private static string Range(HipChange course, Texts texts)
    {
        var (middle, half) = (Math.Abs(course.Lower.Degrees), course.HalfInterval?.Degrees ?? 0);
        return $"{texts.Number(Math.Max(0, middle - half), 0)}–{texts.Number(middle + half, 0)}";
    }

    private static string Period(DateOnly first, DateOnly latest, Texts texts) => $"{texts.ShortDay(first)} – {texts.ShortDay(latest)}";

    private static string WordOf(Instrument instrument) =>
        instrument switch
        {
            Instrument.Pain => "pain",
            Instrument.RolandMorris => "everyday",
            Instrument.PatientSpecific => "activities",
        };
}
