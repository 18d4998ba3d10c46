using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Protocols.Questionnaires;

namespace Supine.Records;

/// <summary>The answer to "am I getting better?": the surest thing that the records allow to say.</summary>
/// <remarks>In this order, the first that there is: a likely change of a hip · a change in the answers to a questionnaire · no certain
/// change of the hips, or too few measuring days · no certain change in the answers · hips measured too long ago · pain after the
/// sessions · practice alone · nothing. Readings and answers count as long as they are not older than one course; what was measured before
/// says nothing about today.</remarks>
public abstract record BetterVerdict
{
    private BetterVerdict() { }

    /// <summary>One or both hips have likely changed.</summary>
    /// <param name="Sides">The course of each side that was measured; at least one has changed.</param>
    public sealed record HipsChanged(ImmutableArray<HipChange> Sides) : BetterVerdict;

    /// <summary>The hips were measured on days enough, and no change can be told from chance.</summary>
    /// <param name="FirstDay">The first measuring day.</param>
    /// <param name="LatestDay">The latest.</param>
    /// <param name="Days">How many there are of the side that was measured more often.</param>
    public sealed record HipsNotTold(DateOnly FirstDay, DateOnly LatestDay, int Days) : BetterVerdict;

    /// <summary>The hips were measured on too few days.</summary>
    /// <param name="Days">How many there are of the side that was measured more often.</param>
    public sealed record TooFewDays(int Days) : BetterVerdict;

    /// <summary>The answers to a questionnaire have changed by more than chance.</summary>
    /// <param name="Instrument">Which.</param>
    /// <param name="Since">The day of the answers that they are compared with.</param>
    /// <param name="Change">Better or worse.</param>
    public sealed record AnswersChanged(Instrument Instrument, DateOnly Since, ScoreChange Change) : BetterVerdict;

    /// <summary>The answers have not changed by more than chance.</summary>
    /// <param name="Since">The day of the answers that they are compared with.</param>
    public sealed record AnswersNotTold(DateOnly Since) : BetterVerdict;

    /// <summary>The hips were measured so long ago that it says nothing about today.</summary>
    /// <param name="LatestDay">The latest measuring day.</param>
    public sealed record OutOfDate(DateOnly LatestDay) : BetterVerdict;

    /// <summary>Only the pain after sessions is known.</summary>
    /// <param name="Before">Its mean in the first weeks, 0 to 10.</param>
    /// <param name="Now">Its mean in the latest weeks.</param>
    public sealed record PainOnly(double Before, double Now) : BetterVerdict;

    /// <summary>Nothing was measured or answered that could be compared.</summary>
    /// <param name="Days">Days practised in the last four weeks.</param>
    public sealed record PracticeOnly(int Days) : BetterVerdict;

    /// <summary>There are no records yet.</summary>
    public sealed record NoRecords : BetterVerdict;

    /// <summary>Whether it rests on a change that is more than chance.</summary>
    public bool IsChange => this is HipsChanged or AnswersChanged;

    /// <summary>Finds what can be said today.</summary>
    /// <param name="readings">All readings of both sides, in any order.</param>
    /// <param name="answers">The course of each questionnaire that was answered.</param>
    /// <param name="sessions">The sessions of the last half year, in any order.</param>
    /// <param name="today">The person's day.</param>
    public static BetterVerdict Find(
        IReadOnlyCollection<HipRecord> readings,
        IReadOnlyCollection<ScoreCourse> answers,
        IReadOnlyCollection<PastSession> sessions,
        DateOnly today
    )
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(sessions);
        var earliest = today.AddDays(-SequentialTrend.CourseDays);
        ImmutableArray<HipChange> hips =
        [
            .. new[] { Side.Left, Side.Right }.Select(side => FindTold(HipChange.FindAll(side, readings), earliest)).OfType<HipChange>(),
        ];
        if (hips.Any(hip => hip.IsLikely))
        {
            return new HipsChanged(hips);
        }

        var recent = answers.Where(course => course.Latest.Day >= earliest).ToList();
        if (
            (
                recent.FirstOrDefault(course => course.SinceFirst is ScoreChange.Worse)
                ?? recent.FirstOrDefault(course => course.SinceFirst is ScoreChange.Better)
            ) is
            { } changed
        )
        {
            return new AnswersChanged(changed.Instrument, changed.First, changed.SinceFirst);
        }

        var trend = PracticeTrend.Find(sessions, today);
        return hips.MaxBy(hip => hip.Days) is { } hip
            ? hip.Verdict == ChangeVerdict.TooFewDays
                ? new TooFewDays(hip.Days)
                : new HipsNotTold(hip.FirstDay, hip.LatestDay, hip.Days)
            : recent.FirstOrDefault(course => course.SinceFirst is ScoreChange.CannotTell) is { } course
                ? new AnswersNotTold(course.First)
                : FindLatestDay(readings) is { } latest
                    ? new OutOfDate(latest)
                    : trend is { PainBefore: { } before, PainNow: { } now }
                        ? new PainOnly(before, now)
                        : sessions.Count > 0
                            ? new PracticeOnly(DaysPractised(sessions, today))
                            : new NoRecords();
    }

    // a new course has nothing to say for some weeks: until then the one before it still does
    private static HipChange? FindTold(ImmutableArray<HipChange> courses, DateOnly earliest)
    {
        var recent = courses.Where(course => course.LatestDay >= earliest).ToList();
        return recent.LastOrDefault(course => course.Verdict != ChangeVerdict.TooFewDays) ?? recent.LastOrDefault();
    }

    private static DateOnly? FindLatestDay(IEnumerable<HipRecord> readings) =>
        readings
            .Where(reading => reading.Below is not null && reading.Moment != ReadingMoment.After)
            .Max(reading => (DateOnly?)reading.Day);

    private static int DaysPractised(IReadOnlyCollection<PastSession> sessions, DateOnly today)
    {
        const int Weeks = 4;
        return PracticeWeek
            .Arrange(PracticeWeek.MondayOf(today).AddDays(-7 * Weeks), Weeks + 1, sessions)
            .SelectMany(week => week.Days)
            .Count(day => day.IsPractised && day.Day > today.AddDays(-7 * Weeks));
    }
}
