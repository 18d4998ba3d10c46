using System.Net;
using AngleSharp.Html.Dom;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.History;

/// <summary>What a practice has told a person: fixed by them, left alone by what is suggested, and freed again.</summary>
public class PrescribedTests
{
    private const string Action = "/next/fixed";

    [Fact]
    public async Task What_is_fixed_is_suggested_and_says_by_whom()
    {
        await using var site = await TestSite.StartAsync();
        Assert.False((await site.GetPageAsync("/next")).QuerySelector("details.prescribed")!.HasAttribute("open"));
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await FixAsync(site, ("level", "2"), ("hold", "60"), ("first", "1"), ("days", "7"), ("by", " Dr. Ruiz "))).StatusCode
        );
        var page = await site.GetPageAsync("/next");
        Assert.Equal("/?protocol=psoas-lying-2&hold=60s&sets=1&first=right", page.QuerySelector("a.button.main")!.GetAttribute("href"));
        var reasons = page.QuerySelectorAll(".reasons dd").Select(reason => reason.TextContent.Trim()).ToList();
        Assert.Equal([0, 1, 3, 4], Enumerable.Range(0, reasons.Count).Where(place => reasons[place] == "Prescribed by Dr. Ruiz."));
        Assert.Contains("0 days (goal 7)", page.QuerySelector("[data-week]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("60", ((IHtmlSelectElement)page.QuerySelector("#fix-hold")!).Value);
        Assert.Equal("", ((IHtmlSelectElement)page.QuerySelector("#fix-sets")!).Value);
        Assert.Equal("Dr. Ruiz", page.QuerySelector("#by")!.GetAttribute("value"));

        // today has it, too, once there is one
        await Sent.PractiseAsync(site, 13, pain: 1);
        var guide = await site.GetPageAsync("/");
        Assert.True(((IHtmlInputElement)guide.QuerySelector("[name=protocol][value=psoas-lying-2]")!).IsChecked);
        Assert.Contains("60 s per side", guide.QuerySelector("[data-today]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_fixed_stays_where_something_would_be_added()
    {
        await using var site = await TestSite.StartAsync();
        await FixAsync(site, ("sets", "1"), ("hold", "45"), ("by", "Ana"));
        foreach (var day in new[] { 11, 12, 13 })
        {
            await Sent.PractiseAsync(site, day, pain: 1);
        }

        Assert.EndsWith("hold=45s&sets=1&first=left", await NextAsync(site), StringComparison.Ordinal);
        await FixAsync(site, ("sets", ""), ("hold", ""), ("by", ""));
        Assert.EndsWith("hold=45s&sets=2&first=left", await NextAsync(site), StringComparison.Ordinal);
        Assert.Empty(await site.QueryAsync("SELECT * FROM prescribed_value"));
    }

    [Fact]
    public async Task Where_it_does_not_go_well_it_is_said_whom_to_ask()
    {
        await using var site = await TestSite.StartAsync();
        await FixAsync(site, ("level", "2"), ("hold", "45"), ("by", "Dr. Ruiz"));
        await Sent.PractiseAsync(site, 13, pain: 1, "psoas-lying-2", backArched: true);
        var page = await site.GetPageAsync("/next");
        Assert.Null(page.QuerySelector("a.button.main"));
        Assert.Equal("Ask Dr. Ruiz, who prescribed it, before the next session.", page.QuerySelector("p.notice")!.TextContent);
        Assert.Contains(
            "Ask Dr. Ruiz",
            (await site.GetPageAsync("/")).QuerySelector("[data-today]")!.TextContent,
            StringComparison.Ordinal
        );

        // freed, it leads back to the bed
        await FixAsync(site, ("level", ""));
        Assert.StartsWith("/?protocol=psoas-lying-1", await NextAsync(site), StringComparison.Ordinal);
    }

    [Theory]
    // a shorter hold is fixed than was done: level 2 is taken back all the same
    [InlineData("hold", "30", "psoas-lying-2", "psoas-lying-1")]
    // the level is fixed lower than was done: it is taken back already
    [InlineData("level", "1", "psoas-lying-2", "psoas-lying-1")]
    // what is fixed asks for more than the session that did not go well
    [InlineData("hold", "60", "psoas-lying-2", null)]
    [InlineData("level", "2", "psoas-lying-1", null)]
    [InlineData("sets", "3", "psoas-lying-1", null)]
    public async Task A_session_that_did_not_go_well_counts_though_it_was_not_as_fixed(string dial, string value, string done, string? next)
    {
        await using var site = await TestSite.StartAsync();
        await FixAsync(site, (dial, value), ("by", "Ana"));
        await Sent.PractiseAsync(site, 13, pain: 1, done, backArched: true);
        var page = await site.GetPageAsync("/next");
        if (next is null)
        {
            Assert.Null(page.QuerySelector("a.button.main"));
            Assert.StartsWith("Ask Ana", page.QuerySelector("p.notice")!.TextContent, StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith($"/?protocol={next}&", page.QuerySelector("a.button.main")!.GetAttribute("href"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_level_that_the_safety_questions_rule_out_is_not_suggested_though_fixed()
    {
        await using var site = await TestSite.StartAsync();
        await FixAsync(site, ("level", "2"), ("by", "Ana"));
        site.Clock.Now = site.Clock.Now.AddMinutes(1);
        await (await site.OpenChartAsync()).Screenings.AnswerAsync(["spinal-stenosis"], TestSite.Cancelled);
        var page = await site.GetPageAsync("/next");
        Assert.Null(page.QuerySelector("a.button.main"));
        Assert.StartsWith("Ask Ana", page.QuerySelector("p.notice")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hold", "60", "", "Write who prescribed it: one line of at most 80 characters.")]
    [InlineData("hold", "61", "Ana", "Nothing was changed. Go back, reload the page and try again.")]
    [InlineData("level", "3", "Ana", "Nothing was changed. Go back, reload the page and try again.")]
    public async Task What_cannot_be_right_is_said_and_stays_as_it_was_chosen(string dial, string value, string by, string told)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await FixAsync(site, (dial, value), ("sets", "3"), ("by", by));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.ReadPageAsync();
        Assert.Equal([told], page.QuerySelectorAll(".faults li").Select(fault => fault.TextContent));
        Assert.Equal("3", ((IHtmlSelectElement)page.QuerySelector("#fix-sets")!).Value);
        Assert.Equal(by, page.QuerySelector("#by")!.GetAttribute("value"));
        Assert.Empty(await site.QueryAsync("SELECT * FROM prescribed_value"));
    }

    private static async Task<HttpResponseMessage> FixAsync(TestSite site, params (string Name, string Value)[] typed) =>
        await site.SubmitAsync(await site.GetPageAsync("/next"), Action, typed);

    private static async Task<string> NextAsync(TestSite site) =>
        (await site.GetPageAsync("/next")).QuerySelector("a.button.main")!.GetAttribute("href")!;
}
