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
}
