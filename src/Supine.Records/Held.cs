using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Records;

/// <summary>What a session needs to know of the track that it played.</summary>
/// <param name="Hash">The hash of its sequence.</param>
/// <param name="Protocol">The id of its protocol.</param>
/// <param name="Title">What it was called when it was made.</param>
/// <param name="TotalMs">How long it is, in milliseconds.</param>
/// <param name="AsksFootDangle">Whether it asks afterwards how far the foot dangled off the edge.</param>
/// <param name="Holds">Its holds.</param>
public sealed record PlayedTrack(
    string Hash,
    string Protocol,
    string Title,
    long TotalMs,
    bool AsksFootDangle,
    ImmutableArray<PlannedHold> Holds
);

/// <summary>How much of one set on one side was held.</summary>
/// <param name="Side">The side stretched; null where the hold belongs to neither.</param>
/// <param name="Set">From 1; null where the hold belongs to none.</param>
/// <param name="HeldMs">Real time in the hold, a second played twice counting twice; null where playback never reached it.</param>
/// <param name="PrescribedMs">What the track asks for.</param>
public sealed record Held(Side? Side, int? Set, long? HeldMs, long PrescribedMs)
{
    /// <summary>One row a side and set, in the order of their first hold.</summary>
    /// <param name="track">What was played.</param>
    /// <param name="spans">Of it, for each stretch, how far it got.</param>
    public static ImmutableArray<Held> Compute(PlayedTrack track, ImmutableSortedDictionary<SpanStart, long> spans)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(spans);
        return
        [
            .. from row in HeldTime.Compute(
                track.Holds,
                [.. spans.Select(span => new PlayedSpan(Milliseconds(span.Key.FromMs), Milliseconds(span.Value)))]
            )
            select new Held(
                row.Side,
                row.Set,
                row.Held is { } held ? (long)held.TotalMilliseconds : null,
                (long)row.Prescribed.TotalMilliseconds
            ),
        ];
    }

    /// <summary>What was held on a side, in milliseconds; null where playback never reached a hold of it.</summary>
    public static long? SumOf(IEnumerable<Held> rows, Side side) =>
        rows.Where(row => row.Side == side).Aggregate((long?)null, (sum, row) => row.HeldMs is { } ms ? (sum ?? 0) + ms : sum);

    private static TimeSpan Milliseconds(long ms) => TimeSpan.FromMilliseconds(ms);
}
