using Supine.Protocols;

namespace Supine.Tests.Protocols;

public class SpeechRateTests
{
    [Theory]
    [InlineData("0.8", 80)]
    [InlineData("0.85", 85)]
    [InlineData("1", 100)]
    [InlineData("1.20", 120)]
    public void What_people_write_is_read_and_written_again(string text, int percent)
    {
        Assert.True(SpeechRate.TryParse(text, out var rate));
        Assert.Equal(percent, rate.Percent);
        Assert.True(SpeechRate.TryParse(rate.ToString(), out var again));
        Assert.Equal(rate, again);
    }

    [Theory]
    [InlineData("0.79")]
    [InlineData("1.21")]
    [InlineData("0.855")]
    [InlineData("1,1")]
    [InlineData("-1")]
    [InlineData("1e0")]
    [InlineData("fast")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_rate_or_out_of_range_is_not_read(string? text) => Assert.False(SpeechRate.TryParse(text, out _));

    [Fact]
    public void The_default_is_the_calm_rate()
    {
        Assert.Equal(SpeechRate.Normal, default);
        Assert.Equal((100, 1m), (SpeechRate.Normal.Percent, SpeechRate.Normal.Ratio));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpeechRate.FromPercent(79));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpeechRate.FromPercent(121));
        Assert.True(SpeechRate.Slowest < SpeechRate.Normal && SpeechRate.Fastest > SpeechRate.Normal);
    }

    [Theory]
    [InlineData(80, 2_000, 2_500)]
    [InlineData(80, 2_100, 2_700)]
    [InlineData(100, 2_100, 2_100)]
    [InlineData(120, 2_400, 2_000)]
    [InlineData(120, 2_500, 2_100)]
    public void A_slot_grows_as_speech_slows_in_tenths_of_a_second(int percent, int milliseconds, int slot) =>
        Assert.Equal(slot, SpeechRate.FromPercent(percent).Slot(TimeSpan.FromMilliseconds(milliseconds)).TotalMilliseconds);
}
