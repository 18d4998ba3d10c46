using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>A hold where it stands in a track.</summary>
/// <param name="Side">The side stretched, or null where it belongs to neither.</param>
/// <param name="Set">From 1, or null where it belongs to none.</param>
/// <param name="At">Its start in the track.</param>
/// <param name="Duration">Its length.</param>
public sealed record PlannedHold(Side? Side, int? Set, TimeSpan At, TimeSpan Duration)
{
    /// <summary>The holds of a sequence, in order of time.</summary>
    public static ImmutableArray<PlannedHold> FindAll(CueSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return
        [
            .. from cue in sequence.Cues
            where cue.Kind == CueKind.Hold
            let step = sequence.StepOf(cue)
            select new PlannedHold(step.Side, step.Set, cue.At, cue.Duration),
        ];
    }
}

/// <summary>A stretch of a track that was played without interruption.</summary>
/// <param name="From">In the track's own time.</param>
/// <param name="To">In the track's own time, not before <paramref name="From"/>.</param>
public readonly record struct PlayedSpan(TimeSpan From, TimeSpan To);

/// <summary>How long one set on one side was really held.</summary>
/// <param name="Side">The side stretched, or null where the hold belongs to neither.</param>
/// <param name="Set">From 1, or null where it belongs to none.</param>
/// <param name="Prescribed">What the track asked for.</param>
/// <param name="Held">What was played of it, or null where playback never reached it: not measured is not zero.</param>
/// <remarks>It is real time spent in the hold. A second played twice was held twice and counts twice, so <paramref name="Held"/> may exceed
/// <paramref name="Prescribed"/>; a pause or a skip counts nothing.</remarks>
public sealed record HeldTime(Side? Side, int? Set, TimeSpan Prescribed, TimeSpan? Held)
{
    /// <summary>One row for each side and set that has a hold, in the order of their first hold.</summary>
    public static ImmutableArray<HeldTime> Compute(IEnumerable<PlannedHold> holds, IReadOnlyCollection<PlayedSpan> played)
    {
        ArgumentNullException.ThrowIfNull(holds);
        ArgumentNullException.ThrowIfNull(played);
        foreach (var span in played)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(span.To, span.From, nameof(played));
        }

        return
        [
            .. from hold in holds
            orderby hold.At
            group hold by (hold.Side, hold.Set) into set
            select new HeldTime(set.Key.Side, set.Key.Set, Sum(set.Select(hold => hold.Duration)), SumReached(set, played)),
        ];
    }

    private static TimeSpan? SumReached(IEnumerable<PlannedHold> holds, IReadOnlyCollection<PlayedSpan> played)
    {
        var held = Sum(
            from hold in holds
            from span in played
            let begin = Max(span.From, hold.At)
            let end = Min(span.To, hold.At + hold.Duration)
            where end > begin
            select end - begin
        );
        return held > TimeSpan.Zero ? held : null;
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
