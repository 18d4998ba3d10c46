using System.Globalization;
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
        var page = await site.GetPageAsync("/history");
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
        var page = await site.GetPageAsync("/history");
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
        Assert.Equal(2, page.QuerySelectorAll("rect.bar.left").Length);
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
            Rows((await site.GetPageAsync("/history")).QuerySelectorAll(".session-list tbody tr"))[0],
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
            Rows((await site.GetPageAsync("/history")).QuerySelectorAll(".session-list tbody tr"))[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Earlier_weeks_are_a_link_away_and_lead_back()
    {
        await using var site = await TestSite.StartAsync();
        await RecordAsync(site, "2026-02-10T12:00:00Z", Reached.Both);
        var page = await site.GetPageAsync("/history");
        Assert.Null(page.QuerySelector(".session-list"));
        Assert.Null(page.QuerySelector("a[rel=next]"));
        var earlier = await site.GetPageAsync(page.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
        Assert.Null(earlier.QuerySelector(".session-list"));
        var first = await site.GetPageAsync(earlier.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
        Assert.Single(Rows(first.QuerySelectorAll(".session-list tbody tr")));
        Assert.Null(first.QuerySelector("a[rel=prev]"));
        Assert.Equal("/history?until=2026-03-22", first.QuerySelector("a[rel=next]")!.GetAttribute("href"));
    }

    private enum Reached
    {
        None,
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
