using AngleSharp.Dom;

namespace Supine.Web.Tests.Guide;

/// <summary>When to stop, before the first start: the chosen protocol's own words.</summary>
public class SafetyTextsTests
{
    [Theory]
    [InlineData("psoas-lying-1")]
    [InlineData("psoas-lying-2")]
    [InlineData("standing-break")]
    public async Task A_protocol_says_its_own_rules_and_each_once(string protocol)
    {
        await using var site = await TestSite.StartAsync();
        var guide = await site.GetPageAsync("/");
        var own = await site.GetPageAsync($"/protocols/{protocol}");
        var stops = TextsOf(guide, $"#safety [data-protocol={protocol}] .stop li");
        Assert.Equal(stops.Distinct(), stops);
        Assert.Single(stops, text => text.StartsWith("Dizziness", StringComparison.Ordinal));
        Assert.Equal(TextsOf(own, ".safety .stop li"), stops);
        Assert.Equal(TextsOf(own, ".safety li"), TextsOf(guide, $"#safety [data-protocol={protocol}] li"));
    }

    private static List<string> TextsOf(IParentNode page, string selector) =>
        [.. page.QuerySelectorAll(selector).Select(item => item.TextContent.Trim())];
}
