using System.Net;
using System.Net.Http.Json;

namespace Supine.Web.Tests.Boundary;

public class GuardsTests
{
    public static TheoryData<string, string, HttpStatusCode> AllKinds =>
        new()
        {
            { "GET", "/", HttpStatusCode.OK },
            { "GET", "/progress/practice", HttpStatusCode.OK },
            { "HEAD", "/progress/practice", HttpStatusCode.OK },
            { "GET", "/api/safety", HttpStatusCode.OK },
            { "GET", "/sw.js", HttpStatusCode.OK },
            { "GET", "/client/guide.js", HttpStatusCode.OK },
            { "GET", "/icons/icon.svg", HttpStatusCode.OK },
            { "GET", "/tracks/{track}.vtt", HttpStatusCode.OK },
            { "GET", "/sitting/break", HttpStatusCode.Found },
            { "GET", "/feed/guess", HttpStatusCode.NotFound },
            { "GET", "/calendar/guess.ics", HttpStatusCode.NotFound },
            { "GET", "/api/nothing/nowhere", HttpStatusCode.NotFound },
            { "GET", "/nowhere", HttpStatusCode.NotFound },
            { "DELETE", "/progress/practice", HttpStatusCode.MethodNotAllowed },
            { "POST", "/sitting", HttpStatusCode.BadRequest },
            { "PUT", "/api/sessions/019a0000-0000-7000-8000-000000000001", HttpStatusCode.UnsupportedMediaType },
            { "PUT", "/api/screening", HttpStatusCode.UnprocessableEntity },
            { "PUT", "/api/safety/read", HttpStatusCode.Forbidden },
            { "GET", "/api/screening", HttpStatusCode.InternalServerError },
            { "GET", "http://rebound.example/", HttpStatusCode.BadRequest },
        };

    [Theory]
    [MemberData(nameof(AllKinds))]
    public async Task Every_answer_carries_the_headers(string method, string path, HttpStatusCode expected)
    {
        await using var site = await TestSite.StartAsync();
        foreach (var accepted in new[] { "text/html", "application/json" })
        {
            using var request = new HttpRequestMessage(
                new(method),
                path.Replace("{track}", (await site.CompileAsync()).Hash, StringComparison.Ordinal)
            )
            {
                Headers = { { "Accept", accepted } },
            };
            switch (expected)
            {
                case HttpStatusCode.BadRequest when method == "POST":
                    request.Content = new FormUrlEncodedContent([]);
                    break;
                case HttpStatusCode.UnsupportedMediaType:
                    request.Content = new StringContent("x");
                    break;
                case HttpStatusCode.UnprocessableEntity:
                    request.Content = "{".AsJson();
                    break;
                case HttpStatusCode.Forbidden:
                    request.Headers.Add("Sec-Fetch-Site", "cross-site");
                    break;
                case HttpStatusCode.InternalServerError:
                    await BreakAsync(site);
                    break;
                default:
                    break;
            }

            var answer = await site.Client.SendAsync(request, TestSite.Cancelled);
            Assert.Equal(expected, answer.StatusCode);
            AssertSecure(answer);
        }
    }

    private static async Task BreakAsync(TestSite site)
    {
        site.WatchesNeighbour = false;
        await using var connection = TestDatabase.Connect(site.Folder);
        await connection.OpenAsync(TestSite.Cancelled);
        var children = TestDatabase.IsPostgres(site.Folder) ? " CASCADE" : "";
        await Dapper.SqlMapper.ExecuteAsync(connection, $"DROP TABLE IF EXISTS screening{children}");
    }

