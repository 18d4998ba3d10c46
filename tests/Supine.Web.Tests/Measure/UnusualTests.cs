using System.Net;
using AngleSharp.Html.Dom;

namespace Supine.Web.Tests.Measure;

public class UnusualTests
{
    [Fact]
    public async Task A_minus_by_mistake_is_asked_about_before_it_counts_and_the_other_sign_is_one_tap_away()
    {
        await using var site = await MeasuredAsync();
        var asks = await AskAsync(site, ("left", "-12,5"), ("right", "8"), ("moment", "before"));
        Assert.Contains(
            "Left: 12.5° above the horizontal is 22° from your last days, which were about 10.0° below the horizontal. "
                + "Did you mean 12.5° below?",
            asks.QuerySelector("[data-unusual]")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(3, await site.CountAsync("SELECT count(*) FROM reading"));

        var saved = await ChooseAsync(site, asks, "other");
        Assert.Equal(2, await site.CountAsync("SELECT count(*) FROM reading WHERE moment = 'before'"));
        Assert.Equal("Saved: Left 12.5°, Right 8.0°.", saved.QuerySelector(".saved p")!.TextContent);
    }

    [Fact]
    public async Task Saved_as_it_is_it_counts_and_is_undone_with_one_tap()
    {
        await using var site = await MeasuredAsync();
        var saved = await ChooseAsync(site, await AskAsync(site, ("left", "-12.5"), ("right", "8")), "as-it-is");
        Assert.Equal("Saved: Left −12.5°, Right 8.0°.", saved.QuerySelector(".saved p")!.TextContent);
        var undo = saved.QuerySelector("form[action='/measure/undo']")!;
        var answer = await site.Client.PostAsync("/measure/undo", Fields(undo), TestSite.Cancelled);
        Assert.Equal("/progress?undone=1", answer.Headers.Location!.OriginalString);
        var undone = await site.GetPageAsync("/progress?undone=1");
        Assert.Contains("Undone", undone.QuerySelector(".saved")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, await site.CountAsync("SELECT count(*) FROM reading"));

        // what is gone is not said to be saved
        var gone = undo.QuerySelector("input[name=reading]")!.GetAttribute("value");
        Assert.Null((await site.GetPageAsync($"/progress?saved={gone}")).QuerySelector(".saved"));
    }

    [Fact]
    public async Task To_change_it_leads_back_to_the_form_with_all_that_was_typed()
    {
        await using var site = await MeasuredAsync();
        var asks = await AskAsync(site, ("left", "12,5"), ("leftIs", "above"), ("right", "7"), ("moment", "after"), ("day", "2026-04-15"));
        var form = await ChooseAsync(site, asks, "change");
        Assert.Equal("12,5", form.QuerySelector("#left")!.GetAttribute("value"));
        Assert.Equal("7", form.QuerySelector("#right")!.GetAttribute("value"));
        Assert.Equal("above", ((IHtmlSelectElement)form.QuerySelector("select[name=leftIs]")!).Value);
        Assert.Equal("after", ((IHtmlSelectElement)form.QuerySelector("#moment")!).Value);
        Assert.Equal("2026-04-15", form.QuerySelector("#day")!.GetAttribute("value"));
        Assert.NotNull(form.QuerySelector("details[open] #left"));
        Assert.Equal(3, await site.CountAsync("SELECT count(*) FROM reading"));
    }

    [Fact]
    public async Task A_correction_is_asked_about_likewise()
    {
        await using var site = await MeasuredAsync();
        var page = await site.GetPageAsync("/progress");
        var action = page.QuerySelector("form[action$='/correction']")!.GetAttribute("action")!;
        var answer = await site.SubmitAsync(page, action, ("below", "40"));
        var asks = await answer.ReadPageAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(asks.QuerySelector("[data-choice=other]"));
        Assert.Equal("/progress#readings", asks.QuerySelector("a[data-choice=change]")!.GetAttribute("href"));
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM reading_correction"));
        await ChooseAsync(site, asks, "as-it-is");
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM reading_correction"));
    }

    [Fact]
    public async Task As_ones_own_is_saved_at_once()
    {
        await using var site = await MeasuredAsync();
        var answer = await site.SubmitAsync(await site.GetPageAsync("/measure"), "/measure", ("left", "12"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.StartsWith("/progress?saved=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private static async Task<TestSite> MeasuredAsync()
    {
        var site = await TestSite.StartAsync();
        foreach (var day in new[] { "2026-04-10", "2026-04-12", "2026-04-14" })
        {
            await site.SubmitAsync(await site.GetPageAsync("/measure"), "/measure", ("left", "10"), ("day", day));
        }

        return site;
    }

    private static async Task<IHtmlDocument> AskAsync(TestSite site, params (string Name, string Value)[] typed)
    {
        var answer = await site.SubmitAsync(await site.GetPageAsync("/measure"), "/measure", typed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.ReadPageAsync();
    }

    private static async Task<IHtmlDocument> ChooseAsync(TestSite site, IHtmlDocument page, string choice)
    {
        var form = page.QuerySelector($"form[data-choice={choice}]")!;
        var answer = await site.Client.PostAsync(form.GetAttribute("action"), Fields(form), TestSite.Cancelled);
        return answer.Headers.Location is { } location ? await site.GetPageAsync(location.OriginalString) : await answer.ReadPageAsync();
    }

    private static FormUrlEncodedContent Fields(AngleSharp.Dom.IElement form) =>
        new([.. form.QuerySelectorAll("input").Cast<IHtmlInputElement>().Select(input => KeyValuePair.Create(input.Name!, input.Value))]);
}
