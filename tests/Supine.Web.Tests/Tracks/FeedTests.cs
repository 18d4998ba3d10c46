using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using FsCheck;
using FsCheck.Fluent;
using Supine.Audio;
using Supine.Storage.Folders;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Tracks.TakeAlong;

namespace Supine.Web.Tests.Tracks;

public class FeedTests
{
    private const string First = "first=left&hold=30s&lang=en&protocol=psoas-lying-1&sets=1";
    private const string Second = "first=right&hold=45s&lang=en&protocol=psoas-lying-2&sets=2";

    private static readonly XNamespace Itunes = "http://www.itunes.com/dtds/podcast-1.0.dtd";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Podcasting = "https://podcastindex.org/namespace/1.0";

    private static bool HasFfmpeg { get; } = Ffmpeg.Find(null, Environment.GetEnvironmentVariable("PATH")) is not null;

    [Fact]
    public async Task A_feed_has_what_RSS_requires_and_what_keeps_it_private()
    {
        await using var site = await TestSite.StartAsync();
        await AddAsync(site, First);
        site.Clock.Now += TimeSpan.FromMinutes(5);
        var address = await AddAsync(site, Second);

        using var app = site.NewClient();
        var answer = await app.GetAsync(address, TestSite.Cancelled);
        Assert.Equal((HttpStatusCode.OK, "application/rss+xml"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var rss = XDocument.Parse(await answer.Content.ReadAsStringAsync(TestSite.Cancelled)).Root!;
        Assert.Equal(("rss", "2.0"), (rss.Name.LocalName, (string?)rss.Attribute("version")));
        var channel = Assert.Single(rss.Elements());
        Assert.Equal(
            ("Supine", "http://localhost/", "en"),
            ((string?)channel.Element("title"), (string?)channel.Element("link"), (string?)channel.Element("language"))
        );
        Assert.NotEmpty((string)channel.Element("description")!);
        Assert.Equal(("Yes", "yes"), ((string?)channel.Element(Itunes + "block"), (string?)channel.Element(Podcasting + "locked")));
        Assert.Equal(address, (string?)channel.Element(Atom + "link")!.Attribute("href"));
        Assert.Equal(
            "image/png",
            (await app.GetAsync((string)channel.Element(Itunes + "image")!.Attribute("href")!, TestSite.Cancelled))
                .Content
                .Headers
                .ContentType!
                .MediaType
        );

        // the newest first; titles that tell nothing about a body; times as RFC 822 writes them
        var items = channel.Elements("item").ToList();
        Assert.Equal(["Level 2 · 2 × 45 s", "Level 1 · 30 s"], items.Select(item => (string?)item.Element("title")));
        Assert.Equal(
            ["Wed, 15 Apr 2026 12:35:00 GMT", "Wed, 15 Apr 2026 12:30:00 GMT"],
            items.Select(item => (string?)item.Element("pubDate"))
        );
        Assert.Equal(2, items.Select(item => (string?)item.Element("guid")).Distinct().Count());
        Assert.All(items, item => Assert.Equal("false", (string?)item.Element("guid")!.Attribute("isPermaLink")));
        Assert.All(items, item => Assert.Equal("Yes", (string?)item.Element(Itunes + "block")));
        Assert.All(
            items,
            item => Assert.StartsWith("Press play while you still sit.", (string?)item.Element("description"), StringComparison.Ordinal)
        );
        Assert.All(items, item => Assert.Contains("Stop at once:\n– ", (string?)item.Element("description"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_voices_of_one_session_are_told_apart()
    {
        await using var site = await TestSite.StartAsync();
        var own = Path.Combine(site.Get<UserFolder>().Voices, "own-0123456789ab");
        var shipped = site.Get<VoiceLibrary>().Find("en-heart")!;
        Directory.CreateDirectory(own);
        foreach (var file in Directory.GetFiles(shipped.Folder))
        {
            File.Copy(file, Path.Combine(own, Path.GetFileName(file)));
        }

        await File.WriteAllTextAsync(
            Path.Combine(own, ClipManifest.FileName),
            (shipped.Manifest with { Name = "Dr. Vega" }).ToJson(),
            TestSite.Cancelled
        );

        var address = "";
        foreach (var voice in new[] { "", $"&voice={shipped.Id}", "&voice=own-0123456789ab" })
        {
            site.Clock.Now += TimeSpan.FromMinutes(5);
            address = await AddAsync(site, First + voice);
        }

        string[] titles = ["Level 1 · 30 s · Dr. Vega", $"Level 1 · 30 s · {shipped.Manifest.Name}", "Level 1 · 30 s"];
        Assert.Equal(titles, (await ReadItemsAsync(site, address)).Select(item => (string?)item.Element("title")));
        Assert.Equal(
            titles,
            (await site.GetPageAsync($"/take-along?{First}")).QuerySelectorAll(".items a").Select(item => item.TextContent)
        );

        // what was recorded is deleted: another voice speaks, and is not called by that name
        Directory.Delete(own, recursive: true);
        Assert.Equal("Level 1 · 30 s", (string?)(await ReadItemsAsync(site, address))[0].Element("title"));
    }

    [Fact]
    public async Task An_episode_can_be_fetched_whole_in_part_or_only_asked_about()
    {
        await using var site = await TestSite.StartAsync();
        var address = await AddAsync(site, First);
        var item = Assert.Single(await ReadItemsAsync(site, address));
        var enclosure = item.Element("enclosure")!;
        var (url, length, type) = (
            (string)enclosure.Attribute("url")!,
            (long)enclosure.Attribute("length")!,
            (string)enclosure.Attribute("type")!
        );
        Assert.Equal(HasFfmpeg ? ("audio/mpeg", ".mp3") : ("audio/wav", ".wav"), (type, Path.GetExtension(url)));
        Assert.StartsWith($"{address}/", url, StringComparison.Ordinal);

        using var app = site.NewClient();
        var bytes = await app.GetByteArrayAsync(url, TestSite.Cancelled);
        Assert.Equal(length, bytes.Length);
        using var ask = new HttpRequestMessage(HttpMethod.Head, url);
        var asked = await app.SendAsync(ask, TestSite.Cancelled);
        Assert.Equal(
            (HttpStatusCode.OK, length, type),
            (asked.StatusCode, asked.Content.Headers.ContentLength, asked.Content.Headers.ContentType!.MediaType)
        );
        Assert.Empty(await asked.Content.ReadAsByteArrayAsync(TestSite.Cancelled));
        using var part = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new(length - 10, null) } };
        var partly = await app.SendAsync(part, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.PartialContent, partly.StatusCode);
        Assert.Equal(bytes[^10..], await partly.Content.ReadAsByteArrayAsync(TestSite.Cancelled));

        var sequence = await site.CompileAsync("psoas-lying-1", holdSeconds: 30);
        Assert.Equal(Math.Ceiling(sequence.Total.TotalSeconds), (double)item.Element(Itunes + "duration")!);
        var chapters = JsonNode.Parse(
            await app.GetStringAsync((string)item.Element(Podcasting + "chapters")!.Attribute("url")!, TestSite.Cancelled)
        )!;
        Assert.Equal(
            Chapters.Find(sequence).Select(chapter => (chapter.Start.TotalSeconds, chapter.Title)),
            chapters["chapters"]!.AsArray().Select(chapter => ((double)chapter!["startTime"]!, (string)chapter["title"]!))
        );
    }

    [Fact]
    public async Task A_feed_stays_as_it_is_until_something_changes()
    {
        await using var site = await TestSite.StartAsync();
        var address = await AddAsync(site, First);
        using var app = site.NewClient();
        var before = await app.GetAsync(address, TestSite.Cancelled);
        site.Clock.Now += TimeSpan.FromDays(3);
        await AddAsync(site, First);
        var after = await app.GetAsync(address, TestSite.Cancelled);
        Assert.Equal(await before.Content.ReadAsStringAsync(TestSite.Cancelled), await after.Content.ReadAsStringAsync(TestSite.Cancelled));
        Assert.Equal((before.Headers.ETag, before.Content.Headers.LastModified), (after.Headers.ETag, after.Content.Headers.LastModified));
        Assert.NotNull(before.Content.Headers.LastModified);

        using var known = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { before.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await app.SendAsync(known, TestSite.Cancelled)).StatusCode);
        using var dated = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Headers = { IfModifiedSince = before.Content.Headers.LastModified },
        };
        Assert.Equal(HttpStatusCode.NotModified, (await app.SendAsync(dated, TestSite.Cancelled)).StatusCode);

        // later than any file here was written
        site.Clock.Now = DateTimeOffset.UtcNow.AddDays(1);
        await (await site.OpenChartAsync()).Screenings.AnswerAsync([], TestSite.Cancelled);
        await AddAsync(site, Second);
        using var changed = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { before.Headers.ETag! } } };
        var answer = await app.SendAsync(changed, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Content.Headers.LastModified > before.Content.Headers.LastModified);
        Assert.Contains(
            (string)Assert.Single(Items(await before.Content.ReadAsStringAsync(TestSite.Cancelled))).Element("guid")!,
            await answer.Content.ReadAsStringAsync(TestSite.Cancelled),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_removed_is_gone_from_the_feed_and_its_file_too()
    {
        await using var site = await TestSite.StartAsync();
        await AddAsync(site, First);
        var address = await AddAsync(site, Second);
        var url = (string)(await ReadItemsAsync(site, address))[0].Element("enclosure")!.Attribute("url")!;

        var page = await site.GetPageAsync($"/take-along?{Second}");
        Assert.Equal(["Level 2 · 2 × 45 s", "Level 1 · 30 s"], page.QuerySelectorAll(".items a").Select(item => item.TextContent));
        Assert.Contains("This session is in your feed.", page.QuerySelector("#feed")!.TextContent, StringComparison.Ordinal);
        var answer = await SubmitAsync(site, page.QuerySelectorAll("form[action$=remove]")[0]);
        Assert.Equal($"/take-along?{Second}#feed", answer.Headers.Location!.ToString());

        Assert.Equal("Level 1 · 30 s", (string?)Assert.Single(await ReadItemsAsync(site, address)).Element("title"));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(url, TestSite.Cancelled)).StatusCode);
        Assert.NotNull((await site.GetPageAsync($"/take-along?{Second}")).QuerySelector("form[action$=feed]"));
    }

