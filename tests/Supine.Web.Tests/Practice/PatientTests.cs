using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using Supine.Sitting;
using Supine.Storage.Practices;
using Supine.Web.Accounts;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Practice;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.Practice;

/// <summary>Patients without an account: links, codes, devices, and whose records a device opens.</summary>
public class PatientTests
{
    [Fact]
    public async Task A_link_binds_one_device_and_looking_at_it_does_not_use_it_up()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var page = await owner.AddPatientAsync("Annegret");
        var (secret, _) = await owner.MakeLinkAsync(page);
        await site.NewClient(null).GetStringAsync("/start", TestSite.Cancelled);
        Assert.Contains("A link is open", await owner.GetStringAsync(page, TestSite.Cancelled), StringComparison.Ordinal);

        var device = await site.BindAsync(secret);
        Assert.Null(await device.LeadsToAsync("/progress"));
        var again = await site.NewClient(null).StartAsync(secret);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Contains("ask your practice", await again.Content.ReadAsStringAsync(TestSite.Cancelled), StringComparison.Ordinal);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM patient_device"));
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM patient_link"));

        var seen = await owner.GetStringAsync(page, TestSite.Cancelled);
        Assert.Contains("Android, Chrome", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("A link is open", seen, StringComparison.Ordinal);
        Assert.Contains("One device", await owner.GetStringAsync("/practice", TestSite.Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_ends_after_seven_days_and_no_sooner()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (secret, code) = await owner.MakeLinkAsync(await owner.AddPatientAsync("Annegret"));
        site.Clock.Now = FakeClock.Morning.AddDays(7);
        Assert.Null((await site.NewClient(null).StartAsync(secret)).Headers.Location);
        Assert.Null((await site.NewClient(null).StartAsync(code: code)).Headers.Location);
        site.Clock.Now = FakeClock.Morning.AddDays(7).AddMilliseconds(-1);
        await site.BindAsync(secret);
    }

    [Fact]
    public async Task A_new_link_ends_the_one_before()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var page = await owner.AddPatientAsync("Annegret");
        var first = await owner.MakeLinkAsync(page);
        var second = await owner.MakeLinkAsync(page);
        Assert.Null((await site.NewClient(null).StartAsync(first.Secret)).Headers.Location);
        Assert.Null((await site.NewClient(null).StartAsync(code: first.Code)).Headers.Location);
        await site.BindAsync(second.Secret);
    }

    [Fact]
    public async Task A_code_can_be_typed_as_it_is_heard_and_uses_the_link_up()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (secret, code) = await owner.MakeLinkAsync(await owner.AddPatientAsync("Annegret"));
        Assert.Matches("^[34679ACDEFHJKMNPRTWXY]{4} [34679ACDEFHJKMNPRTWXY]{3} [34679ACDEFHJKMNPRTWXY]{3}$", code);
        var typed = $" {code.Replace(' ', '-')} ".ToLowerInvariant();
        var device = site.NewClient(null);
        Assert.Equal("/", (await device.StartAsync(code: typed)).Headers.Location?.ToString());
        Assert.Null(await device.LeadsToAsync("/progress"));
        Assert.Null((await site.NewClient(null).StartAsync(secret)).Headers.Location);
    }

    [Fact]
    public async Task A_whole_link_that_is_pasted_where_the_code_is_asked_for_counts()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (secret, _) = await owner.MakeLinkAsync(await owner.AddPatientAsync("Annegret"));
        var answer = await site.NewClient(null).StartAsync(code: $" http://localhost/start#{secret} ");
        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task After_five_attempts_the_right_code_is_refused_and_the_link_still_works()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (secret, code) = await owner.MakeLinkAsync(await owner.AddPatientAsync("Annegret"));
        for (var i = 0; i < ShortCode.MostAttempts; i++)
        {
            Assert.Null((await site.NewClient(null).StartAsync(code: WrongLike(code))).Headers.Location);
        }

