using System.Net;
using System.Text.Json.Nodes;

namespace Supine.Web.Tests.Sessions;

public class AfterwardsTests
{
    [Fact]
    public async Task Every_answer_is_kept_and_the_latest_counts_in_whatever_order_they_come()
    {
        await using var site = await TestSite.StartAsync();
        var id = await SessionPageTests.RecordAsync(site);
        await AnswerAsync(site, id, 900, pain: 6);
        await AnswerAsync(site, id, 600, pain: 2);
        await AnswerAsync(site, id, 900, pain: 6);
        var after = (await site.GetJsonAsync($"/api/sessions/{id}"))["after"]!;
        Assert.Equal((6, Sent.At(900)), ((int)after["pain"]!, (string?)after["answeredAt"]));
        Assert.Equal(2, (await site.QueryAsync("SELECT * FROM session_answer")).Count);
    }

    [Fact]
    public async Task What_was_not_answered_stays_null()
    {
        await using var site = await TestSite.StartAsync();
        var id = await SessionPageTests.RecordAsync(site);
        Assert.Null((await site.GetJsonAsync($"/api/sessions/{id}"))["after"]);
        await site.PutAsync($"/api/sessions/{id}/after", Sent.Answers(Sent.At(900), note: "  "));
        var row = Assert.Single(await site.QueryAsync("SELECT pain, foot_dangle, note FROM session_answer"));
        Assert.Null(row.pain);
        Assert.Null(row.foot_dangle);
        Assert.Null(row.note);
    }

