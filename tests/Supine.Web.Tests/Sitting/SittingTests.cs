using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;

namespace Supine.Web.Tests.Sitting;

public class SittingTests
{
    private static readonly (string Name, string Value)[] Usual =
    [
        ("zone", "Europe/Berlin"),
        ("workDay", "monday"),
        ("workDay", "wednesday"),
        ("from", "09:00"),
        ("until", "17:00"),
        ("limit", "30"),
        ("break", "3"),
        ("postpone", "5"),
        ("quietFrom", "12:00"),
        ("quietUntil", "13:00"),
        ("quietFrom", ""),
        ("quietUntil", ""),
        ("stretchDay", "wednesday"),
        ("stretchDay", "sunday"),
        ("stretch", "20:00"),
        ("stretch", ""),
        ("length", "10"),
        ("content", "everything"),
    ];

    [Fact]
    public async Task Without_a_plan_the_page_offers_one_without_faults()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync("/sitting");
        Assert.Null(page.QuerySelector("[data-desk], .day, .calendar"));
        var fields = page.QuerySelectorAll("form.plan input")
            .Cast<IHtmlInputElement>()
            .Where(input => input.Type is not ("checkbox" or "radio") || input.IsChecked)
            .Select(input => (input.Name!, input.Value));
        var saved = await PostAsync(site, "/sitting", [.. fields]);
        Assert.Equal((HttpStatusCode.SeeOther, "/sitting"), (saved.StatusCode, saved.Headers.Location?.OriginalString));
        Assert.NotNull((await site.GetPageAsync("/sitting")).QuerySelector("[data-desk]"));
    }

    [Fact]
    public async Task A_reminder_is_one_entry_with_an_alarm_and_a_later_one_takes_its_place()
    {
        await using var site = await TestSite.StartAsync();
        async Task<string> GetAsync(string query)
        {
            var answer = await site.Client.GetAsync($"/sitting/reminder.ics?{query}", TestSite.Cancelled);
            Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
            return await answer.Content.ReadAsStringAsync(TestSite.Cancelled);
        }

        static string Find(string calendar, string name) => Assert.Single(Regex.Matches(calendar, $"(?m)^{name}[:;][^\r]*")).Value;
        var first = await GetAsync("at=20:00&day=wednesday&day=sunday");
        // the clock stands on a Wednesday, in the zone of the person's device
        Assert.EndsWith("T200000", Find(first, "DTSTART(?=;TZID)"), StringComparison.Ordinal);
        Assert.Contains("BYDAY=SU,WE", Find(first, "RRULE(?=:FREQ=WEEKLY;)"), StringComparison.Ordinal);
        Assert.Single(Regex.Matches(first, "BEGIN:VEVENT"));
        Assert.Single(Regex.Matches(first, "BEGIN:VALARM"));
        Assert.DoesNotMatch("(?i)psoas|hip", first);

        site.Clock.Now = site.Clock.Now.AddHours(1);
        var later = await GetAsync("at=07:30&day=monday");
        Assert.Equal(Find(first, "UID"), Find(later, "UID"));
        int Number(string calendar) => int.Parse(Find(calendar, "SEQUENCE")["SEQUENCE:".Length..], CultureInfo.InvariantCulture);
        Assert.Equal(Number(first) + 60, Number(later));
        Assert.Null((await site.GetPageAsync("/sitting")).QuerySelector("[data-desk]"));
    }

    [Theory]
    [InlineData("at=20:00", "Choose a day for the stretches.")]
    [InlineData("at=8 pm&day=monday", "Write times like 09:30.")]
    [InlineData("day=monday", "Write times like 09:30.")]
    public async Task A_reminder_that_cannot_be_says_what_to_write(string query, string sentence)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync($"/sitting/reminder.ics?{query}", TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(TestSite.Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_kept_and_its_day_is_drawn()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(site, "/sitting", Usual)).StatusCode);
        var page = await site.GetPageAsync("/sitting");

        // the clock stands on a Wednesday: from 9 to 5 with an hour of quiet
        Assert.Equal("Wednesday", page.QuerySelector("#day")!.TextContent);
        var times = page.QuerySelectorAll(".times b").Select(time => time.TextContent).ToList();
        Assert.Equal(["09:30", "10:03", "10:36", "11:09", "11:42", "13:00", "13:33"], times.Take(7));
        Assert.Equal("20:00", times[^1]);
        Assert.Equal(times.Count - 1, page.QuerySelectorAll(".day svg .stand").Length);
        Assert.Single(page.QuerySelectorAll(".day svg .lie"));
        Assert.Single(page.QuerySelectorAll(".day svg .hush"));
        Assert.Equal("Europe/Berlin", ((IHtmlInputElement)page.QuerySelector("[name=zone]")!).Value);
        Assert.Equal(
            ["monday", "wednesday"],
            page.QuerySelectorAll("[name=workDay]").Cast<IHtmlInputElement>().Where(day => day.IsChecked).Select(day => day.Value)
        );
        Assert.Contains("\"workDays\":[1,3]", page.QuerySelector("[data-plan]")!.GetAttribute("data-plan"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_wrong_is_told_at_once_and_what_was_typed_stays()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await PostAsync(
            site,
            "/sitting",
            [
                .. Usual.Select(field =>
                    field.Name switch
                    {
                        "zone" => ("zone", "Berlin"),
                        "limit" => ("limit", "500"),
                        _ => field,
                    }
                ),
            ]
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.ReadPageAsync();
        Assert.Equal(
            ["Longest sitting: write 10 to 120 minutes.", "No time zone has this name. Write one like Europe/Berlin."],
            page.QuerySelectorAll("[role=alert] li").Select(fault => fault.TextContent)
        );

        // each stands at its field, too, where it can be seen, and the first has the focus
        Assert.NotNull(page.QuerySelector(".plan details[open]"));
        foreach (var field in new[] { "limit", "zone" })
        {
            var input = page.QuerySelector($"[name={field}]")!;
            Assert.Equal(("true", field == "limit"), (input.GetAttribute("aria-invalid"), input.HasAttribute("autofocus")));
            Assert.NotNull(page.QuerySelector($"#{input.GetAttribute("aria-describedby")}"));
            Assert.NotNull(page.QuerySelector($"[role=alert] a[href='#{field}']"));
        }

        Assert.Equal("500", ((IHtmlInputElement)page.QuerySelector("[name=limit]")!).Value);
        Assert.Empty(await site.QueryAsync("SELECT * FROM sitting"));
    }

    [Fact]
    public async Task What_is_no_time_is_told()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await PostAsync(
            site,
            "/sitting",
            [.. Usual.Select(field => field.Name is "from" or "break" ? (field.Name, "soon") : field)]
        );
        Assert.Equal(
            ["Write times like 09:30.", "Length of a break (minutes): Write whole minutes, like 30."],
            (await answer.ReadPageAsync()).QuerySelectorAll("[role=alert] li").Select(fault => fault.TextContent)
        );
    }

    [Fact]
    public async Task The_calendar_is_read_by_whoever_has_its_address_until_it_is_taken_away()
    {
        await using var site = await TestSite.StartAsync();
        await PostAsync(site, "/sitting", Usual);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync("/calendar/guess.ics", TestSite.Cancelled)).StatusCode);

        var first = await MakeLinkAsync(site);
        var calendar = await ReadAsync(site, first);
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", calendar, StringComparison.Ordinal);
        Assert.Contains("BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n", calendar, StringComparison.Ordinal);
        Assert.Contains("DTSTART;TZID=Europe/Berlin:20260415T093000\r\n", calendar, StringComparison.Ordinal);
        Assert.Contains("RRULE:FREQ=WEEKLY;BYDAY=SU,WE\r\nSEQUENCE:0\r\nSUMMARY:Time for Supine\r\n", calendar, StringComparison.Ordinal);
        Assert.DoesNotContain("soas", calendar, StringComparison.OrdinalIgnoreCase);

        // it is stored nowhere, and not told again
        var token = Regex.Match(first, "calendar/(.+)\\.ics$").Groups[1].Value;
        Assert.Equal(43, token.Length);
        Assert.DoesNotContain(
            token,
            string.Join(' ', (await site.QueryAsync("SELECT * FROM sitting")).Select(row => (string)row.ToString())),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(token, await site.Client.GetStringAsync("/sitting", TestSite.Cancelled), StringComparison.Ordinal);

        var second = await MakeLinkAsync(site);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(first, TestSite.Cancelled)).StatusCode);
        Assert.Equal(calendar, await ReadAsync(site, second));

        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(site, "/sitting/link/revoke")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(second, TestSite.Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_break_leads_to_what_is_done_standing_and_a_stretch_to_todays_session()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync("/sitting/break", TestSite.Cancelled);
        Assert.Equal((HttpStatusCode.Found, "/?protocol=standing-break"), (answer.StatusCode, answer.Headers.Location?.OriginalString));

        await PostAsync(site, "/sitting", Usual);
        var calendar = (await ReadAsync(site, await MakeLinkAsync(site))).Replace("\r\n ", "", StringComparison.Ordinal);
        var events = calendar.Split("BEGIN:VEVENT").Skip(1).ToList();
        Assert.All(
            events,
            one =>
                Assert.Contains(
                    one.Contains("UID:stretch", StringComparison.Ordinal)
                        ? "URL:http://localhost/\r\n"
                        : "URL:http://localhost/sitting/break\r\n",
                    one,
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(2, events.Select(one => one.Contains("UID:stretch", StringComparison.Ordinal)).Distinct().Count());

        var desk = (await site.GetPageAsync("/sitting")).QuerySelector("[data-desk]")!;
        Assert.Equal(("/", "/sitting/break"), (desk.GetAttribute("data-today"), desk.GetAttribute("data-standing")));
        Assert.Contains(
            "\"stretchDays\":[0,3],\"stretches\":[1200],\"stretch\":600000",
            desk.GetAttribute("data-plan"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("en", "drop the reminders")]
    [InlineData("de", "Erinnerungen abonnierter Kalender nicht")]
    [InlineData("es", "descartan los avisos")]
    public async Task Where_the_calendar_is_offered_the_page_says_that_some_apps_drop_reminders(string language, string words)
    {
        await using var site = await TestSite.StartAsync();
        await PostAsync(site, "/sitting", Usual);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sitting") { Headers = { { "Accept-Language", language } } };
        var page = await (await site.Client.SendAsync(request, TestSite.Cancelled)).ReadPageAsync();
        var told = page.QuerySelector("#calendar [data-reminders]")!.TextContent;
        Assert.All([words, "Google", "Outlook"], word => Assert.Contains(word, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Work_past_midnight_is_drawn_at_both_ends_of_the_day()
    {
        await using var site = await TestSite.StartAsync();
        await PostAsync(
            site,
            "/sitting",
            [
                .. Usual.Select(field =>
                    field.Name switch
                    {
                        "from" => ("from", "22:00"),
                        "until" => ("until", "06:00"),
                        _ => field,
                    }
                ),
                ("workDay", "tuesday"),
            ]
        );
        var page = await site.GetPageAsync("/sitting");
        Assert.Equal(2, page.QuerySelectorAll(".day svg .work").Length);
        var times = page.QuerySelectorAll(".times b").Select(time => time.TextContent).ToList();
        Assert.Equal(("00:09", "23:36"), (times[0], times[^1]));
    }

    [Fact]
    public async Task Nothing_that_is_sent_changes_anything_without_the_forms_own_token()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var path in new[] { "/sitting", "/sitting/link", "/sitting/link/revoke" })
        {
            using var sent = new FormUrlEncodedContent(Usual.Select(field => KeyValuePair.Create(field.Name, field.Value)));
            Assert.Equal(HttpStatusCode.BadRequest, (await site.Client.PostAsync(path, sent, TestSite.Cancelled)).StatusCode);
        }

        Assert.Empty(await site.QueryAsync("SELECT * FROM sitting"));
    }

    [Fact]
    public async Task What_is_personal_is_kept_by_nobody_on_the_way()
    {
        await using var site = await TestSite.StartAsync();
        await PostAsync(site, "/sitting", Usual);
        Assert.True((await site.Client.GetAsync("/sitting", TestSite.Cancelled)).Headers.CacheControl?.NoStore);
        Assert.Equal(
            "no-cache, private",
            (await site.Client.GetAsync(await MakeLinkAsync(site), TestSite.Cancelled)).Headers.CacheControl?.ToString()
        );
    }

    [Fact]
    public async Task A_changed_plan_is_in_the_same_calendar_under_the_same_ids()
    {
        await using var site = await TestSite.StartAsync();
        await PostAsync(site, "/sitting", Usual);
        var address = await MakeLinkAsync(site);
        var before = await ReadAsync(site, address);
        site.Clock.Now += TimeSpan.FromDays(3);
        await PostAsync(site, "/sitting", [.. Usual.Select(field => field is ("content", _) ? ("content", "stretches") : field)]);
        var after = await ReadAsync(site, address);
        Assert.Equal(1, Regex.Count(after, "BEGIN:VEVENT"));
        Assert.Contains(Regex.Match(after, "UID:stretch.*\r").Value, before, StringComparison.Ordinal);
        Assert.Contains("DTSTAMP:20260418T123000Z", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_calendar_that_has_not_changed_is_not_sent_again()
    {
        await using var site = await TestSite.StartAsync();
        await PostAsync(site, "/sitting", Usual);
        var address = await MakeLinkAsync(site);
        var sent = await site.Client.GetAsync(address, TestSite.Cancelled);
        Assert.Equal("text/calendar", sent.Content.Headers.ContentType?.MediaType);
        using var again = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { sent.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await site.Client.SendAsync(again, TestSite.Cancelled)).StatusCode);
    }

    private static async Task<string> MakeLinkAsync(TestSite site) =>
        ((IHtmlInputElement)(await (await PostAsync(site, "/sitting/link")).ReadPageAsync()).QuerySelector("#address")!).Value;

    private static Task<string> ReadAsync(TestSite site, string address) => site.Client.GetStringAsync(address, TestSite.Cancelled);

    private static async Task<HttpResponseMessage> PostAsync(TestSite site, string path, params (string Name, string Value)[] fields)
    {
        var page = await site.GetPageAsync("/sitting");
        var token = (IHtmlInputElement)page.QuerySelector("input[name=__RequestVerificationToken]")!;
        using var sent = new FormUrlEncodedContent(
            fields
                .Where(field => field.Name != token.Name)
                .Append((token.Name!, token.Value))
                .Select(field => KeyValuePair.Create(field.Item1, field.Item2))
        );
        return await site.Client.PostAsync(path, sent, TestSite.Cancelled);
    }
}
