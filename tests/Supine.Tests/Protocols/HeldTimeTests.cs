using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Supine.Biomechanics;
using Supine.Protocols;
using Prop = FsCheck.Fluent.Prop;

namespace Supine.Tests.Protocols;

public class HeldTimeTests
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithReplay(20_261, 41_007).WithMaxTest(200);

    // Left 10–40 s, right 60–90 s, left again 100–130 s.
    private static readonly PlannedHold[] Holds = [Hold(Side.Left, 1, 10, 30), Hold(Side.Right, 1, 60, 30), Hold(Side.Left, 2, 100, 30)];

    private static readonly Gen<PlayedSpan[]> Spans = (
        from begin in Gen.Choose(0, 140)
        from length in Gen.Choose(0, 60)
        select Span(begin, begin + length)
    ).ArrayOf();

    /// <summary>Left 10–40 s, right 45–75 s: the client's tests read the same cases against the same holds.</summary>
    [Theory]
    [MemberData(nameof(SharedCases))]
    public void The_page_and_the_server_count_alike(string name, string played, string heldMs)
    {
        var spans = JsonSerializer
            .Deserialize<int[][]>(played)!
            .Select(span => new PlayedSpan(TimeSpan.FromMilliseconds(span[0]), TimeSpan.FromMilliseconds(span[1])));
        var held = HeldTime.Compute([Hold(Side.Left, 1, 10, 30), Hold(Side.Right, 1, 45, 30)], [.. spans]);
        Assert.NotEmpty(name);
        Assert.Equal(JsonSerializer.Deserialize<double?[]>(heldMs), held.Select(row => row.Held?.TotalMilliseconds));
    }

    public static TheoryData<string, string, string> SharedCases()
    {
        var cases = new TheoryData<string, string, string>();
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "golden", "held.json")));
        foreach (var shared in json.RootElement.EnumerateArray())
        {
            cases.Add(
                shared.GetProperty("name").GetString()!,
                shared.GetProperty("played").GetRawText(),
                shared.GetProperty("heldMs").GetRawText()
            );
        }

        return cases;
    }

    [Fact]
    public void The_whole_track_holds_what_was_prescribed()
    {
        var held = HeldTime.Compute(Holds, [Span(0, 200)]);
        Assert.Equal([(Side.Left, 1), (Side.Right, 1), (Side.Left, 2)], held.Select(row => (row.Side!.Value, row.Set!.Value)));
        Assert.All(held, row => Assert.Equal(row.Prescribed, row.Held));
    }

    [Fact]
    public void A_hold_that_was_not_reached_is_missing_and_not_zero()
    {
        var held = HeldTime.Compute(Holds, [Span(0, 60)]);
        Assert.Equal(Seconds(30), held[0].Held);
        Assert.Null(held[1].Held);
        Assert.Null(held[2].Held);
    }

    [Theory]
    [InlineData(0, 10, null)]
    [InlineData(0, 11, 1)]
    [InlineData(39, 60, 1)]
    [InlineData(40, 60, null)]
    [InlineData(20, 20, null)]
    public void Only_the_seconds_within_a_hold_count(int from, int to, int? seconds) =>
        Assert.Equal(seconds is { } known ? Seconds(known) : null, HeldTime.Compute(Holds, [Span(from, to)])[0].Held);

    [Fact]
    public void A_second_held_twice_counts_twice() =>
        Assert.Equal(Seconds(50), HeldTime.Compute(Holds, [Span(0, 40), Span(20, 50)])[0].Held);

    [Fact]
    public void A_pause_takes_nothing_and_adds_nothing() =>
        Assert.Equal(Seconds(30), HeldTime.Compute(Holds, [Span(0, 25), Span(25, 50)])[0].Held);

    [Fact]
    public void Holds_of_one_side_and_set_are_one_row() =>
        Assert.Equal(
            [new HeldTime(Side.Left, 1, Seconds(20), Seconds(15))],
            HeldTime.Compute([Hold(Side.Left, 1, 0, 10), Hold(Side.Left, 1, 20, 10)], [Span(0, 25)])
        );

    [Fact]
    public void Cutting_a_span_in_two_changes_nothing() =>
        Check.One(
            Seeded,
            Prop.ForAll(
                Spans.ToArbitrary(),
                spans =>
                {
                    var cut = spans
                        .SelectMany(span =>
                            new[] { span with { To = (span.From + span.To) / 2 }, span with { From = (span.From + span.To) / 2 } }
                        )
                        .ToArray();
                    return HeldTime.Compute(Holds, spans).SequenceEqual(HeldTime.Compute(Holds, cut));
                }
            )
        );

    [Fact]
    public void The_times_of_two_parts_add_up() =>
        Check.One(Seeded, Prop.ForAll(Spans.ToArbitrary(), Spans.ToArbitrary(), (a, b) => Sum([.. a, .. b]) == Sum(a) + Sum(b)));

    [Fact]
    public void The_generated_spans_reach_holds() => Assert.True(Spans.Sample(50).Sum(spans => Sum(spans).TotalSeconds) > 0);

    [Fact]
    public void A_span_that_ends_before_it_begins_is_a_bug_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HeldTime.Compute(Holds, [Span(10, 9)]));

    private static TimeSpan Sum(PlayedSpan[] spans) =>
        HeldTime.Compute(Holds, spans).Aggregate(TimeSpan.Zero, (sum, row) => sum + (row.Held ?? TimeSpan.Zero));

    private static PlannedHold Hold(Side side, int set, int at, int length) => new(side, set, Seconds(at), Seconds(length));

    private static PlayedSpan Span(int from, int to) => new(Seconds(from), Seconds(to));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