    [Fact]
    public async Task A_new_address_ends_the_old_one()
    {
        await using var site = await TestSite.StartAsync();
        var old = await AddAsync(site, First);
        var url = (string)(await ReadItemsAsync(site, old))[0].Element("enclosure")!.Attribute("url")!;
        var answer = await SubmitAsync(site, (await site.GetPageAsync($"/take-along?{First}")).QuerySelector("form[action$=renew]")!);
        var renewed = Address(await answer.ReadPageAsync());

        Assert.NotEqual(old, renewed);
        foreach (var dead in new[] { old, url, $"{old}/{Path.GetFileNameWithoutExtension(url)}.json" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(dead, TestSite.Cancelled)).StatusCode);
        }

        Assert.Equal(
            Path.GetFileName(url),
            Path.GetFileName((string)Assert.Single(await ReadItemsAsync(site, renewed)).Element("enclosure")!.Attribute("url")!)
        );
    }

    [Fact]
    public async Task Nobody_guesses_the_address()
    {
        await using var site = await TestSite.StartAsync();
        string[] guesses = ["/feed/", "/feed/x", $"/feed/{new string('A', 43)}"];
        await AssertClosedAsync();
        var address = await AddAsync(site, First);
        await AssertClosedAsync();

        // 256 bits by chance, and nothing else in the address
        Assert.Matches("^http://localhost/feed/[A-Za-z0-9_-]{43}$", address);
        var another = (await (await site.OpenChartAsync()).Feed.RenewAsync(TestSite.Cancelled)).Text;
        Assert.InRange(another.Zip(address[^43..]).Count(pair => pair.First == pair.Second), 0, 10);

        async Task AssertClosedAsync()
        {
            foreach (var guess in guesses)
            {
                Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(guess, TestSite.Cancelled)).StatusCode);
            }
        }
    }

    [Fact]
    public async Task The_same_session_is_put_in_once_and_there_is_an_end_to_it()
    {
        await using var site = await TestSite.StartAsync();
        await AddAsync(site, First);
        for (var i = 1; i < ChartFeed.MostItems; i++)
        {
            Assert.IsType<Adding.IsThere>(
                await (await site.OpenChartAsync()).Feed.AddAsync($"getReady={i}s&lang=en&protocol=psoas-lying-1", TestSite.Cancelled)
            );
        }

        using var again = await SubmitAsync(
            site,
            (await site.GetPageAsync($"/take-along?{Second}")).QuerySelector("form[action$=feed]")!,
            First
        );
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal(ChartFeed.MostItems, (await site.QueryAsync("SELECT * FROM feed_item")).Count);
        var page = await site.GetPageAsync($"/take-along?{Second}");
        var refused = await SubmitAsync(site, page.QuerySelector("form[action$=feed]")!);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(
            "20 sessions are the maximum",
            (await refused.ReadPageAsync()).QuerySelector("[role=alert]")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(ChartFeed.MostItems, (await site.QueryAsync("SELECT * FROM feed_item")).Count);
    }

    [Fact]
    public async Task A_session_whose_protocol_is_gone_is_passed_over_and_can_be_removed()
    {
        await using var site = await TestSite.StartAsync();
        var address = await AddAsync(site, First);
        await (await site.OpenChartAsync()).Feed.AddAsync("lang=en&protocol=gone", TestSite.Cancelled);
        Assert.Single(await ReadItemsAsync(site, address));
        var page = await site.GetPageAsync($"/take-along?{First}");
        Assert.Equal(
            ["A session whose exercise no longer exists", "Level 1 · 30 s"],
            page.QuerySelectorAll(".items a").Select(item => item.TextContent)
        );
        await SubmitAsync(site, page.QuerySelector("form[action$=remove]")!);
        Assert.Equal(
            ["Level 1 · 30 s"],
            (await site.GetPageAsync($"/take-along?{First}")).QuerySelectorAll(".items a").Select(item => item.TextContent)
        );
    }

    [Fact]
    public async Task A_form_that_is_not_ours_changes_nothing()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var path in new[] { "/take-along/feed", "/take-along/feed/remove", "/take-along/feed/renew" })
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["query"] = First, ["id"] = "x" });
            Assert.Equal(HttpStatusCode.BadRequest, (await site.Client.PostAsync(path, form, TestSite.Cancelled)).StatusCode);
        }

        Assert.Empty(await site.QueryAsync("SELECT * FROM feed_item"));
        Assert.Empty(await site.QueryAsync("SELECT * FROM feed"));
    }

    [Fact]
    public async Task The_page_says_who_the_address_is_good_for()
    {
        await using var site = await TestSite.StartAsync();
        await AddAsync(site, First);
        foreach (
            var (host, said) in new[]
            {
                ("http://localhost:5170", "answers only this computer"),
                ("http://127.0.0.1:5170", "answers only this computer"),
                ("http://[::1]:5170", "answers only this computer"),
            }
        )
        {
            await AssertReachAsync(site, host, said);
        }
    }

    [Fact]
    public async Task Behind_a_proxy_the_address_is_good_for_everybody_who_can_reach_it()
    {
        const string origin = "https://192.168.1.7:5170";
        await using var site = await TestSite.StartAsync(more: [$"--SUPINE_ORIGIN={origin}", "--SUPINE_PROXY_AUTHENTICATES=yes"]);
        site.Client.BaseAddress = new(origin);
        await AddAsync(site, First);
        await AssertReachAsync(site, origin, "Every device that can reach this server");
    }

    private static async Task AssertReachAsync(TestSite site, string host, string said)
    {
        using var device = site.NewClient();
        device.BaseAddress = new(host);
        var form = TestSite
            .Parse(await device.GetStringAsync($"/take-along?{First}", TestSite.Cancelled))
            .QuerySelector("form[action$=renew]")!;
        var page = await (await SubmitAsync(device, form)).ReadPageAsync();
        Assert.StartsWith($"{host}/feed/", Address(page), StringComparison.Ordinal);
        Assert.Contains(said, page.QuerySelector("#reach")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_is_stored_nowhere_and_shown_once()
    {
        await using var site = await TestSite.StartAsync();
        var token = (await AddAsync(site, First))[^43..];
        Assert.DoesNotContain(
            token,
            await site.Client.GetStringAsync($"/take-along?{First}", TestSite.Cancelled),
            StringComparison.Ordinal
        );
        var stored = Assert.Single(await site.QueryAsync("SELECT token_digest FROM feed"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))), (string)stored.token_digest);
    }

    [Fact]
    public async Task A_feed_without_an_encoder_has_WAV()
    {
        await using var site = await TestSite.StartAsync(more: ["--SUPINE_FFMPEG=none"]);
        var address = await AddAsync(site, First);
        var url = (string)Assert.Single(await ReadItemsAsync(site, address)).Element("enclosure")!.Attribute("url")!;
        Assert.Equal("RIFF", Encoding.ASCII.GetString((await site.Client.GetByteArrayAsync(url, TestSite.Cancelled))[..4]));

        // An app that knows the address of before is told why.
        Assert.Equal(
            HttpStatusCode.ServiceUnavailable,
            (await site.Client.GetAsync(Path.ChangeExtension(url, "mp3"), TestSite.Cancelled)).StatusCode
        );
    }

    [Fact]
    public void Any_text_comes_out_of_the_feed_as_it_went_in() =>
        Check.One(
            Fixed.Seed,
            Prop.ForAll(
                AnyText.ToArbitrary(),
                text =>
                {
                    var here = new Uri("http://localhost/");
                    var podcast = new Podcast(
                        text,
                        text,
                        "en",
                        here,
                        here,
                        here,
                        [new("id", text, text, FakeClock.Morning, here, "audio/mpeg", 1, TimeSpan.Zero, here)]
                    );
                    var item = Assert.Single(Items(Encoding.UTF8.GetString(podcast.WriteRss())));
                    return (string?)item.Element("title") == Podcast.MakePlain(text)
                        && (string?)item.Element("description") == Podcast.MakePlain(text)
                        && (string?)item.Parent!.Element("title") == Podcast.MakePlain(text);
                }
            )
        );

    // Every character there is, and markup more often than chance would have it.
    private static Gen<string> AnyText { get; } =
        Gen.OneOf(
                Gen.Choose(0, char.MaxValue).Select(code => ((char)code).ToString()),
                Gen.Elements(
                    "<",
                    "&",
                    "]]>",
                    "&amp;",
                    "<![CDATA[",
                    "\"",
                    "'",
                    "\r",
                    "\n",
                    "\t",
                    " ",
                    "</title>",
                    "\ud83e",
                    "\uddd8",
                    "é",
                    "\u0000",
                    "\u001f",
                    "\uffff"
                )
            )
            .ListOf()
            .Select(string.Concat);

    [Theory]
    [InlineData("a\u0000b\u001fc\ufffed", "abcd")]
    [InlineData("<&>\"'\t\r\n]]>", "<&>\"'\t\r\n]]>")]
    [InlineData("é — 伸 🧘", "é — 伸 🧘")]
    public void Only_what_XML_cannot_hold_is_left_out(string text, string plain) => Assert.Equal(plain, Podcast.MakePlain(text));

    [Fact]
    public void Half_of_a_pair_is_shown_as_unreadable() =>
        Assert.Equal("half \ufffd of a pair", Podcast.MakePlain("half \ud83e of a pair"));

    /// <summary>Puts a session in the feed with the page's own form, and gives the feed's address.</summary>
    // The address is shown once, where it is made; whoever adds more knows it.
    private static readonly ConditionalWeakTable<TestSite, string> Addresses = [];

    private static async Task<string> AddAsync(TestSite site, string query)
    {
        var page = await site.GetPageAsync($"/take-along?{query}");
        if (page.QuerySelector("form[action$=feed]") is { } form)
        {
            var answer = await SubmitAsync(site, form);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Addresses.AddOrUpdate(site, Address(await answer.ReadPageAsync()));
            }
            else
            {
                Assert.Equal(
                    (HttpStatusCode.SeeOther, $"/take-along?{query}#feed"),
                    (answer.StatusCode, answer.Headers.Location?.ToString())
                );
            }
        }

        Assert.True(Addresses.TryGetValue(site, out var address));
        return address;
    }

    private static string Address(IParentNode page) => ((IHtmlInputElement)page.QuerySelector("#address")!).Value;

    private static Task<HttpResponseMessage> SubmitAsync(TestSite site, IElement form, string? query = null) =>
        SubmitAsync(site.Client, form, query);

    private static async Task<HttpResponseMessage> SubmitAsync(HttpClient device, IElement form, string? query = null) =>
        await device.PostAsync(
            form.GetAttribute("action"),
            new FormUrlEncodedContent(
                form.QuerySelectorAll("input")
                    .Cast<IHtmlInputElement>()
                    .Select(input => KeyValuePair.Create(input.Name!, input.Name == "query" ? query ?? input.Value : input.Value))
            ),
            TestSite.Cancelled
        );

    private static async Task<List<XElement>> ReadItemsAsync(TestSite site, string address) =>
        Items(await site.Client.GetStringAsync(address, TestSite.Cancelled));

    private static List<XElement> Items(string rss) => [.. XDocument.Parse(rss, LoadOptions.PreserveWhitespace).Descendants("item")];
}
