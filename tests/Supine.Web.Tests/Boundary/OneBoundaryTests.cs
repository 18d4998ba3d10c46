using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Supine.Web.Boundary;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.Boundary;

/// <summary>One rule for what comes from outside, wherever it comes in.</summary>
public class OneBoundaryTests
{
    private const string Reading = "019a0000-0000-7000-8000-000000000001";
    private const string Questionnaire = "019a0000-0000-7000-8000-000000000002";

    public static TheoryData<string, int, bool> Instants =>
        new()
        {
            { "2026-04-15T12:00:00.000Z", 840, true },
            { "2026-04-15T12:00:00.000Z", -840, true },
            { "2026-04-15T12:00:00.000Z", 841, false },
            { "2026-04-15T12:00:00.000Z", -841, false },
            { "2026-04-15T12:00:00.000Z", 1080, false },
            { "2000-01-01T00:00:00.000Z", 0, true },
            { "1999-12-31T23:59:59.999Z", 0, false },
            { "0001-01-01T00:00:00.000Z", -60, false },
            { "2026-04-16T12:30:00.000Z", 0, true },
            { "2026-04-16T12:30:00.001Z", 0, false },
            { "9999-12-31T23:59:59.000Z", 840, false },
        };

    [Theory]
    [MemberData(nameof(Instants))]
    public async Task An_instant_and_its_offset_are_taken_or_refused_alike_and_no_page_is_lost(string instant, int offset, bool isTaken)
    {
        await using var site = await TestSite.StartAsync();
        var track = (await site.CompileAsync()).Hash;
        var reading = new JsonObject
        {
            ["side"] = "left",
            ["takenAt"] = instant,
            ["utcOffsetMinutes"] = offset,
            ["moment"] = "alone",
            ["isCut"] = false,
            ["recordings"] = new JsonArray("tMs,phase,x,y,z\n"),
        };
        var session = new JsonObject
        {
            ["track"] = track,
            ["startedAt"] = instant,
            ["utcOffsetMinutes"] = offset,
            ["spans"] = new JsonArray(),
            ["end"] = null,
            ["milder"] = null,
        };
        var answers = new JsonObject
        {
            ["edition"] = 1,
            ["answeredAt"] = instant,
            ["utcOffsetMinutes"] = offset,
            ["language"] = "en",
            ["pain"] = 3,
            ["statements"] = null,
            ["activities"] = new JsonArray(),
        };
        foreach (
            var (path, body) in new[]
            {
                ($"/api/readings/{Reading}", reading),
                ($"/api/sessions/{Sent.NewId()}", session),
                ($"/api/questionnaires/{Questionnaire}", answers),
            }
        )
        {
            var answer = await site.PutAsync(path, body);
            Assert.Equal((path, isTaken), (path, answer.IsSuccessStatusCode));
            Assert.True(isTaken || answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{path}: {answer.StatusCode}");
        }

        foreach (var page in new[] { "/", "/next", "/progress", "/progress.csv", "/explain", "/progress/practice", "/questions" })
        {
            Assert.True((int)(await site.Client.GetAsync(page, TestSite.Cancelled)).StatusCode < 400, page);
        }
    }

    [Theory]
    [InlineData(long.MinValue, 100_000)]
    [InlineData(long.MaxValue, -100_000)]
    [InlineData(-62_135_596_800_000, -1080)]
    [InlineData(0, 0)]
    public void What_was_stored_under_older_rules_can_be_shown(long milliseconds, long offset)
    {
        var instant = LocalInstant.FromStored(milliseconds, offset);
        Assert.InRange(instant.Year, 1899, 9990);
        Assert.InRange(instant.Offset.TotalHours, -14, 14);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("1999-12-31")]
    [InlineData("yesterday")]
    public async Task A_history_of_any_day_is_a_page(string until)
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 14, pain: 2);
        Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync($"/progress/practice?until={until}", TestSite.Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Of_a_long_list_of_faults_the_first_ones_are_told()
    {
        await using var site = await TestSite.StartAsync();
        foreach (
            var (path, body) in new[]
            {
                ("/api/screening", $$"""{"edition":2,"yes":[{{Repeat("\"x\"", 50_000)}}]}"""),
                (
                    $"/api/questionnaires/{Questionnaire}",
                    $$"""
                    {"edition":1,"answeredAt":"2026-04-15T12:00:00.000Z","utcOffsetMinutes":0,"language":"en","pain":3,
                    "statements":[{{Repeat("\"x\"", 50_000)}}],"activities":[]}
                    """
                ),
            }
        )
        {
            var answer = await site.Client.PutAsync(path, body.AsJson(), TestSite.Cancelled);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.InRange((await answer.Content.ReadAsStringAsync(TestSite.Cancelled)).Length, 100, 40_000);
        }

        static string Repeat(string text, int times) => string.Join(',', Enumerable.Repeat(text, times));
    }

    [Fact]
    public async Task A_form_answer_to_a_session_deleted_meanwhile_is_not_found()
    {
        await using var site = await TestSite.StartAsync();
        var id = await Sent.PractiseAsync(site, 14, pain: 2);
        var page = await site.GetPageAsync($"/sessions/{id}");
        await (await site.OpenChartAsync()).Sessions.DeleteAsync(id, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, (await site.SubmitAsync(page, $"/sessions/{id}/after", ("pain", "3"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.SubmitAsync(page, $"/sessions/{id}/correction", ("left", "1:00"))).StatusCode);
        var chart = await site.OpenChartAsync();
        Assert.Equal(
            Web.Charts.Presence.Deleted,
            await chart.Sessions.AnswerNowAsync(id, new(chart.Clock.Now, 3, null, null, null, null, null), TestSite.Cancelled)
        );
    }

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\u0009")]
    [InlineData("\\u001b[31m")]
    [InlineData("\\u007f")]
    [InlineData("\u007f")]
    [InlineData("\u202e")]
    [InlineData("\\u2066")]
    [InlineData("\u200f")]
    public async Task A_text_with_characters_that_cannot_be_seen_is_refused_raw_or_escaped(string hidden)
    {
        await using var site = await TestSite.StartAsync();
        var id = await Sent.PractiseAsync(site, 14, pain: 2);
        var note = Sent.Answers("2026-04-14T13:00:00.000Z", note: "NOTE")
            .ToJsonString()
            .Replace("NOTE", $"a{hidden}b", StringComparison.Ordinal);
        var answer = await site.Client.PutAsync($"/api/sessions/{id}/after", note.AsJson(), TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotNull((await answer.ReadJsonAsync())["errors"]!["note"]);
        var questionnaire = $$"""
            {"edition":1,"answeredAt":"2026-04-14T13:00:00.000Z","utcOffsetMinutes":0,"language":"en","pain":null,"statements":null,
             "activities":[{"name":"Tie{{hidden}}","rating":3}]}
            """;
        var refused = await site.Client.PutAsync($"/api/questionnaires/{Questionnaire}", questionnaire.AsJson(), TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task A_note_of_several_lines_is_taken()
    {
        await using var site = await TestSite.StartAsync();
        var id = await Sent.PractiseAsync(site, 14, pain: 2);
        var answer = await site.PutAsync($"/api/sessions/{id}/after", Sent.Answers("2026-04-14T13:00:00.000Z", note: "one\ntwo"));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task HEAD_is_answered_wherever_GET_is_with_the_same_status_and_nothing_else()
    {
        await using var site = await TestSite.StartAsync();
        var id = await Sent.PractiseAsync(site, 14, pain: 2);
        var paths = site.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(path => !path.Contains("/client/", StringComparison.Ordinal) && !path.Contains("/icons/", StringComparison.Ordinal))
            .Select(path => path.Replace("{id}", id, StringComparison.Ordinal))
            .Where(path => !path.Contains('{', StringComparison.Ordinal))
            .Distinct()
            .ToList();
        Assert.True(paths.Count > 20, $"{paths.Count} addresses");
        foreach (var path in paths)
        {
            var get = await site.Client.GetAsync(path, TestSite.Cancelled);
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            var head = await site.Client.SendAsync(request, TestSite.Cancelled);
            Assert.Equal((path, get.StatusCode), (path, head.StatusCode));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestSite.Cancelled));
        }
    }
}
