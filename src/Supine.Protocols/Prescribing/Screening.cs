using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols.Prescribing;

/// <summary>That somebody who knows about a condition agreed, by the person's word.</summary>
/// <param name="Question">The id of what was ticked.</param>
/// <param name="Clearance">Who, what they are, and when.</param>
/// <param name="Until">The last day it holds; null for as long as the condition is ticked.</param>
/// <param name="Limits">Which of the row's limits still hold, where <see cref="ScreeningQuestion.LiftsLimits"/>.</param>
public sealed record ScreeningRelease(string Question, Clearance Clearance, DateOnly? Until, ImmutableSortedSet<Limit> Limits);

/// <summary>What a person ticked, all groups answered.</summary>
/// <param name="Edition">The table's edition when they answered.</param>
/// <param name="Yes">The ids of what applies, their age among them; empty for none of these.</param>
/// <param name="Released">Those of <paramref name="Yes"/> that somebody who knows about them has released, one each at most.</param>
public sealed record ScreeningAnswers(int Edition, ImmutableSortedSet<string> Yes, ImmutableArray<ScreeningRelease> Released)
{
    /// <summary>The answers as they count on a day: a release ends with its last day.</summary>
    public ScreeningAnswers On(DateOnly day) => this with { Released = [.. Released.Where(release => !(release.Until < day))] };

    /// <summary>Who has released a row; null where nobody has.</summary>
    public ScreeningRelease? FindRelease(string question) => Released.FirstOrDefault(release => release.Question == question);
}

/// <summary>A row that changes the programme.</summary>
/// <param name="Question">The row.</param>
/// <param name="Limits">What it rules out: the row's limits, or those that were left of them at its release.</param>
public sealed record ScreeningChange(ScreeningQuestion Question, ImmutableSortedSet<Limit> Limits);

/// <summary>Why a protocol is not started.</summary>
public abstract record ScreeningRefusal
{
    private ScreeningRefusal() { }

    /// <summary>Nothing is: the outcome says what to do instead.</summary>
    /// <param name="Advice">What is said of it.</param>
    public sealed record Everything(ScreeningAdvice Advice) : ScreeningRefusal;

    /// <summary>This protocol is ruled out; another may not be.</summary>
    /// <param name="Limits">What it goes against; at least one.</param>
    public sealed record RuledOut(ImmutableSortedSet<Limit> Limits) : ScreeningRefusal;
}

/// <summary>What comes of the answers. Of several conditions the strictest decides.</summary>
/// <remarks>It never says what somebody has: only what to do. Rows are in the table's order.</remarks>
public abstract record Screening
{
    private static readonly Angle Straight = Angle.FromDegrees(0);
    private static readonly Angle Upright = Angle.FromDegrees(90);

    private Screening() { }

    /// <summary>Which it is.</summary>
    public abstract ScreeningOutcome Outcome { get; }

    /// <summary>Nothing speaks against it.</summary>
    public sealed record Go : Screening
    {
        /// <inheritdoc/>
        public override ScreeningOutcome Outcome => ScreeningOutcome.Go;
    }

    /// <summary>It may start, with changes.</summary>
    /// <param name="Changes">The rows that change it; at least one.</param>
    public sealed record GoWithChanges(ImmutableArray<ScreeningChange> Changes) : Screening
    {
        /// <summary>Everything they rule out.</summary>
        public ImmutableSortedSet<Limit> Limits { get; } = [.. Changes.SelectMany(change => change.Limits)];

        /// <inheritdoc/>
        public override ScreeningOutcome Outcome => ScreeningOutcome.GoWithChanges;
    }

    /// <summary>Nothing starts.</summary>
    /// <param name="Why">The outcome, <see cref="ScreeningOutcome.Wait"/> or stricter.</param>
    /// <param name="Because">The rows that decide; at least one.</param>
    /// <param name="Besides">Other rows for which nothing would start.</param>
    /// <param name="Changes">The rows that would change it.</param>
    /// <param name="Advice">What is said of it: where several signs come together, not what is said of one.</param>
    public sealed record NotNow(
        ScreeningOutcome Why,
        ImmutableArray<ScreeningQuestion> Because,
        ImmutableArray<ScreeningQuestion> Besides,
        ImmutableArray<ScreeningChange> Changes,
        ScreeningAdvice Advice
    ) : Screening
    {
        /// <inheritdoc/>
        public override ScreeningOutcome Outcome => Why;

        /// <summary>What can be released, in the table's order.</summary>
        public IEnumerable<ScreeningQuestion> Releasable =>
            Because.Concat(Besides).Where(row => row.Effect == ScreeningEffect.AskFirst && !row.IsAcute);
    }

    /// <summary>Whether the hip may be measured with the leg hanging. That is the position of level 2, so every limit there is speaks
    /// against it.</summary>
    public bool AllowsMeasuring => this is Go or GoWithChanges { Limits.IsEmpty: true };

