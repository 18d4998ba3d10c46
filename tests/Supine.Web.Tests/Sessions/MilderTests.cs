using System.Net;
using System.Text.Json.Nodes;
using Supine.Protocols;

namespace Supine.Web.Tests.Sessions;

/// <summary>A session that went on more gently, as it is sent, stored and shown.</summary>
public class MilderTests
{
    [Theory]
    [InlineData("psoas-lying-2", "45s", "psoas-lying-1", "45s")]
    [InlineData("psoas-lying-1", "45s", "psoas-lying-1", "30s")]
    public async Task A_sequence_says_what_it_goes_on_with(string protocol, string hold, string milder, string milderHold)
    {
        await using var site = await TestSite.StartAsync();
        var sequence = await site.GetJsonAsync($"/api/sequence?protocol={protocol}&hold={hold}&sets=2&first=right&grip=thigh&lang=de");
        var query = (string)sequence["milder"]!;
        Assert.Equal($"first=right&grip=thigh&hold={milderHold}&lang=de&protocol={milder}&sets=2", query);
        var other = await site.GetJsonAsync($"/api/sequence?{query}");
        Assert.Equal(
            sequence["steps"]!.AsArray().Where(IsHold).Select(step => ((string?)step!["side"], (int?)step["set"])),
            other["steps"]!.AsArray().Where(IsHold).Select(step => ((string?)step!["side"], (int?)step["set"]))
        );

        static bool IsHold(JsonNode? step) => (string?)step!["role"] == "hold";
    }

    [Fact]
    public async Task Nothing_is_milder_than_the_mildest()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Null((await site.GetJsonAsync("/api/sequence?protocol=psoas-lying-1&hold=30s"))["milder"]);
    }

    [Fact]
    public async Task It_is_one_session_of_two_tracks()
    {
        await using var site = await TestSite.StartAsync();
        var (id, report) = await ReportAsync(site);
        var answer = await site.PutAsync($"/api/sessions/{id}", report);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        // sent again, and without what it went on with, it says no less
        await site.PutAsync($"/api/sessions/{id}", report);
        var first = report.DeepClone().AsObject();
        first["milder"] = null;
        first["end"] = null;
        Assert.Equal(HttpStatusCode.OK, (await site.PutAsync($"/api/sessions/{id}", first)).StatusCode);
        var stored = await site.GetJsonAsync($"/api/sessions/{id}");
        Assert.Equal([45_000, 10_000], stored["held"]!.AsArray().Select(row => (int)row!["heldMs"]!));
        Assert.Equal([null, 45_000], stored["milder"]!["held"]!.AsArray().Select(row => (int?)row!["heldMs"]));
        Assert.Equal((string?)report["milder"]!["track"], (string?)stored["milder"]!["track"]);
        Assert.Single(stored["milder"]!["spans"]!.AsArray());
        Assert.Equal("completed", (string?)stored["end"]!["reason"]);

        var row = Assert.Single(await site.QueryAsync("SELECT held_left_ms, held_right_ms, milder_left_ms, milder_right_ms FROM session"));
        Assert.Equal(
            (45_000L, 55_000L, null, 45_000L),
            ((long?)row.held_left_ms, (long?)row.held_right_ms, (long?)row.milder_left_ms, (long?)row.milder_right_ms)
        );

        var page = await site.GetPageAsync($"/sessions/{id}");
        Assert.Equal(
            ["Left 1 0:45 0:45", "Right 1 0:10 0:45", "Right 1 0:45 0:45"],
            page.QuerySelectorAll(".held tbody tr").Select(tr => string.Join(' ', tr.Children.Select(cell => cell.TextContent.Trim())))
        );
        Assert.Contains("level 1", page.QuerySelector(".held .milder")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.QuerySelectorAll("ul.pauses li"), li => li.TextContent.Contains("back", StringComparison.Ordinal));
        var history = await site.GetPageAsync("/progress/practice");
        Assert.Contains(
            "more gently",
            Assert.Single(history.QuerySelectorAll(".session-list tbody tr")).TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_missing_or_does_not_fit_is_refused()
    {
        await using var site = await TestSite.StartAsync();
        var (id, report) = await ReportAsync(site);

        async Task<(HttpStatusCode, string?)> SendAsync(Action<JsonObject> change)
        {
            var changed = report.DeepClone().AsObject();
            change(changed["milder"]!.AsObject());
            var answer = await site.PutAsync($"/api/sessions/{id}", changed);
            var faults = answer.IsSuccessStatusCode ? null : (await answer.ReadJsonAsync())["errors"]?.AsObject();
            return (answer.StatusCode, faults?.First().Key);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(milder => milder["track"] = new string('a', 64))).Item1);
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "milder.track"),
            await SendAsync(milder =>
            {
                milder["track"] = report["track"]!.DeepClone();
                milder["spans"] = new JsonArray();
            })
        );
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "milder.spans[0].toMs"),
            await SendAsync(milder => milder["spans"]![0]!["toMs"] = 99_999_999)
        );
        // nobody holds twice in the same second
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "milder.spans[0].startedAt"),
            await SendAsync(milder => milder["spans"]![0]!["startedAt"] = report["spans"]![0]!["startedAt"]!.DeepClone())
        );

        (await site.PutAsync($"/api/sessions/{id}", report)).EnsureSuccessStatusCode();
        var other = await site.CompileAsync("psoas-lying-1", 30);
        Assert.Equal(
            HttpStatusCode.Conflict,
            (
                await SendAsync(milder =>
                {
                    milder["track"] = other.Hash;
                    milder["spans"] = new JsonArray();
                })
            ).Item1
        );
    }

    [Fact]
    public async Task A_track_that_was_gone_on_with_is_not_forgotten()
    {
        await using var site = await TestSite.StartAsync();
        var (id, report) = await ReportAsync(site);
        (await site.PutAsync($"/api/sessions/{id}", report)).EnsureSuccessStatusCode();
        site.Clock.Now += TimeSpan.FromDays(1000);
        Assert.Equal(0, await site.Get<Supine.Web.Library.TrackLibrary>().ForgetUnusedAsync(TestSite.Cancelled));
    }

    // The left side whole and ten seconds of the right one at level 2, then the right one at level 1.
    private static async Task<(string Id, JsonObject Report)> ReportAsync(TestSite site)
    {
        var (edge, bed) = (await site.CompileAsync("psoas-lying-2"), await site.CompileAsync());
        var (right, gentle) = (PlannedHold.FindAll(edge)[1], PlannedHold.FindAll(bed)[1]);
        var until = (long)right.At.TotalMilliseconds + 10_000;
        var report = Sent.Report(edge.Hash, (0, 0, until)).Ended("completed", 600);
        var (from, to) = ((long)gentle.At.TotalMilliseconds - 5000, (long)bed.Total.TotalMilliseconds);
        report["milder"] = new JsonObject
        {
            ["track"] = bed.Hash,
            ["spans"] = new JsonArray(
                new JsonObject
                {
                    ["startedAt"] = Sent.At((until / 1000.0) + 20),
                    ["fromMs"] = from,
                    ["toMs"] = to,
                }
            ),
        };
        return (Sent.NewId(), report);
    }
}