    [Theory]
    [InlineData(-1, 0, false)]
    [InlineData(0, 0, true)]
    [InlineData(10, 3, true)]
    [InlineData(11, 3, false)]
    [InlineData(10, 4, false)]
    [InlineData(10, -1, false)]
    public async Task Answers_have_their_range(int pain, int footDangle, bool isTaken)
    {
        await using var site = await TestSite.StartAsync();
        var id = await SessionPageTests.RecordAsync(site);
        var answer = await site.PutAsync($"/api/sessions/{id}/after", Sent.Answers(Sent.At(900), pain: pain, footDangle: footDangle));
        Assert.Equal(isTaken ? HttpStatusCode.NoContent : HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Theory]
    [InlineData("time", HttpStatusCode.NoContent)]
    [InlineData("pain", HttpStatusCode.NoContent)]
    [InlineData("leg-pain", HttpStatusCode.NoContent)]
    [InlineData("tingling", HttpStatusCode.NoContent)]
    [InlineData("weakness", HttpStatusCode.NoContent)]
    [InlineData("other", HttpStatusCode.NoContent)]
    [InlineData("Pain", HttpStatusCode.UnprocessableEntity)]
    [InlineData("boredom", HttpStatusCode.UnprocessableEntity)]
    [InlineData("", HttpStatusCode.UnprocessableEntity)]
    public async Task Why_it_was_stopped_is_one_of_those_listed(string reason, HttpStatusCode status)
    {
        await using var site = await TestSite.StartAsync();
        var id = await SessionPageTests.RecordAsync(site);
        var answer = await site.PutAsync($"/api/sessions/{id}/after", Why(900, reason));
        Assert.Equal(status, answer.StatusCode);
        var isTaken = status == HttpStatusCode.NoContent;
        Assert.Equal(isTaken ? reason : null, (string?)(await site.GetJsonAsync($"/api/sessions/{id}"))["after"]?["stopReason"]);
        if (!isTaken)
        {
            var sentence = (string?)(await answer.ReadJsonAsync())["detail"];
            Assert.Contains("stopReason", sentence, StringComparison.Ordinal);
            Assert.Contains("time, pain, leg-pain, tingling, weakness, other", sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Why_it_was_stopped_can_be_taken_back_and_need_not_be_said()
    {
        await using var site = await TestSite.StartAsync();
        var id = await SessionPageTests.RecordAsync(site);
        await site.PutAsync($"/api/sessions/{id}/after", Why(900, "tingling"));
        await site.PutAsync($"/api/sessions/{id}/after", Why(901, null));
        Assert.Null((await site.GetJsonAsync($"/api/sessions/{id}"))["after"]!["stopReason"]);
        await AnswerAsync(site, id, 902, pain: 2);
        Assert.Equal(
            [null, null, "tingling"],
            (await site.QueryAsync("SELECT stop_reason FROM session_answer ORDER BY answered_at DESC")).Select(row =>
                (string?)row.stop_reason
            )
        );
    }

    [Fact]
    public async Task A_correction_stands_beside_what_was_measured()
    {
        await using var site = await TestSite.StartAsync();
        var id = await SessionPageTests.RecordAsync(site);
        var held = (await site.GetJsonAsync($"/api/sessions/{id}"))["held"]!.ToJsonString();
        Assert.Equal(HttpStatusCode.NoContent, (await CorrectAsync(site, id, 600, 30_000, null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await CorrectAsync(site, id, 700, null, 0)).StatusCode);
        var stored = await site.GetJsonAsync($"/api/sessions/{id}");
        Assert.Equal(held, stored["held"]!.ToJsonString());
        Assert.Null(stored["correction"]!["leftMs"]);
        Assert.Equal(0, (long)stored["correction"]!["rightMs"]!);
        Assert.Equal(2, (await site.QueryAsync("SELECT * FROM session_correction")).Count);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(14_400_000, true)]
    [InlineData(14_400_001, false)]
    public async Task A_correction_has_its_range(long leftMs, bool isTaken)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await CorrectAsync(site, await SessionPageTests.RecordAsync(site), 600, leftMs, null);
        Assert.Equal(isTaken ? HttpStatusCode.NoContent : HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task A_deleted_session_is_really_gone_and_does_not_come_back()
    {
        await using var site = await TestSite.StartAsync();
        var id = await SessionPageTests.RecordAsync(site);
        await site.PutAsync($"/api/sessions/{id}/after", Sent.Answers(Sent.At(900), pain: 3, note: "a very private sentence"));
        Assert.Contains(await ReadFilesAsync(), file => file.Contains("a very private sentence", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NoContent, (await site.Client.DeleteAsync($"/api/sessions/{id}", TestSite.Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await site.Client.DeleteAsync($"/api/sessions/{id}", TestSite.Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await site.Client.GetAsync($"/api/sessions/{id}", TestSite.Cancelled)).StatusCode);
        await TestDatabase.EraseAsync(site.Folder);
        Assert.DoesNotContain(
            await ReadFilesAsync(),
            file => file.Contains("a very private sentence", StringComparison.Ordinal) || file.Contains(id, StringComparison.Ordinal)
        );
        foreach (var table in new[] { "session", "session_span", "session_answer", "session_correction" })
        {
            Assert.Empty(await site.QueryAsync($"SELECT * FROM {table}"));
        }

        var track = (await site.CompileAsync()).Hash;
        Assert.Equal(HttpStatusCode.Gone, (await site.PutAsync($"/api/sessions/{id}", Sent.Report(track, (0, 0, 1000)))).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await AnswerAsync(site, id, 900, 3)).StatusCode);
        Assert.Empty(await site.QueryAsync("SELECT * FROM session"));

        // on PostgreSQL after the documented statements, over the server's files
        async Task<List<string>> ReadFilesAsync() => await TestDatabase.ReadFilesAsync(site.Folder);
    }

    [Fact]
    public async Task Answers_to_a_session_that_was_never_recorded_are_not_found()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync(site, Sent.NewId(), 900, 3)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await CorrectAsync(site, Sent.NewId(), 900, 3, 3)).StatusCode);
    }

    [Fact]
    public async Task That_the_safety_page_was_read_is_remembered()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Null((await site.GetJsonAsync("/api/safety"))["readAt"]);
        var answer = await site.Client.PutAsync("/api/safety/read", null, TestSite.Cancelled);
        Assert.Equal("2026-04-15T12:30:00.000Z", (string?)(await answer.ReadJsonAsync())["readAt"]);
        Assert.Equal(FakeClock.Morning, await (await site.OpenChartAsync()).Safety.FindLatestAsync(TestSite.Cancelled));
    }

    [Theory]
    [InlineData("/guide?protocol=x", "/guide?protocol=x")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("", "/")]
    public async Task The_safety_form_leads_on_within_this_program(string next, string expected)
    {
        await using var site = await TestSite.StartAsync();
        var token = (await site.GetPageAsync($"/sessions/{await SessionPageTests.RecordAsync(site)}"))
            .QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        var answer = await site.Client.PostAsync(
            "/safety/read",
            new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("next", next)]),
            TestSite.Cancelled
        );
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
        Assert.NotNull((await site.GetJsonAsync("/api/safety"))["readAt"]);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.PostAsync("/safety/read", new FormUrlEncodedContent([new("next", "/")]), TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null((await site.GetJsonAsync("/api/safety"))["readAt"]);
    }

    private static JsonObject Why(double second, string? reason) => Sent.Answers(Sent.At(second), stopReason: reason);

    private static Task<HttpResponseMessage> AnswerAsync(TestSite site, string id, double second, int pain) =>
        site.PutAsync($"/api/sessions/{id}/after", Sent.Answers(Sent.At(second), pain: pain));

    private static Task<HttpResponseMessage> CorrectAsync(TestSite site, string id, double second, long? leftMs, long? rightMs) =>
        site.PutAsync(
            $"/api/sessions/{id}/correction",
            new JsonObject
            {
                ["correctedAt"] = Sent.At(second),
                ["leftMs"] = leftMs,
                ["rightMs"] = rightMs,
            }
        );
}
