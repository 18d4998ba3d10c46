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
using Supine.Records;
using Supine.Storage;
using Supine.Web.Callers;
using Supine.Web.Charts;
using Supine.Web.Library;

namespace Supine.Web.Tests;

/// <summary>The real program with its real database in a folder of its own.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private string _neighbour = "";

    private TestSite(WebApplication app, string folder, FakeClock clock)
    {
        (_app, Folder, Clock) = (app, folder, clock);
        Client = NewClient();
    }

    public string Folder { get; }

    public FakeClock Clock { get; }

    /// <summary>Whether who is told that a track is not ready yet asks again when they were told to, as browsers do.</summary>
    public bool AsksAgain { get; set; } = true;

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
        var screenings = (await site.OpenChartAsync()).Screenings;
        if (await screenings.ReadAsync(Cancelled) is ScreeningStanding.NotAsked)
        {
            await screenings.AnswerAsync(["from-20"], Cancelled);
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
        await TestDatabase.CreateAsync(folder, Cancelled);
        var clock = new FakeClock(FakeClock.Morning);
        var app = Program.Build(
            [
                $"--SUPINE_DATA={folder}",
                "--SUPINE_SPEECH=none",
                .. TestDatabase.ArgumentsFor(folder),
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
        var site = new TestSite(app, folder, clock);
        await using var connection = await site.Get<DbDataSource>().OpenConnectionAsync(Cancelled);

        // a device in New York in winter was here before
        await connection.ExecuteAsync("UPDATE person SET zone = 'Etc/GMT+5' WHERE id = 'first' AND zone IS NULL");
        await Neighbour.MoveInAsync(connection);

        // the program has seen who was here when it started
        await site.Get<ChartPeople>().ChangeAsync(_ => Task.FromResult(true), Cancelled);
        site._neighbour = await Neighbour.DescribeAsync(connection, await site.ReadTablesAsync());
        return site;
    }

    /// <summary>The chart of somebody; of the household's first person where nobody is named.</summary>
    public async Task<Chart> OpenChartAsync(string person = ChartKey.First) =>
        Get<ChartOpener>().Of((await Get<ChartPeople>().ListAsync(ChartKey.Home, Cancelled)).Single(one => one.Id == person));

    public static string NewFolder() => Path.Combine(Path.GetTempPath(), $"supine-test-{Guid.NewGuid():N}");

    /// <summary>The setting of a program that came with the English voice alone: what another language then has is its device.</summary>
    public static string WithEnglishVoiceOnly()
    {
        var home = Directory.CreateDirectory(NewFolder()).FullName;
        foreach (var part in new[] { "protocols", "speech", Path.Combine("voices", "en-heart"), Path.Combine("voices", "order") })
        {
            var link = Path.Combine(home, part);
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, Path.Combine(Repository.Root, part));
        }

        return $"--SUPINE_HOME={home}";
    }

    /// <summary>The first person's chart as another node sees it.</summary>
    public Chart OpenOn(Database database, Writes writes) =>
        new ChartOpener(
            database,
            writes,
            new ChartPeople(database, writes, Clock),
            Clock,
            Get<Supine.Protocols.Prescribing.ScreeningTable>(),
            Get<Supine.Protocols.Questionnaires.QuestionnaireTable>(),
            Get<ProtocolsNow>()
        ).Of(new Person(new(ChartKey.Home, ChartKey.First), "", null));

    /// <summary>A device of somebody's. Every answer is held against the contract, and must say nothing about the neighbour.</summary>
    /// <param name="person">Who practises on it, and says so with every request; null for a device that says nothing.</param>
    public HttpClient NewClient(string? person = ChartKey.First) =>
        new(new Speaker(new AskAgain(new ContractHandler(new CookieKeeper(_app.GetTestServer().CreateHandler())), this), person))
        {
            BaseAddress = new("http://localhost"),
        };

    /// <summary>A device of somebody who works in the practice, and may see everybody. It names nobody.</summary>
    public HttpClient NewPractitionersClient() =>
        new(new ContractHandler(new CookieKeeper(_app.GetTestServer().CreateHandler()))) { BaseAddress = new("http://localhost") };

    /// <summary>A device that keeps no cookies and names nobody.</summary>
    public HttpClient NewBareClient() =>
        new(new AskAgain(_app.GetTestServer().CreateHandler(), this)) { BaseAddress = new("http://localhost") };

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
            .GroupBy(field => field.Name)
            .ToDictionary(same => same.Key, same => same.First().Value);
        // of several choices the one that is made is sent
        foreach (var choices in form.QuerySelectorAll("input[type=radio]").Cast<IHtmlInputElement>().GroupBy(radio => radio.Name!))
        {
            fields[choices.Key] = choices.FirstOrDefault(radio => radio.IsChecked)?.Value ?? "";
        }

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
        await using var connection = TestDatabase.Connect(Folder);
        await connection.OpenAsync(Cancelled);

        // without the neighbour: a view of its own stands before each table
        var schema = TestDatabase.IsPostgres(Folder) ? "public" : "main";
        foreach (var table in (await ReadTablesAsync()).Where(table => table.Columns.Contains("person")))
        {
            await connection.ExecuteAsync(
                $"CREATE TEMP VIEW {table.Name} AS SELECT * FROM {schema}.{table.Name} WHERE person <> '{Neighbour.Id}'"
            );
        }

        return [.. await connection.QueryAsync(sql)];
    }

    /// <summary>The number that a query gives.</summary>
    public async Task<long> CountAsync(string sql) => (long)((IDictionary<string, object>)(await QueryAsync(sql))[0]).Values.Single();

    /// <summary>The tables of the database, whichever it is.</summary>
    public async Task<IReadOnlyList<TableShape>> ReadTablesAsync()
    {
        await using var connection = await Get<DbDataSource>().OpenConnectionAsync(Cancelled);
        var columns = await connection.QueryAsync<(string Table, string Column)>(
            TestDatabase.IsPostgres(Folder)
                ? "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
                : "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'"
        );
        return [.. columns.GroupBy(row => row.Table, row => row.Column).Select(table => new TableShape(table.Key, [.. table]))];
    }

    /// <summary>Stores a protocol's sequence, as if it had been asked for, without rendering it.</summary>
    public async Task<CueSequence> CompileAsync(string id = "psoas-lying-1", int holdSeconds = 45)
    {
        var protocol = Get<ProtocolLibrary>().Read().Find(id)!;
        var compiled = (Compilation.Succeeded)
            ProtocolCompiler.Compile(protocol, new Prescription { Hold = TimeSpan.FromSeconds(holdSeconds) });
        await Get<TrackLibrary>().AddAsync(protocol, compiled.Sequence, Cancelled);
        return compiled.Sequence;
    }

    /// <summary>Whether it is held that nothing of the neighbour's has changed: not where a test breaks the database itself.</summary>
    public bool WatchesNeighbour { get; set; } = true;

    public async ValueTask DisposeAsync()
    {
        if (WatchesNeighbour)
        {
            await using var connection = await Get<DbDataSource>().OpenConnectionAsync(Cancelled);
            Assert.Equal(_neighbour, await Neighbour.DescribeAsync(connection, await ReadTablesAsync()));
        }

        await StopAsync();
        await TestDatabase.DropAsync(Folder);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Stops it and leaves its folder.</summary>
    public async Task StopAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class Speaker(HttpMessageHandler inner, string? person) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (person is not null && !request.Headers.Contains(CallerFinder.Header))
            {
                request.Headers.Add(CallerFinder.Header, person);
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (
                person != Neighbour.Id
                && response.Content.Headers.ContentType?.MediaType is { } media
                && !media.StartsWith("audio/", StringComparison.Ordinal)
            )
            {
                var text = await response.Content.ReadAsStringAsync(cancellationToken);
                Assert.All(
                    Neighbour.Marks.Where(mark => mark != Neighbour.Id[..mark.Length]),
                    mark => Assert.DoesNotContain(mark, text, StringComparison.Ordinal)
                );
            }

            return response;
        }
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
