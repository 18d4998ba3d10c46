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
        Assert.Equal("questions", guide.QuerySelector(".guide")!.GetAttribute("data-begin"));
        Assert.Equal("/screening", guide.QuerySelector(".what a.if-questions")!.GetAttribute("href"));
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
        Assert.Equal("start", (await site.GetPageAsync("/")).QuerySelector(".guide")!.GetAttribute("data-begin"));
    }

    [Fact]
    public async Task What_is_ticked_stays_ticked_from_screen_to_screen_and_when_it_is_changed()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        var page = await site.GetPageAsync("/screening");
        foreach (var group in ScreeningTable.Shipped.Groups.SkipLast(1))
        {
            page = await (
                group.Id == "health"
                    ? await SendAsync(site, page, "next", "cancer", "immunosuppression")
                    : await SendAsync(site, page, "none")
            ).ReadPageAsync();
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync(site, page, "next", "pregnancy")).StatusCode);
        var result = await site.GetPageAsync("/screening");
        Assert.Equal("ask-first", result.QuerySelector("article.screening")!.GetAttribute("data-outcome"));
        Assert.Equal("Ask within a day or two.", result.QuerySelector("h1")!.TextContent.Trim());
        Assert.Equal(3, result.QuerySelectorAll("section[aria-labelledby=signs] li").Length);
        Assert.Contains("20 to 54", result.QuerySelector(".clinician")!.TextContent, StringComparison.Ordinal);
        page = await site.GetPageAsync("/screening/questions");
        Assert.Equal("from-20", page.QuerySelector("input[name=age][checked]")!.GetAttribute("value"));
        page = await (await SendAsync(site, page, "none")).ReadPageAsync();
        Assert.Equal(
            ["cancer", "immunosuppression", "pregnancy"],
            page.QuerySelectorAll("input[type=hidden][name=yes]").Select(input => input.GetAttribute("value")).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_tick_and_none_of_these_contradict_each_other_and_neither_is_no_answer()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        var page = await site.GetPageAsync("/screening");
        foreach (var (go, yes) in new[] { ("none", new[] { "both-legs" }), ("next", []) })
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
        await (await site.OpenChartAsync()).Screenings.ReleaseAsync([Release("numb-buttocks")], TestSite.Cancelled);
        await AssertRefusedAsync(site, "Go to emergency care now.");
    }

    [Fact]
    public async Task An_emergency_needs_no_age_and_all_else_does()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        var page = await site.GetPageAsync("/screening");
        var answer = await SendAtAgeAsync(site, page, "none", null);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("Choose your age.", (await answer.ReadPageAsync()).QuerySelector("[role=alert]")!.TextContent);
        Assert.Equal(HttpStatusCode.SeeOther, (await SendAtAgeAsync(site, page, "next", null, "both-legs")).StatusCode);
    }

    [Fact]
    public async Task What_follows_from_a_tick_is_asked_after_it_and_goes_with_it()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        var page = await site.GetPageAsync("/screening");
        foreach (var _ in ScreeningTable.Shipped.Groups.TakeWhile(group => group.Id != "vessels"))
        {
            Assert.Null(page.QuerySelector("input[name=more]"));
            page = await (await SendAsync(site, page, "none")).ReadPageAsync();
        }

        Assert.DoesNotContain("short of breath", page.Body!.TextContent, StringComparison.Ordinal);
        var more = await (await SendAsync(site, page, "next", "swollen-leg")).ReadPageAsync();
        Assert.Equal(["leg-short-of-breath"], more.QuerySelectorAll("input[type=checkbox]").Select(input => input.GetAttribute("value")));
        Assert.Contains("Screen 7 of 8", more.Body!.TextContent, StringComparison.Ordinal);

        // back to the same screen, and the tick taken away: what followed from it goes too
        var back = await (await SendAsync(site, more, "back", "leg-short-of-breath")).ReadPageAsync();
        Assert.Contains("One leg newly swollen", back.Body!.TextContent, StringComparison.Ordinal);
        var last = await (await SendAsync(site, back, "none")).ReadPageAsync();
        Assert.Empty(last.QuerySelectorAll("input[type=hidden][name=yes]"));

        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync(site, more, "next", "leg-short-of-breath")).StatusCode);
        Assert.Equal("emergency", (await site.GetPageAsync("/screening")).QuerySelector("article.screening")!.GetAttribute("data-outcome"));
    }

    [Theory]
    [InlineData("fever-or-infection", "wait", "Wait until you are well.")]
    [InlineData("swollen-leg", "today", "See a doctor today.")]
    [InlineData("recent-fracture", "ask-first", "Ask first, then start.")]
    public async Task What_passes_or_is_treated_is_not_released(string id, string outcome, string title)
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        await PutAsync(site, id);
        var page = await site.GetPageAsync("/screening");
        Assert.Equal(
            (outcome, title),
            (page.QuerySelector("article.screening")!.GetAttribute("data-outcome"), page.QuerySelector("h1")!.TextContent.Trim())
        );
        Assert.Null(page.QuerySelector("form[action='/screening/release']"));
        await (await site.OpenChartAsync()).Screenings.ReleaseAsync([Release(id)], TestSite.Cancelled);
        await AssertRefusedAsync(site, title);
    }

    [Fact]
    public async Task A_release_keeps_the_limits_that_were_not_lifted_and_is_no_dead_end()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        await PutAsync(site, "artificial-hip", "hip-not-told");
        var page = await site.GetPageAsync("/screening");
        Assert.Equal(3, page.QuerySelectorAll("input[name=keeps][checked]").Length);
        (string, string)[] who = [("by", "Dr. Okafor"), ("profession", "surgeon"), ("on", "2026-04-15")];
        (string, string)[] both = [("released", "artificial-hip"), ("released", "hip-not-told")];
        await PostAsync(
            site,
            page,
            "/screening/release",
            [.. who, .. both, ("keeps", "hip-not-told no-extension"), ("keeps", "hip-not-told no-knee-to-chest")]
        );
        page = await site.GetPageAsync("/screening");
        Assert.Equal("What still holds for you rules out both stretches.", page.QuerySelector("h1")!.TextContent.Trim());
        Assert.Null(page.QuerySelector(".button.main"));
        Assert.DoesNotContain("speaks against it", page.Body!.TextContent, StringComparison.Ordinal);

        await PutAsync(site, "artificial-hip", "hip-not-told");
        await (await site.OpenChartAsync()).Screenings.ReleaseAsync(
            [Release("artificial-hip"), Release("hip-not-told", Limit.NoMeasuring)],
            TestSite.Cancelled
        );
        Assert.NotNull((await site.GetPageAsync("/screening")).QuerySelector(".button.main"));
        Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync(Sequence + "1", TestSite.Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_release_lasts_as_long_as_the_condition_and_ends_when_something_is_new()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        await PutAsync(site, "cancer", "from-20");
        await (await site.OpenChartAsync()).Screenings.ReleaseAsync([Release("cancer")], TestSite.Cancelled);
        site.Clock.Now = FakeClock.Morning.AddDays(57);
        await PutAsync(site, "cancer", "from-20");
        Assert.Equal("go", (string)(await site.GetJsonAsync("/api/screening"))["outcome"]!);
        await (await site.OpenChartAsync()).Screenings.ReportSymptomAsync(TestSite.Cancelled);
        site.Clock.Now = site.Clock.Now.AddMinutes(1);
        await PutAsync(site, "cancer", "from-20");
        Assert.Equal("ask-first", (string)(await site.GetJsonAsync("/api/screening"))["outcome"]!);
        await (await site.OpenChartAsync()).Screenings.ReleaseAsync(
            [Release("cancer") with { Until = new(2026, 6, 12) }],
            TestSite.Cancelled
        );
        Assert.Equal("go", (string)(await site.GetJsonAsync("/api/screening"))["outcome"]!);
        site.Clock.Now = site.Clock.Now.AddDays(2);
        Assert.Equal("ask-first", (string)(await site.GetJsonAsync("/api/screening"))["outcome"]!);
    }

    [Fact]
    public async Task What_is_released_by_somebody_starts_with_its_changes()
    {
        await using var site = await TestSite.StartUnscreenedAsync();
        await PutAsync(site, "pregnancy", "cancer");
        await AssertRefusedAsync(site, "Ask first, then start.");
        var page = await site.GetPageAsync("/screening");
        (string, string)[] who = [("by", "Dr. Okafor"), ("profession", "doctor"), ("on", "2026-04-14")];
        (string, string)[][] wrong =
        [
            who,
            [("released", "cancer"), ("by", " "), who[1], who[2]],
            [("released", "cancer"), who[0], who[2]],
            [("released", "cancer"), who[0], who[1], ("on", "2026-04-16")],
            [("released", "cancer"), .. who, ("until", "2026-04-13")],
        ];
        foreach (var fields in wrong)
        {
            var fault = await PostAsync(site, page, "/screening/release", fields);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, fault.StatusCode);

            // what was typed and ticked is still there
            var again = await fault.ReadPageAsync();
            Assert.NotNull(again.QuerySelector("[role=alert]"));
            Assert.All(
                fields.Where(field => field.Item1 is not "released" && field.Item2.Trim().Length > 0),
                field => Assert.Equal(field.Item2, again.QuerySelector($"#{field.Item1}")!.GetAttribute("value"))
            );
            Assert.Equal(fields.Count(field => field.Item1 == "released"), again.QuerySelectorAll("input[name=released][checked]").Length);
        }

        await PostAsync(site, page, "/screening/release", [("released", "cancer"), .. who]);
        await AssertRefusedAsync(site, "Ask first, then start.");
        await PostAsync(
            site,
            page,
            "/screening/release",
            ("released", "pregnancy"),
            ("by", "Midwife Lind"),
            ("profession", "midwife"),
            ("on", "2026-04-15")
        );
        page = await site.GetPageAsync("/screening");
        Assert.Equal("go-with-changes", page.QuerySelector("article.screening")!.GetAttribute("data-outcome"));
        Assert.Contains(
            "Midwife Lind, midwife",
            page.QuerySelector("section[aria-labelledby=changes]")!.TextContent,
            StringComparison.Ordinal
        );
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
    [InlineData("leg-pain", null, null, true)]
    [InlineData("weakness", null, null, true)]
    [InlineData(null, 6, null, true)]
    [InlineData(null, 5, 3, false)]
    [InlineData(null, 1, 6, true)]
    [InlineData("time", 0, null, false)]
    public async Task A_session_that_was_stopped_for_pain_or_a_sign_asks_again_and_then_there_are_two_days_of_rest(
        string? reason,
        int? pain,
        int? nextDay,
        bool asks
    )
    {
        await using var site = await TestSite.StartAsync();
        var id = await SessionPageTests.RecordAsync(site);
        site.Clock.Now = site.Clock.Now.AddDays(1);
        var told = site.Clock.Now;
        await AnswerAsync(site, id, reason, pain, nextDay);
        Assert.Equal(asks ? AskedAgain.StoppedSession : null, await ReasonAsync(site));
        await AssertPlayableAsync(site, !asks);
        site.Clock.Now = told.AddMinutes(1);
        await PutAsync(site, "from-20");
        Assert.Null(await ReasonAsync(site));
        await AssertPlayableAsync(site, !asks);
        if (asks)
        {
            await AssertRefusedAsync(site, "rest until");
            var page = await site.GetPageAsync("/screening");
            Assert.Contains("Rest until", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
            Assert.Null(page.QuerySelector(".button.main"));
            Assert.NotNull((await site.GetPageAsync("/measure")).QuerySelector("[data-refusal]"));
            Assert.Equal(told.AddHours(48), (DateTimeOffset)(await site.GetJsonAsync("/api/screening"))["restUntil"]!);
            Assert.Equal(HttpStatusCode.Forbidden, (await site.Client.GetAsync("/screening/answers.json", TestSite.Cancelled)).StatusCode);
            foreach (var path in new[] { "/", "/next" })
            {
                Assert.Contains("Rest for two days first", (await site.GetPageAsync(path)).Body!.TextContent, StringComparison.Ordinal);
            }

            // a note added later is no new pain
            site.Clock.Now = told.AddHours(40);
            await AnswerAsync(site, id, reason, pain, nextDay, "it was the left one");
            Assert.Null(await ReasonAsync(site));
        }

        site.Clock.Now = told.AddHours(48).AddMilliseconds(-1);
        await AssertPlayableAsync(site, !asks);
        site.Clock.Now = told.AddHours(48);
        await AssertPlayableAsync(site, true);
    }

    [Fact]
    public async Task After_the_mildest_has_hurt_nothing_is_given_out_until_the_person_has_said_whom_they_asked()
    {
        await using var site = await TestSite.StartAsync();
        var id = await SessionPageTests.RecordAsync(site, holdSeconds: 30);
        await AnswerAsync(site, id, null, 7, null);
        site.Clock.Now = site.Clock.Now.AddDays(3);
        await PutAsync(site, "from-20");
        await AssertRefusedAsync(site, "say whom you asked");
        Assert.Equal("2026-04-15", (string?)(await site.GetJsonAsync("/api/screening"))["mustAskSince"]);
        Assert.Contains("The mildest stretch hurt", (await site.GetPageAsync("/next")).Body!.TextContent, StringComparison.Ordinal);
        var page = await site.GetPageAsync("/screening");
        foreach (
            var (by, profession, on) in new[]
            {
                ("", "doctor", "2026-04-16"),
                ("Dr. Okafor", "", "2026-04-16"),
                ("Dr. Okafor", "doctor", "2026-04-14"),
                ("Dr. Okafor", "doctor", "2026-04-19"),
            }
        )
        {
            var refused = await PostAsync(site, page, "/screening/asked", ("by", by), ("profession", profession), ("on", on));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Equal(on, (await refused.ReadPageAsync()).QuerySelector("#on")!.GetAttribute("value"));
        }

        await AssertPlayableAsync(site, false);
        await PostAsync(site, page, "/screening/asked", ("by", "Dr. Okafor"), ("profession", "doctor"), ("on", "2026-04-17"));
        await AssertPlayableAsync(site, true);
        Assert.Contains(
            "somebody who can examine you agreed",
            (await site.GetPageAsync("/next")).Body!.TextContent,
            StringComparison.Ordinal
        );
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
        await PutAsync(site, "dizziness", "weight-loss");
        Assert.Equal(3, (await site.QueryAsync("SELECT * FROM screening")).Count);
        Assert.Equal(
            ["cancer", "dizziness", "from-20", "from-20", "from-20", "weight-loss"],
            (await site.QueryAsync("SELECT question FROM screening_answer ORDER BY question")).Select(row => (string)row.question)
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
    [InlineData("""{"edition":1,"yes":[]}""")]
    [InlineData("""{"edition":2,"yes":["toothache"]}""")]
    [InlineData("""{"edition":2,"yes":[null]}""")]
    [InlineData("""{"edition":2}""")]
    [InlineData("""{"edition":2,"yes":["from-20","from-55"]}""")]
    [InlineData("""{"edition":2,"yes":["leg-short-of-breath"]}""")]
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
        Assert.Equal(("from-20,pregnancy", FakeClock.Morning), (string.Join(',', saved.Answers.Yes), saved.AnsweredAt));
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
        await PutAsync(site, "worse-lying", "fragile-bones");
        var page = await site.GetPageAsync("/screening");
        var rows = page.QuerySelectorAll(".clinician tbody tr").Select(row => row.TextContent).ToList();
        Assert.Contains(
            rows,
            row =>
                row.Contains("worse when you lie on your back", StringComparison.Ordinal)
                && row.Contains("NBK52120", StringComparison.Ordinal)
        );
        Assert.Contains(
            rows,
            row => row.Contains("Osteoporosis", StringComparison.Ordinal) && row.Contains("UK expert consensus", StringComparison.Ordinal)
        );
        Assert.Equal(
            [
                "Feeling and strength",
                "Bladder and bowel",
                "Hip, pelvis and knee",
                "Your health",
                "Injury and operation",
                "Blood and vessels",
            ],
            page.QuerySelectorAll("[data-nothing] li").Select(item => item.TextContent.Trim())
        );
    }

    private static ScreeningRelease Release(string id, params Limit[] kept) =>
        new(id, new("Dr. Okafor", "doctor", new(2026, 4, 15)), null, [.. kept]);

    private static async Task AnswerAsync(TestSite site, string id, string? reason, int? pain, int? nextDay, string? note = null)
    {
        var answers = Sent.Answers(
            site.Clock.Now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            pain: pain,
            note: note,
            stopReason: reason,
            painNextDay: nextDay
        );
        Assert.Equal(HttpStatusCode.NoContent, (await site.PutAsync($"/api/sessions/{id}/after", answers)).StatusCode);
    }

    private static async Task AssertPlayableAsync(TestSite site, bool isPlayable)
    {
        foreach (var path in new[] { Sequence + "1", "/track?protocol=psoas-lying-1", "/take-along/file?protocol=psoas-lying-1&as=wav" })
        {
            var status = (await site.Client.GetAsync(path, TestSite.Cancelled)).StatusCode;
            Assert.True(isPlayable ? (int)status < 400 : status == HttpStatusCode.Forbidden, $"{path}: {status}");
        }
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
            ["yes"] = new JsonArray([.. yes.Append("from-20").Distinct().Select(id => JsonValue.Create(id))]),
        };
        Assert.Equal(HttpStatusCode.OK, (await site.PutAsync("/api/screening", body)).StatusCode);
    }

    // As a browser without script sends it: hidden fields, the boxes that are ticked, the button that was pressed.
    private static Task<HttpResponseMessage> SendAsync(TestSite site, IHtmlDocument page, string go, params string[] ticked) =>
        SendAtAgeAsync(site, page, go, "from-20", ticked);

    private static Task<HttpResponseMessage> SendAtAgeAsync(
        TestSite site,
        IHtmlDocument page,
        string go,
        string? age,
        params string[] ticked
    ) =>
        site.Client.PostAsync(
            "/screening/questions",
            new FormUrlEncodedContent([
                .. page.QuerySelectorAll("form.screening input[type=hidden]")
                    .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!)),
                .. ticked.Select(id => KeyValuePair.Create("yes", id)),
                .. age is not null && page.QuerySelector("input[type=radio][name=age]") is not null
                    ? new[] { KeyValuePair.Create("age", age) }
                    : [],
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
