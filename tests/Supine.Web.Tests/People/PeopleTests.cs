using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Supine.Web.Callers;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.People;

public class PeopleTests
{
    [Fact]
    public async Task Somebody_is_added_chosen_renamed_and_each_has_a_chart_of_their_own()
    {
        await using var site = await TestSite.StartAsync();
        var id = await Sent.PractiseAsync(site, 14, pain: 2);
        using var device = site.NewClient(person: null);
        var added = await PostAsync(device, await GetAsync(device, "/people"), "/people/add", ("name", "  Bo "));
        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        var page = await GetAsync(device, "/people");
        Assert.Equal("Bo", page.QuerySelector("[data-who-name]")!.TextContent);
        var bo = page.DocumentElement.GetAttribute("data-person")!;
        Assert.NotEqual("first", bo);

        // the device remembers; a new chart is empty, and the other one is not
        Assert.NotNull((await GetAsync(device, "/progress/practice")).QuerySelector(".empty"));
        Assert.Equal(HttpStatusCode.NotFound, (await device.GetAsync($"/sessions/{id}", TestSite.Cancelled)).StatusCode);
        Assert.Contains(id, await site.Client.GetStringAsync("/progress/practice", TestSite.Cancelled), StringComparison.Ordinal);
        var renamed = await PostAsync(device, page, "/people/name", bo, ("name", "Bo Berg"));
        Assert.Equal(HttpStatusCode.SeeOther, renamed.StatusCode);
        Assert.Equal("Bo Berg", (await GetAsync(device, "/explain")).QuerySelector("[data-who-name]")!.TextContent);

        // two taps: what the name opens, and a name
        var switched = await PostAsync(device, await GetAsync(device, "/progress"), "/people/choose", ("person", "first"));
        Assert.Equal("/progress", switched.Headers.Location?.ToString());
        Assert.Equal("first", (await GetAsync(device, "/progress")).DocumentElement.GetAttribute("data-person"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u202Eann")]
    [InlineData("a\nb")]
    [InlineData("Kim next door")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901")]
    public async Task A_name_that_cannot_be_taken_is_said_and_stays_as_it_was_typed(string name)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await PostAsync(site.Client, await GetAsync(site.Client, "/people"), "/people/add", ("name", name));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.ReadPageAsync();
        Assert.NotEmpty(page.QuerySelector("[role=alert]")!.TextContent.Trim());
        var field = page.QuerySelector<IHtmlInputElement>("#new-name")!;
        Assert.Equal(name, field.Value);
        Assert.True(field.HasAttribute("autofocus"));
        Assert.NotEmpty(page.GetElementById(field.GetAttribute("aria-describedby")!)!.TextContent);
        Assert.NotNull(page.QuerySelector("[role=alert] a[href='#new-name']"));
        Assert.Equal(2, await site.CountAsync("SELECT count(*) FROM person"));
    }

    [Fact]
    public async Task What_is_written_goes_to_whom_the_request_names_whatever_the_cookie_says()
    {
        await using var site = await TestSite.StartAsync();
        var track = (await site.CompileAsync()).Hash;
        using var device = site.NewClient(person: null);
        await PostAsync(device, await GetAsync(device, "/people"), "/people/choose", ("person", Neighbour.Id));
        var id = Sent.NewId();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/sessions/{id}")
        {
            Content = Sent.Report(track, (0, 0, 50_000)).ToJsonString().AsJson(),
        };
        request.Headers.Add(CallerFinder.Header, "first");
        Assert.Equal(HttpStatusCode.OK, (await device.SendAsync(request, TestSite.Cancelled)).StatusCode);
        Assert.Contains(id, await site.Client.GetStringAsync("/progress/practice", TestSite.Cancelled), StringComparison.Ordinal);

        // a form of the one person's page, sent when the device has chosen the other
        var form = await GetAsync(device, $"/sessions/{id}?person=first");
        var answered = await PostAsync(device, form, $"/sessions/{id}/after", ("pain", "5"), ("note", ""));
        Assert.Equal(HttpStatusCode.SeeOther, answered.StatusCode);
        Assert.Equal(5, (int)(await site.GetJsonAsync($"/api/sessions/{id}"))["after"]!["pain"]!);
    }

    [Fact]
    public async Task A_change_that_names_nobody_is_refused_where_there_are_several()
    {
        await using var site = await TestSite.StartAsync();
        using var device = site.NewClient(person: null);
        var answer = await device.PutAsync("/api/safety/read", null, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotNull((await answer.ReadJsonAsync())["errors"]!["person"]);
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM safety_confirmation"));

        // the first person's page is what a device without a cookie reads
        Assert.Equal("first", (await GetAsync(device, "/")).DocumentElement.GetAttribute("data-person"));
    }

    [Fact]
    public async Task Without_cookies_the_address_says_who_it_is()
    {
        await using var site = await TestSite.StartAsync();
        using var device = site.NewClient(Neighbour.Id);
        var page = await GetAsync(device, $"/progress?person={Neighbour.Id}");
        Assert.Equal(Neighbour.Id, page.DocumentElement.GetAttribute("data-person"));
        Assert.All(
            page.QuerySelectorAll("form[method=post]")
                .Where(form => form.GetAttribute("action") is not ("/language" or "/people/choose" or "/explain")),
            form => Assert.Equal(Neighbour.Id, form.QuerySelector("input[name=person]")?.GetAttribute("value"))
        );
        using var bare = site.NewBareClient();
        var chosen = await bare.PostAsync(
            "/people/choose",
            new FormUrlEncodedContent([new("person", Neighbour.Id), new("next", "/progress/practice?until=2026-04-01&person=first")]),
            TestSite.Cancelled
        );
        Assert.Equal($"/progress/practice?until=2026-04-01&person={Neighbour.Id}", chosen.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Every_form_that_changes_something_names_the_person()
    {
        await using var site = await TestSite.StartAsync();
        var id = await Sent.PractiseAsync(site, 14, pain: 2);
        string[] pages =
        [
            "/",
            "/people",
            "/progress/practice",
            $"/sessions/{id}",
            "/progress",
            "/next",
            "/measure",
            "/screening",
            "/screening/questions",
            "/sitting",
            "/questions",
            "/voices",
            "/explain",
            "/take-along?protocol=psoas-lying-1",
        ];
        var forms = 0;
        foreach (var path in pages)
        {
            foreach (
                var form in (await site.GetPageAsync(path))
                    .QuerySelectorAll("form[method=post]")
                    .Where(form => form.GetAttribute("action") is not ("/language" or "/people/choose" or "/explain"))
            )
            {
                forms++;
                Assert.True(form.QuerySelector("input[name=person]") is not null, $"{path}: {form.GetAttribute("action")}");
            }
        }

        Assert.True(forms > 15, $"{forms} forms");
    }

    [Fact]
    public async Task Who_is_removed_is_gone_with_everything_and_what_is_still_on_its_way_is_told_so()
    {
        await using var site = await TestSite.StartAsync();
        await Sent.PractiseAsync(site, 14, pain: 2);
        await site.Client.PutAsync("/api/safety/read", null, TestSite.Cancelled);
        var page = await site.GetPageAsync("/people");
        var unsure = await PostAsync(site.Client, page, "/people/remove", "first");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
        var asked = (await unsure.ReadPageAsync()).QuerySelector("#sure-first")!;
        Assert.Equal("true", asked.GetAttribute("aria-invalid"));
        Assert.True(asked.Closest("details")!.HasAttribute("open"));
        var removed = await PostAsync(site.Client, page, "/people/remove", "first", ("sure", "yes"));
        Assert.Equal(HttpStatusCode.SeeOther, removed.StatusCode);
        foreach (var table in (await site.ReadTablesAsync()).Where(table => table.Columns.Contains("person")))
        {
            Assert.Equal(0, await site.CountAsync($"SELECT count(*) FROM {table.Name}"));
        }

        var late = await site.PutAsync($"/api/sessions/{Sent.NewId()}", Sent.Report(new string('a', 64)));
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
        Assert.Equal("person-removed", (string?)(await late.ReadJsonAsync())["code"]);
        using var stranger = site.NewClient("0190ffff-0000-7000-8000-000000000000");
        var unknown = await stranger.GetAsync("/api/safety", TestSite.Cancelled);
        Assert.Equal((HttpStatusCode.NotFound, "person-unknown"), (unknown.StatusCode, (string?)(await unknown.ReadJsonAsync())["code"]));
    }

    [Fact]
    public async Task Where_the_last_one_is_removed_somebody_new_begins()
    {
        await using var site = await TestSite.StartAsync();
        site.WatchesNeighbour = false;
        foreach (var person in new[] { Neighbour.Id, "first" })
        {
            using var device = site.NewClient(person);
            await PostAsync(device, await GetAsync(device, "/people"), "/people/remove", person, ("sure", "yes"));
        }

        using var fresh = site.NewClient(person: null);
        var page = await GetAsync(fresh, "/");
        Assert.Equal("You", page.QuerySelector("[data-who-name]")!.TextContent);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM person"));
    }

    private static async Task<IHtmlDocument> GetAsync(HttpClient device, string path)
    {
        return TestSite.Parse(await device.GetStringAsync(path, TestSite.Cancelled));
    }

    private static Task<HttpResponseMessage> PostAsync(
        HttpClient device,
        IHtmlDocument page,
        string action,
        params (string Name, string Value)[] typed
    ) => PostAsync(device, page, action, null, typed);

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient device,
        IHtmlDocument page,
        string action,
        string? person,
        params (string Name, string Value)[] typed
    )
    {
        var form = page.QuerySelectorAll($"form[action='{action}']")
            .First(form => person is null || form.QuerySelector("input[name=person]")?.GetAttribute("value") == person);
        var fields = form.QuerySelectorAll("input[type=hidden]")
            .Where(input => typed.All(one => one.Name != input.GetAttribute("name")))
            .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!))
            .Concat(typed.Select(one => KeyValuePair.Create(one.Name, one.Value)));
        return await device.PostAsync(action, new FormUrlEncodedContent(fields), TestSite.Cancelled);
    }
}
