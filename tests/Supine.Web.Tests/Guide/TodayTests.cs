using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Supine.Sitting;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.Guide;

/// <summary>Today at a glance, at the head of the first page. The clock stands on Wednesday, 15 April 2026.</summary>
public class TodayTests
{
    [Fact]
    public async Task Who_has_not_practised_is_told_what_this_is()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync("/", TestSite.Cancelled);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var page = await answer.ReadPageAsync();
        Assert.Null(page.QuerySelector("[data-today]"));
        Assert.NotNull(page.QuerySelector(".what h1"));
    }

    [Fact]
    public async Task Today_is_chosen_and_says_why()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var day in new[] { 12, 13, 14 })
        {
            await Sent.PractiseAsync(site, day, pain: 1);
        }

        var page = await site.GetPageAsync("/");
        var today = page.QuerySelector("[data-today]")!;
        Assert.Equal("Today", today.QuerySelector("h1")!.TextContent);
        Assert.Equal("Level 1 · 45 s per side · 2 sets · Left first", today.QuerySelector(".lead")!.TextContent);
        Assert.StartsWith("It was comfortable", today.QuerySelector("p:not([class])")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/next", today.QuerySelector("p:not([class]) a")!.GetAttribute("href"));
        Assert.Equal(["1.5", "1.5"], today.QuerySelectorAll("meter").Select(meter => meter.GetAttribute("value")));
        Assert.Contains("2 days (goal 5)", today.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            [
                "Three short questionnaires show whether anything changes. Answer them",
                "The safety questions come again on Wed 10 Jun 2026.",
            ],
            today.QuerySelectorAll("li").Select(item => item.TextContent)
        );

        // One tap starts it: the form has what is said.
        Assert.Equal(
            ["protocol=psoas-lying-1", "first=left", "hold=45s", "sets=2"],
            page.QuerySelectorAll<IHtmlInputElement>("#session input[type=radio]")
                .Where(radio => radio.IsChecked && radio.Name is "protocol" or "first" or "hold" or "sets" && radio.IsChecked)
                .Select(radio => $"{radio.Name}={radio.Value}")
        );
        Assert.Equal("session", today.QuerySelector("button")!.GetAttribute("form"));
    }

    [Fact]
    public async Task Whatever_number_of_sets_is_suggested_can_be_chosen()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(
            Enumerable.Range(1, Supine.Protocols.Prescribing.Suggesting.MostSets).Select(sets => $"{sets}"),
            (await site.GetPageAsync("/")).QuerySelectorAll<IHtmlInputElement>("#session [name=sets]").Select(radio => radio.Value)
        );
    }

    [Fact]
    public async Task Who_comes_with_a_choice_has_that_choice()
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 14, pain: 1);
        var page = await site.GetPageAsync("/?protocol=psoas-lying-2");
        Assert.Null(page.QuerySelector("[data-today]"));
        Assert.Equal("psoas-lying-2", page.QuerySelectorAll<IHtmlInputElement>("[name=protocol]").Single(radio => radio.IsChecked).Value);
    }

    [Fact]
    public async Task Who_has_to_answer_the_safety_questions_again_sees_those_and_no_session()
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 14, pain: 1);
        site.Clock.Now = site.Clock.Now.AddMinutes(1);
        await (await site.OpenChartAsync()).Screenings.ReportSymptomAsync(TestSite.Cancelled);
        var page = await site.GetPageAsync("/");
        Assert.Null(page.QuerySelector("[data-today]"));
        Assert.Equal("questions", page.QuerySelector(".guide")!.GetAttribute("data-begin"));
        Assert.All(
            page.QuerySelectorAll(".if-questions").OfType<IHtmlAnchorElement>(),
            link => Assert.Equal(("/screening", "Answer the safety questions again"), (link.GetAttribute("href"), link.TextContent))
        );
    }

    [Theory]
    [InlineData(null, "Done for today", "1 day (goal 5)")]
    [InlineData(45.0, "Done for today", "1 day (goal 5)")]
    [InlineData(8.0, "Today", "0 days (goal 5)")]
    public async Task A_day_is_done_with_one_whole_hold(double? heldSeconds, string title, string days)
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 15, pain: 1, heldSeconds: heldSeconds);
        var today = (await site.GetPageAsync("/")).QuerySelector("[data-today]")!;
        Assert.Equal(title, today.QuerySelector("h1")!.TextContent);
        Assert.Contains(days, today.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Whoever practised before, too: no session, no week, nothing to cheer.</summary>
    [Theory]
    [InlineData("numb-between-thighs", "emergency", "Go to emergency care now.")]
    [InlineData("worse-lying", "ask-first", null)]
    public async Task What_has_to_be_done_first_takes_the_place_of_everything_to_start(string row, string outcome, string? title)
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 14, pain: 1);
        await (await site.OpenChartAsync()).Screenings.AnswerAsync([row, "from-20"], TestSite.Cancelled);
        var page = await site.GetPageAsync("/");
        Assert.Equal("care", page.QuerySelector(".guide")!.GetAttribute("data-begin"));
        var care = page.QuerySelector("[data-care]")!;
        Assert.Equal(outcome, care.GetAttribute("data-outcome"));
        Assert.Equal(title ?? care.QuerySelector("h1")!.TextContent, care.QuerySelector("h1")!.TextContent);
        Assert.NotEmpty(care.QuerySelectorAll("li"));
        Assert.Equal("/screening", care.QuerySelector("a.ask")!.GetAttribute("href"));
        Assert.Equal(outcome == "ask-first", care.QuerySelector("a[href='/sitting']") is not null);
        Assert.Null(page.QuerySelector("[data-today]"));

        // Nor is there anything to cheer elsewhere.
        var isUrgent = outcome == "emergency";
        var progress = await site.GetPageAsync("/progress");
        Assert.Equal(isUrgent, progress.QuerySelector(".this-week") is null);
        Assert.Equal(isUrgent, progress.QuerySelector("[role=alert] a[href='/screening']") is not null);
        Assert.Null((await site.GetPageAsync("/next")).QuerySelector("[data-week]"));
    }

    [Fact]
    public async Task After_tingling_nothing_is_chosen_and_there_is_rest()
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 14, pain: 1, stopReason: "tingling");
        site.Clock.Now = site.Clock.Now.AddMinutes(1);
        await (await site.OpenChartAsync()).Screenings.AnswerAsync([], TestSite.Cancelled);
        var today = (await site.GetPageAsync("/")).QuerySelector("[data-today]")!;
        Assert.Equal("Not today", today.QuerySelector("h1")!.TextContent);
        Assert.StartsWith(
            "Your last session hurt, or there was a sign",
            today.QuerySelector(".lead")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("Rest until", today.TextContent, StringComparison.Ordinal);
        Assert.Null(today.QuerySelector("button"));
        Assert.NotEqual("chosen", today.GetAttribute("data-today"));
    }

    [Fact]
    public async Task Pain_that_has_to_be_gone_after_a_day_is_asked_for_once()
    {
        await using var site = await TestSite.StartAsync();
        var id = await Sent.PractiseAsync(site, 14, pain: 4);
        Assert.Equal($"/sessions/{id}#after", (await site.GetPageAsync("/")).QuerySelector("[data-today] .notice a")!.GetAttribute("href"));
        (await site.SubmitAsync(await site.GetPageAsync($"/sessions/{id}"), $"/sessions/{id}/after", ("painNextDay", "1"))).Dispose();
        Assert.Null((await site.GetPageAsync("/")).QuerySelector("[data-today] .notice"));
    }

    [Theory]
    [InlineData(15, "Done for today", "Tomorrow, the same again.")]
    [InlineData(14, "Today", null)]
    [InlineData(13, "Today", "Last practised 2 days ago. After two days hardly anything of one stretch is left. Continue where you are.")]
    public async Task What_comes_next_depends_on_when_it_was_done_last(int day, string title, string? next)
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, day, pain: 1);
        var today = (await site.GetPageAsync("/")).QuerySelector("[data-today]")!;
        Assert.Equal(title, today.QuerySelector("h1")!.TextContent);
        Assert.Equal(next is null ? [] : [next], today.QuerySelectorAll("li").Select(item => item.TextContent).SkipLast(2));
    }

    [Fact]
    public async Task Questionnaires_that_were_put_off_are_announced_for_their_day()
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 14, pain: 1);
        await (await site.OpenChartAsync()).Questionnaires.PutOffAsync(7, TestSite.Cancelled);
        Assert.Contains(
            "The questionnaires come again on Wed 22 Apr 2026.",
            (await site.GetPageAsync("/")).QuerySelectorAll("[data-today] li").Select(item => item.TextContent)
        );
    }

    // The clock stands on a Wednesday at 12:00 UTC; both plans are of a place where that is 14:00.
    [Theory]
    [InlineData("13:00", "16:30", "By your plan, a stretch at 16:30.")]
    [InlineData("13:00", "13:30", null)]
    public async Task The_next_stretch_of_the_day_of_sitting_is_announced_until_its_time(string early, string late, string? says)
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 14, pain: 1);
        var plan = SittingPlan.TryCreate(
            new()
            {
                Zone = "Europe/Berlin",
                Stretches = [TimeOnly.Parse(early, CultureInfo.InvariantCulture), TimeOnly.Parse(late, CultureInfo.InvariantCulture)],
            },
            out _
        )!;
        await (await site.OpenChartAsync()).Sitting.StoreAsync(plan, CalendarContent.Everything, "en", TestSite.Cancelled);
        var said = (await site.GetPageAsync("/"))
            .QuerySelectorAll("[data-today] li")
            .Select(item => item.TextContent)
            .Where(item => item.StartsWith("By your plan", StringComparison.Ordinal));
        Assert.Equal(says is null ? [] : [says], said);
    }

    [Fact]
    public async Task Weeks_in_a_row_are_told_and_a_week_that_was_left_out_is_not()
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 13, pain: 1);
        await Sent.PractiseAsync(site, 14, pain: 1);
        Assert.DoesNotContain(
            "in a row",
            (await site.GetPageAsync("/")).QuerySelector("[data-today]")!.TextContent,
            StringComparison.Ordinal
        );
        await Sent.PractiseAsync(site, 7, pain: 1);
        await Sent.PractiseAsync(site, 9, pain: 1);
        foreach (var path in new[] { "/", "/next" })
        {
            Assert.Contains(
                "2 weeks in a row with 2 days or more",
                (await site.GetPageAsync(path)).QuerySelector("[data-today], [data-week]")!.TextContent,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task A_standing_break_is_no_session_of_the_programme()
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 13, pain: 1);
        await Sent.PractiseAsync(site, 15, pain: 1, protocol: "standing-break");
        var today = (await site.GetPageAsync("/")).QuerySelector("[data-today]")!;
        Assert.Equal("Today", today.QuerySelector("h1")!.TextContent);
        Assert.Contains("1 day (goal 5)", today.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_week_that_is_done_asks_for_no_more()
    {
        await using var site = await TestSite.StartAsync();
        site.Clock.Now = site.Clock.Now.AddDays(3);
        foreach (var day in new[] { 13, 14, 15, 16, 17 })
        {
            await Sent.PractiseAsync(site, day, pain: 1);
        }

        Assert.Equal(
            "You've reached this week's goal. More is fine, but not needed.",
            (await site.GetPageAsync("/")).QuerySelector("[data-today] li")!.TextContent
        );
    }
}
