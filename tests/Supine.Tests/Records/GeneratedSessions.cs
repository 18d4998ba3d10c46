using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Supine.Records;

namespace Supine.Tests.Records;

/// <summary>Generated states of a session.</summary>
internal static class GeneratedSessions
{
    // Few values, so that reports meet: the same span from two pages, ends at one instant, ends before and after a span began.
    internal static readonly Gen<SessionState> States =
        from started in Gen.Choose(0, 3)
        from offset in Gen.Elements(-300, 0, 60)
        from spans in Spans
        from end in Ends
        from milder in Milder
        select new SessionState(1_000_000 + started, offset, spans, end, milder);

    // Its spans begin between those of the first track, and it is the same track in every report.
    private static Gen<MilderState?> Milder =>
        Gen.OneOf(
            Gen.Constant((MilderState?)null),
            from spans in Spans
            select (MilderState?)
                new MilderState(
                    MilderTrack,
                    spans.ToImmutableSortedDictionary(
                        span => new SpanStart(span.Key.StartedAtMs + 50_000, span.Key.FromMs),
                        span => span.Value
                    )
                )
        );

    /// <summary>The hash of the milder track.</summary>
    internal static string MilderTrack { get; } = new('b', 64);

    private static Gen<ImmutableSortedDictionary<SpanStart, long>> Spans =>
        from spans in (
            from at in Gen.Choose(0, 4)
            from begin in Gen.Choose(0, 2)
            from length in Gen.Choose(0, 5)
            select (at, begin, length)
        ).ListOf()
        select spans
            .DistinctBy(span => (span.at, span.begin))
            .ToImmutableSortedDictionary(
                span => new SpanStart(1_000_000 + (span.at * 100_000), span.begin * 1000),
                span => (span.begin * 1000L) + (span.length * 500)
            );

    private static Gen<SessionEnd?> Ends =>
        Gen.OneOf(
            Gen.Constant((SessionEnd?)null),
            from reason in Gen.Elements(EndReason.Abandoned, EndReason.Stopped, EndReason.Completed)
            from at in Gen.Choose(0, 5)
            select (SessionEnd?)new SessionEnd(reason, DateTimeOffset.FromUnixTimeMilliseconds(1_000_000 + (at * 100_000) - 1))
        );
}
