namespace Supine.Protocols.Questionnaires;

/// <summary>What can be said of two scores of one instrument.</summary>
/// <remarks>
/// <code>d = before − now where lower is better, now − before where higher is; both over the activities that were rated twice
/// better   d ≥ p  and  d ≥ q/100 · before
/// worse   −d ≥ p
/// else no change that can be told</code>
/// <para>Sources ostelo-2008 (pain, Roland-Morris), stratford-1995 (own activities).</para>
/// <para>p · points that matter · points · pain 2, Roland-Morris 5, activities 2, a single one 3<br/>
/// q · percent of the score before · % · 30 for pain and Roland-Morris, none for activities</para>
/// Departure: the consensus gives points or percent, and for getting better only. Both are asked for here, so that percent count only where
/// the score before is high enough for
/// them to be more than the points (pain from 7, Roland-Morris from 17 on): below that they would be less than what repeats scatter. For
/// getting worse the points alone are
/// enough: that is told sooner.
/// </remarks>
public abstract record ScoreChange
{
    private ScoreChange() { }

    /// <summary>There is nothing to compare with.</summary>
    public sealed record TooFew : ScoreChange;

    /// <summary>No change that can be told.</summary>
    /// <param name="Points">How far the scores are apart; positive for better.</param>
    public sealed record CannotTell(double Points) : ScoreChange;

    /// <summary>Changed for the better.</summary>
    /// <param name="Points">By so many; more than 0.</param>
    public sealed record Better(double Points) : ScoreChange;

    /// <summary>Changed for the worse.</summary>
    /// <param name="Points">By so many; more than 0.</param>
    public sealed record Worse(double Points) : ScoreChange;

    /// <summary>Compares two answers to an instrument. Answers to another edition are not compared.</summary>
    public static ScoreChange Compare(
        QuestionnaireTable table,
        Instrument instrument,
        QuestionnaireAnswers before,
        QuestionnaireAnswers now
    )
    {
        ArgumentNullException.ThrowIfNull(table);
        if (FindCompared(instrument, before, now) is not { } compared)
        {
            return new TooFew();
        }

        var (first, second) = compared;
        var change = table[instrument].Change;
        var better = IsLowerBetter(instrument) ? first.Sum - second.Sum : second.Sum - first.Sum;
        var needed = PointsOf(change, instrument, first) * first.Count;
        var points = (double)better / first.Count;
        return better >= needed && 100 * better >= (change.Percent ?? 0) * first.Sum ? new Better(points)
            : -better >= needed ? new Worse(-points)
            : new CannotTell(points);
    }

    /// <summary>The scores that are compared: of activities, those that both have. Null where there is nothing to compare.</summary>
    public static (Score Before, Score Now)? FindCompared(Instrument instrument, QuestionnaireAnswers before, QuestionnaireAnswers now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        if (before.Edition != now.Edition || before.FindScore(instrument) is not { } first || now.FindScore(instrument) is not { } second)
        {
            return null;
        }

        if (instrument != Instrument.PatientSpecific)
        {
            return (first, second);
        }

        var both = before
            .Activities.Join(
                now.Activities,
                activity => activity.Key,
                activity => activity.Key,
                (one, other) => (one.Rating, Now: other.Rating)
            )
            .ToList();
        return both.Count == 0 ? null : (new(both.Sum(pair => pair.Rating), both.Count), new(both.Sum(pair => pair.Now), both.Count));
    }

    /// <summary>Whether a lower score is the better one.</summary>
    public static bool IsLowerBetter(Instrument instrument) =>
        instrument switch
        {
            Instrument.Pain or Instrument.RolandMorris => true,
            Instrument.PatientSpecific => false,
        };

    /// <summary>The highest score there is; the lowest is 0.</summary>
    public static int MostOf(Instrument instrument) =>
        instrument switch
        {
            Instrument.Pain or Instrument.PatientSpecific => QuestionnaireTable.MostRating,
            Instrument.RolandMorris => QuestionnaireTable.StatementCount,
        };

    internal static int PointsOf(ChangeThatMatters change, Instrument instrument, Score first) =>
        instrument == Instrument.PatientSpecific && first.Count == 1 && change.PointsOfOne is { } ofOne ? ofOne : change.Points;
}

/// <summary>The scores from which on a change from a first one can be told.</summary>
/// <param name="Better">From here on, towards the better end; null where the scale ends before.</param>
/// <param name="Worse">From here on, towards the worse end; null where the scale ends before.</param>
public sealed record ScoreBand(double? Better, double? Worse)
{
    /// <summary>The band around a first score.</summary>
    public static ScoreBand Of(QuestionnaireTable table, Instrument instrument, Score first)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(first);
        var change = table[instrument].Change;
        var points = ScoreChange.PointsOf(change, instrument, first);

        // of a sum, so that it is a whole number: the least that is the points and, rounded up, the percent
        var needed = Math.Max(points * first.Count, (((change.Percent ?? 0) * first.Sum) + 99) / 100);
        var most = ScoreChange.MostOf(instrument) * first.Count;
        var (better, worse) = ScoreChange.IsLowerBetter(instrument)
            ? (first.Sum - needed, first.Sum + (points * first.Count))
            : (first.Sum + needed, first.Sum - (points * first.Count));
        return new(Within(better), Within(worse));

        double? Within(int sum) => sum >= 0 && sum <= most ? (double)sum / first.Count : null;
    }
}