    private static void AssertSecure(HttpResponseMessage answer)
    {
        Assert.Equal(
            "default-src 'self'; media-src 'self' blob:; img-src 'self' data:; "
                + "style-src 'self'; script-src 'self'; connect-src 'self'; worker-src 'self'; "
                + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy"))
        );
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Theory]
    [InlineData("/progress/practice")]
    [InlineData("/api/safety")]
    public async Task Nothing_about_a_person_is_kept_by_a_cache(string path)
    {
        await using var site = await TestSite.StartAsync();
        Assert.True((await site.Client.GetAsync(path, TestSite.Cancelled)).Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:5080", HttpStatusCode.OK)]
    [InlineData("[::1]:5080", HttpStatusCode.OK)]
    [InlineData("rebound.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost.example", HttpStatusCode.BadRequest)]
    public async Task Only_this_machines_own_names_are_answered(string host, HttpStatusCode expected)
    {
        await using var site = await TestSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/safety");
        request.Headers.Host = host;
        Assert.Equal(expected, (await site.Client.SendAsync(request, TestSite.Cancelled)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://localhost", HttpStatusCode.OK)]
    [InlineData("Origin", "http://localhost:81", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://localhost", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    public async Task Another_sites_page_changes_nothing(string header, string value, HttpStatusCode expected)
    {
        await using var site = await TestSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/safety/read");
        request.Headers.Add(header, value);
        Assert.Equal(expected, (await site.Client.SendAsync(request, TestSite.Cancelled)).StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, (await site.GetJsonAsync("/api/safety"))["readAt"] is not null);
    }

    [Theory]
    [InlineData("en", "Allow cookies for this address", "an older page")]
    [InlineData("de", "Erlaube Cookies für diese Adresse", "einer älteren Seite")]
    [InlineData("es", "Permite las cookies para esta dirección", "una página anterior")]
    public async Task A_form_without_its_cookie_names_cookies_and_one_of_an_older_page_does_not(
        string language,
        string cookies,
        string older
    )
    {
        await using var site = await TestSite.StartAsync();
        await site.GetPageAsync("/measure");

        var without = await SendFormAsync(site.NewBareClient(), language);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        var page = await without.ReadPageAsync();
        Assert.Contains(cookies, page.QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(older, page.QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);

        var old = await SendFormAsync(site.Client, language);
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        page = await old.ReadPageAsync();
        Assert.Contains(older, page.QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(cookies, page.QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM reading"));

        static async Task<HttpResponseMessage> SendFormAsync(HttpClient client, string language)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/measure");
            request.Headers.Add("Accept", "text/html");
            request.Headers.Add("Accept-Language", language);
            request.Content = new FormUrlEncodedContent([new("left", "12"), new("__RequestVerificationToken", "of another day")]);
            return await client.SendAsync(request, TestSite.Cancelled);
        }
    }

    [Fact]
    public async Task Reading_is_open_to_a_link_from_elsewhere()
    {
        await using var site = await TestSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/progress/practice");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.OK, (await site.Client.SendAsync(request, TestSite.Cancelled)).StatusCode);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Pages_are_compressed(string encoding)
    {
        await using var site = await TestSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/progress/practice");
        request.Headers.Add("Accept-Encoding", encoding);
        Assert.Equal([encoding], (await site.Client.SendAsync(request, TestSite.Cancelled)).Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task The_short_answer_to_a_report_is_not_compressed()
    {
        await using var site = await TestSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/screening");
        request.Headers.Add("Accept-Encoding", "br");
        request.Content = JsonContent.Create(new { edition = 2, yes = Array.Empty<string>() });
        var answer = await site.Client.SendAsync(request, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task What_fails_here_tells_no_secret()
    {
        await using var site = await TestSite.StartAsync();
        await using (var connection = TestDatabase.Connect(site.Folder))
        {
            await connection.OpenAsync(TestSite.Cancelled);
            site.WatchesNeighbour = false;
            await Dapper.SqlMapper.ExecuteAsync(connection, "DROP TABLE safety_confirmation");
        }

        var answer = await site.Client.GetAsync("/api/safety", TestSite.Cancelled);
        Assert.Equal(
            (HttpStatusCode.InternalServerError, "application/problem+json"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType)
        );
        Assert.DoesNotContain("safety_confirmation", await answer.Content.ReadAsStringAsync(TestSite.Cancelled), StringComparison.Ordinal);
    }
}
