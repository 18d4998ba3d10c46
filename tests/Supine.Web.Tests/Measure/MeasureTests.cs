using System.Globalization;
using System.Net;
using Supine.Biomechanics;
using Supine.Records;
using Supine.Web.Boundary;

namespace Supine.Web.Tests.Measure;

public class MeasureTests
{
    [Fact]
    public async Task A_typed_angle_is_kept_and_told()
    {
        await using var site = await TestSite.StartAsync();
        Assert.NotNull((await site.GetPageAsync("/progress")).QuerySelector(".empty"));
        await TypeAsync(site, ("left", "12"), ("right", "−3,5°"));
        var rows = await ReadRowsAsync(site);
        Assert.Equal(["Right −3.5° −11…4", "Left 12.0° 4…20"], rows);
        Assert.Contains(
            "Left: 12° below the horizontal",
            (await site.GetPageAsync("/progress")).QuerySelector(".verdicts")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_reading_and_with_another_angle_two()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync("/measure");
        await site.SubmitAsync(page, "/measure", ("left", "12"));
        await site.SubmitAsync(page, "/measure", ("left", "12"));
        Assert.Single(await ReadRowsAsync(site));
        await site.SubmitAsync(page, "/measure", ("left", "14"));
        Assert.Equal(2, (await ReadRowsAsync(site)).Count);
    }

    [Fact]
    public async Task What_cannot_be_right_is_all_said_and_stays_typed()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync("/measure");
        var answer = await site.SubmitAsync(
            page,
            "/measure",
            ("left", "ninety"),
            ("right", "61"),
            ("moment", "yesterday"),
            ("day", "2026-13-01"),
            ("time", "07:30")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var told = TestSite.Parse(await answer.Content.ReadAsStringAsync(TestSite.Cancelled));
        Assert.Equal(
            [
                "Left: “ninety” is not an angle of a thigh. Write degrees from −60 to 60.",
                "Right: “61” is not an angle of a thigh. Write degrees from −60 to 60.",
                "Say when: on its own, before a stretch, or right after it.",
                "“2026-13-01 07:30” is not a day with a time. Choose both from the fields.",
            ],
            told.QuerySelectorAll(".faults li").Select(fault => fault.TextContent)
        );
        Assert.Equal("ninety", told.QuerySelector("#left")!.GetAttribute("value"));

        // each stands at its field, the first has the focus, and nothing of it is folded away
        Assert.Equal(
            ["left", "right", "moment", "day"],
            told.QuerySelectorAll("form[action='/measure'] [aria-invalid=true]").Select(field => field.Id)
        );
        Assert.Equal("left", Assert.Single(told.QuerySelectorAll("[autofocus]")).Id);
        Assert.Equal(
            "Right: “61” is not an angle of a thigh. Write degrees from −60 to 60.",
            told.GetElementById(told.QuerySelector("#right")!.GetAttribute("aria-describedby")!)!.TextContent
        );
        Assert.NotNull(told.QuerySelector("details[open] #left"));
        Assert.Null(page.QuerySelector("details[open] #left"));
        Assert.Equal("07:30", told.QuerySelector("#time")!.GetAttribute("value"));
        Assert.NotNull((await site.GetPageAsync("/progress")).QuerySelector(".empty"));
    }

    [Theory]
    [InlineData("7", "above", "Left: 7° above the horizontal")]
    [InlineData("-7", "below", "Left: 7° above the horizontal")]
    [InlineData("–7", "above", "Left: 7° above the horizontal")]
    [InlineData("7", "below", "Left: 7° below the horizontal")]
    public async Task An_angle_above_the_horizontal_needs_no_minus_to_be_typed(string typed, string direction, string verdict)
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync("/measure");
        await site.SubmitAsync(page, "/measure", ("left", typed), ("leftIs", direction));
        Assert.Contains(verdict, (await site.GetPageAsync("/progress")).QuerySelector(".verdicts")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_chosen_beside_a_faulty_angle_stays_chosen()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.SubmitAsync(
            await site.GetPageAsync("/measure"),
            "/measure",
            ("left", "61"),
            ("leftIs", "above"),
            ("right", "5")
        );
        var page = TestSite.Parse(await answer.Content.ReadAsStringAsync(TestSite.Cancelled));
        Assert.NotNull(page.QuerySelector("select[name=leftIs] option[value=above][selected]"));
        Assert.Null(page.QuerySelector("select[name=rightIs] option[value=above][selected]"));
    }

    [Fact]
    public async Task A_correction_can_say_that_the_thigh_was_above()
    {
        await using var site = await TestSite.StartAsync();
        await site.SubmitAsync(await site.GetPageAsync("/measure"), "/measure", ("left", "12"));
        var page = await site.GetPageAsync("/progress");
        var action = page.QuerySelector("form[action$='/correction']")!.GetAttribute("action")!;
        await site.SubmitAsync(page, action, ("below", "4"), ("belowIs", "above"));
        Assert.Contains(
            "4° above the horizontal",
            (await site.GetPageAsync("/progress")).QuerySelector(".verdicts")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task At_least_one_side_and_no_day_to_come()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync("/measure");
        var answer = await site.SubmitAsync(page, "/measure", ("day", "2027-01-01"));
        var told = TestSite
            .Parse(await answer.Content.ReadAsStringAsync(TestSite.Cancelled))
            .QuerySelectorAll(".faults li")
            .Select(fault => fault.TextContent)
            .ToList();
        Assert.Equal(["Type in the angle of at least one side.", "This is in the future. Check this device’s clock."], told);
    }

    [Fact]
    public async Task A_correction_counts_and_what_was_measured_stays_beside_it()
    {
        await using var site = await TestSite.StartAsync();
        await TypeAsync(site, ("left", "12"));
        var progress = await site.GetPageAsync("/progress");
        var action = progress.QuerySelector("form[action$=correction]")!.GetAttribute("action")!;
        await site.SubmitAsync(progress, action, ("below", "9"));
        await site.SubmitAsync(progress, action, ("below", "8,5"));
        Assert.Equal(["Left 8.5° 1…16"], await ReadRowsAsync(site));
        var text = (await site.GetPageAsync("/progress")).QuerySelector(".readings")!.TextContent;
        Assert.Contains("corrected from 12.0°", text, StringComparison.Ordinal);
        var csv = await site.Client.GetStringAsync("/progress.csv", TestSite.Cancelled);
        Assert.Contains(",left,goniometer,alone,8.5,12,,7.84,", csv, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await site.SubmitAsync(progress, action, ("below", "soon"))).StatusCode);
    }

    [Fact]
    public async Task A_deleted_reading_is_gone_with_its_corrections_and_the_same_form_does_not_bring_it_back()
    {
        await using var site = await TestSite.StartAsync();
        var form = await site.GetPageAsync("/measure");
        await site.SubmitAsync(form, "/measure", ("left", "12"));
        var progress = await site.GetPageAsync("/progress");
        await site.SubmitAsync(progress, progress.QuerySelector("form[action$=correction]")!.GetAttribute("action")!, ("below", "9"));
        await site.SubmitAsync(progress, progress.QuerySelector("form[action$=delete]")!.GetAttribute("action")!);
        await site.SubmitAsync(form, "/measure", ("left", "12"));
        Assert.NotNull((await site.GetPageAsync("/progress")).QuerySelector(".empty"));
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM reading_correction"));
    }

    [Fact]
    public async Task A_stretchs_own_day_is_kept_apart_from_change_over_weeks()
    {
        await using var site = await TestSite.StartAsync();
        await TypeAsync(site, ("left", "2"), ("day", "2026-03-01"));
        await TypeAsync(site, ("left", "3"), ("day", "2026-04-01"), ("moment", "before"));
        await TypeAsync(site, ("left", "14"), ("day", "2026-04-01"), ("time", "12:30"), ("moment", "after"));
        var page = await site.GetPageAsync("/progress");
        Assert.Contains(
            "Left: 3° below the horizontal on Wed 1 Apr 2026. 2 measuring days so far; before 5 nothing is called a change.",
            page.QuerySelector(".verdicts")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("1 Apr Left 3.0° 14.0° 11.0°", Row(page.QuerySelector("#within tbody tr")!));
    }

    [Fact]
    public async Task A_trend_is_told_with_its_interval_and_how_often_that_is_wrong()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var (day, left) in new[] { (1, 2), (11, 4), (21, 5), (31, 7), (41, 8), (51, 10), (61, 11) })
        {
            var on = new DateOnly(2026, 2, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await TypeAsync(site, ("left", $"{left}"), ("right", $"{left - 14}"), ("day", on));
            await TypeAsync(site, ("left", $"{left}"), ("right", $"{left - 14}"), ("day", on), ("time", "12:30"));
        }

        var page = await site.GetPageAsync("/progress");
        Assert.StartsWith("Likely yes: both thighs hang lower", page.QuerySelector("[data-better]")!.TextContent, StringComparison.Ordinal);
        var said = page.QuerySelector(".verdict")!.TextContent + page.QuerySelector(".verdicts")!.TextContent;
        Assert.Contains(
            "likely hangs lower than at the beginning. Over 7 measuring days since Mon 2 Feb 2026 the trend is 9.0° lower, between",
            said,
            StringComparison.Ordinal
        );
        Assert.Contains("at most 5 ever read it here within twelve weeks", said, StringComparison.Ordinal);

        // the right thigh was never below, and the sides are fourteen degrees apart
        Assert.Contains("Right: the thigh hung at least 14° less than the other on two measuring days.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("stayed", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measured_hips_are_explained_from_the_start()
    {
        await using var site = await TestSite.StartAsync();
        await TypeAsync(site, ("left", "12"), ("right", "-3"), ("day", "2026-03-01"));
        await TypeAsync(site, ("left", "14"), ("day", "2026-03-08"));
        await TypeAsync(site, ("left", "15"), ("day", "2026-03-08"), ("time", "12:10"));
        var page = await site.GetPageAsync("/explain");
        Assert.Equal("14.5", page.QuerySelector("[name=left]")!.GetAttribute("value"));
        Assert.Equal("-3", page.QuerySelector("[name=right]")!.GetAttribute("value"));
        Assert.Equal(2, page.QuerySelectorAll("[data-answer=own] .sides section").Length);
    }

    [Fact]
    public async Task Readings_are_listed_page_by_page_and_all_of_them_count()
    {
        await using var site = await TestSite.StartAsync();
        await KeepAsync(site, new(2026, 1, 1), 45);
        var latest = await site.GetPageAsync("/progress");
        Assert.Equal(40, latest.QuerySelectorAll(".readings tbody tr").Length);
        Assert.Contains("since Thu 1 Jan 2026", latest.QuerySelector(".verdicts")!.TextContent, StringComparison.Ordinal);
        Assert.Null(latest.QuerySelector("nav.pages [rel=next]"));

        var address = latest.QuerySelector("nav.pages [rel=prev]")!.GetAttribute("href")!;
        Assert.Equal("/progress?until=2026-01-05#readings", address);
        var first = await site.GetPageAsync(address);
        Assert.Equal(
            ["5 Jan", "4 Jan", "3 Jan", "2 Jan", "1 Jan"],
            first.QuerySelectorAll(".readings tbody th").Select(day => day.TextContent.Trim().Split(',')[0])
        );
        Assert.Null(first.QuerySelector("nav.pages [rel=prev]"));
        Assert.Equal("/progress#readings", first.QuerySelector("nav.pages [rel=next]")!.GetAttribute("href"));
        Assert.Equal(latest.QuerySelector(".verdicts")!.TextContent, first.QuerySelector(".verdicts")!.TextContent);

        // two on the page's first day belong together
        await KeepAsync(site, new(2026, 1, 6), 1, Side.Right);
        Assert.Equal(41, (await site.GetPageAsync("/progress")).QuerySelectorAll(".readings tbody tr").Length);
    }

    [Theory]
    [InlineData("2025-12-31")]
    [InlineData("2026-04-15")]
    [InlineData("yesterday")]
    public async Task A_day_without_a_page_leads_to_the_latest_readings(string until)
    {
        await using var site = await TestSite.StartAsync();
        await KeepAsync(site, new(2026, 1, 1), 45);
        var page = await site.GetPageAsync($"/progress?until={until}");
        Assert.Equal(40, page.QuerySelectorAll(".readings tbody tr").Length);
        Assert.Null(page.QuerySelector("nav.pages [rel=next]"));
    }

    [Fact]
    public async Task A_side_that_was_measured_long_before_the_other_counts_all_the_same()
    {
        await using var site = await TestSite.StartAsync();
        await KeepAsync(site, new(2025, 12, 31), 1, Side.Right);
        await KeepAsync(site, new(2026, 1, 1), 45);
        var page = await site.GetPageAsync("/explain");
        Assert.Equal("10", page.QuerySelector("[name=left]")!.GetAttribute("value"));
        Assert.Equal("10", page.QuerySelector("[name=right]")!.GetAttribute("value"));
    }

    // one reading a day
    private static async Task KeepAsync(TestSite site, DateOnly first, int days, Side side = Side.Left)
    {
        var chart = await site.OpenChartAsync();
        for (var day = 0; day < days; day++)
        {
            var at = new DateTimeOffset(first.AddDays(day).ToDateTime(new TimeOnly(8, 0)), TimeSpan.FromHours(-5));
            await chart.Readings.TypeAsync(
                RecordId.New(at),
                [new(side, at, ReadingMoment.Alone, Angle.FromDegrees(10))],
                TestSite.Cancelled
            );
        }
    }

    private static async Task TypeAsync(TestSite site, params (string Name, string Value)[] fields) =>
        Assert.Equal(HttpStatusCode.SeeOther, (await site.SubmitAsync(await site.GetPageAsync("/measure"), "/measure", fields)).StatusCode);

    // what a person reads: side, angle, range
    private static async Task<List<string>> ReadRowsAsync(TestSite site) =>
        [
            .. (await site.GetPageAsync("/progress"))
                .QuerySelectorAll(".readings tbody tr")
                .Select(row => string.Join(' ', row.Children.Skip(1).Take(3).Select(cell => cell.TextContent.Trim()))),
        ];

    private static string Row(AngleSharp.Dom.IElement row) => string.Join(' ', row.Children.Select(cell => cell.TextContent.Trim()));
}
