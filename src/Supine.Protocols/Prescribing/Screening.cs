using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols.Prescribing;

/// <summary>What a person ticked, all groups answered.</summary>
/// <param name="Edition">The table's edition when they answered.</param>
/// <param name="Yes">The ids of what applies; empty for none of these.</param>
/// <param name="Released">Those of <paramref name="Yes"/> that somebody who knows about them has released.</param>
public sealed record ScreeningAnswers(int Edition, ImmutableSortedSet<string> Yes, ImmutableSortedSet<string> Released);

/// <summary>Why a protocol is not started.</summary>
public abstract record ScreeningRefusal
{
    private ScreeningRefusal() { }

    /// <summary>Nothing is: the outcome says what to do instead.</summary>
    /// <param name="Outcome"><see cref="ScreeningOutcome.AskFirst"/> or <see cref="ScreeningOutcome.Emergency"/>.</param>
    public sealed record Everything(ScreeningOutcome Outcome) : ScreeningRefusal;

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

    /// <summary>Which of the four it is.</summary>
    public abstract ScreeningOutcome Outcome { get; }

    /// <summary>Nothing speaks against it.</summary>
    public sealed record Go : Screening
    {
        /// <inheritdoc/>
        public override ScreeningOutcome Outcome => ScreeningOutcome.Go;
    }

    /// <summary>It may start, with changes.</summary>
    /// <param name="Changes">The rows that change it; at least one.</param>
    public sealed record GoWithChanges(ImmutableArray<ScreeningQuestion> Changes) : Screening
    {
        /// <summary>Everything they rule out.</summary>
        public ImmutableSortedSet<Limit> Limits { get; } = [.. Changes.SelectMany(change => change.Limits)];

        /// <inheritdoc/>
        public override ScreeningOutcome Outcome => ScreeningOutcome.GoWithChanges;
    }

    /// <summary>It waits for a release.</summary>
    /// <param name="About">What to ask about; at least one.</param>
    /// <param name="Changes">The rows that change it already now.</param>
    public sealed record AskFirst(ImmutableArray<ScreeningQuestion> About, ImmutableArray<ScreeningQuestion> Changes) : Screening
    {
        /// <inheritdoc/>
        public override ScreeningOutcome Outcome => ScreeningOutcome.AskFirst;
    }

    /// <summary>Care is needed now. Nobody releases that here.</summary>
    /// <param name="Signs">Why; at least one.</param>
    /// <param name="About">What else to ask about.</param>
    public sealed record Emergency(ImmutableArray<ScreeningQuestion> Signs, ImmutableArray<ScreeningQuestion> About) : Screening
    {
        /// <inheritdoc/>
        public override ScreeningOutcome Outcome => ScreeningOutcome.Emergency;
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
        if (answers.Edition != table.Edition || answers.Yes.Any(id => table.Find(id) is null) || !answers.Released.IsSubsetOf(answers.Yes))
        {
            throw new ArgumentException("These are no answers to this table.", nameof(answers));
        }

        ImmutableArray<ScreeningQuestion> rows = [.. table.Questions.Where(question => answers.Yes.Contains(question.Id))];
        ImmutableArray<ScreeningQuestion> signs = [.. rows.Where(row => row.Effect == ScreeningEffect.Emergency)];
        ImmutableArray<ScreeningQuestion> about =
        [
            .. rows.Where(row => row.Effect == ScreeningEffect.AskFirst && !answers.Released.Contains(row.Id)),
        ];
        ImmutableArray<ScreeningQuestion> changes =
        [
            .. rows.Where(row =>
                row.Effect == ScreeningEffect.Changes
                || (
                    row.Effect == ScreeningEffect.AskFirst
                    && answers.Released.Contains(row.Id)
                    && (!row.Limits.IsEmpty || row.Change is not null)
                )
            ),
        ];
        return !signs.IsEmpty ? new Emergency(signs, about)
            : !about.IsEmpty ? new AskFirst(about, changes)
            : !changes.IsEmpty ? new GoWithChanges(changes)
            : new Go();
    }

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
            _ => new ScreeningRefusal.Everything(Outcome),
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
