using System.Net;
using Supine.Web.Accounts;

namespace Supine.Web.Tests.Practice;

/// <summary>Who comes in, and who does not.</summary>
public class SignInTests
{
    [Fact]
    public async Task A_link_makes_one_owner_and_looking_at_it_does_not_use_it_up()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        await site.NewClient(null).GetStringAsync("/join", TestSite.Cancelled);
        var owner = await site.JoinAsync(practice.Secret, "owner");
        var page = TestSite.Parse(await owner.GetStringAsync("/practice", TestSite.Cancelled));
        Assert.Equal("Hip House", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Owner", page.QuerySelector("[aria-labelledby=people] .colleagues")!.TextContent, StringComparison.Ordinal);

        var again = await JoinAgainAsync(site, practice.Secret, "other");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Contains("used already", await again.Content.ReadAsStringAsync(TestSite.Cancelled), StringComparison.Ordinal);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM practitioner"));
    }

    [Fact]
    public async Task A_link_ends_after_seven_days_and_no_sooner()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        site.Clock.Now = FakeClock.Morning.AddDays(7);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await JoinAgainAsync(site, practice.Secret, "owner")).StatusCode);
        site.Clock.Now = FakeClock.Morning.AddDays(7).AddMilliseconds(-1);
        await site.JoinAsync(practice.Secret, "owner");
    }

    [Fact]
    public async Task A_name_that_is_taken_leaves_the_link_as_it_was()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        var owner = await site.JoinAsync(practice.Secret, "owner");
        var secret = await owner.InviteAsync();
        var taken = await JoinAgainAsync(site, secret, "OWNER");
        Assert.Contains("already", await taken.Content.ReadAsStringAsync(TestSite.Cancelled), StringComparison.Ordinal);
        await site.JoinAsync(secret, "colleague");
    }

    [Fact]
    public async Task No_secret_is_stored_as_it_is()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        var secret = await (await site.JoinAsync(practice.Secret, "owner")).InviteAsync();
        var stored =
            string.Join('\n', await site.QueryAsync("SELECT * FROM practitioner_link"))
            + string.Join('\n', await site.QueryAsync("SELECT * FROM practitioner"));
        Assert.Contains("digest", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(PracticeSite.Password, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_five_attempts_the_right_password_is_refused_for_a_quarter_of_an_hour()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        await site.JoinAsync(practice.Secret, "owner");
        Assert.Equal("/practice", (await site.SignInAsync("Owner")).To);
        for (var i = 0; i < PractitionerStore.MostAttempts; i++)
        {
            Assert.Null((await site.SignInAsync("owner", "wrong password here")).To);
        }

        Assert.Null((await site.SignInAsync("owner")).To);
        site.Clock.Now += PractitionerStore.LockLasts - TimeSpan.FromMilliseconds(1);
        Assert.Null((await site.SignInAsync("owner")).To);
        site.Clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.Equal("/practice", (await site.SignInAsync("owner")).To);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM audit WHERE act = 'locked'"));
    }

    [Fact]
    public async Task Attempts_at_the_same_time_are_no_more_than_five()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        await site.JoinAsync(practice.Secret, "owner");
        var store = site.Get<PractitionerStore>();
        var owner = (await store.FindByNameAsync("OWNER", TestSite.Cancelled))!;
        var begun = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => store.TryBeginAttemptAsync(owner, TestSite.Cancelled)));
        Assert.Equal(PractitionerStore.MostAttempts, begun.Count(may => may));
    }

    [Fact]
    public async Task With_an_app_a_password_needs_a_code_and_a_recovery_code_works_once()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        var owner = await site.JoinAsync(practice.Secret, "owner");
        var key = TestSite
            .Parse(await owner.GetStringAsync("/account", TestSite.Cancelled))
            .QuerySelector("input[name=key]")!
            .GetAttribute("value")!;
        var wrong = await owner.SendFormAsync("/account", "/account/app", ("key", key), ("code", "000000"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var on = await (
            await owner.SendFormAsync("/account", "/account/app", ("key", key), ("code", PracticeSite.CodeOf(key)))
        ).ReadPageAsync();
        var codes = on.QuerySelectorAll(".codes code").Select(code => code.TextContent).ToList();
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Null(await owner.LeadsToAsync("/practice"));
        var stored = string.Join('\n', await site.QueryAsync("SELECT * FROM practitioner"));
        Assert.DoesNotContain(key, stored, StringComparison.Ordinal);

        var (device, to) = await site.SignInAsync("owner");
        Assert.Equal("/sign-in/code", to);
        Assert.Equal("/sign-in", await device.LeadsToAsync("/practice"));
        Assert.Null((await device.SendFormAsync("/sign-in/code", "/sign-in/code", ("code", "000000"))).Headers.Location);
        var came = await device.SendFormAsync("/sign-in/code", "/sign-in/code", ("code", PracticeSite.CodeOf(key)));
        Assert.Equal("/practice", came.Headers.Location?.ToString());
        Assert.Null(await device.LeadsToAsync("/practice"));

        (device, _) = await site.SignInAsync("owner");
        var recovered = await device.SendFormAsync("/sign-in/code", "/sign-in/code", ("code", codes[3].ToLowerInvariant()));
        Assert.Equal("/practice", recovered.Headers.Location?.ToString());
        (device, _) = await site.SignInAsync("owner");
        Assert.Null((await device.SendFormAsync("/sign-in/code", "/sign-in/code", ("code", codes[3]))).Headers.Location);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_sign_in_at_once()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        var first = await site.JoinAsync(practice.Secret, "owner");
        var (second, _) = await site.SignInAsync("owner");
        Assert.Null(await second.LeadsToAsync("/practice"));
        await first.SendFormAsync("/account", "/sign-out/everywhere");
        Assert.Equal("/sign-in", await second.LeadsToAsync("/practice"));
        Assert.Equal("/sign-in", await first.LeadsToAsync("/practice"));
        Assert.Equal("/practice", (await site.SignInAsync("owner")).To);
    }

    [Fact]
    public async Task Whoever_is_removed_is_out_and_the_last_owner_stays()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        var owner = await site.JoinAsync(practice.Secret, "owner");
        var colleague = await site.JoinAsync(await owner.InviteAsync(), "colleague");
        var ids = await IdsAsync(site);
        await owner.SendFormAsync("/practice", "/practice/remove", ("id", ids["colleague"]));
        Assert.Equal("/sign-in", await colleague.LeadsToAsync("/practice"));
        var last = await owner.SendFormAsync("/practice", "/practice/remove", ("id", ids["owner"]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, last.StatusCode);
        Assert.Null(await owner.LeadsToAsync("/practice"));
    }

    [Fact]
    public async Task Somebody_of_another_practice_is_not_here()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        var owner = await site.JoinAsync(practice.Secret, "owner");
        var other = await PracticeSite.CreateAsync(site.Folder, "Back Bureau");
        Assert.NotEqual(practice.Id, other.Id);
        var stranger = await site.JoinAsync(other.Secret, "stranger");
        await site.JoinAsync(await stranger.InviteAsync("owner"), "second");
        var ids = await IdsAsync(site);
        var answer = await owner.SendFormAsync("/practice", "/practice/remove", ("id", ids["stranger"]));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Null(await stranger.LeadsToAsync("/practice"));
        var page = await owner.GetStringAsync("/practice", TestSite.Cancelled);
        Assert.DoesNotContain("stranger", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Back Bureau", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_address_may_try_so_often_in_a_minute()
    {
        var (site, _) = await PracticeSite.StartAsync();
        await using var running = site;
        var device = site.NewClient(null);
        for (var i = 0; i < AccountsSetup.TriesAMinute; i++)
        {
            var answer = await device.PostAsync("/sign-in/passkey/options", null, TestSite.Cancelled);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(
            HttpStatusCode.TooManyRequests,
            (await device.PostAsync("/sign-in/passkey/options", null, TestSite.Cancelled)).StatusCode
        );
    }

    [Fact]
    public async Task A_passkey_that_nobody_asked_for_is_refused()
    {
        var (site, practice) = await PracticeSite.StartAsync();
        await using var running = site;
        var owner = await site.JoinAsync(practice.Secret, "owner");
        var answer = await site.NewClient(null).SendFormAsync("/sign-in", "/sign-in/passkey", ("credential", "{}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await owner.SendFormAsync("/account", "/account/passkey", ("credential", "{}"))).StatusCode
        );
    }

    [Fact]
    public async Task A_practice_may_be_reached_by_others_without_a_password_of_the_proxy()
    {
        var (site, _) = await PracticeSite.StartAsync("--SUPINE_ORIGIN=https://stretch.example.org");
        await using var running = site;
        var device = site.NewClient(null);
        device.BaseAddress = new("https://stretch.example.org");
        Assert.Equal("/sign-in", await device.LeadsToAsync("/progress"));
    }

    private static async Task<Dictionary<string, string>> IdsAsync(TestSite site) =>
        (await site.QueryAsync("SELECT login, id FROM practitioner")).ToDictionary(row => (string)row.login, row => (string)row.id);

    private static async Task<HttpResponseMessage> JoinAgainAsync(TestSite site, string secret, string login) =>
        await site.NewClient(null)
            .SendFormAsync(
                "/join",
                "/join",
                ("secret", secret),
                ("name", "Somebody"),
                ("login", login),
                ("password", PracticeSite.Password)
            );
}
