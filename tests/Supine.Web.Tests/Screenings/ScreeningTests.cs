using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Storage;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.Screenings;

public class ScreeningTests
{
    private const string Sequence = "/api/sequence?protocol=psoas-lying-";

    [Fact]
    public async Task Who_has_not_answered_is_led_to_the_questions_and_given_nothing()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        var guide = await site.GetPageAsync("/");
        Assert.Equal("/screening", guide.QuerySelector(".notice.screening a")!.GetAttribute("href"));
        Assert.Equal("/screening", guide.QuerySelector("#session")!.GetAttribute("action"));
        Assert.NotNull((await site.GetPageAsync("/screening")).QuerySelector("form [name=go][value=none]"));
        await AssertRefusedAsync(site, "First, please answer a few questions");
    }

    [Fact]
    public async Task None_of_these_on_every_screen_is_go()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        var page = await site.GetPageAsync("/screening");
        var screens = 0;
        HttpResponseMessage answer;
        do
        {
            screens++;
            Assert.Equal("none", page.QuerySelector("form.screening button")!.GetAttribute("value"));
            answer = await SendAsync(site, page, "none");
            page = answer.StatusCode == HttpStatusCode.OK ? await answer.ReadPageAsync() : page;
        } while (answer.StatusCode == HttpStatusCode.OK && screens < 20);

        Assert.Equal((ScreeningTable.Shipped.Groups.Length, "/screening"), (screens, answer.Headers.Location!.ToString()));
        var result = await site.GetPageAsync("/screening");
        Assert.Equal("go", result.QuerySelector("article.screening")!.GetAttribute("data-outcome"));
        Assert.Equal("/", result.QuerySelector(".button.main")!.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync(Sequence + "2", TestSite.Cancelled)).StatusCode);
        Assert.Null((await site.GetPageAsync("/")).QuerySelector(".notice.screening"));
    }

    [Fact]
    public async Task What_is_ticked_stays_ticked_from_screen_to_screen_and_when_it_is_changed()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        var page = await site.GetPageAsync("/screening");
        foreach (var group in ScreeningTable.Shipped.Groups.SkipLast(1))
        {
            page = await (
                group.Id == "health" ? await SendAsync(site, page, "next", "cancer", "fever") : await SendAsync(site, page, "none")
            ).ReadPageAsync();
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync(site, page, "next", "pregnancy")).StatusCode);
        var result = await site.GetPageAsync("/screening");
        Assert.Equal("ask-first", result.QuerySelector("article.screening")!.GetAttribute("data-outcome"));
        Assert.Equal(3, result.QuerySelectorAll("section[aria-labelledby=about] li").Length);
        page = await (await SendAsync(site, await site.GetPageAsync("/screening/questions"), "none")).ReadPageAsync();
        Assert.Equal(
            ["cancer", "fever", "pregnancy"],
            page.QuerySelectorAll("input[type=hidden][name=yes]").Select(input => input.GetAttribute("value")).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_tick_and_none_of_these_contradict_each_other_and_neither_is_no_answer()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        var page = await site.GetPageAsync("/screening");
        foreach (var (go, yes) in new[] { ("none", new[] { "both-legs-pain" }), ("next", []) })
        {
            var answer = await SendAsync(site, page, go, yes);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var again = await answer.ReadPageAsync();
            Assert.NotNull(again.QuerySelector("[role=alert]"));
            Assert.Equal(yes, again.QuerySelectorAll("input[type=checkbox][checked]").Select(input => input.GetAttribute("value")));
        }

        Assert.IsType<ScreeningStanding.NotAsked>(await (await site.OpenChartAsync()).Screenings.ReadAsync(TestSite.Cancelled));
    }

    [Fact]
    public async Task A_sign_of_an_emergency_is_answered_at_once_and_nobody_releases_it()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await SendAsync(site, await site.GetPageAsync("/screening"), "next", "numb-buttocks")).StatusCode
        );
        var page = await site.GetPageAsync("/screening");
        Assert.Equal("Go to emergency care now.", page.QuerySelector("h1")!.TextContent.Trim());
        Assert.Null(page.QuerySelector("form[action='/screening/release']"));
        await (await site.OpenChartAsync()).Screenings.ReleaseAsync(["numb-buttocks"], "Nobody", TestSite.Cancelled);
        await AssertRefusedAsync(site, "Go to emergency care now.");
    }

    [Fact]
    public async Task What_is_released_by_somebody_starts_with_its_changes()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        await PutAsync(site, "pregnancy", "cancer");
        await AssertRefusedAsync(site, "Ask first, then start.");
        var page = await site.GetPageAsync("/screening");
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await PostAsync(site, page, "/screening/release", ("released", "cancer"), ("by", " "))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await PostAsync(site, page, "/screening/release", ("by", "Dr. Okafor"))).StatusCode
        );
        await PostAsync(site, page, "/screening/release", ("released", "cancer"), ("by", "Dr. Okafor"));
        await AssertRefusedAsync(site, "Ask first, then start.");
        await PostAsync(site, page, "/screening/release", ("released", "pregnancy"), ("by", "Midwife Lind"));
        page = await site.GetPageAsync("/screening");
        Assert.Equal("go-with-changes", page.QuerySelector("article.screening")!.GetAttribute("data-outcome"));
        Assert.Contains("Midwife Lind", page.QuerySelector("section[aria-labelledby=changes]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync(Sequence + "1", TestSite.Cancelled)).StatusCode);
        var refused = await site.Client.GetAsync(Sequence + "2", TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("Level 1 only", (string)(await refused.ReadJsonAsync())["detail"]!, StringComparison.Ordinal);
        Assert.Contains(
            "Level 1 only",
            (await site.GetPageAsync("/")).QuerySelector(".card .refused")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nothing_that_can_be_played_is_given_out_when_it_is_blocked()
    {
        await using var site = await TestSite.StartAsync();
        var sequence = await site.CompileAsync();
        var added = await PostAsync(site, await site.GetPageAsync("/take-along?protocol=psoas-lying-1"), "/take-along/feed");
        var feed = (await added.ReadPageAsync()).QuerySelector<IHtmlInputElement>("#address")!.Value;
        var item = (string)(await site.QueryAsync("SELECT id FROM feed_item"))[0].id;
        string[] playable =
        [
            Sequence + "1",
            "/track?protocol=psoas-lying-1",
            $"/tracks/{sequence.Hash}.wav",
            $"/take-along?protocol=psoas-lying-1",
            "/take-along/file?protocol=psoas-lying-1&as=wav",
            new Uri(feed).AbsolutePath + $"/{item}.wav",
            new Uri(feed).AbsolutePath + $"/{item}.json",
        ];
        foreach (var path in playable)
        {
            Assert.True((int)(await site.Client.GetAsync(path, TestSite.Cancelled)).StatusCode < 400, path);
        }

        Assert.Contains(
            "<item>",
            await site.Client.GetStringAsync(new Uri(feed).AbsolutePath, TestSite.Cancelled),
            StringComparison.Ordinal
        );
        await PutAsync(site, "worse-lying");
        foreach (var path in playable)
        {
            var answer = await site.Client.GetAsync(path, TestSite.Cancelled);
            Assert.True(
                answer.StatusCode
                    == (path.Contains("/feed/", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden),
                path
            );
        }

        Assert.DoesNotContain(
            "<item>",
            await site.Client.GetStringAsync(new Uri(feed).AbsolutePath, TestSite.Cancelled),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("pain", null, null, true)]
    [InlineData("tingling", null, null, true)]
    [InlineData(null, 6, null, true)]
    [InlineData(null, 5, 5, false)]
    [InlineData(null, 1, 6, true)]
    [InlineData("time", 0, null, false)]
    public async Task A_session_that_was_stopped_for_pain_or_tingling_asks_again(string? reason, int? pain, int? nextDay, bool asks)
    {
        await using var site = await TestSite.StartAsync();
        var id = await SessionPageTests.RecordAsync(site);
        site.Clock.Now = site.Clock.Now.AddDays(1);
        var answers = Sent.Answers(
            site.Clock.Now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            pain: pain,
            stopReason: reason,
            painNextDay: nextDay
        );
        Assert.Equal(HttpStatusCode.NoContent, (await site.PutAsync($"/api/sessions/{id}/after", answers)).StatusCode);
        Assert.Equal(asks ? AskedAgain.StoppedSession : null, await ReasonAsync(site));
        Assert.Equal(
            asks ? HttpStatusCode.Forbidden : HttpStatusCode.OK,
            (await site.Client.GetAsync(Sequence + "1", TestSite.Cancelled)).StatusCode
        );
        site.Clock.Now = site.Clock.Now.AddMinutes(1);
        await PutAsync(site);
        Assert.Null(await ReasonAsync(site));
    }

    [Fact]
    public async Task After_eight_weeks_it_is_asked_again()
    {
        await using var site = await TestSite.StartAsync();
        site.Clock.Now = FakeClock.Morning.AddDays(56).AddMilliseconds(-1);
        Assert.Null(await ReasonAsync(site));
        site.Clock.Now = FakeClock.Morning.AddDays(56);
        Assert.Equal(AskedAgain.TooLongAgo, await ReasonAsync(site));
        Assert.Contains(
            "Eight weeks",
            (await site.GetPageAsync("/screening")).QuerySelector(".why")!.TextContent,
            StringComparison.Ordinal
        );
        await AssertRefusedAsync(site, "answer the safety questions again");
    }

    [Fact]
    public async Task Something_new_asks_again_at_once()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await PostAsync(site, await site.GetPageAsync("/screening"), "/screening/symptom");
        Assert.Equal("/screening/questions", answer.Headers.Location!.ToString());
        Assert.Equal(AskedAgain.NewSymptom, await ReasonAsync(site));
        await PutAsync(site);
        Assert.Null(await ReasonAsync(site));
    }

    [Fact]
    public async Task Answers_to_other_questions_do_not_count()
    {
        await using var site = await TestSite.StartAsync();
        await site.Get<Writes>()
            .RunAsync(
                connection =>
                    Dapper.SqlMapper.ExecuteAsync(connection, "UPDATE screening SET edition = edition + 1 WHERE person = 'first'"),
                TestSite.Cancelled
            );
        Assert.Equal(AskedAgain.QuestionsChanged, await ReasonAsync(site));
    }

    [Fact]
    public async Task Nobody_is_led_into_the_measuring_position_whom_it_does_not_suit()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        Assert.NotNull((await site.GetPageAsync("/measure")).QuerySelector("[data-live][data-refused]"));
        await PutAsync(site);
        Assert.Null((await site.GetPageAsync("/measure")).QuerySelector("[data-refused], [data-refusal]"));
        await PutAsync(site, "spinal-stenosis");
        Assert.Contains(
            "Do not measure the hip",
            (await site.GetPageAsync("/measure")).QuerySelector("[data-refusal]")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_answer_is_kept()
    {
        await using var site = await TestSite.StartAsync();
        await PutAsync(site, "cancer");
        await PutAsync(site, "dizziness", "fever");
        Assert.Equal(3, (await site.QueryAsync("SELECT * FROM screening")).Count);
        Assert.Equal(
            ["cancer", "dizziness", "fever"],
            (await site.QueryAsync("SELECT question FROM screening_answer ORDER BY screening, question")).Select(row =>
                (string)row.question
            )
        );
    }

    [Fact]
    public async Task The_api_says_of_every_protocol_whether_it_is_given_out()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        Assert.Equal("not-asked", (string)(await site.GetJsonAsync("/api/screening"))["kind"]!);
        await PutAsync(site, "spinal-stenosis");
        var standing = await site.GetJsonAsync("/api/screening");
        Assert.Equal(("answered", "go-with-changes"), ((string)standing["kind"]!, (string)standing["outcome"]!));
        var refusals = standing["protocols"]!
            .AsArray()
            .ToDictionary(protocol => (string)protocol!["id"]!, protocol => (string?)protocol!["refusal"]);
        Assert.Null(refusals["psoas-lying-1"]);
        Assert.Contains("Level 1 only", refusals["psoas-lying-2"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"edition":2,"yes":[]}""")]
    [InlineData("""{"edition":1,"yes":["toothache"]}""")]
    [InlineData("""{"edition":1,"yes":[null]}""")]
    [InlineData("""{"edition":1}""")]
    public async Task What_is_no_answer_is_refused(string json)
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await site.Client.PutAsync("/api/screening", json.AsJson(), TestSite.Cancelled)).StatusCode
        );
        Assert.IsType<ScreeningStanding.NotAsked>(await (await site.OpenChartAsync()).Screenings.ReadAsync(TestSite.Cancelled));
    }

    [Fact]
    public async Task The_saved_answers_are_what_the_command_line_reads()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync("/screening/answers.json", TestSite.Cancelled)).StatusCode);
        await PutAsync(site, "pregnancy");
        var saved = Assert.IsType<ScreeningReading.Succeeded>(
            ScreeningJson.Read(await site.Client.GetByteArrayAsync("/screening/answers.json", TestSite.Cancelled), ScreeningTable.Shipped)
        );
        Assert.Equal(("pregnancy", FakeClock.Morning), (Assert.Single(saved.Answers.Yes), saved.AnsweredAt));
    }

    [Theory]
    [InlineData("/screening")]
    [InlineData("/screening/questions")]
    [InlineData("/screening/answers.json")]
    [InlineData("/api/screening")]
    public async Task Nobody_else_keeps_it(string path)
    {
        await using var site = await TestSite.StartAsync();
        Assert.Contains(
            "no-store",
            (await site.Client.GetAsync(path, TestSite.Cancelled)).Headers.CacheControl!.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_page_for_the_clinician_tells_every_answer_and_where_its_question_is_from()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        await PutAsync(site, "worse-lying", "osteoporosis");
        var page = await site.GetPageAsync("/screening");
        var rows = page.QuerySelectorAll(".clinician tbody tr").Select(row => row.TextContent).ToList();
        Assert.Contains(
            rows,
            row =>
                row.Contains("worse when you lie on your back", StringComparison.Ordinal)
                && row.Contains("NICE guideline NG59", StringComparison.Ordinal)
        );
        Assert.Contains(
            rows,
            row => row.Contains("Osteoporosis", StringComparison.Ordinal) && row.Contains("UK expert consensus", StringComparison.Ordinal)
        );
        Assert.Equal(
            ["Feeling and strength", "Bladder and bowel", "Your health", "Injury and operation"],
            page.QuerySelectorAll("[data-nothing] li").Select(item => item.TextContent.Trim())
        );
    }

    private static async Task<AskedAgain?> ReasonAsync(TestSite site) =>
        ((await (await site.OpenChartAsync()).Screenings.ReadAsync(TestSite.Cancelled)) as ScreeningStanding.Again)?.Reason;

    private static async Task AssertRefusedAsync(TestSite site, string words)
    {
        foreach (var path in new[] { Sequence + "1", Sequence + "2", "/track?protocol=psoas-lying-1" })
        {
            var answer = await site.Client.GetAsync(path, TestSite.Cancelled);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains(words, (string)(await answer.ReadJsonAsync())["detail"]!, StringComparison.Ordinal);
        }
    }

    private static async Task PutAsync(TestSite site, params string[] yes)
    {
        var body = new JsonObject
        {
            ["edition"] = ScreeningTable.Shipped.Edition,
            ["yes"] = new JsonArray([.. yes.Select(id => JsonValue.Create(id))]),
        };
        Assert.Equal(HttpStatusCode.OK, (await site.PutAsync("/api/screening", body)).StatusCode);
    }

    // As a browser without script sends it: hidden fields, the boxes that are ticked, the button that was pressed.
    private static Task<HttpResponseMessage> SendAsync(TestSite site, IHtmlDocument page, string go, params string[] ticked) =>
        site.Client.PostAsync(
            "/screening/questions",
            new FormUrlEncodedContent([
                .. page.QuerySelectorAll("form.screening input[type=hidden]")
                    .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!)),
                .. ticked.Select(id => KeyValuePair.Create("yes", id)),
                new("go", go),
            ]),
            TestSite.Cancelled
        );

    private static Task<HttpResponseMessage> PostAsync(
        TestSite site,
        IHtmlDocument page,
        string action,
        params (string Name, string Value)[] fields
    ) =>
        site.Client.PostAsync(
            action,
            new FormUrlEncodedContent([
                .. page.QuerySelectorAll($"form[action='{action}'] input[type=hidden]")
                    .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!)),
                .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]),
            TestSite.Cancelled
        );
}
