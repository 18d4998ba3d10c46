using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Supine.Protocols;
using Supine.Web.Shell;

namespace Supine.Web.Tests.Shell;

public partial class KeptShellTests
{
    [Fact]
    public async Task The_worker_lists_every_file_with_the_hash_of_what_is_there()
    {
        await using var site = await TestSite.StartAsync();
        var files = (await ReadListAsync(site))["files"]!.AsArray();
        Assert.True(files.Count >= 8);
        foreach (var file in files)
        {
            var answer = await site.Client.GetAsync((string)file![0]!, TestSite.Cancelled);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(
                "sha256-" + Convert.ToBase64String(SHA256.HashData(await answer.Content.ReadAsByteArrayAsync(TestSite.Cancelled))),
                (string)file[1]!
            );
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/progress/device")]
    public async Task A_kept_page_belongs_to_its_version_and_needs_only_files_that_are_kept(string path)
    {
        await using var site = await TestSite.StartAsync();
        var list = await ReadListAsync(site);
        Assert.Contains(path, list["pages"]!.AsArray().Select(page => (string)page!));
        var page = await site.GetPageAsync(path);
        Assert.Equal((string)list["version"]!, page.DocumentElement.GetAttribute("data-shell"));
        var needed = page.QuerySelectorAll("script[src], link[rel=stylesheet], link[rel=manifest], link[rel=apple-touch-icon]")
            .Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!)
            .ToList();
        Assert.True(needed.Count >= 5);
        Assert.Subset(list["files"]!.AsArray().Select(file => (string)file![0]!).ToHashSet(), needed.ToHashSet());
    }

    [Fact]
    public async Task A_page_that_is_kept_says_nothing_about_anybody()
    {
        await using var site = await TestSite.StartAsync();
        var id = await Sessions.Sent.PractiseAsync(site, 14, pain: 4);
        Assert.Contains(id, await site.Client.GetStringAsync("/", TestSite.Cancelled), StringComparison.Ordinal);
        var voice = await site.Client.PostAsync(
            "/voices",
            new FormUrlEncodedContent(await FieldsAsync(site, ("name", "Dr. Vega"), ("lang", "en"))),
            TestSite.Cancelled
        );
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, voice.StatusCode);
        await (await site.OpenChartAsync()).Screenings.AnswerAsync(["worse-lying"], TestSite.Cancelled);
        Assert.Contains("data-begin=\"care\"", await site.Client.GetStringAsync("/", TestSite.Cancelled), StringComparison.Ordinal);
        var pages = (await ReadListAsync(site))["pages"]!.AsArray().Select(page => (string)page!).ToList();
        Assert.Equal(["/", "/more", "/progress/device"], pages);
        foreach (var path in pages)
        {
            var (kept, another) = (await KeepAsync(site.Client, path), await KeepAsync(site.NewClient(Neighbour.Id), path));
            Assert.Equal(kept, another);
            foreach (var own in new[] { id, "Dr. Vega", "data-begin=\"care\"", "data-person", "data-day", Neighbour.Name, "data-today" })
            {
                Assert.DoesNotContain(own, kept, StringComparison.Ordinal);
            }
        }
    }

    // as the worker asks for it
    private static async Task<string> KeepAsync(HttpClient device, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Supine-Kept", "1");
        var answer = await device.SendAsync(request, TestSite.Cancelled);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(TestSite.Cancelled);
    }

    private static async Task<Dictionary<string, string>> FieldsAsync(TestSite site, params (string Name, string Value)[] typed)
    {
        var form = (await site.GetPageAsync("/voices")).QuerySelector("form[action='/voices']")!;
        var fields = form.QuerySelectorAll("input[type=hidden]")
            .ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        return fields;
    }

    [Fact]
    public async Task The_worker_is_asked_for_anew_each_time()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync("/sw.js", TestSite.Cancelled);
        Assert.True(answer.Headers.CacheControl!.NoCache);
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_same_files_are_the_same_version_and_one_changed_word_is_another()
    {
        string? version,
            again,
            changed;
        await using (var site = await TestSite.StartAsync())
        {
            version = (string?)(await ReadListAsync(site))["version"];
        }

        await using (var site = await TestSite.StartAsync())
        {
            again = (string?)(await ReadListAsync(site))["version"];
        }

        var texts = new TextCatalogue(
            new Dictionary<Language, string>
            {
                [Language.English] = ReadTexts().Replace("lying psoas stretches", "lying psoas stretching", StringComparison.Ordinal),
            }
        );
        await using (var site = await TestSite.StartAsync(change: services => services.Replace(ServiceDescriptor.Singleton(texts))))
        {
            changed = (string?)(await ReadListAsync(site))["version"];
        }

        Assert.Equal(version, again);
        Assert.NotEqual(version, changed);
    }

    [Theory]
    [InlineData("en", "Supine: lying psoas stretches")]
    [InlineData("de", "Supine: Psoas-Dehnen im Liegen")]
    [InlineData("es", "Supine: estiramientos del psoas boca arriba")]
    [InlineData("xx", "Supine: lying psoas stretches")]
    public async Task The_manifest_speaks_the_language_of_the_page(string language, string name)
    {
        await using var site = await TestSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.AcceptLanguage.ParseAdd(language);
        var page = await (await site.Client.SendAsync(request, TestSite.Cancelled)).ReadPageAsync();
        var link = page.QuerySelector("link[rel=manifest]")!.GetAttribute("href")!;
        var manifest = await site.GetJsonAsync(link);
        Assert.Equal(name, (string?)manifest["name"]);
        Assert.Equal(
            ("/", "/", "/", "standalone"),
            ((string?)manifest["id"], (string?)manifest["start_url"], (string?)manifest["scope"], (string?)manifest["display"])
        );
        Assert.Equal(name, (string?)(await site.GetJsonAsync($"/manifest.webmanifest?lang={language}"))["name"]);
    }

    [Fact]
    public async Task Every_icon_of_the_manifest_is_as_large_as_it_says()
    {
        await using var site = await TestSite.StartAsync();
        var icons = (await site.GetJsonAsync("/manifest.webmanifest"))["icons"]!.AsArray();
        Assert.Equal(
            ["192x192", "512x512", "512x512"],
            icons.Where(icon => (string?)icon!["type"] == "image/png").Select(icon => (string)icon!["sizes"]!)
        );
        Assert.Contains(icons, icon => (string?)icon!["purpose"] == "maskable");
        foreach (var icon in icons)
        {
            var answer = await site.Client.GetAsync((string)icon!["src"]!, TestSite.Cancelled);
            Assert.Equal((string)icon["type"]!, answer.Content.Headers.ContentType!.MediaType);
            var bytes = await answer.Content.ReadAsByteArrayAsync(TestSite.Cancelled);
            if ((string)icon["type"]! == "image/png")
            {
                Assert.Equal(
                    (string)icon["sizes"]!,
                    $"{BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16))}x{BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20))}"
                );
            }
        }
    }

    private static string ReadTexts()
    {
        using var stream = typeof(TextCatalogue).Assembly.GetManifestResourceStream("Supine.Web.Shell.Texts.en.json")!;
        return new StreamReader(stream).ReadToEnd();
    }

    // The script begins with it.
    private static async Task<JsonNode> ReadListAsync(TestSite site) =>
        JsonNode.Parse(List().Match(await site.Client.GetStringAsync("/sw.js", TestSite.Cancelled)).Groups[1].Value)!;

    [GeneratedRegex(@"^self\.shell=(\{.*\});$", RegexOptions.Multiline)]
    private static partial Regex List();
}
