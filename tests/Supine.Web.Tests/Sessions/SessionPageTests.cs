using System.Net;
using Supine.Protocols;

namespace Supine.Web.Tests.Sessions;

public class SessionPageTests
{
    /// <summary>Plays a track past its first hold, with a pause of half a minute.</summary>
    internal static async Task<string> RecordAsync(TestSite site, string protocol = "psoas-lying-1", int holdSeconds = 45)
    {
        var sequence = await site.CompileAsync(protocol, holdSeconds);
        var hold = PlannedHold.FindAll(sequence)[0];
        var middle = (long)hold.At.TotalMilliseconds + 20_000;
        var end = (long)(hold.At + hold.Duration).TotalMilliseconds + 1000;
        var id = Sent.NewId();
        var report = Sent.Report(sequence.Hash, (0, 0, middle), ((middle / 1000.0) + 30, middle, end))
            .Ended("stopped", (end / 1000.0) + 30);
        (await site.PutAsync($"/api/sessions/{id}", report)).EnsureSuccessStatusCode();
        return id;
    }

    [Fact]
    public async Task It_tells_what_was_held_the_pause_and_how_it_ended()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync($"/sessions/{await RecordAsync(site)}");
        var rows = page.QuerySelectorAll(".held tbody tr")
            .Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent.Trim())))
            .ToList();
        Assert.Equal(["Left 1 0:45 0:45", "Right 1 — 0:45"], rows);
        Assert.Contains("for 0:30", Assert.Single(page.QuerySelectorAll("ul.pauses li")).TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Stopped at ", page.QuerySelector(".ended")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Wed 15 Apr 2026, 06:00", page.QuerySelector(".when")!.TextContent);
    }

    [Fact]
    public async Task Without_an_end_it_says_that_the_end_is_not_known()
    {
        await using var site = await TestSite.StartAsync();
        var id = Sent.NewId();
        await site.PutAsync($"/api/sessions/{id}", Sent.Report((await site.CompileAsync()).Hash));
        var page = await site.GetPageAsync($"/sessions/{id}");
        Assert.Contains("We don't know how this session ended", page.QuerySelector(".ended")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("—", page.QuerySelector(".ended")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_far_the_foot_dangled_is_asked_only_where_it_can()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Null((await site.GetPageAsync($"/sessions/{await RecordAsync(site)}")).QuerySelector("#foot-dangle"));
        Assert.NotNull((await site.GetPageAsync($"/sessions/{await RecordAsync(site, "psoas-lying-2")}")).QuerySelector("#foot-dangle"));
    }

    [Fact]
    public async Task The_answers_form_stores_and_can_be_corrected()
    {
        await using var site = await TestSite.StartAsync();
        var path = $"/sessions/{await RecordAsync(site)}";
        var first = await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/after", ("pain", "7"), ("note", "cold feet"));
        Assert.Equal((HttpStatusCode.SeeOther, $"{path}#after"), (first.StatusCode, first.Headers.Location!.OriginalString));

        // The clock has not moved: the second answer still counts.
        await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/after", ("pain", "2"));
        var after = (await site.GetJsonAsync($"/api{path}"))["after"]!;
        Assert.Equal((2, "cold feet"), ((int)after["pain"]!, (string?)after["note"]));
        await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/after", ("pain", ""));
        Assert.Null((await site.GetJsonAsync($"/api{path}"))["after"]!["pain"]);
        Assert.Equal(3, (await site.QueryAsync("SELECT * FROM session_answer")).Count);
    }

    [Fact]
    public async Task Why_it_was_stopped_is_shown_and_can_be_corrected()
    {
        await using var site = await TestSite.StartAsync();
        var path = $"/sessions/{await RecordAsync(site)}";
        Assert.Equal(
            [
                "no answer",
                "No more time",
                "Pain",
                "Pain down the leg",
                "Tingling",
                "Weakness or numbness",
                "Something else",
                "Only too strong",
            ],
            (await site.GetPageAsync(path)).QuerySelectorAll("#stop-reason option").Select(option => option.TextContent)
        );
        await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/after", ("stopReason", "pain"));
        Assert.EndsWith(" Pain.", (await site.GetPageAsync(path)).QuerySelector(".ended")!.TextContent, StringComparison.Ordinal);
        await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/after", ("stopReason", "tingling"), ("pain", "3"));
        Assert.Equal("tingling", (string?)(await site.GetJsonAsync($"/api{path}"))["after"]!["stopReason"]);
        Assert.Contains(
            "Tingling",
            (await site.GetPageAsync("/progress/practice")).QuerySelector(".session-list tbody tr")!.TextContent,
            StringComparison.Ordinal
        );

        var refused = await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/after", ("stopReason", "boredom"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(
            "one of those listed",
            Assert.Single((await refused.ReadPageAsync()).QuerySelectorAll(".faults li")).TextContent,
            StringComparison.Ordinal
        );

        await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/after", ("stopReason", ""));
        Assert.Null((await site.GetJsonAsync($"/api{path}"))["after"]!["stopReason"]);
    }

    [Fact]
    public async Task An_arched_back_and_pain_a_day_later_are_told_and_corrected()
    {
        await using var site = await TestSite.StartAsync();
        var path = $"/sessions/{await RecordAsync(site)}";
        await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/after", ("backArched", "yes"), ("painNextDay", "4"));
        var after = (await site.GetJsonAsync($"/api{path}"))["after"]!;
        Assert.Equal((true, 4), ((bool)after["backArched"]!, (int)after["painNextDay"]!));

        // What is not touched stays.
        await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/after", ("painNextDay", "0"));
        after = (await site.GetJsonAsync($"/api{path}"))["after"]!;
        Assert.Equal((true, 0), ((bool)after["backArched"]!, (int)after["painNextDay"]!));

        var refused = await site.SubmitAsync(
            await site.GetPageAsync(path),
            $"{path}/after",
            ("backArched", "perhaps"),
            ("painNextDay", "11")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(2, (await refused.ReadPageAsync()).QuerySelectorAll(".faults li").Length);

        await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/after", ("backArched", "no"), ("painNextDay", ""));
        after = (await site.GetJsonAsync($"/api{path}"))["after"]!;
        Assert.False((bool)after["backArched"]!);
        Assert.Null(after["painNextDay"]);
    }

    [Fact]
    public async Task Who_played_it_to_the_end_is_not_asked_why_they_stopped()
    {
        await using var site = await TestSite.StartAsync();
        var sequence = await site.CompileAsync();
        var id = Sent.NewId();
        var total = (long)sequence.Total.TotalMilliseconds;
        await site.PutAsync($"/api/sessions/{id}", Sent.Report(sequence.Hash, (0, 0, total)).Ended("completed", total / 1000.0));
        Assert.Null((await site.GetPageAsync($"/sessions/{id}")).QuerySelector("#stop-reason"));
    }

    [Fact]
    public async Task What_was_typed_is_not_lost_when_it_is_refused()
    {
        await using var site = await TestSite.StartAsync();
        var path = $"/sessions/{await RecordAsync(site)}";
        var answer = await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/correction", ("left", "1:75"), ("right", "two"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.ReadPageAsync();
        Assert.Equal(2, page.QuerySelectorAll(".faults li").Length);
        Assert.Equal("1:75", page.QuerySelector("#left")!.GetAttribute("value"));
        Assert.Equal("two", page.QuerySelector("#right")!.GetAttribute("value"));

        var again = await (await site.SubmitAsync(page, $"{path}/after", ("pain", "3"), ("note", new string('x', 2001)))).ReadPageAsync();
        Assert.Equal(2001, again.QuerySelector("#note")!.TextContent.Length);
        Assert.Equal("3", again.QuerySelector("#pain option[selected]")!.GetAttribute("value"));
        Assert.Empty(await site.QueryAsync("SELECT * FROM session_answer"));
    }

    [Theory]
    [InlineData("0:00", 0)]
    [InlineData("1:30", 90_000)]
    [InlineData(" 12:05 ", 725_000)]
    public async Task A_correction_is_typed_as_minutes_and_seconds(string typed, long leftMs)
    {
        await using var site = await TestSite.StartAsync();
        var path = $"/sessions/{await RecordAsync(site)}";
        var answer = await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/correction", ("left", typed));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(leftMs, (long)(await site.GetJsonAsync($"/api{path}"))["correction"]!["leftMs"]!);
        var page = await site.GetPageAsync(path);
        Assert.Equal(
            "Left 1 0:45 0:45",
            string.Join(' ', page.QuerySelector(".held tbody tr")!.Children.Select(cell => cell.TextContent.Trim()))
        );
        Assert.Contains($"left {typed.Trim()}", page.QuerySelector(".corrected")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("90")]
    [InlineData("1:5")]
    [InlineData("-1:30")]
    [InlineData("1:60")]
    [InlineData("241:00")]
    public async Task Other_times_are_refused(string typed)
    {
        await using var site = await TestSite.StartAsync();
        var path = $"/sessions/{await RecordAsync(site)}";
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/correction", ("left", typed))).StatusCode
        );
    }

    [Fact]
    public async Task Deleting_asks_once_more_and_leads_to_the_history()
    {
        await using var site = await TestSite.StartAsync();
        var path = $"/sessions/{await RecordAsync(site)}";
        var page = await site.GetPageAsync(path);
        Assert.NotNull(page.QuerySelector($"details:not([open]) form[action='{path}/delete']"));
        var answer = await site.SubmitAsync(page, $"{path}/delete");
        Assert.Equal("/progress/practice", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(path, TestSite.Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_note_is_text_and_never_markup()
    {
        await using var site = await TestSite.StartAsync();
        var path = $"/sessions/{await RecordAsync(site)}";
        const string note = "</textarea><script>alert(1)</script>";
        await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/after", ("note", note));
        var page = await site.GetPageAsync(path);
        Assert.Equal(note, page.QuerySelector("#note")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("script:not([src], [type='application/json'])"));
    }
}
