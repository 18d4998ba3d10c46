using System.Collections.Immutable;

namespace Supine.Protocols.Questionnaires;

/// <summary>Answers of a day.</summary>
/// <param name="Day">The person's own day.</param>
/// <param name="Answers">What they answered.</param>
public sealed record AnswersOfDay(DateOnly Day, QuestionnaireAnswers Answers);

/// <summary>A score of a day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Score">The score of all that was answered.</param>
/// <param name="IsLikeFirst">Whether it rests on what the first one rests on; other activities make another score.</param>
public sealed record ScoreOfDay(DateOnly Day, Score Score, bool IsLikeFirst);

/// <summary>Why a clinician is asked. It says nothing of what somebody has.</summary>
public enum AskReason
{
    /// <summary>The latest score is high.</summary>
    High,

    /// <summary>It has got worse, since the first answers or since the last ones.</summary>
    Worse,
}

/// <summary>An instrument over time.</summary>
/// <param name="Instrument">Which.</param>
/// <param name="Scores">All of the table's edition, the earliest first; at least one.</param>
/// <param name="First">The day that changes are told from: the earliest that can be compared with the latest.</param>
/// <param name="Baseline">The score of that day; of activities, over those that the latest has too.</param>
/// <param name="SinceFirst">What has become of it since.</param>
/// <param name="SinceLast">And since the answers before the latest; the same where those are the first.</param>
/// <param name="LastDay">The day of those before the latest that can be compared; null where there is none.</param>
/// <param name="Band">Where a change from the first can be told.</param>
/// <param name="Reasons">Why a clinician is asked; none for no reason.</param>
public sealed record ScoreCourse(
    Instrument Instrument,
    ImmutableArray<ScoreOfDay> Scores,
    DateOnly First,
    Score Baseline,
    ScoreChange SinceFirst,
    DateOnly? LastDay,
    ScoreChange SinceLast,
    ScoreBand Band,
    ImmutableArray<AskReason> Reasons
)
{
    /// <summary>The latest score.</summary>
    public ScoreOfDay Latest => Scores[^1];

    /// <summary>The course of an instrument; null where no answer to it is of the table's edition.</summary>
    /// <param name="table">What was asked.</param>
    /// <param name="instrument">Which.</param>
    /// <param name="answers">All answers, the earliest first.</param>
    public static ScoreCourse? Find(QuestionnaireTable table, Instrument instrument, IEnumerable<AnswersOfDay> answers)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(answers);
        var days = answers.Where(day => day.Answers.Edition == table.Edition && day.Answers.FindScore(instrument) is not null).ToList();
        if (days.Count == 0)
        {
            return null;
        }

        var latest = days[^1];
        var comparable = days.SkipLast(1)
            .Where(day => ScoreChange.FindCompared(instrument, day.Answers, latest.Answers) is not null)
            .ToList();
        var first = comparable.FirstOrDefault() ?? latest;
        var last = comparable.LastOrDefault();
        var sinceFirst =
            comparable.Count == 0 ? new ScoreChange.TooFew() : ScoreChange.Compare(table, instrument, first.Answers, latest.Answers);
        var sinceLast = last is null ? new ScoreChange.TooFew() : ScoreChange.Compare(table, instrument, last.Answers, latest.Answers);
        var keys = KeysOf(first);
        var score = latest.Answers.FindScore(instrument)!;
        var baseline = ScoreChange.FindCompared(instrument, first.Answers, latest.Answers)!.Value.Before;
        return new(
            instrument,
            [
                .. days.Select(day => new ScoreOfDay(
                    day.Day,
                    day.Answers.FindScore(instrument)!,
                    instrument != Instrument.PatientSpecific || KeysOf(day).SetEquals(keys)
                )),
            ],
            first.Day,
            baseline,
            sinceFirst,
            last?.Day,
            sinceLast,
            ScoreBand.Of(table, instrument, baseline),
            [
                .. table[instrument].AskFrom is { } from && score.Value >= from ? [AskReason.High] : Array.Empty<AskReason>(),
                .. sinceFirst is ScoreChange.Worse || sinceLast is ScoreChange.Worse ? [AskReason.Worse] : Array.Empty<AskReason>(),
            ]
        );

        static HashSet<string> KeysOf(AnswersOfDay day) => [.. day.Answers.Activities.Select(activity => activity.Key)];
    }
}

/// <summary>Whether it is time to ask.</summary>
/// <param name="Last">The day of the last answers; null where there are none.</param>
/// <param name="NextDue">From this day on it is time.</param>
/// <param name="IsDue">Whether that is today or was earlier.</param>
public sealed record QuestionnaireStanding(DateOnly? Last, DateOnly NextDue, bool IsDue)
{
    /// <summary>Every four weeks after the last answers; whoever has none may be asked today. What was put off since is not asked before
    /// its day.</summary>
    /// <param name="table">How often it is asked.</param>
    /// <param name="last">The day of the last answers; null where there are none.</param>
    /// <param name="putOffUntil">The day until which it was put off since those answers; null where it was not.</param>
    /// <param name="today">The person's own day.</param>
    public static QuestionnaireStanding Find(QuestionnaireTable table, DateOnly? last, DateOnly? putOffUntil, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(table);
        var due = last?.AddDays(table.AgainAfterDays) ?? today;
        due = putOffUntil > due ? putOffUntil.Value : due;
        return new(last, due, due <= today);
    }
}
