using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Supine.Protocols;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.History;

public class HistoryTests
{
    [Fact]
    public async Task Without_a_session_it_invites()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync("/progress/practice");
        Assert.Equal("/", page.QuerySelector(".empty a")!.GetAttribute("href"));
        Assert.Null(page.QuerySelector("svg.chart, .week-bars"));
    }

    [Fact]
    public async Task Weeks_and_sessions_are_summed_and_dashes_stand_where_nothing_was_measured()
    {
        await using var site = await TestSite.StartAsync();

        // Wednesday is the clock's today; Monday of this week, and Sunday of the week before.
        await RecordAsync(site, "2026-04-13T12:00:00Z", Reached.Both);
        await RecordAsync(site, "2026-04-14T12:00:00Z", Reached.First);
        await RecordAsync(site, "2026-04-12T12:00:00Z", Reached.None);
        var page = await site.GetPageAsync("/progress/practice");
        Assert.Equal(
            ["13 Apr 2 1:30 0:45", "6 Apr — — —", "30 Mar — — —", "23 Mar — — —"],
            Rows(page.QuerySelectorAll(".week-sums tbody tr"))
        );
        Assert.Equal(
            [
                "Tue 14 Apr 2026, 07:00 Lying psoas stretch, level 1 0:45 — — —",
                "Mon 13 Apr 2026, 07:00 Lying psoas stretch, level 1 0:45 0:45 — —",
                "Sun 12 Apr 2026, 07:00 Lying psoas stretch, level 1 — — — —",
            ],
            Rows(page.QuerySelectorAll(".session-list tbody tr"))
        );
        Assert.Single(page.QuerySelectorAll("rect.bar.left"));
        Assert.Single(page.QuerySelectorAll("rect.bar.right"));
        Assert.Single(page.QuerySelectorAll("line.target"));
        Assert.Equal("The last session was yesterday.", page.QuerySelector(".last")!.TextContent);
    }

    [Fact]
    public async Task A_session_belongs_to_the_persons_own_day()
    {
        await using var site = await TestSite.StartAsync();
        await RecordAsync(site, "2026-04-14T03:30:00Z", Reached.Both);
        Assert.StartsWith(
            "Mon 13 Apr 2026, 22:30",
            Rows((await site.GetPageAsync("/progress/practice")).QuerySelectorAll(".session-list tbody tr"))[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_correction_and_the_latest_pain_count_in_the_history()
    {
        await using var site = await TestSite.StartAsync();
        var id = await RecordAsync(site, "2026-04-13T12:00:00Z", Reached.First);
        await site.PutAsync(
            $"/api/sessions/{id}/correction",
            new JsonObject
            {
                ["correctedAt"] = "2026-04-13T13:00:00Z",
                ["leftMs"] = null,
                ["rightMs"] = 20_000,
            }
        );
        await site.PutAsync($"/api/sessions/{id}/after", Sent.Answers("2026-04-13T13:00:00Z", pain: 4));
        await site.PutAsync($"/api/sessions/{id}/after", Sent.Answers("2026-04-13T12:59:00Z", pain: 9));
        Assert.EndsWith(
            "0:45 0:20 4 —, times corrected",
            Rows((await site.GetPageAsync("/progress/practice")).QuerySelectorAll(".session-list tbody tr"))[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Earlier_weeks_are_a_link_away_and_lead_back()
    {
        await using var site = await TestSite.StartAsync();
        await RecordAsync(site, "2026-02-10T12:00:00Z", Reached.Both);
        var page = await site.GetPageAsync("/progress/practice");
        Assert.Null(page.QuerySelector(".session-list"));
        Assert.Null(page.QuerySelector("a[rel=next]"));
        var earlier = await site.GetPageAsync(page.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
        Assert.Null(earlier.QuerySelector(".session-list"));
        var first = await site.GetPageAsync(earlier.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
        Assert.Single(Rows(first.QuerySelectorAll(".session-list tbody tr")));
        Assert.Null(first.QuerySelector("a[rel=prev]"));
        Assert.Equal("/progress/practice?until=2026-03-22", first.QuerySelector("a[rel=next]")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/history", "/progress/practice")]
    [InlineData("/history?until=2026-02-10", "/progress/practice?until=2026-02-10")]
    [InlineData("/history/device?person=first", "/progress/device?person=first")]
    public async Task Old_addresses_lead_to_the_new_ones(string old, string now)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync(old, TestSite.Cancelled);
        Assert.Equal((HttpStatusCode.MovedPermanently, now), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Short_tries_are_folded_and_never_one_with_something_to_say()
    {
        await using var site = await TestSite.StartAsync();
        await RecordAsync(site, "2026-04-13T12:00:00Z", Reached.Both);
        await RecordAsync(site, "2026-04-14T10:00:00Z", Reached.ThreeSeconds);
        await RecordAsync(site, "2026-04-14T11:00:00Z", Reached.ThreeSeconds);
        var hurt = await RecordAsync(site, "2026-04-14T12:00:00Z", Reached.ThreeSeconds);
        await site.PutAsync($"/api/sessions/{hurt}/after", Sent.Answers("2026-04-14T12:01:00Z", pain: 2));
        var page = await site.GetPageAsync("/progress/practice");
        Assert.Equal("2 short tries", page.QuerySelector("[data-tries] > summary")!.TextContent.Trim());
        Assert.Equal(2, page.QuerySelectorAll("[data-tries] tbody tr").Length);
        Assert.Equal(4, page.QuerySelectorAll(".session-list tbody tr").Length);
        Assert.NotNull(page.QuerySelector($".sessions > .session-list a[href='/sessions/{hurt}']"));

        // on the first glance they are not there at all
        Assert.Equal(2, (await site.GetPageAsync("/progress")).QuerySelectorAll(".session-list tbody tr").Length);
    }

    [Fact]
    public async Task Five_sessions_are_listed_and_the_others_unfold()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var day in Enumerable.Range(1, 7))
        {
            await RecordAsync(site, $"2026-04-{day:00}T12:00:00Z", Reached.First);
        }

        var page = await site.GetPageAsync("/progress/practice");
        Assert.Equal(5, page.QuerySelectorAll(".sessions > .session-list tbody tr").Length);
        Assert.Equal("2 more sessions", page.QuerySelector("[data-more] > summary")!.TextContent.Trim());
        Assert.Equal(2, page.QuerySelectorAll("[data-more] tbody tr").Length);
        Assert.Equal(5, (await site.GetPageAsync("/progress")).QuerySelectorAll(".practice .session-list tbody tr").Length);
    }

    [Fact]
    public async Task Progress_begins_with_one_sentence_and_shows_this_week_against_the_goal()
    {
        await using var site = await TestSite.StartAsync();
        await RecordAsync(site, "2026-04-13T12:00:00Z", Reached.Both);
        await RecordAsync(site, "2026-04-14T12:00:00Z", Reached.First);
        var page = await site.GetPageAsync("/progress");
        Assert.Equal(
            "Nobody can say yet, because nothing is measured. You practised on 2 days in the last four weeks.",
            page.QuerySelector("[data-better]")!.TextContent
        );
        Assert.Equal("This week: 2 days (goal 5).", page.QuerySelector(".practice .last")!.TextContent);
        Assert.Equal(["Mon", "Tue"], page.QuerySelectorAll(".this-week .done > span:first-child").Select(day => day.TextContent));
        Assert.Equal(
            ["Thu", "Fri", "Sat", "Sun"],
            page.QuerySelectorAll(".this-week .coming > span:first-child").Select(day => day.TextContent)
        );
    }

    [Fact]
    public async Task Each_side_is_drawn_with_one_mean_a_day_its_band_and_its_trend()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var (day, left) in new[] { ("2026-04-01", "8"), ("2026-04-01", "10"), ("2026-04-08", "11"), ("2026-04-15", "12") })
        {
            var form = await site.GetPageAsync("/measure");
            await site.SubmitAsync(
                form,
                "/measure",
                ("left", left),
                ("right", day.EndsWith("15", StringComparison.Ordinal) ? "5" : ""),
                ("day", day)
            );
        }

        var page = await site.GetPageAsync("/progress");
        Assert.Equal(
            ["left", "right"],
            page.QuerySelectorAll("[aria-labelledby=over] > .plots > [data-side]").Select(one => one.GetAttribute("data-side"))
        );
        var (one, other) = (page.QuerySelector("[data-side=left]")!, page.QuerySelector("[data-side=right]")!);
        Assert.Equal(
            ["Wed 1 Apr 2026: 9.0° ± 5.5°", "Wed 8 Apr 2026: 11.0° ± 7.8°", "Wed 15 Apr 2026: 12.0° ± 7.8°"],
            one.QuerySelectorAll(".day title").Select(day => day.TextContent)
        );
        Assert.Single(one.QuerySelectorAll("path.line"));
        Assert.Single(one.QuerySelectorAll("path.band"));
        Assert.Single(one.QuerySelectorAll("path.trend"));
        Assert.Single(other.QuerySelectorAll("rect.day"));
        Assert.Empty(other.QuerySelectorAll("path.trend"));
        Assert.Equal(
            "Left thigh: 3 measuring days from 1 Apr to 15 Apr, first 9.0°, latest 12.0° below the horizontal.",
            one.QuerySelector("svg")!.GetAttribute("aria-label")
        );

        // days are written as the page writes them
        Assert.All(one.QuerySelectorAll("text:not(.value)"), text => Assert.Matches("^[0-9]+ (Mar|Apr)$", text.TextContent));
    }

    private enum Reached
    {
        None,
        ThreeSeconds,
        First,
        Both,
    }

    private static async Task<string> RecordAsync(TestSite site, string start, Reached reached)
    {
        var sequence = await site.CompileAsync();
        var holds = PlannedHold.FindAll(sequence);
        var end = reached switch
        {
            Reached.None => holds[0].At,
            Reached.ThreeSeconds => TimeSpan.FromSeconds(3),
            Reached.First => holds[0].At + holds[0].Duration,
            Reached.Both => sequence.Total,
        };
        var id = Guid.CreateVersion7(DateTimeOffset.Parse(start, CultureInfo.InvariantCulture)).ToString();
        var report = Sent.Report(sequence.Hash, (0, 0, (long)end.TotalMilliseconds));
        report["startedAt"] = start;
        report["spans"]![0]!["startedAt"] = start;
        (await site.PutAsync($"/api/sessions/{id}", report)).EnsureSuccessStatusCode();
        return id;
    }

    private static List<string> Rows(IEnumerable<AngleSharp.Dom.IElement> rows) =>
        [.. rows.Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent.Trim())))];
}
