using System.Data.Common;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Supine.Protocols;
using Supine.Web.Storage;
using Supine.Web.Tracks;

namespace Supine.Web.Tests;

/// <summary>The real program with its real database in a folder of its own.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSite(WebApplication app, string folder, FakeClock clock)
    {
        (_app, Folder, Clock) = (app, folder, clock);
        Client = NewClient();
    }

    public string Folder { get; }

    public FakeClock Clock { get; }

    /// <summary>Keeps cookies, follows no redirect.</summary>
    public HttpClient Client { get; }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Starts it, in a new folder or in one that was used before, for somebody to whom none of the safety questions
    /// applies.</summary>
    public static async Task<TestSite> StartAsync(string? folder = null, Action<IServiceCollection>? change = null, params string[] more)
    {
        var site = await StartUnscreenedAsync(folder, change, more);
        var screenings = site.Get<ScreeningRecords>();
        if (await screenings.ReadAsync(Cancelled) is ScreeningStanding.NotAsked)
        {
            await screenings.AnswerAsync([], Cancelled);
        }

        return site;
    }

    /// <summary>Starts it before anybody has answered the safety questions.</summary>
    public static async Task<TestSite> StartUnscreenedAsync(
        string? folder = null,
        Action<IServiceCollection>? change = null,
        params string[] more
    )
    {
        folder ??= NewFolder();
        var clock = new FakeClock(FakeClock.Morning);
        var app = Program.Build(
            [
                $"--SUPINE_DATA={folder}",
                "--SUPINE_SPEECH=none",
                "--Logging:LogLevel:Default=None",
                "--Logging:LogLevel:Microsoft.Hosting.Lifetime=None",
                "--Logging:LogLevel:Supine=None",
                .. more,
            ],
            builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
                change?.Invoke(builder.Services);
            }
        );
        await app.StartAsync(Cancelled);
        return new(app, folder, clock);
    }

    public static string NewFolder() => Path.Combine(Path.GetTempPath(), $"supine-test-{Guid.NewGuid():N}");

    public HttpClient NewClient() => new(new CookieKeeper(_app.GetTestServer().CreateHandler())) { BaseAddress = new("http://localhost") };

    public async Task<HttpResponseMessage> PutAsync(string path, JsonNode body) =>
        await Client.PutAsync(path, JsonContent.Create(body), Cancelled);

    public async Task<JsonNode> GetJsonAsync(string path) => (await Client.GetFromJsonAsync<JsonNode>(path, Cancelled))!;

    public async Task<IHtmlDocument> GetPageAsync(string path) => Parse(await Client.GetStringAsync(path, Cancelled));

    public static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    /// <summary>Fills in and sends a form of a page, as a browser without script does.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(IHtmlDocument page, string action, params (string Name, string Value)[] typed)
    {
        var form = (IHtmlFormElement)page.QuerySelector($"form[action='{action}']")!;
        var fields = form.QuerySelectorAll("input")
            .Cast<IHtmlInputElement>()
            .Select(input => (Name: input.Name!, input.Value))
            .Concat(
                form.QuerySelectorAll("select").Cast<IHtmlSelectElement>().Select(select => (Name: select.Name!, Value: select.Value ?? ""))
            )
            .Concat(form.QuerySelectorAll("textarea").Cast<IHtmlTextAreaElement>().Select(area => (Name: area.Name!, area.Value)))
            .ToDictionary(field => field.Name, field => field.Value);
        foreach (var (name, value) in typed)
        {
            Assert.Contains(name, fields.Keys);
            fields[name] = value;
        }

        return await Client.PostAsync(action, new FormUrlEncodedContent(fields), Cancelled);
    }

    /// <summary>What another program sees in the database.</summary>
    public async Task<IReadOnlyList<dynamic>> QueryAsync(string sql)
    {
        await using DbDataSource other = new SqliteDataSource(Path.Combine(Folder, "supine.db"));
        await using var connection = await other.OpenConnectionAsync(Cancelled);
        return [.. await connection.QueryAsync(sql)];
    }

    /// <summary>Stores a protocol's sequence, as if it had been asked for, without rendering it.</summary>
    public async Task<CueSequence> CompileAsync(string id = "psoas-lying-1", int holdSeconds = 45)
    {
        var protocol = Get<ProtocolLibrary>().Read().Find(id)!;
        var compiled = (Compilation.Succeeded)
            ProtocolCompiler.Compile(protocol, new Prescription { Hold = TimeSpan.FromSeconds(holdSeconds) });
        await TrackStore.AddAsync(Get<DbDataSource>(), Get<Writes>(), protocol, compiled.Sequence, Clock.Now, Cancelled);
        return compiled.Sequence;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Stops it and leaves its folder.</summary>
    public async Task StopAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class CookieKeeper(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly System.Net.CookieContainer _cookies = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_cookies.GetCookieHeader(request.RequestUri!) is { Length: > 0 } header)
            {
                request.Headers.Add("Cookie", header);
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.TryGetValues("Set-Cookie", out var set))
            {
                foreach (var cookie in set)
                {
                    _cookies.SetCookies(request.RequestUri!, cookie);
                }
            }

            return response;
        }
    }
}

/// <summary>Reading answers.</summary>
internal static class Answers
{
    public static async Task<JsonNode> ReadJsonAsync(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonNode>(TestSite.Cancelled))!;

    public static async Task<IHtmlDocument> ReadPageAsync(this HttpResponseMessage response) =>
        TestSite.Parse(await response.Content.ReadAsStringAsync(TestSite.Cancelled));

    public static StringContent AsJson(this string json) => new(json, Encoding.UTF8, "application/json");
}
