using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Records;

namespace Supine.Tests.Records;

public class TotalTests
{
    [Fact]
    public void What_was_not_measured_adds_nothing_and_alone_is_no_zero()
    {
        Assert.Null(Total.Of([]));
        Assert.Null(Total.Of([null, null]));
        Assert.Equal(TimeSpan.Zero, Total.Of([null, TimeSpan.Zero]));
        Assert.Equal(TimeSpan.FromSeconds(5), Total.Of([TimeSpan.FromSeconds(2), null, TimeSpan.FromSeconds(3)]));
    }

    [Fact]
    public void A_sides_total_is_of_that_side_alone()
    {
        HeldTime[] held = [Row(Side.Left, 2), Row(Side.Right, 40), Row(Side.Left, 3), Row(null, 90), Row(Side.Left, null)];
        Assert.Equal(TimeSpan.FromSeconds(5), Total.Of(held, Side.Left));
        Assert.Equal(TimeSpan.FromSeconds(40), Total.Of(held, Side.Right));
        Assert.Null(Total.Of(held[..1], Side.Right));
    }

    private static HeldTime Row(Side? side, int? seconds) =>
        new(side, 1, TimeSpan.FromSeconds(30), seconds is { } known ? TimeSpan.FromSeconds(known) : null);
}
