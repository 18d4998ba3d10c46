using System.Net;
using AngleSharp.Html.Dom;
using Supine.Protocols;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Tests.Shell;

/// <summary>Which language a page comes in, and that it is in that language throughout.</summary>
public class PageLanguageTests
{
    // Shorter ones may be the same by chance, or be part of a sentence of another language.
    private const int FewestWords = 3;

    public static TheoryData<string> Others =>
        [.. Languages.Shipped.All.Where(language => language != Language.English).Select(language => language.Code)];

    [Theory]
    [InlineData(null, "en")]
    [InlineData("de", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("ES", "es")]
    [InlineData("fr", "en")]
    [InlineData("fr, es;q=0.5", "es")]
    [InlineData("en;q=0.8, de;q=0.9", "de")]
    [InlineData("de;q=0.3, fr, es;q=0.4", "es")]
    [InlineData("de;q=0, es;q=0.1", "es")]
    [InlineData("de;q=0", "en")]
    [InlineData("*", "en")]
    [InlineData(";;;=,,q", "en")]
    public async Task The_first_visit_follows_the_browser(string? accepted, string language)
    {
        await using var site = await TestSite.StartAsync();
        var page = await GetAsync(site, "/", accepted);
        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(language, page.QuerySelector("input[name=lang][checked]")!.GetAttribute("value"));
        Assert.Equal(language, page.QuerySelector(".languages [aria-current]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_chosen_stays_and_leads_back()
    {
        await using var site = await TestSite.StartAsync();
        var page = await GetAsync(site, "/progress/practice?until=2026-01-01", "en");
        var answer = await ChooseAsync(site, page, "es");
        Assert.Equal(
            (HttpStatusCode.SeeOther, "/progress/practice?until=2026-01-01"),
            (answer.StatusCode, answer.Headers.Location!.OriginalString)
        );
        Assert.Contains("HttpOnly", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("es", (await GetAsync(site, "/", "de")).DocumentElement.GetAttribute("lang"));

        // another device asks for itself
        using var other = site.NewClient();
        Assert.Contains("<html lang=\"en\"", await other.GetStringAsync("/", TestSite.Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fr", "/", "/")]
    [InlineData("", "/", "/")]
    [InlineData("de", "https://example.org/", "/")]
    [InlineData("de", "//example.org", "/")]
    [InlineData("de", "/sessions/ü", "/")]
    public async Task What_is_not_ours_is_not_followed(string language, string next, string location)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.PostAsync(
            "/language",
            new FormUrlEncodedContent([new("language", language), new("next", next)]),
            TestSite.Cancelled
        );
        Assert.Equal((HttpStatusCode.SeeOther, location), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Equal(language == "de", answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_page_that_answers_a_form_leads_back_to_the_page_of_the_form()
    {
        await using var site = await TestSite.StartAsync();
        var path = $"/sessions/{await Sessions.SessionPageTests.RecordAsync(site)}";
        site.Client.DefaultRequestHeaders.Referrer = new Uri("http://localhost" + path);
        var answer = await site.SubmitAsync(await site.GetPageAsync(path), $"{path}/correction", ("left", "soon"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(path, (await answer.ReadPageAsync()).QuerySelector(".languages input[name=next]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Whoever_keeps_a_page_is_told_that_others_may_get_another()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var path in new[] { "/", "/progress/practice", "/protocols/psoas-lying-1", "/api/sequence?protocol=none" })
        {
            var answer = await site.Client.GetAsync(path, TestSite.Cancelled);
            Assert.Superset(new HashSet<string> { "Accept-Language", "Cookie" }, answer.Headers.Vary.ToHashSet());
        }
    }

    [Fact]
    public async Task Only_the_pages_own_words_are_sent()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var language in site.Get<TextCatalogue>().Languages)
        {
            var said = (await GetAsync(site, "/", language.Code)).QuerySelector("#texts")!.TextContent;
            Assert.Equal(site.Get<TextCatalogue>().FindClient(language, "/"), said);
            Assert.All(
                site.Get<TextCatalogue>().Languages.Where(other => other != language),
                other => Assert.DoesNotContain(site.Get<TextCatalogue>().Find(other, "client.noAnswer"), said, StringComparison.Ordinal)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_page_in_another_language_says_nothing_in_English(string code)
    {
        await using var site = await TestSite.StartAsync();
        var english = EnglishWithout(site, code);
        Assert.True(english.Count > 150, $"Only {english.Count} English sentences were looked for.");

        var pages = await Pages.ReadAllAsync(site, code);

        Assert.Superset(
            new HashSet<string>
            {
                "/",
                "/progress/practice",
                "/progress/practice (empty)",
                "/progress/device",
                "/protocols/psoas-lying-1",
                "/sessions/session",
                "faulty answers",
                "faulty correction",
                "faulty choices",
                "no such page",
                "no such session",
            },
            pages.Keys.ToHashSet()
        );
        foreach (var (name, page) in pages)
        {
            Assert.Equal((name, code), (name, page.DocumentElement.GetAttribute("lang")));
            foreach (var words in Pages.WordsOf(page))
            {
                Assert.DoesNotContain(english, sentence => words.Contains(sentence, StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    [Fact]
    public async Task A_program_is_answered_with_JSON_and_a_person_with_a_page()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var path in new[] { "/no-such-page", "/protocols/none", "/sessions/none", "/track?protocol=none" })
        {
            var program = await site.Client.GetAsync(path, TestSite.Cancelled);
            Assert.Equal("application/problem+json", program.Content.Headers.ContentType!.MediaType);

            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
            var person = await site.Client.SendAsync(request, TestSite.Cancelled);
            Assert.Equal((program.StatusCode, "text/html"), (person.StatusCode, person.Content.Headers.ContentType!.MediaType));
            Assert.Equal("/", (await person.ReadPageAsync()).QuerySelector(".problem a")!.GetAttribute("href"));
        }
    }

    private static async Task<IHtmlDocument> GetAsync(TestSite site, string path, string? accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accepted is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        }

        return await (await site.Client.SendAsync(request, TestSite.Cancelled)).ReadPageAsync();
    }

    private static async Task<HttpResponseMessage> ChooseAsync(TestSite site, IHtmlDocument page, string code)
    {
        var form = page.QuerySelector("form.languages")!;
        Assert.NotNull(form.QuerySelector($"button[name=language][value={code}]"));
        return await site.Client.PostAsync(
            form.GetAttribute("action"),
            new FormUrlEncodedContent([new("next", form.QuerySelector("input[name=next]")!.GetAttribute("value")), new("language", code)]),
            TestSite.Cancelled
        );
    }

    // Every English sentence of the program and of its protocols that the other language says differently, in plain stretches between its
    // places.
    private static List<string> EnglishWithout(TestSite site, string code)
    {
        var other = Languages.Shipped[code];
        var texts = site.Get<TextCatalogue>();
        var own = ShippedTexts.AllOf(ShippedTexts.Read("en")).Select(text => (English: text.Text, Other: texts.Find(other, text.Key)));
        var protocols = site.Get<ProtocolLibrary>()
            .Read()
            .Protocols.SelectMany(protocol =>
                (IEnumerable<LocalizedText>)
                    [
                        protocol.Title,
                        protocol.Summary,
                        .. protocol.Asks,
                        .. protocol.Why,
                        .. protocol.SetUp,
                        .. protocol.Stops,
                        .. protocol.NotFor,
                        .. protocol.Steps.Select(step => step.Title),
                        .. protocol.Steps.SelectMany(step => step.Say).Select(line => line.Text),
                    ]
            )
            .Select(text => (English: text.In(Language.English), Other: text.In(other)));
        return
        [
            .. own.Concat(protocols)
                .Where(text => text.English != text.Other)
                .SelectMany(text => System.Text.RegularExpressions.Regex.Split(text.English, @"\{[^}]*\}"))
                .Select(part => part.Trim())
                .Where(part => part.Split(' ').Count(word => word.Count(char.IsLetter) > 1) >= FewestWords)
                .Distinct(),
        ];
    }
}
