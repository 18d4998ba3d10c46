using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Records;

namespace Supine.Tests.Records;

public class HeldTests
{
    [Fact]
    public void A_sides_sum_is_of_that_side_alone_and_what_was_not_reached_is_no_zero()
    {
        ImmutableArray<Held> held = [Row(Side.Left, 2), Row(Side.Right, 40), Row(Side.Left, 3), Row(null, 90), Row(Side.Left, null)];
        Assert.Equal(5, Held.SumOf(held, Side.Left));
        Assert.Equal(40, Held.SumOf(held, Side.Right));
        Assert.Null(Held.SumOf(held[..1], Side.Right));
        Assert.Null(Held.SumOf(held[4..], Side.Left));
    }

    private static Held Row(Side? side, long? ms) => new(side, 1, ms, 30_000);
}
