using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Supine.Biomechanics;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.Experiments;

/// <summary>A person's own experiment with their two sides. The clock stands on Wednesday, 15 April 2026.</summary>
public class ExperimentTests
{
    [Fact]
    public async Task Nobody_starts_before_five_days_on_which_both_sides_were_measured()
    {
        await using var site = await TestSite.StartAsync();
        await MeasureAsync(site, 10, 4, 0);
        var page = await site.GetPageAsync("/experiment");
        Assert.Contains("measured on 4 of 5 days", page.QuerySelector("[data-experiment=start]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form[action='/experiment']"));

        // whoever sends the form all the same draws nothing
        await MeasureAsync(site, 14, 1, 0);
        var ready = await site.GetPageAsync("/experiment");
        Assert.NotNull(ready.QuerySelector("form[action='/experiment']"));
        foreach (var form in (await site.GetPageAsync("/progress")).QuerySelectorAll<IHtmlFormElement>("form[action$=delete]").Take(1))
        {
            await site.SubmitAsync(await site.GetPageAsync("/progress"), form.GetAttribute("action")!);
        }

        await site.SubmitAsync(ready, "/experiment");
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM experiment WHERE person = 'first'"));
    }

    [Fact]
    public async Task The_side_is_kept_with_the_draw_and_never_drawn_again()
    {
        await using var site = await TestSite.StartAsync();
        var (side, ready) = await DrawAsync(site);
        Assert.Equal(HttpStatusCode.SeeOther, (await site.SubmitAsync(ready, "/experiment")).StatusCode);
        var row = Assert.Single(await site.QueryAsync("SELECT side, ended_at FROM experiment WHERE person = 'first'"));
        Assert.Equal(side, (string)row.side);
        Assert.Null(row.ended_at);
        var running = (await site.GetPageAsync("/experiment")).QuerySelector("[data-experiment=running]")!;
        Assert.Contains($"Stretched: {side}.", running.TextContent, StringComparison.Ordinal);
        Assert.Contains("Day 1 of 28. One side only until Tue 12 May 2026.", running.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_draws_at_the_same_time_one_is_kept()
    {
        await using var site = await TestSite.StartAsync();
        var chart = await site.OpenChartAsync();
        Assert.True(await chart.Experiments.StoreAsync(Side.Left, TestSite.Cancelled));
        Assert.False(await chart.Experiments.StoreAsync(Side.Right, TestSite.Cancelled));
        await chart.Experiments.EndAsync(TestSite.Cancelled);
        site.Clock.Now = site.Clock.Now.AddSeconds(1);
        Assert.True(await chart.Experiments.StoreAsync(Side.Right, TestSite.Cancelled));
    }

    [Fact]
    public async Task Both_sides_are_drawn()
    {
        await using var site = await TestSite.StartAsync();
        var (_, ready) = await DrawAsync(site);
        for (var more = 0; more < 40; more++)
        {
            site.Clock.Now = site.Clock.Now.AddMinutes(1);
            await site.SubmitAsync(await site.GetPageAsync("/experiment"), "/experiment/end");
            await site.SubmitAsync(ready, "/experiment");
        }

        Assert.Equal(41, await site.CountAsync("SELECT count(*) FROM experiment WHERE person = 'first'"));
        Assert.Equal(2, await site.CountAsync("SELECT count(DISTINCT side) FROM experiment WHERE person = 'first'"));
    }

    [Fact]
    public async Task Today_the_guide_what_is_next_and_the_track_take_the_one_side()
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 14, pain: 1);
        var (side, _) = await DrawAsync(site);
        var page = await site.GetPageAsync("/");
        var name = side == "left" ? "Left" : "Right";
        Assert.EndsWith($"{name} only", page.QuerySelector("[data-today] .lead")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(side, page.QuerySelector<IHtmlInputElement>("[name=only][checked]")!.Value);
        var take = (await site.GetPageAsync("/next")).QuerySelector("#suggested ~ p a.main")!.GetAttribute("href")!;
        Assert.EndsWith($"&only={side}", take, StringComparison.Ordinal);
        var sequence = await site.GetJsonAsync($"/api/sequence{take[1..]}");
        Assert.Equal([side], sequence["steps"]!.AsArray().Select(step => (string?)step!["side"]).OfType<string>().Distinct());

        // after four weeks both
        site.Clock.Now = site.Clock.Now.AddDays(28);
        Assert.Equal("", (await site.GetPageAsync("/")).QuerySelector<IHtmlInputElement>("[name=only][checked]")!.Value);
        Assert.DoesNotContain(
            "only=",
            (await site.GetPageAsync("/next")).QuerySelector("#suggested ~ p a.main")!.GetAttribute("href")!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_result_comes_after_four_weeks_in_words_with_its_interval()
    {
        await using var site = await TestSite.StartAsync();
        var (side, _) = await DrawAsync(site);
        site.Clock.Now = site.Clock.Now.AddDays(26);
        await MeasureAsync(site, 30, 5, 5, side);
        Assert.Null((await site.GetPageAsync("/experiment")).QuerySelector("[data-experiment=result]"));
        site.Clock.Now = site.Clock.Now.AddDays(2);
        var result = (await site.GetPageAsync("/experiment")).QuerySelector("[data-experiment=result]")!;
        Assert.Contains(
            "The stretched side gained 5.0° more than the other, between",
            result.QuerySelector(".last")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("probably the stretch, not certain", result.TextContent, StringComparison.Ordinal);
        Assert.Contains("Pain and angle are hardly related", result.TextContent, StringComparison.Ordinal);
        Assert.Equal(10, result.QuerySelectorAll("circle.stretched").Length);
        var csv = (await site.Client.GetStringAsync("/experiment/days.csv", TestSite.Cancelled)).TrimEnd().Split('\n');
        Assert.Equal(11, csv.Length);
        Assert.StartsWith($"2026-04-10,before,{side},", csv[1], StringComparison.Ordinal);

        // the draw goes, the measurements stay
        var page = await site.GetPageAsync("/experiment");
        await site.SubmitAsync(page, page.QuerySelector("form[action$=delete]")!.GetAttribute("action")!);
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM experiment WHERE person = 'first'"));
        Assert.Equal(20, await site.CountAsync("SELECT count(*) FROM reading WHERE person = 'first'"));
    }

    [Fact]
    public async Task Pain_ends_it_by_itself_and_both_sides_are_stretched_again()
    {
        await using var site = await TestSite.StartAsync();
        var (side, _) = await DrawAsync(site);
        site.Clock.Now = site.Clock.Now.AddDays(3);
        await Sent.PractiseAsync(site, 17, pain: 7);
        var page = await site.GetPageAsync("/experiment");
        Assert.Contains(
            "It ended on Fri 17 Apr 2026, because a session hurt or there was a sign to stop.",
            page.QuerySelector("main")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.NotNull(page.QuerySelector("[data-experiment=open]"));
        Assert.Equal("", (await site.GetPageAsync("/")).QuerySelector<IHtmlInputElement>("[name=only][checked]")!.Value);
        Assert.Equal(1, await site.CountAsync($"SELECT count(*) FROM experiment WHERE person = 'first' AND side = '{side}'"));
    }

    // Both sides on some days from a day of April on: alike over five days but for a degree up and down, the gaining one by so much more.
    private static async Task MeasureAsync(TestSite site, int from, int days, int gain, string gaining = "left")
    {
        var page = await site.GetPageAsync("/measure");
        for (var on = 0; on < days; on++)
        {
            var day = new DateOnly(2026, 4, 1).AddDays(from - 1 + on).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var (more, other) = ($"{10 + gain + (on is 1 or 3 ? 1 : 0)}", $"{10 + (on is 0 or 3 ? 1 : 0)}");
            await site.SubmitAsync(
                page,
                "/measure",
                ("left", gaining == "left" ? more : other),
                ("right", gaining == "left" ? other : more),
                ("day", day),
                ("time", "06:00")
            );
        }
    }

    private static async Task<(string Side, IHtmlDocument Ready)> DrawAsync(TestSite site)
    {
        await MeasureAsync(site, 10, 5, 0);
        var ready = await site.GetPageAsync("/experiment");
        await site.SubmitAsync(ready, "/experiment");
        return ((string)(await site.QueryAsync("SELECT side FROM experiment WHERE person = 'first'"))[0].side, ready);
    }
}
