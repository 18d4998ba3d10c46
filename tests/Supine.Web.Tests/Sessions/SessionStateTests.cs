using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Supine.Web.Sessions;

namespace Supine.Web.Tests.Sessions;

public class SessionStateTests
{
    // Few values, so that reports meet: the same span from two pages, ends at one instant, ends before and after a span began.
    internal static readonly Gen<SessionState> States =
        from started in Gen.Choose(0, 3)
        from offset in Gen.Elements(-300, 0, 60)
        from spans in Spans
        from end in Ends
        select new SessionState(1_000_000 + started, offset, spans, end);

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

    [Fact]
    public void Joining_twice_changes_nothing() =>
        Check.One(
            Fixed.Seed,
            Prop.ForAll(States.ToArbitrary(), States.ToArbitrary(), (a, b) => a.Join(a).Equals(a) && a.Join(b).Join(b).Equals(a.Join(b)))
        );

    [Fact]
    public void The_order_of_joining_changes_nothing() =>
        Check.One(
            Fixed.Seed,
            Prop.ForAll(
                States.ToArbitrary(),
                States.ToArbitrary(),
                States.ToArbitrary(),
                (a, b, c) => a.Join(b).Equals(b.Join(a)) && a.Join(b).Join(c).Equals(a.Join(b.Join(c)))
            )
        );

    [Fact]
    public void Nothing_that_was_played_is_lost() =>
        Check.One(
            Fixed.Seed,
            Prop.ForAll(
                States.ToArbitrary(),
                States.ToArbitrary(),
                (a, b) => a.Spans.Concat(b.Spans).All(span => a.Join(b).Spans[span.Key] >= span.Value)
            )
        );

    [Fact]
    public void The_generated_states_meet_and_differ()
    {
        var pairs = States.Two().Sample(2000, new Rnd(20_261, 41_007), 8).ToList();
        Assert.Contains(pairs, pair => pair.Item1.Spans.Keys.Intersect(pair.Item2.Spans.Keys).Any());
        Assert.Contains(pairs, pair => pair.Item1.End is not null && pair.Item2.End is not null && pair.Item1.End != pair.Item2.End);
        Assert.Contains(pairs, pair => pair.Item1.End is not null && pair.Item1.Join(pair.Item2).End is null);
    }

    [Fact]
    public void An_end_is_given_up_only_for_playback_that_began_after_it() =>
        Check.One(
            Fixed.Seed,
            Prop.ForAll(
                States.ToArbitrary(),
                States.ToArbitrary(),
                (a, b) =>
                {
                    var joined = a.Join(b);
                    var last = joined.Spans.IsEmpty ? long.MinValue : joined.Spans.Keys.Max(start => start.StartedAtMs);
                    return (joined.End is null)
                        == (
                            new[] { a.End, b.End }
                                .OfType<SessionEnd>()
                                .All(end => end.Reason == EndReason.Abandoned && end.At.ToUnixTimeMilliseconds() < last)
                        );
                }
            )
        );

    [Theory]
    [InlineData(EndReason.Abandoned, 499, true)]
    [InlineData(EndReason.Abandoned, 500, false)]
    [InlineData(EndReason.Stopped, 499, false)]
    [InlineData(EndReason.Completed, 499, false)]
    public void Who_left_and_goes_on_has_not_ended_it(EndReason reason, long endedAtMs, bool goesOn)
    {
        var end = new SessionEnd(reason, DateTimeOffset.FromUnixTimeMilliseconds(endedAtMs));
        var first = ImmutableSortedDictionary<SpanStart, long>.Empty.Add(new(0, 0), 400);
        var left = new SessionState(0, 0, first, end);
        var resumed = new SessionState(0, 0, first.Add(new(500, 400), 900), null);
        Assert.Equal(goesOn ? null : end, left.Join(resumed).End);
        Assert.Equal(
            EndReason.Completed,
            left.Join(resumed).Join(resumed with { End = new(EndReason.Completed, DateTimeOffset.UnixEpoch.AddHours(1)) }).End!.Reason
        );
    }

    [Theory]
    [InlineData(EndReason.Abandoned)]
    [InlineData(EndReason.Stopped)]
    [InlineData(EndReason.Completed)]
    public void Of_two_ends_alike_the_later_counts(EndReason reason)
    {
        var empty = new SessionState(0, 0, ImmutableSortedDictionary<SpanStart, long>.Empty, null);
        var (early, late) = (
            new SessionEnd(reason, DateTimeOffset.UnixEpoch),
            new SessionEnd(reason, DateTimeOffset.UnixEpoch.AddHours(1))
        );
        Assert.Equal(late, (empty with { End = early }).Join(empty with { End = late }).End);
    }

    [Theory]
    [InlineData(EndReason.Abandoned, EndReason.Stopped, EndReason.Stopped)]
    [InlineData(EndReason.Abandoned, EndReason.Completed, EndReason.Completed)]
    [InlineData(EndReason.Completed, EndReason.Stopped, EndReason.Completed)]
    public void The_end_that_says_more_wins(EndReason first, EndReason second, EndReason wins)
    {
        var empty = new SessionState(0, 0, ImmutableSortedDictionary<SpanStart, long>.Empty, null);
        var (early, late) = (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1));
        Assert.Equal(wins, (empty with { End = new(first, early) }).Join(empty with { End = new(second, late) }).End!.Reason);
        Assert.Equal(wins, (empty with { End = new(first, late) }).Join(empty with { End = new(second, early) }).End!.Reason);
    }
}