        Assert.Null((await site.NewClient(null).StartAsync(code: code)).Headers.Location);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM audit WHERE act = 'patient-code-locked'"));
        await site.BindAsync(secret);
    }

    [Fact]
    public async Task Attempts_at_the_same_time_are_no_more_than_five()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (_, code) = await owner.MakeLinkAsync(await owner.AddPatientAsync("Annegret"));
        var devices = site.Get<ChartDevices>();
        var bound = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => devices.BindAsync("", WrongLike(code), "", null, TestSite.Cancelled))
        );
        Assert.All(bound, Assert.Null);
        Assert.Equal(ShortCode.MostAttempts, await site.CountAsync("SELECT attempts FROM patient_link"));
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM audit WHERE act = 'patient-code-locked'"));
    }

    [Fact]
    public async Task One_link_that_is_used_twice_at_the_same_time_binds_one_device()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (secret, _) = await owner.MakeLinkAsync(await owner.AddPatientAsync("Annegret"));
        var devices = site.Get<ChartDevices>();
        var bound = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => devices.BindAsync(secret, "", "", null, TestSite.Cancelled)));
        Assert.Single(bound, token => token is not null);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM patient_device"));
    }

    [Fact]
    public async Task No_secret_is_stored_as_it_is()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var page = await owner.AddPatientAsync("Annegret");
        var answer = await site.NewClient(null).StartAsync((await owner.MakeLinkAsync(page)).Secret);
        var cookie = Assert.Single(
            answer.Headers.GetValues("Set-Cookie"),
            set => set.StartsWith("supine-device=", StringComparison.Ordinal)
        );
        var (secret, code) = await owner.MakeLinkAsync(page);
        var stored =
            string.Join('\n', await site.QueryAsync("SELECT * FROM patient_link"))
            + string.Join('\n', await site.QueryAsync("SELECT * FROM patient_device"));
        Assert.Contains("digest", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(cookie.Split('=', ';')[1], stored, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(code.Replace(" ", "", StringComparison.Ordinal), stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_TLS_the_cookie_belongs_to_this_host_alone()
    {
        var (site, practice) = await PracticeSite.StartAsync("--SUPINE_ORIGIN=https://stretch.example.org");
        await using var running = site;
        var person = await site.Get<ChartPatients>().AddAsync(practice.Id, "Annegret", "somebody", TestSite.Cancelled);
        var link = (await site.Get<ChartDevices>().MakeLinkAsync(person.Key, null, TestSite.Cancelled))!;
        var device = site.NewClient(null);
        device.BaseAddress = new("https://stretch.example.org");
        var cookie = Assert.Single(
            (await device.StartAsync(link.Secret.Text)).Headers.GetValues("Set-Cookie"),
            set => set.StartsWith("__Host-supine-device=", StringComparison.Ordinal)
        );
        foreach (var part in new[] { "; path=/", "; secure", "; httponly", "; samesite=lax", "; max-age=" })
        {
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Null(await device.LeadsToAsync("/progress"));
    }

    [Fact]
    public async Task What_a_device_records_is_its_patients_and_nobody_elses()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (ann, annsPage) = await site.NewPatientAsync(owner, "Ann");
        var (ben, bensPage) = await site.NewPatientAsync(owner, "Ben");
        var session = await RecordAsync(site, ann);
        var (annsId, bensId) = (annsPage.Split('/')[^1], bensPage.Split('/')[^1]);
        Assert.Equal(1, await site.CountAsync($"SELECT count(*) FROM session WHERE person = '{annsId}'"));
        Assert.Equal(1, await site.CountAsync($"SELECT count(*) FROM screening WHERE person = '{annsId}'"));

        Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync($"/sessions/{session}", TestSite.Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync($"/sessions/{session}", TestSite.Cancelled)).StatusCode);

        // another patient's id, in the address, a header, or a form
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync($"/progress?person={annsId}", TestSite.Cancelled)).StatusCode);
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/api/screening");
        asked.Headers.Add(CallerFinder.Header, annsId);
        var answer = await ben.SendAsync(asked, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("person-unknown", (string?)(await answer.ReadJsonAsync())["code"]);
        var sent = await ben.SendFormAsync("/devices", "/next/goal", ("goal", "reach"), ("person", annsId));
        Assert.Equal(HttpStatusCode.NotFound, sent.StatusCode);
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM goal"));

        // and their own
        Assert.Equal(HttpStatusCode.OK, (await ben.GetAsync($"/progress?person={bensId}", TestSite.Cancelled)).StatusCode);
        await ben.SendFormAsync("/devices", "/next/goal", ("goal", "reach"), ("person", bensId));
        Assert.Equal(1, await site.CountAsync($"SELECT count(*) FROM goal WHERE person = '{bensId}'"));
    }

    [Fact]
    public async Task The_pages_are_those_of_one_person_without_the_households_things()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (device, page) = await site.NewPatientAsync(owner, "Annegret");
        foreach (var path in new[] { "/", "/progress", "/more", "/voices", "/devices", "/sitting", "/explain", "/measure", "/screening" })
        {
            var shown = TestSite.Parse(await device.GetStringAsync(path, TestSite.Cancelled));
            Assert.Equal(page.Split('/')[^1], shown.DocumentElement.GetAttribute("data-person"));
            Assert.Equal("Annegret", shown.QuerySelector("header a[href='/devices']")!.TextContent);
            Assert.Equal(5, shown.QuerySelectorAll(".places a").Length);
            Assert.Null(shown.QuerySelector("[data-who]"));
            Assert.Empty(shown.QuerySelectorAll("a[href^='/people'], form[action^='/people']"));
        }

        var voices = TestSite.Parse(await device.GetStringAsync("/voices", TestSite.Cancelled));
        Assert.NotNull(voices.QuerySelector("form[action='/voices/choice']"));
        Assert.Null(voices.QuerySelector("form[action='/voices'], form[action='/voices/import'], a[href$='.zip']"));
        Assert.NotNull(TestSite.Parse(await device.GetStringAsync("/more", TestSite.Cancelled)).QuerySelector("main a[href='/devices']"));
    }

    [Fact]
    public async Task Revoking_a_device_holds_at_once_and_says_what_to_do()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (device, page) = await site.NewPatientAsync(owner);
        Assert.Null(await device.LeadsToAsync("/progress"));
        var id = await FindDeviceAsync(owner, page);
        Assert.Equal(page, (await owner.SendFormAsync(page, $"{page}/revoke", ("device", id))).Headers.Location?.ToString());
        Assert.Equal("/start", await device.LeadsToAsync("/progress"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await device.GetAsync("/api/screening", TestSite.Cancelled)).StatusCode);
        Assert.Contains("not connected any more", await device.GetStringAsync("/start", TestSite.Cancelled), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.SendFormAsync(page, $"{page}/revoke", ("device", id))).StatusCode);

        // and a new link connects it again
        await device.StartAsync((await owner.MakeLinkAsync(page)).Secret);
        Assert.Null(await device.LeadsToAsync("/progress"));
    }

    [Fact]
    public async Task The_first_device_adds_the_next_one_and_revokes_it()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (first, _) = await site.NewPatientAsync(owner);
        var second = await site.BindAsync((await first.MakeLinkAsync("/devices")).Secret);
        Assert.Null(await second.LeadsToAsync("/progress"));
        Assert.Null(await first.LeadsToAsync("/progress"));
        var page = TestSite.Parse(await first.GetStringAsync("/devices", TestSite.Cancelled));
        var rows = page.QuerySelectorAll(".colleagues li").ToList();
        Assert.Equal(2, rows.Count);
        var here = Assert.Single(rows, row => row.TextContent.Contains("This device", StringComparison.Ordinal));
        var other = rows.Single(row => row != here).QuerySelector("button[name=device]")!.GetAttribute("value")!;
        Assert.Equal(
            "/devices",
            (await first.SendFormAsync("/devices", "/devices/revoke", ("device", other))).Headers.Location?.ToString()
        );
        Assert.Equal("/start", await second.LeadsToAsync("/progress"));

        var own = here.QuerySelector("button[name=device]")!.GetAttribute("value")!;
        Assert.Equal("/start", (await first.SendFormAsync("/devices", "/devices/revoke", ("device", own))).Headers.Location?.ToString());

        // it has forgotten whose it was
        Assert.Equal("/sign-in", await first.LeadsToAsync("/progress"));
    }

    [Fact]
    public async Task Nobody_revokes_another_patients_device()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (ann, annsPage) = await site.NewPatientAsync(owner, "Ann");
        var (ben, bensPage) = await site.NewPatientAsync(owner, "Ben");
        var anns = await FindDeviceAsync(owner, annsPage);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.SendFormAsync("/devices", "/devices/revoke", ("device", anns))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.SendFormAsync(bensPage, $"{bensPage}/revoke", ("device", anns))).StatusCode);
        Assert.Null(await ann.LeadsToAsync("/progress"));
    }

    [Fact]
    public async Task A_link_on_a_device_that_is_bound_replaces_what_it_was()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (device, _) = await site.NewPatientAsync(owner, "Ann");
        var bensPage = await owner.AddPatientAsync("Ben");
        await device.StartAsync((await owner.MakeLinkAsync(bensPage)).Secret);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM patient_device"));
        var page = TestSite.Parse(await device.GetStringAsync("/progress", TestSite.Cancelled));
        Assert.Equal(bensPage.Split('/')[^1], page.DocumentElement.GetAttribute("data-person"));
    }

    [Fact]
    public async Task Somebody_of_another_practice_is_not_here()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var other = await PracticeSite.CreateAsync(site.Folder, "Back Bureau");
        var stranger = await site.JoinAsync(other.Secret, "stranger");
        var (device, page) = await site.NewPatientAsync(stranger, "Xaver");
        Assert.DoesNotContain("Xaver", await owner.GetStringAsync("/practice", TestSite.Cancelled), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync(page, TestSite.Cancelled)).StatusCode);
        foreach (var form in new[] { "link", "revoke", "remove" })
        {
            var answer = await owner.SendFormAsync(
                "/practice",
                $"{page}/{form}",
                ("device", await FindDeviceAsync(stranger, page)),
                ("sure", "yes")
            );
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Null(await device.LeadsToAsync("/progress"));
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM patient_link"));
    }

    [Fact]
    public async Task Removing_a_patient_ends_their_devices_and_leaves_nobody_in_their_place()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (device, page) = await site.NewPatientAsync(owner);
        await owner.MakeLinkAsync(page);
        var unsure = await owner.SendFormAsync(page, $"{page}/remove");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
        Assert.Null(await device.LeadsToAsync("/progress"));
        Assert.Equal("/practice", (await owner.SendFormAsync(page, $"{page}/remove", ("sure", "yes"))).Headers.Location?.ToString());
        Assert.Equal("/start", await device.LeadsToAsync("/progress"));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync(page, TestSite.Cancelled)).StatusCode);
        Assert.Equal(0, await site.CountAsync($"SELECT count(*) FROM person WHERE id <> '{Neighbour.Id}'"));
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM patient_link"));
    }

    [Fact]
    public async Task Two_patients_may_have_one_name_and_nobody_is_called_nothing()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        Assert.NotEqual(await owner.AddPatientAsync("Annegret"), await owner.AddPatientAsync(" Annegret "));
        Assert.Equal(2, await site.CountAsync("SELECT count(*) FROM person WHERE name = 'Annegret'"));
        foreach (var name in new[] { "", "  ", new string('x', ChartPeople.LongestName + 1) })
        {
            var answer = await owner.SendFormAsync("/practice", "/practice/patients", ("patient", name));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Equal(name, ((IHtmlInputElement)(await answer.ReadPageAsync()).QuerySelector("#patient")!).Value);
        }
    }

    [Fact]
    public async Task The_last_day_of_use_is_noted_and_nothing_finer()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (device, _) = await site.NewPatientAsync(owner);
        site.Clock.Now += TimeSpan.FromHours(2);
        await device.GetStringAsync("/progress", TestSite.Cancelled);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM patient_device WHERE used_on = '2026-04-15'"));
        site.Clock.Now += TimeSpan.FromDays(2);
        var answer = await device.GetAsync("/progress", TestSite.Cancelled);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), set => set.StartsWith("supine-device=", StringComparison.Ordinal));
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM patient_device WHERE used_on = '2026-04-17'"));
    }

    [Fact]
    public async Task The_addresses_of_a_patients_feed_and_calendar_are_open_to_whoever_has_them()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (device, page) = await site.NewPatientAsync(owner);
        var people = await site.Get<ChartPeople>().ListAsync(ChartKey.Home, TestSite.Cancelled);
        var chart = site.Get<ChartOpener>().Of(people.Single(person => person.Id == page.Split('/')[^1]));
        var feed = await chart.Feed.RenewAsync(TestSite.Cancelled);
        await chart.Sitting.StoreAsync(
            SittingPlan.TryCreate(new() { Zone = "Europe/Berlin" }, out _)!,
            CalendarContent.Everything,
            "en",
            TestSite.Cancelled
        );
        var calendar = (await chart.Sitting.RenewLinkAsync(TestSite.Cancelled))!;
        using var app = site.NewBareClient();
        foreach (var asking in new[] { app, device })
        {
            Assert.Equal(HttpStatusCode.OK, (await asking.GetAsync($"/feed/{feed.Text}", TestSite.Cancelled)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await asking.GetAsync($"/calendar/{calendar.Text}.ics", TestSite.Cancelled)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await asking.GetAsync($"/feed/{calendar.Text}", TestSite.Cancelled)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await asking.GetAsync($"/calendar/{feed.Text}.ics", TestSite.Cancelled)).StatusCode);
        }
    }

    [Fact]
    public async Task On_one_device_somebody_may_be_a_patient_and_sign_in_as_a_practitioner()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var page = await owner.AddPatientAsync("Annegret");
        await owner.StartAsync((await owner.MakeLinkAsync(page)).Secret);
        Assert.Null(await owner.LeadsToAsync("/practice"));
        Assert.Null(await owner.LeadsToAsync("/progress"));
        await owner.SendFormAsync("/practice", "/sign-out");
        Assert.Equal("/sign-in", await owner.LeadsToAsync("/practice"));
        Assert.Null(await owner.LeadsToAsync("/progress"));
    }

    [Fact]
    public async Task One_address_may_try_so_often_in_a_minute()
    {
        var (site, _) = await StartAsync();
        await using var running = site;
        var device = site.NewClient(null);
        for (var i = 0; i < AccountsSetup.TriesAMinute; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await device.StartAsync("nothing")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await device.StartAsync("nothing")).StatusCode);
    }

    [Fact]
    public async Task What_concerns_a_patient_is_in_the_audit_under_their_random_id()
    {
        var (site, owner) = await StartAsync();
        await using var running = site;
        var (device, page) = await site.NewPatientAsync(owner);
        var second = await site.BindAsync((await device.MakeLinkAsync("/devices")).Secret);
        await second.GetStringAsync("/devices", TestSite.Cancelled);
        await owner.SendFormAsync(page, $"{page}/revoke", ("device", await FindDeviceAsync(owner, page)));
        await using var connection = await site.Get<DbDataSource>().OpenConnectionAsync(TestSite.Cancelled);
        var all = await AuditTrail.ListAsync(connection, ChartKey.Home);
        Assert.Null(AuditTrail.FindBroken(ChartKey.Home, all));
        var subject = all.First(row => row.Act == "patient-added").Subject!;
        Assert.NotEqual(page.Split('/')[^1], subject);
        var practitioner = all.First(row => row.Act == "patient-added").Actor;
        var rows = all.Where(row => row.Subject == subject && row.Act != "chart-opened").ToList();
        Assert.Equal(
            [
                ("patient-added", practitioner),
                ("patient-link-made", practitioner),
                ("patient-link-used", subject),
                ("patient-link-made", subject),
                ("patient-link-used", subject),
                ("device-revoked", practitioner),
            ],
            rows.Select(row => (row.Act, row.Actor))
        );
        Assert.All(all.Where(row => row.Act == "chart-opened"), row => Assert.Equal((practitioner, subject), (row.Actor, row.Subject)));
        Assert.Contains(all, row => row.Act == "chart-opened");
        Assert.DoesNotContain(all, row => row.Actor == page.Split('/')[^1] || row.Subject == page.Split('/')[^1]);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile/15E148 Safari/604.1", "iPhone, Safari")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; K) Chrome/140.0.0.0 Mobile Safari/537.36", "Android, Chrome")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Windows, Edge")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0", "Linux, Firefox")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.6 Safari/605.1.15", "Mac, Safari")]
    [InlineData("curl/8.5.0", "")]
    [InlineData("", "")]
    public void A_device_has_the_name_of_its_system_and_browser(string userAgent, string name) =>
        Assert.Equal(name, DeviceName.Of(userAgent));

    private static async Task<(TestSite Site, HttpClient Owner)> StartAsync()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        return (site, await site.JoinAsync(practice.Secret, "owner"));
    }

    // It is found by the same four, and is another one.
    private static string WrongLike(string code) => code[..^1] + (code[^1] == '7' ? '9' : '7');

    private static async Task<string> FindDeviceAsync(HttpClient practitioner, string page) =>
        TestSite
            .Parse(await practitioner.GetStringAsync(page, TestSite.Cancelled))
            .QuerySelector("button[name=device]")!
            .GetAttribute("value")!;

    // Answers the safety questions and records a session, as the page does.
    private static async Task<string> RecordAsync(TestSite site, HttpClient device)
    {
        var screened = new JsonObject { ["edition"] = 2, ["yes"] = new JsonArray("from-20") };
        Assert.True((await device.PutAsync("/api/screening", JsonContent.Create(screened), TestSite.Cancelled)).IsSuccessStatusCode);
        var sequence = await site.CompileAsync();
        var id = Sent.NewId();
        var report = Sent.Report(sequence.Hash, (0, 0, 60_000));
        Assert.True((await device.PutAsync($"/api/sessions/{id}", JsonContent.Create(report), TestSite.Cancelled)).IsSuccessStatusCode);
        return id;
    }
}
