using Supine.Protocols.Prescribing;
using Supine.Records;

namespace Supine.Tests.Records;

public class PastSessionTests
{
    private static readonly PastSession Try = Practice.Session(new(2026, 6, 1), end: EndReason.Stopped) with { IsBrief = true };

    [Fact]
    public void A_few_seconds_without_anything_to_say_are_a_short_try()
    {
        Assert.True(Try.IsShortTry);
        Assert.True((Try with { Pain = 0, EndReason = null }).IsShortTry);
        Assert.False((Try with { IsBrief = false }).IsShortTry);
    }

    [Fact]
    public void Pain_signs_reasons_corrections_and_whole_holds_are_never_folded()
    {
        Assert.All(
            [
                Try with
                {
                    Pain = 1,
                },
                Try with
                {
                    PainNextDay = 1,
                },
                Try with
                {
                    BackArched = true,
                },
                Try with
                {
                    StopReason = StopReason.Time,
                },
                Try with
                {
                    StopReason = StopReason.Tingling,
                },
                Try with
                {
                    IsCorrected = true,
                },
                Try with
                {
                    EndReason = EndReason.Completed,
                },
                Try with
                {
                    Left = TimeSpan.FromSeconds(8),
                    Asked = new(TimeSpan.FromSeconds(8), 1, Supine.Biomechanics.Side.Left),
                },
            ],
            session => Assert.False(session.IsShortTry)
        );
    }
}
