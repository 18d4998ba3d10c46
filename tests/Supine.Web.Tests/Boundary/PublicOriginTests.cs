using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Supine.Storage;

namespace Supine.Web.Tests.Boundary;

/// <summary>The program behind a proxy that speaks TLS and asks for a password.</summary>
public class PublicOriginTests
{
    private const string Origin = "https://stretch.example.org";
    private const string Stranger = "203.0.113.9";
    private const string ConnectionHeader = "Test-Connection";
    private const string ClientHeader = "Test-Client";

    [Theory]
    [InlineData("stretch.example.org", "not an origin")]
    [InlineData("https://stretch.example.org/supine", "not an origin")]
    [InlineData("https://stretch.example.org?a=b", "not an origin")]
    [InlineData("https://stretch.example.org#a", "not an origin")]
    [InlineData("https://anna@stretch.example.org", "not an origin")]
    [InlineData("https://", "not an origin")]
    [InlineData("ftp://stretch.example.org", "not an origin")]
    [InlineData("http://stretch.example.org", "begins with http")]
    [InlineData("http://192.168.1.7", "begins with http")]
    public Task An_origin_that_cannot_be_right_refuses_the_start(string origin, string why) =>
        AssertRefusedAsync(why, $"--SUPINE_ORIGIN={origin}", "--SUPINE_PROXY_AUTHENTICATES=yes");

    [Theory]
    [InlineData("")]
    [InlineData("no")]
    [InlineData("true")]
    public Task A_public_origin_needs_a_proxy_that_asks_for_a_password(string declared) =>
        AssertRefusedAsync("has no sign-in", $"--SUPINE_ORIGIN={Origin}", $"--SUPINE_PROXY_AUTHENTICATES={declared}");

    [Theory]
    [InlineData("proxy.example.org")]
    [InlineData("10.0.0.2, 10.0.0.0/33")]
    public Task The_proxy_is_named_by_its_addresses(string proxy) =>
        AssertRefusedAsync(
            "SUPINE_PROXY is not a list",
            $"--SUPINE_ORIGIN={Origin}",
            "--SUPINE_PROXY_AUTHENTICATES=yes",
            $"--SUPINE_PROXY={proxy}"
        );

    [Theory]
    [InlineData("--SUPINE_PROXY=10.0.0.2")]
    [InlineData("--SUPINE_PROXY_AUTHENTICATES=yes")]
    public Task What_is_said_about_the_proxy_needs_an_origin(string setting) => AssertRefusedAsync("need SUPINE_ORIGIN", setting);

