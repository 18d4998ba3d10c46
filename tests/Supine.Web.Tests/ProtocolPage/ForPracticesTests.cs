using System.Net;
using Supine.Protocols.Prescribing;
using Supine.Web.Library;

namespace Supine.Web.Tests.ProtocolPage;

/// <summary>What a practice can hand out: every exercise with its dose, as a sheet, a link and a code.</summary>
public class ForPracticesTests
{
    private const string Origin = "https://192.168.1.7:5170";

    [Fact]
    public async Task Every_exercise_is_there_with_its_dose_its_sheet_and_its_link()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync("/protocols");
        var protocols = site.Get<ProtocolLibrary>().Read().Protocols;
        Assert.Contains(protocols, protocol => protocol.Id == "psoas-office");
        Assert.Equal(
            protocols.Select(protocol => $"/protocols/{protocol.Id}"),
            page.QuerySelectorAll(".exercises h3 a").Select(link => link.GetAttribute("href"))
        );
        Assert.Equal("45 s × 1, 5 days a week", page.QuerySelector(".exercises .dose")!.TextContent);
        Assert.StartsWith(
            "Can be set: 30–60 s per side, 1–4 sets, 2–7 days a week.",
            page.QuerySelector(".exercises .dose + p")!.TextContent,
            StringComparison.Ordinal
        );
        foreach (var link in page.QuerySelectorAll(".exercises .ways a"))
        {
            Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync(link.GetAttribute("href"), TestSite.Cancelled)).StatusCode);
        }
    }

    [Fact]
    public async Task A_chosen_dose_is_in_the_link_and_on_the_sheet()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync("/protocols/psoas-lying-2?seconds=30&sets=2&days=3&perDay=2&lang=de&own=Dr.%20Vega%20%3Cb%3E");
        Assert.Equal(
            "http://localhost/?protocol=psoas-lying-2&hold=30s&sets=2&lang=de",
            page.QuerySelector("#address")!.GetAttribute("value")
        );

        // a code to an address that only this computer has would lead nowhere
        Assert.Null(page.QuerySelector(".hand-out .qr"));
        Assert.True(page.QuerySelector(".hand-out details")!.HasAttribute("open"));
        var sheet = await site.GetPageAsync(page.QuerySelector(".made a")!.GetAttribute("href")!);
        Assert.Equal(["2 × 30 s", "2", "3"], sheet.QuerySelectorAll("dd").Select(dose => dose.TextContent));
        Assert.Equal("Dr. Vega <b>", sheet.QuerySelector(".own")!.TextContent);
        Assert.Null(sheet.QuerySelector(".own b"));
    }

    [Theory]
    [InlineData("seconds=29&sets=9&days=1&perDay=4&lang=fr")]
    [InlineData("seconds=x&sets=&days=-3&perDay=0&lang=")]
    public async Task What_cannot_be_handed_out_is_as_usual(string query)
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync($"/protocols/psoas-lying-1?{query}");
        Assert.Equal(
            "/protocols/psoas-lying-1/sheet?hold=45s&sets=1&lang=en&days=5&perDay=1",
            page.QuerySelector(".made a")!.GetAttribute("href")
        );
    }

    [Theory]
    [InlineData("days=8")]
    [InlineData("days=x")]
    [InlineData("perDay=0")]
    [InlineData("own=two%0Alines")]
    public async Task A_sheet_with_what_cannot_be_is_not_printed(string query)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync($"/protocols/psoas-lying-1/sheet?{query}", TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task Where_other_devices_reach_it_there_is_a_code_on_the_page_and_on_the_sheet()
    {
        await using var site = await TestSite.StartAsync(more: [$"--SUPINE_ORIGIN={Origin}", "--SUPINE_PROXY_AUTHENTICATES=yes"]);
        site.Client.BaseAddress = new(Origin);
        var page = await site.GetPageAsync("/protocols/psoas-lying-1?seconds=60");
        Assert.StartsWith(
            Origin + "/?protocol=psoas-lying-1&hold=60s",
            page.QuerySelector("#address")!.GetAttribute("value"),
            StringComparison.Ordinal
        );
        var code = page.QuerySelector(".hand-out .qr")!;

        // three squares to find it by, each seven wide
        Assert.Contains("h7v1", code.InnerHtml, StringComparison.Ordinal);
        Assert.NotNull((await site.GetPageAsync("/protocols/psoas-lying-1/sheet")).QuerySelector(".coded .qr"));

        // what is done at a visit is opened by nobody at home
        Assert.Null((await site.GetPageAsync("/protocols/psoas-office/sheet")).QuerySelector(".qr"));
    }

    [Fact]
    public async Task A_sheet_says_what_is_prescribed_and_by_whom_unless_another_dose_is_chosen()
    {
        await using var site = await TestSite.StartAsync();
        await (await site.OpenChartAsync()).Prescription.StoreAsync(
            [new(Dial.Hold, 60, "Dr. Vega"), new(Dial.Sets, 3, "Dr. Vega"), new(Dial.Days, 2, "Dr. Vega")],
            TestSite.Cancelled
        );
        var sheet = await site.GetPageAsync("/protocols/psoas-lying-1/sheet");
        Assert.Equal(["3 × 1 min", "1", "2"], sheet.QuerySelectorAll("dd").Select(dose => dose.TextContent));
        Assert.Equal("Prescribed by Dr. Vega.", sheet.QuerySelector(".by")!.TextContent);
        var other = await site.GetPageAsync("/protocols/psoas-lying-1/sheet?hold=30s&sets=1&first=left&days=5");
        Assert.Equal(["30 s", "1", "5"], other.QuerySelectorAll("dd").Select(dose => dose.TextContent));
        Assert.Null(other.QuerySelector(".by"));
    }

    [Fact]
    public async Task Who_must_not_stretch_now_is_not_asked_to()
    {
        await using var site = await TestSite.StartAsync();
        Assert.NotNull((await site.GetPageAsync("/protocols/psoas-lying-2")).QuerySelector("header a[href^='/?protocol=']"));
        await (await site.OpenChartAsync()).Screenings.AnswerAsync(["from-20", "both-legs"], TestSite.Cancelled);
        var page = await site.GetPageAsync("/protocols/psoas-lying-2");
        Assert.Null(page.QuerySelector("header a[href^='/?protocol=']"));
        Assert.Equal("/screening", page.QuerySelector("header .notice a")!.GetAttribute("href"));
        Assert.Contains("Go to emergency care now.", page.QuerySelector("header .notice")!.TextContent, StringComparison.Ordinal);
        var explain = await site.GetPageAsync("/explain");
        Assert.Contains("Go to emergency care now.", explain.QuerySelector("header [role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("both-legs", "notice stop")]
    [InlineData("fever-with-hip-pain", "notice stop")]
    [InlineData("night-pain", "notice first")]
    public async Task What_keeps_somebody_from_stretching_looks_as_urgent_as_it_is_on_every_page(string yes, string classes)
    {
        await using var site = await TestSite.StartAsync();
        await (await site.OpenChartAsync()).Screenings.AnswerAsync(["from-20", yes], TestSite.Cancelled);
        foreach (var path in new[] { "/protocols/psoas-lying-2", "/explain", "/next", "/measure" })
        {
            var notice = (await site.GetPageAsync(path)).QuerySelector(".notice:has(a[href='/screening'])")!;
            Assert.Equal((path, classes), (path, notice.ClassName!.Replace(" screen", "", StringComparison.Ordinal)));
        }

        var refused = await site.Client.GetAsync("/take-along?protocol=psoas-lying-2&hold=30s", TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(classes, (await refused.ReadPageAsync()).QuerySelector(".along [role=alert]")!.ClassName);
    }

    [Fact]
    public async Task What_the_clinician_gets_is_folded_for_who_may_start_and_open_for_who_must_ask()
    {
        await using var site = await TestSite.StartAsync();
        Assert.False((await site.GetPageAsync("/screening")).QuerySelector(".clinician > details")!.HasAttribute("open"));
        await (await site.OpenChartAsync()).Screenings.AnswerAsync(["from-20", "worse-lying"], TestSite.Cancelled);
        Assert.True((await site.GetPageAsync("/screening")).QuerySelector(".clinician > details")!.HasAttribute("open"));
    }
}
