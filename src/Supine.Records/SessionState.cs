using System.Collections.Immutable;

namespace Supine.Records;

/// <summary>Why a session ended. A later case says more and wins over an earlier one.</summary>
public enum EndReason
{
    /// <summary>The page went away and did not come back.</summary>
    Abandoned,

    /// <summary>The person stopped it.</summary>
    Stopped,

    /// <summary>The track was played to its end.</summary>
    Completed,
}

/// <summary>How a session ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record SessionEnd(EndReason Reason, DateTimeOffset At);

/// <summary>What makes two reports of a stretch of playback the same stretch: when it began, and where in the track.</summary>
/// <param name="StartedAtMs">When it began, in milliseconds since 1970 UTC.</param>
/// <param name="FromMs">Where in the track, in milliseconds from its start.</param>
public readonly record struct SpanStart(long StartedAtMs, long FromMs) : IComparable<SpanStart>
{
    /// <summary>In order of time, then of place in the track.</summary>
    public int CompareTo(SpanStart other) => (StartedAtMs, FromMs).CompareTo((other.StartedAtMs, other.FromMs));

    /// <summary>Whether the first comes before the second.</summary>
    public static bool operator <(SpanStart first, SpanStart second) => first.CompareTo(second) < 0;

    /// <summary>Whether the first comes after the second.</summary>
    public static bool operator >(SpanStart first, SpanStart second) => first.CompareTo(second) > 0;

    /// <summary>Whether the first does not come after the second.</summary>
    public static bool operator <=(SpanStart first, SpanStart second) => first.CompareTo(second) <= 0;

    /// <summary>Whether the first does not come before the second.</summary>
    public static bool operator >=(SpanStart first, SpanStart second) => first.CompareTo(second) >= 0;
}

/// <summary>What was played of the milder track with which a session went on after it was too strong.</summary>
/// <param name="Track">The hash of its sequence.</param>
/// <param name="Spans">For each stretch of playback, how far it got in that track, in milliseconds.</param>
public sealed record MilderState(string Track, ImmutableSortedDictionary<SpanStart, long> Spans)
{
    /// <summary>What is known after both. Of two tracks, which no page sends, the one that comes first counts.</summary>
    internal static MilderState? Join(MilderState? a, MilderState? b) =>
        (a, b) switch
        {
            (null, _) => b,
            (_, null) => a,
            _ => string.CompareOrdinal(a.Track, b.Track) switch
            {
                0 => a with { Spans = SessionState.Union(a.Spans, b.Spans) },
                < 0 => a,
                _ => b,
            },
        };

    /// <summary>Whether both know the same, span by span.</summary>
    public bool Equals(MilderState? other) => other is not null && Track == other.Track && Spans.SequenceEqual(other.Spans);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Track, Spans.Count);
}

/// <summary>Everything known about the playing of one session.</summary>
/// <param name="StartedAtMs">When it began, in milliseconds since 1970 UTC.</param>
/// <param name="UtcOffsetMinutes">What the person's clock was ahead of UTC.</param>
/// <param name="Spans">For each stretch of playback, how far it got in the track, in milliseconds.</param>
/// <param name="End">How it ended, or null as long as nothing says that it has.</param>
/// <param name="Milder">What it went on with after it was too strong; null where it did not.</param>
/// <remarks>
/// States form a semilattice: <see cref="Join"/> is commutative, associative and idempotent, so reports may come late, twice or out of
/// order, from one page or from two. Spans only grow; the earliest start wins, with its own offset; of two ends the one that says more wins
/// (who left, came back and finished has completed it), and of two alike the later. Spans never go away, so that an abandonment which
/// playback outlived stays none, whatever comes.
/// </remarks>
public sealed record SessionState(
    long StartedAtMs,
    int UtcOffsetMinutes,
    ImmutableSortedDictionary<SpanStart, long> Spans,
    SessionEnd? End,
    MilderState? Milder = null
)
{
    /// <summary>How it ended, or null as long as nothing says that it has: who left and came back has not ended it.</summary>
    public SessionEnd? End { get; init; } = IsOutlived(End, Spans) || (Milder is not null && IsOutlived(End, Milder.Spans)) ? null : End;

    /// <summary>What is known after both.</summary>
    public SessionState Join(SessionState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var first = (StartedAtMs, UtcOffsetMinutes).CompareTo((other.StartedAtMs, other.UtcOffsetMinutes)) <= 0 ? this : other;
        return new(
            first.StartedAtMs,
            first.UtcOffsetMinutes,
            Union(Spans, other.Spans),
            JoinEnds(End, other.End),
            MilderState.Join(Milder, other.Milder)
        );
    }

    /// <summary>Every span of both, as long as either knows it.</summary>
    internal static ImmutableSortedDictionary<SpanStart, long> Union(
        ImmutableSortedDictionary<SpanStart, long> a,
        ImmutableSortedDictionary<SpanStart, long> b
    )
    {
        var spans = a.ToBuilder();
        foreach (var (start, toMs) in b)
        {
            spans[start] = spans.TryGetValue(start, out var known) ? Math.Max(known, toMs) : toMs;
        }

        return spans.ToImmutable();
    }

    /// <summary>Whether both know the same, span by span.</summary>
    public bool Equals(SessionState? other) =>
        other is not null
        && StartedAtMs == other.StartedAtMs
        && UtcOffsetMinutes == other.UtcOffsetMinutes
        && End == other.End
        && Spans.SequenceEqual(other.Spans)
        && Milder == other.Milder;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StartedAtMs, UtcOffsetMinutes, Spans.Count, End, Milder);

    private static bool IsOutlived(SessionEnd? end, ImmutableSortedDictionary<SpanStart, long> spans) =>
        end is { Reason: EndReason.Abandoned } && spans.Keys.Any(start => start.StartedAtMs > end.At.ToUnixTimeMilliseconds());

    private static SessionEnd? JoinEnds(SessionEnd? a, SessionEnd? b) =>
        a is null ? b
        : b is null ? a
        : (a.Reason, a.At).CompareTo((b.Reason, b.At)) >= 0 ? a
        : b;
}