    [Theory]
    [InlineData("https://localhost:8443")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("https://[::1]:8443")]
    public async Task An_origin_of_this_machine_needs_no_password(string origin)
    {
        await using var site = await TestSite.StartAsync(more: [$"--SUPINE_ORIGIN={origin}"]);
        site.Client.BaseAddress = new(origin);
        Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync("/progress/practice", TestSite.Cancelled)).StatusCode);
    }

    [Theory]
    [InlineData("stretch.example.org", HttpStatusCode.OK)]
    [InlineData("STRETCH.example.org:443", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:5170", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.BadRequest)]
    [InlineData("stretch.example.org.evil.example", HttpStatusCode.BadRequest)]
    public async Task Another_host_is_told_which_setting_names_it(string host, HttpStatusCode expected)
    {
        await using var site = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/progress/practice");
        request.Headers.Host = host;
        var answer = await site.Client.SendAsync(request, TestSite.Cancelled);
        Assert.Equal(expected, answer.StatusCode);
        if (expected != HttpStatusCode.OK)
        {
            Assert.Contains("set SUPINE_ORIGIN", await answer.Content.ReadAsStringAsync(TestSite.Cancelled), StringComparison.Ordinal);
            Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Without_an_origin_another_host_is_told_the_setting_too()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync("http://stretch.example.org/", TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("set SUPINE_ORIGIN", await answer.Content.ReadAsStringAsync(TestSite.Cancelled), StringComparison.Ordinal);
    }

    // The connection's own address stands in front: only if it is the proxy's does what it passes on count.
    [Theory]
    [InlineData("127.0.0.1", Stranger, Stranger)]
    [InlineData("::ffff:127.0.0.1", Stranger, Stranger)]
    [InlineData("10.0.0.2", Stranger, Stranger)]
    [InlineData("10.0.0.2", "198.51.100.1, " + Stranger, Stranger)]
    [InlineData("10.0.0.2", Stranger + ", 10.0.0.2", Stranger)]
    public async Task A_client_is_known_by_its_own_address(string connection, string forwarded, string expected)
    {
        await using var site = await StartAsync("--SUPINE_PROXY=10.0.0.2");
        var answer = await SendAsync(site, connection, forwarded);
        Assert.Equal((HttpStatusCode.OK, expected), (answer.StatusCode, Assert.Single(answer.Headers.GetValues(ClientHeader))));
    }

    [Theory]
    [InlineData(Stranger, "127.0.0.1")]
    [InlineData("10.0.0.3", "127.0.0.1")]
    public async Task Nobody_comes_in_past_the_proxy(string connection, string forwarded)
    {
        await using var site = await StartAsync("--SUPINE_PROXY=10.0.0.2");
        var answer = await SendAsync(site, connection, forwarded);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("set SUPINE_PROXY", await answer.Content.ReadAsStringAsync(TestSite.Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_origin_nothing_that_is_forwarded_counts()
    {
        await using var site = await TestSite.StartAsync(change: Watch);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sitting");
        request.Headers.Add(ConnectionHeader, "127.0.0.1");
        request.Headers.Add("X-Forwarded-For", Stranger);
        request.Headers.Add("X-Forwarded-Host", "stretch.example.org");
        request.Headers.Add("X-Forwarded-Proto", "https");
        var answer = await site.Client.SendAsync(request, TestSite.Cancelled);
        Assert.Equal("127.0.0.1", Assert.Single(answer.Headers.GetValues(ClientHeader)));
        Assert.All(
            answer.Headers.GetValues("Set-Cookie"),
            cookie => Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task Cookies_are_sent_over_TLS_only()
    {
        await using var site = await StartAsync();
        using var language = new FormUrlEncodedContent([new("language", "de"), new("next", "/")]);
        var cookies = (await site.Client.PostAsync("/language", language, TestSite.Cancelled))
            .Headers.GetValues("Set-Cookie")
            .Concat((await site.Client.GetAsync("/sitting", TestSite.Cancelled)).Headers.GetValues("Set-Cookie"))
            .ToList();
        Assert.True(cookies.Count >= 2);
        Assert.All(cookies, cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    // As the browser sends it: the proxy has taken TLS off, and the origin is still https.
    [Theory]
    [InlineData(Origin, HttpStatusCode.OK)]
    [InlineData("http://stretch.example.org", HttpStatusCode.Forbidden)]
    [InlineData("https://elsewhere.example", HttpStatusCode.Forbidden)]
    public async Task Changes_come_from_the_origin_alone(string from, HttpStatusCode expected)
    {
        await using var site = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/safety/read");
        request.Headers.Add("Origin", from);
        Assert.Equal(expected, (await site.Client.SendAsync(request, TestSite.Cancelled)).StatusCode);
    }

    [Fact]
    public async Task The_calendar_and_what_is_in_it_lead_to_the_origin()
    {
        await using var site = await StartAsync();
        var token = (IHtmlInputElement)(await site.GetPageAsync("/sitting")).QuerySelector("input[name=__RequestVerificationToken]")!;
        using var plan = new FormUrlEncodedContent([
            new(token.Name!, token.Value),
            new("zone", "Europe/Berlin"),
            new("workDay", "monday"),
            new("from", "09:00"),
            new("until", "17:00"),
            new("limit", "30"),
            new("break", "3"),
            new("postpone", "5"),
            new("stretchDay", "sunday"),
            new("stretch", "20:00"),
            new("length", "10"),
            new("content", "everything"),
        ]);
        Assert.Equal(HttpStatusCode.SeeOther, (await site.Client.PostAsync("/sitting", plan, TestSite.Cancelled)).StatusCode);
        var page = await (await site.SubmitAsync(await site.GetPageAsync("/sitting"), "/sitting/link#calendar")).ReadPageAsync();
        var address = ((IHtmlInputElement)page.QuerySelector("#address")!).Value;
        Assert.StartsWith($"{Origin}/calendar/", address, StringComparison.Ordinal);
        var calendar = await site.Client.GetStringAsync(new Uri(address).AbsolutePath, TestSite.Cancelled);
        Assert.Contains($"URL:{Origin}/\r\n", calendar, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", calendar, StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(string why, params string[] settings)
    {
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => TestSite.StartUnscreenedAsync(more: settings));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<TestSite> StartAsync(params string[] more)
    {
        var site = await TestSite.StartAsync(null, Watch, [$"--SUPINE_ORIGIN={Origin}", "--SUPINE_PROXY_AUTHENTICATES=yes", .. more]);
        site.Client.BaseAddress = new(Origin);
        return site;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestSite site, string connection, string forwarded)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/progress/practice");
        request.Headers.Add(ConnectionHeader, connection);
        request.Headers.Add("X-Forwarded-For", forwarded);
        return await site.Client.SendAsync(request, TestSite.Cancelled);
    }

    // The test server has no connections: what it would be comes in a header, and who is taken for the client is told in another.
    private static void Watch(IServiceCollection services) => services.AddSingleton<IStartupFilter, Connections>();

    private sealed class Connections : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (HttpContext context, RequestDelegate rest) =>
                    {
                        if (context.Request.Headers[ConnectionHeader] is [{ } address])
                        {
                            context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                        }

                        // as the proxy passes it on
                        context.Request.Scheme = "http";
                        context.Response.OnStarting(() =>
                        {
                            context.Response.Headers[ClientHeader] = $"{context.Connection.RemoteIpAddress}";
                            return Task.CompletedTask;
                        });
                        return rest(context);
                    }
                );
                next(app);
            };
    }
}