    /// <summary>What comes of answers to a table.</summary>
    /// <exception cref="ArgumentException">An answer is to no question of the table, is to another edition, or something is released that
    /// was not ticked.</exception>
    public static Screening Assess(ScreeningTable table, ScreeningAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(answers);
        if (
            answers.Edition != table.Edition
            || answers.Yes.Any(id => table.Find(id) is null)
            || answers.Released.Any(release => !answers.Yes.Contains(release.Question))
        )
        {
            throw new ArgumentException("These are no answers to this table.", nameof(answers));
        }

        var rows = table
            .Questions.Where(question => answers.Yes.Contains(question.Id))
            .Select(question => (Question: question, Effect: EffectOf(question, table, answers)))
            .ToList();
        var strictest = rows.Select(row => row.Effect).DefaultIfEmpty(ScreeningEffect.Note).Max();
        ImmutableArray<ScreeningChange> changes =
        [
            .. from row in rows
            where row.Effect == ScreeningEffect.Changes
            let limits = row.Question.LiftsLimits && answers.FindRelease(row.Question.Id) is { } release
                ? row.Question.Limits.Intersect(release.Limits)
                : row.Question.Limits
            where !limits.IsEmpty || row.Question.Change is not null
            select new ScreeningChange(row.Question, limits),
        ];
        if (strictest < ScreeningEffect.Wait)
        {
            return changes.IsEmpty ? new Go() : new GoWithChanges(changes);
        }

        var outcome = OutcomeOf(strictest);
        var isSeveral =
            outcome == ScreeningOutcome.AskFirst && rows.Count(row => row.Effect == ScreeningEffect.AskFirst && row.Question.IsFlag) > 1;
        return new NotNow(
            outcome,
            [.. rows.Where(row => row.Effect == strictest).Select(row => row.Question)],
            [.. rows.Where(row => row.Effect >= ScreeningEffect.Wait && row.Effect < strictest).Select(row => row.Question)],
            changes,
            isSeveral ? table.Several : table[outcome]
        );
    }

    // what a ticked row does: more at some ages, and what was released only changes something
    private static ScreeningEffect EffectOf(ScreeningQuestion row, ScreeningTable table, ScreeningAnswers answers)
    {
        var age = table.Ages.FirstOrDefault(known => answers.Yes.Contains(known.Id))?.Id;
        var effect = row.AtAge is { } atAge && (age is null || atAge.Ages.Contains(age)) ? atAge.Effect : row.Effect;
        return effect == ScreeningEffect.AskFirst && !row.IsAcute && answers.FindRelease(row.Id) is not null
            ? ScreeningEffect.Changes
            : effect;
    }

    private static ScreeningOutcome OutcomeOf(ScreeningEffect effect) =>
        effect switch
        {
            ScreeningEffect.Wait => ScreeningOutcome.Wait,
            ScreeningEffect.AskFirst => ScreeningOutcome.AskFirst,
            ScreeningEffect.Today => ScreeningOutcome.Today,
            ScreeningEffect.Emergency => ScreeningOutcome.Emergency,
            ScreeningEffect.Note or ScreeningEffect.Changes => throw new ArgumentOutOfRangeException(nameof(effect)),
        };

    /// <summary>Why a protocol is not started; null where it may be.</summary>
    /// <remarks>Postures and level decide, never a protocol's name. Which side a condition is on is not asked: what is ruled out is so on
    /// both.</remarks>
    public ScreeningRefusal? FindRefusal(Protocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return this switch
        {
            Go => null,
            GoWithChanges { Limits: var limits } => limits.Where(limit => IsAgainst(protocol, limit)).ToImmutableSortedSet()
                is { IsEmpty: false } against
                ? new ScreeningRefusal.RuledOut(against)
                : null,
            NotNow { Advice: var advice } => new ScreeningRefusal.Everything(advice),
            _ => throw new InvalidOperationException("A screening goes, goes with changes, or does not."),
        };
    }

    private static bool IsAgainst(Protocol protocol, Limit limit) =>
        limit switch
        {
            Limit.Level1Only => protocol.Level != 1,
            Limit.NoMeasuring => protocol.Steps.Any(step => step.Role == StepRole.Measure),
            Limit.NoExtension => Legs(protocol).Any(leg => leg.Leg.Hip.Angle < Straight),
            Limit.NoKneeToChest => Legs(protocol).Any(leg => leg.Posture.ComputeThighElevation(leg.Leg) > Upright),
        };

    private static IEnumerable<(Posture Posture, LegPosture Leg)> Legs(Protocol protocol) =>
        from step in protocol.Steps
        from leg in new[] { step.Posture.Stretched, step.Posture.Opposite }
        select (step.Posture, leg);
}
