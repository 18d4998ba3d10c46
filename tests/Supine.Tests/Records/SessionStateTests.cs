using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Supine.Records;

namespace Supine.Tests.Records;

public class SessionStateTests
{
    private const int Cases = 300;

    private static readonly Gen<SessionState> States = GeneratedSessions.States;

    [Fact]
    public void Joining_twice_changes_nothing() =>
        Properties.ForAll(
            Cases,
            States.Two(),
            pair =>
            {
                var (a, b) = pair;
                Assert.Equal(a, a.Join(a));
                Assert.Equal(a.Join(b), a.Join(b).Join(b));
            }
        );

    [Fact]
    public void The_order_of_joining_changes_nothing() =>
        Properties.ForAll(
            Cases,
            States.Three(),
            three =>
            {
                var (a, b, c) = three;
                Assert.Equal(a.Join(b), b.Join(a));
                Assert.Equal(a.Join(b).Join(c), a.Join(b.Join(c)));
            }
        );

    [Fact]
    public void Nothing_that_was_played_is_lost() =>
        Properties.ForAll(
            Cases,
            States.Two(),
            pair =>
            {
                var (a, b) = pair;
                Assert.All(a.Spans.Concat(b.Spans), span => Assert.True(a.Join(b).Spans[span.Key] >= span.Value));
                Assert.All(
                    new[] { a, b }.SelectMany(one => one.Milder?.Spans ?? ImmutableSortedDictionary<SpanStart, long>.Empty),
                    span => Assert.True(a.Join(b).Milder!.Spans[span.Key] >= span.Value)
                );
            }
        );

    [Fact]
    public void Of_two_milder_tracks_the_same_one_counts_whatever_the_order()
    {
        var none = ImmutableSortedDictionary<SpanStart, long>.Empty;
        var (a, b) = (new SessionState(0, 0, none, null, new("a", none)), new SessionState(0, 0, none, null, new("b", none)));
        Assert.Equal("a", a.Join(b).Milder!.Track);
        Assert.Equal(a.Join(b), b.Join(a));
    }

    [Fact]
    public void The_generated_states_meet_and_differ()
    {
        var pairs = States.Two().Sample(2000, new Rnd(20_261, 41_007), 8).ToList();
        Assert.Contains(pairs, pair => pair.Item1.Spans.Keys.Intersect(pair.Item2.Spans.Keys).Any());
        Assert.Contains(pairs, pair => pair.Item1.End is not null && pair.Item2.End is not null && pair.Item1.End != pair.Item2.End);
        Assert.Contains(pairs, pair => pair.Item1.End is not null && pair.Item1.Join(pair.Item2).End is null);
        Assert.Contains(pairs, pair => pair.Item1.Milder is not null && pair.Item2.Milder is null);
        Assert.Contains(pairs, pair => pair.Item1.Milder?.Spans.Keys.Intersect(pair.Item2.Milder?.Spans.Keys ?? []).Any() == true);
    }

    [Fact]
    public void An_end_is_given_up_only_for_playback_that_began_after_it() =>
        Properties.ForAll(
            Cases,
            States.Two(),
            pair =>
            {
                var (a, b) = pair;
                var joined = a.Join(b);
                var last = joined
                    .Spans.Keys.Concat(joined.Milder?.Spans.Keys ?? [])
                    .Select(start => start.StartedAtMs)
                    .DefaultIfEmpty(long.MinValue)
                    .Max();
                Assert.Equal(
                    new[] { a.End, b.End }
                        .OfType<SessionEnd>()
                        .All(end => end.Reason == EndReason.Abandoned && end.At.ToUnixTimeMilliseconds() < last),
                    joined.End is null
                );
            }
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
