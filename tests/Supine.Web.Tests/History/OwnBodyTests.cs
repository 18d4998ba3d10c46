using System.Net;
using AngleSharp.Html.Dom;

namespace Supine.Web.Tests.History;

/// <summary>Whose hips are measured: said once, kept, used, forgotten.</summary>
public class OwnBodyTests
{
    private const string Action = "/progress/body#model";

    [Fact]
    public async Task Until_somebody_says_who_they_are_it_is_said_whom_the_model_takes()
    {
        await using var site = await MeasuredAsync();
        var page = await site.GetPageAsync("/progress");
        Assert.Contains("an average body from the body tables of women: 62 kg, 165 cm.", Model(page), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form[action='/progress/body/forget']"));
        Assert.Equal("", ((IHtmlSelectElement)page.QuerySelector("#sex")!).Value);
    }

    [Fact]
    public async Task What_is_said_is_kept_and_judges_the_hip()
    {
        await using var site = await MeasuredAsync("14");
        var before = await site.GetPageAsync("/progress");
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await site.SubmitAsync(before, Action, ("sex", "male"), ("mass", "104,5"), ("height", "193"))).StatusCode
        );
        var page = await site.GetPageAsync("/progress");
        Assert.Contains("your size: body tables of men, 104.5 kg, 193 cm.", Model(page), StringComparison.Ordinal);
        Assert.Equal("104.5", page.QuerySelector("#mass")!.GetAttribute("value"));
        Assert.Contains("300 recreational athletes, 250 of them injured", Model(page), StringComparison.Ordinal);
        // so big a body resists with more: that its thigh hangs as low takes a more supple hip
        Assert.True(Percentile(page) < Percentile(before) - 20, $"{Percentile(before)} → {Percentile(page)}");

        var explained = await site.GetPageAsync("/explain");
        Assert.Equal("male", ((IHtmlSelectElement)explained.QuerySelector("[name=sex]")!).Value);
        Assert.Equal("104.5", explained.QuerySelector("[name=mass]")!.GetAttribute("value"));
        Assert.Equal("193", explained.QuerySelector("[name=height]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Sizes_may_stay_open()
    {
        await using var site = await MeasuredAsync();
        await site.SubmitAsync(await site.GetPageAsync("/progress"), Action, ("sex", "male"));
        var page = await site.GetPageAsync("/progress");
        Assert.Contains("body tables of men, 75 kg, 175 cm.", Model(page), StringComparison.Ordinal);
        Assert.Equal("", page.QuerySelector("#mass")!.GetAttribute("value"));
        Assert.Equal("", (await site.GetPageAsync("/explain")).QuerySelector("[name=mass]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task What_cannot_be_right_is_said_and_what_was_kept_stays()
    {
        await using var site = await MeasuredAsync();
        await site.SubmitAsync(await site.GetPageAsync("/progress"), Action, ("sex", "female"), ("mass", "70"));
        var answer = await site.SubmitAsync(await site.GetPageAsync("/progress"), Action, ("sex", ""), ("mass", "-3"), ("height", "1.70"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var told = await answer.ReadPageAsync();
        Assert.Equal(
            ["Choose a body table.", "Weight in kg goes from 30 to 250; “-3” is not.", "Height in cm goes from 120 to 230; “1.70” is not."],
            told.QuerySelectorAll(".faults li").Select(fault => fault.TextContent)
        );
        Assert.Equal("-3", told.QuerySelector("#mass")!.GetAttribute("value"));
        Assert.True(told.QuerySelector("details.body")!.HasAttribute("open"));
        Assert.Contains("women, 70 kg", Model(await site.GetPageAsync("/progress")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_forgotten_when_asked()
    {
        await using var site = await MeasuredAsync();
        await site.SubmitAsync(await site.GetPageAsync("/progress"), Action, ("sex", "male"), ("mass", "104"));
        await site.SubmitAsync(await site.GetPageAsync("/progress"), "/progress/body/forget");
        Assert.Contains("an average body", Model(await site.GetPageAsync("/progress")), StringComparison.Ordinal);
        Assert.Empty(await site.QueryAsync("SELECT * FROM body_size"));
    }

    private static async Task<TestSite> MeasuredAsync(string degrees = "22")
    {
        var site = await TestSite.StartAsync();
        await site.SubmitAsync(await site.GetPageAsync("/measure"), "/measure", ("left", degrees), ("right", degrees));
        return site;
    }

    private static string Model(IHtmlDocument page) => page.QuerySelector("#model")!.TextContent;

    // "tighter than about 40 of 100 in the comparison group"
    private static int Percentile(IHtmlDocument page) =>
        int.Parse(
            System.Text.RegularExpressions.Regex.Match(Model(page), "about (\\d+) of 100").Groups[1].Value,
            System.Globalization.CultureInfo.InvariantCulture
        );
}
