using System.Net;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.History;

/// <summary>What to do next: the page over what is kept.</summary>
public class NextTests
{
    [Fact]
    public async Task Who_has_not_answered_the_safety_questions_is_asked_those_first()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        var answer = await site.Client.GetAsync("/next", TestSite.Cancelled);
        Assert.Equal((HttpStatusCode.SeeOther, "/screening"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Everybody_begins_with_little_and_says_so()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync("/next", TestSite.Cancelled);
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var page = await site.GetPageAsync("/next");
        Assert.Equal("/?protocol=psoas-lying-1&hold=30s&sets=1&first=left", page.QuerySelector("a.button.main")!.GetAttribute("href"));
        Assert.Equal("Everybody starts on the bed, with a little, on most days.", page.QuerySelector(".lead")!.TextContent.Trim());
        Assert.Equal(
            ["Lying psoas stretch, level 1", "Hold for 30 seconds", "1 set", "Left first", "5 days a week", "2.5 minutes a week and side"],
            page.QuerySelectorAll(".reasons dt").Select(term => term.TextContent)
        );
        Assert.All(
            page.QuerySelectorAll(".reasons dd"),
            reason => Assert.EndsWith(".", reason.TextContent.Trim(), StringComparison.Ordinal)
        );
        Assert.Equal(
            ["Held: left 0.0, right 0.0 of 10 minutes", "0 days (goal 5)"],
            page.QuerySelectorAll("[data-week] p").Select(item => item.TextContent)
        );
    }

    [Fact]
    public async Task Who_practised_today_reads_today_and_no_number_of_days()
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 15, pain: 1);
        var page = await site.GetPageAsync("/next");
        Assert.Equal("Practised today", page.QuerySelector("[data-week] p:last-child")!.TextContent);
    }

    [Fact]
    public async Task Three_comfortable_sessions_add_a_set_and_the_week_is_summed()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var day in new[] { 13, 14 })
        {
            await Sent.PractiseAsync(site, day, pain: 1);
        }

        Assert.Equal(
            "First, do a few more comfortable sessions.",
            (await site.GetPageAsync("/next")).QuerySelector(".lead")!.TextContent.Trim()
        );
        await Sent.PractiseAsync(site, 12, pain: 1);
        var page = await site.GetPageAsync("/next");
        Assert.Equal("/?protocol=psoas-lying-1&hold=45s&sets=2&first=left", page.QuerySelector("a.button.main")!.GetAttribute("href"));
        Assert.Equal(
            ["Held: left 1.5, right 1.5 of 10 minutes", "2 days (goal 5)", "Last practised yesterday"],
            page.QuerySelectorAll("[data-week] p").Select(item => item.TextContent)
        );

        // Its address is one the guide takes.
        var guide = await site.GetPageAsync(page.QuerySelector("a.button.main")!.GetAttribute("href")!);
        Assert.NotNull(guide.QuerySelector("#session"));
    }

    [Fact]
    public async Task Tingling_at_the_edge_leads_to_the_questions_and_then_to_the_bed()
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 13, pain: 1);
        site.Clock.Now = site.Clock.Now.AddDays(1);
        await Sent.PractiseAsync(site, 16, pain: 1, protocol: "psoas-lying-2", stopReason: "tingling");
        Assert.Equal(HttpStatusCode.SeeOther, (await site.Client.GetAsync("/next", TestSite.Cancelled)).StatusCode);

        site.Clock.Now = site.Clock.Now.AddMinutes(1);
        await (await site.OpenChartAsync()).Screenings.AnswerAsync(["from-20"], TestSite.Cancelled);
        Assert.Null((await site.GetPageAsync("/next")).QuerySelector("#suggested"));
        site.Clock.Now = site.Clock.Now.AddDays(2);
        var page = await site.GetPageAsync("/next");
        Assert.StartsWith(
            "/?protocol=psoas-lying-1&hold=45s&sets=1",
            page.QuerySelector("a.button.main")!.GetAttribute("href"),
            StringComparison.Ordinal
        );
        Assert.StartsWith("Such a sign can mean", page.QuerySelector(".lead")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true, null, "psoas-lying-1", "When your low back arches")]
    [InlineData(5, null, 4, "psoas-lying-2", "It hurt, so hold for half a minute")]
    [InlineData(5, null, 3, "psoas-lying-2", "First, do a few more")]
    [InlineData(1, false, null, "psoas-lying-2", "First, do a few more")]
    public async Task An_arched_back_leads_back_to_the_bed_and_pain_that_stays_a_day_to_less(
        int pain,
        bool? backArched,
        int? painNextDay,
        string protocol,
        string why
    )
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 13, pain, "psoas-lying-2", backArched: backArched, painNextDay: painNextDay);
        var page = await site.GetPageAsync("/next");
        Assert.StartsWith($"/?protocol={protocol}&", page.QuerySelector("a.button.main")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.StartsWith(why, page.QuerySelector(".lead")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("15", null, "psoas-lying-1")]
    [InlineData("8", null, "psoas-lying-2")]
    [InlineData("8", "reach", "psoas-lying-2")]
    [InlineData("8", "ease", "psoas-lying-1")]
    public async Task A_hip_that_hangs_little_leads_over_the_edge_unless_the_goal_is_easier_sitting(
        string below,
        string? goal,
        string protocol
    )
    {
        await using var site = await TestSite.StartAsync();
        if (goal is not null)
        {
            await site.SubmitAsync(await site.GetPageAsync("/next"), "/next/goal", ("goal", goal));
            Assert.Equal(
                goal,
                (await site.GetPageAsync("/next")).QuerySelector("details input[name=goal][checked]")!.GetAttribute("value")
            );
        }

        await site.SubmitAsync(await site.GetPageAsync("/measure"), "/measure", ("left", below), ("right", below));
        foreach (var day in new[] { 11, 12, 13 })
        {
            await Sent.PractiseAsync(site, day, pain: 1);
        }

        Assert.StartsWith(
            $"/?protocol={protocol}&",
            (await site.GetPageAsync("/next")).QuerySelector("a.button.main")!.GetAttribute("href"),
            StringComparison.Ordinal
        );
    }
}
