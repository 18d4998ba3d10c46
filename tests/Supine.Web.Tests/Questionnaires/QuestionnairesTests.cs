using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Supine.Protocols.Questionnaires;

namespace Supine.Web.Tests.Questionnaires;

public class QuestionnairesTests
{
    private const string Path = "/questions";

    [Fact]
    public async Task Who_has_answered_nothing_is_asked_and_what_is_answered_is_told_in_words()
    {
        await using var site = await TestSite.StartAsync();
        var form = await site.GetPageAsync(Path);
        Assert.Equal(24, form.QuerySelectorAll("input[name=statement]").Length);
        var answer = await SendAsync(
            site,
            form,
            ("pain", "6"),
            ("statement", "handrail"),
            ("statement", "sleep"),
            ("activity", "Tie my shoes"),
            ("rating", "3")
        );
        Assert.Equal((HttpStatusCode.SeeOther, Path), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Contains(
            "no-store",
            (await site.Client.GetAsync(Path, TestSite.Cancelled)).Headers.CacheControl!.ToString(),
            StringComparison.Ordinal
        );
        var scores = await site.GetPageAsync(Path);
        Assert.Equal("Pain 6 of 10, on average over the week", Course(scores, "pain").QuerySelector(".score")!.TextContent);
        Assert.Equal("2 of 24 sentences applied on the day", Course(scores, "roland-morris").QuerySelector(".score")!.TextContent);
        Assert.Equal("3.0 of 10, one activity", Course(scores, "patient-specific").QuerySelector(".score")!.TextContent);
        Assert.All(scores.QuerySelectorAll("[data-change]"), course => Assert.Equal("too-few", course.GetAttribute("data-change")));
        Assert.Contains("Your score is high", scores.QuerySelector(".ask")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(scores.QuerySelector(".ask a[href='/screening']"));
    }

    [Fact]
    public async Task A_bad_answer_loses_nothing_and_says_where_it_is()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await SendAsync(
            site,
            await site.GetPageAsync(Path),
            ("pain", "6"),
            ("statement", "handrail"),
            ("none", "yes"),
            ("activity", "Tie my shoes"),
            ("rating", ""),
            ("activity", ""),
            ("rating", "4")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var form = await answer.ReadPageAsync();
        var links = form.QuerySelectorAll("[role=alert] a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(["#activity-1", "#activity-2", "#statements"], links);
        Assert.All(links, link => Assert.NotNull(form.QuerySelector(link)!.QuerySelector(".fault")));
        Assert.Contains(
            "“Tie my shoes” has no number yet",
            form.QuerySelector("#activity-1 .fault")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("true", form.QuerySelector("#activity-1 input")!.GetAttribute("aria-invalid"));
        Assert.Equal(["6"], form.QuerySelectorAll("input[name=pain][checked]").Select(input => input.GetAttribute("value")));
        Assert.Equal(["handrail"], form.QuerySelectorAll("input[name=statement][checked]").Select(input => input.GetAttribute("value")));
        Assert.True(form.QuerySelector<IHtmlInputElement>("input[name=none]")!.IsChecked);
        Assert.Equal("Tie my shoes", form.QuerySelector<IHtmlInputElement>("#activity-1 input")!.Value);
        Assert.Equal("4", form.QuerySelector<IHtmlSelectElement>("#activity-2 select")!.Value);
        Assert.Empty(await (await site.OpenChartAsync()).Questionnaires.ListAsync(TestSite.Cancelled));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(site, form)).StatusCode);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_is_one_and_with_other_answers_it_corrects()
    {
        await using var site = await TestSite.StartAsync();
        var form = await site.GetPageAsync(Path);
        await SendAsync(site, form, ("pain", "6"), ("none", "yes"));
        await SendAsync(site, form, ("pain", "6"), ("none", "yes"));
        Assert.False(Assert.Single(await (await site.OpenChartAsync()).Questionnaires.ListAsync(TestSite.Cancelled)).IsCorrected);
        site.Clock.Now += TimeSpan.FromHours(3);
        var stored = Assert.Single(await (await site.OpenChartAsync()).Questionnaires.ListAsync(TestSite.Cancelled));
        var correction = await site.GetPageAsync($"{Path}/{stored.Id}");
        Assert.Equal(["6"], correction.QuerySelectorAll("input[name=pain][checked]").Select(input => input.GetAttribute("value")));
        Assert.True(correction.QuerySelector<IHtmlInputElement>("input[name=none]")!.IsChecked);
        await SendAsync(site, correction, ("pain", "4"), ("none", "yes"));
        var corrected = Assert.Single(await (await site.OpenChartAsync()).Questionnaires.ListAsync(TestSite.Cancelled));
        Assert.Equal((4, true, stored.AnsweredAt), (corrected.Answers.Pain, corrected.IsCorrected, corrected.AnsweredAt));
        Assert.Equal(
            [6L, 4L],
            (await site.QueryAsync("SELECT pain FROM questionnaire_version ORDER BY written_at")).Select(row => (long)row.pain)
        );
        Assert.Contains(
            "corrected",
            (await site.GetPageAsync(Path)).QuerySelector(".all th[scope=row]")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_deleted_stays_deleted_and_a_form_sent_late_loses_nothing()
    {
        await using var site = await TestSite.StartAsync();
        var form = await site.GetPageAsync(Path);
        await SendAsync(site, form, ("pain", "6"));
        var id = Assert.Single(await (await site.OpenChartAsync()).Questionnaires.ListAsync(TestSite.Cancelled)).Id;
        Assert.Equal(HttpStatusCode.SeeOther, (await site.SubmitAsync(await site.GetPageAsync(Path), $"{Path}/{id}/delete")).StatusCode);
        Assert.Empty(await site.QueryAsync("SELECT * FROM questionnaire_version"));
        var late = await SendAsync(site, form, ("pain", "7"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await site.PutAsync($"/api/questionnaires/{id}", Given(pain: 7))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync(site, await late.ReadPageAsync(), ("pain", "7"))).StatusCode);
        Assert.Equal(7, Assert.Single(await (await site.OpenChartAsync()).Questionnaires.ListAsync(TestSite.Cancelled)).Answers.Pain);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync($"{Path}/{id}", TestSite.Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Activities_are_asked_again_by_name_and_their_last_numbers_are_not_shown()
    {
        await using var site = await TestSite.StartAsync();
        await SendAsync(
            site,
            await site.GetPageAsync(Path),
            ("activity", " Tie my shoes "),
            ("rating", "3"),
            ("activity", "Sit <an> hour"),
            ("rating", "5")
        );
        var form = await site.GetPageAsync($"{Path}/new");
        Assert.Equal(
            ["Tie my shoes", "Sit <an> hour", "", "", ""],
            form.QuerySelectorAll<IHtmlInputElement>("input[name=activity]").Select(input => input.Value)
        );
        Assert.All(form.QuerySelectorAll<IHtmlSelectElement>("select[name=rating]"), select => Assert.Equal("", select.Value));
        site.Clock.Now += TimeSpan.FromDays(28);
        await SendAsync(site, form, ("activity", "Tie my shoes"), ("rating", "6"), ("activity", "Sit <an> hour"), ("rating", "6"));
        var course = Course(await site.GetPageAsync(Path), "patient-specific");
        Assert.Equal("better", course.GetAttribute("data-change"));
        Assert.Contains("by 2.0", course.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, course.QuerySelectorAll("circle").Length);
    }

    [Fact]
    public async Task It_is_due_after_four_weeks_and_can_be_put_off()
    {
        await using var site = await TestSite.StartAsync();
        var records = (await site.OpenChartAsync()).Questionnaires;
        var today = DateOnly.FromDateTime(site.Clock.GetLocalNow().DateTime);
        Assert.Equal(new QuestionnaireStanding(null, today, true), await records.FindStandingAsync(TestSite.Cancelled));
        await site.SubmitAsync(await site.GetPageAsync(Path), $"{Path}/later", []);
        Assert.Equal(new QuestionnaireStanding(null, today.AddDays(7), false), await records.FindStandingAsync(TestSite.Cancelled));

        // answers end what was put off before them
        await records.PutOffAsync(60, TestSite.Cancelled);
        site.Clock.Now += TimeSpan.FromMinutes(1);
        await SendAsync(site, await site.GetPageAsync(Path), ("pain", "2"));
        Assert.Equal(new QuestionnaireStanding(today, today.AddDays(28), false), await records.FindStandingAsync(TestSite.Cancelled));
        Assert.Null((await site.GetPageAsync(Path)).QuerySelector($"form[action='{Path}/later']"));
        site.Clock.Now += TimeSpan.FromDays(28);
        Assert.True((await records.FindStandingAsync(TestSite.Cancelled)).IsDue);
        Assert.Equal("It is time to answer again", (await site.GetPageAsync(Path)).QuerySelector("#due")!.TextContent);
        await records.PutOffAsync(28, TestSite.Cancelled);
        Assert.Equal(new QuestionnaireStanding(today, today.AddDays(56), false), await records.FindStandingAsync(TestSite.Cancelled));
        Assert.Single(await records.ListAsync(TestSite.Cancelled));
    }

    [Fact]
    public async Task What_has_changed_is_told_against_the_first_and_the_last_in_words_picture_table_and_CSV()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var (pain, at) in new[] { 6, 3, 6 }.Select((pain, at) => (pain, at)))
        {
            Assert.Equal(
                HttpStatusCode.NoContent,
                (await site.PutAsync($"/api/questionnaires/{IdOf(at)}", Given(pain, site.Clock.Now.AddDays(28 * (at - 2))))).StatusCode
            );
        }

        var page = await site.GetPageAsync(Path);
        var course = Course(page, "pain");
        Assert.Equal("cannot-tell", course.GetAttribute("data-change"));
        Assert.Contains("No change: the score is the same as on", course.TextContent, StringComparison.Ordinal);
        Assert.Contains("Worse than on", course.TextContent, StringComparison.Ordinal);
        Assert.Contains("has got worse", page.QuerySelector(".ask")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "4 or better is an improvement. 8 or worse is a change for the worse.",
            course.TextContent,
            StringComparison.Ordinal
        );
        var (band, dots) = (
            course.QuerySelector("rect.band")!,
            course.QuerySelectorAll("circle").Select(dot => Number(dot, "cy")).ToList()
        );
        Assert.Equal(3, dots.Count);
        Assert.Equal(dots[0], dots[2]);
        Assert.InRange(dots[0], Number(band, "y"), Number(band, "y") + Number(band, "height"));
        Assert.True(dots[1] > Number(band, "y") + Number(band, "height"), "A lower score is drawn lower, beyond the band.");
        Assert.Equal(["6", "3", "6"], page.QuerySelectorAll(".all td:nth-child(2)").Select(cell => cell.TextContent));
        Assert.All(page.QuerySelectorAll(".all td:nth-child(3)"), cell => Assert.Equal("—", cell.TextContent));
        var csv = (await site.Client.GetStringAsync($"{Path}/scores.csv", TestSite.Cancelled)).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        Assert.Equal(4, csv.Length);
        Assert.EndsWith(",1,en,6,,,", csv[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_read_everything_and_are_told_every_fault()
    {
        await using var site = await TestSite.StartAsync();
        var given = Given(3);
        given["statements"] = new JsonArray("handrail");
        given["activities"] = new JsonArray(
            new JsonObject { ["name"] = "Sit", ["rating"] = 4 },
            new JsonObject { ["name"] = "Stand", ["rating"] = 5 }
        );
        Assert.Equal(HttpStatusCode.NoContent, (await site.PutAsync($"/api/questionnaires/{IdOf(0)}", given)).StatusCode);
        var standing = await site.GetJsonAsync("/api/questionnaires");
        var kept = standing["all"]![0]!;
        Assert.Equal(
            (1, 4.5, "handrail", false),
            (
                (int)kept["rolandMorris"]!,
                (double)kept["patientSpecific"]!,
                (string)kept["given"]!["statements"]![0]!,
                (bool)standing["isDue"]!
            )
        );
        Assert.Equal("too-few", (string)standing["changes"]![0]!["sinceFirst"]!);
        var faulty = Given(11);
        faulty["edition"] = 7;
        faulty["language"] = "xx";
        faulty["statements"] = new JsonArray("toothache");
        faulty["activities"] = new JsonArray(new JsonObject { ["name"] = " ", ["rating"] = 4 });
        var answer = await site.PutAsync("/api/questionnaires/not-an-id", faulty);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(
            ["activities[0].name", "edition", "id", "language", "pain", "statements[0]"],
            (await answer.ReadJsonAsync())["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await site.Client.DeleteAsync($"/api/questionnaires/{IdOf(0)}", TestSite.Cancelled)).StatusCode
        );
        Assert.Empty((await site.GetJsonAsync("/api/questionnaires"))["all"]!.AsArray());
    }

    [Fact]
    public async Task A_translation_that_nobody_has_validated_says_so()
    {
        await using var site = await TestSite.StartAsync();
        foreach (
            var (language, words) in new[] { ("en", null), ("de", "keine validierte Übersetzung"), ("es", "no es una traducción validada") }
        )
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Path);
            request.Headers.Add("Accept-Language", language);
            var text = (await (await site.Client.SendAsync(request, TestSite.Cancelled)).ReadPageAsync())
                .QuerySelector("#statements")!
                .TextContent;
            Assert.Equal(words is not null, text.Contains(words ?? "validated", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task The_page_of_what_has_changed_leads_to_it()
    {
        await using var site = await TestSite.StartAsync();
        Assert.NotNull((await site.GetPageAsync("/progress")).QuerySelector($"a[href='{Path}']"));
    }

    private static IElement Course(IHtmlDocument page, string instrument) => page.QuerySelector($"[data-instrument='{instrument}']")!;

    private static double Number(IElement element, string name) =>
        double.Parse(element.GetAttribute(name)!, System.Globalization.CultureInfo.InvariantCulture);

    private static string IdOf(int at) => $"01900000-0000-7000-8000-00000000000{at}";

    private static JsonObject Given(int pain, DateTimeOffset? at = null) =>
        new()
        {
            ["edition"] = 1,
            ["answeredAt"] = (at ?? FakeClock.Morning).UtcDateTime.ToString(
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                System.Globalization.CultureInfo.InvariantCulture
            ),
            ["utcOffsetMinutes"] = 60,
            ["language"] = "en",
            ["pain"] = pain,
            ["statements"] = null,
            ["activities"] = new JsonArray(),
        };

    // What a browser sends of the form: its id and token, and what was filled in.
    private static Task<HttpResponseMessage> SendAsync(TestSite site, IHtmlDocument page, params (string Name, string Value)[] filled) =>
        site.Client.PostAsync(
            Path,
            new FormUrlEncodedContent([
                .. page.QuerySelectorAll<IHtmlInputElement>($"form[action='{Path}'] input[type=hidden]")
                    .Select(input => KeyValuePair.Create(input.Name!, input.Value)),
                .. filled.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]),
            TestSite.Cancelled
        );
}
