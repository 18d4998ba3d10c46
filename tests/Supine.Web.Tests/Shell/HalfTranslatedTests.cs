using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Supine.Web.Library;

namespace Supine.Web.Tests.Shell;

/// <summary>A protocol that is not translated whole: shown as far as it is, told and spoken in English throughout.</summary>
public class HalfTranslatedTests
{
    [Fact]
    public async Task What_is_missing_is_shown_in_English_and_said_to_be()
    {
        await using var site = await StartAsync();
        var guide = await site.GetPageAsync("/");
        Assert.Equal(("de", "en"), (StepsOf("psoas-lying-1"), StepsOf("psoas-lying-2")));
        Assert.Equal(
            "Tingling or numbness, anywhere in the leg.",
            Assert.Single(guide.QuerySelectorAll("#safety li span[lang=en]")).TextContent
        );
        Assert.Equal(["en", "de", "es"], guide.QuerySelectorAll("input[name=lang]").Select(input => input.GetAttribute("value")));
        Assert.Equal("de", guide.QuerySelector("input[name=lang][checked]")!.GetAttribute("value"));

        var page = await site.GetPageAsync("/protocols/psoas-lying-2");
        Assert.Equal("de", page.DocumentElement.GetAttribute("lang"));
        Assert.StartsWith("Psoas-Dehnung", page.QuerySelector("h1")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("en", page.QuerySelector(".steps ol")!.GetAttribute("lang"));
        Assert.Contains("Hold your", page.QuerySelector(".steps ol")!.TextContent, StringComparison.Ordinal);

        string? StepsOf(string protocol) => guide.QuerySelector($"[data-protocol={protocol}] ol")!.GetAttribute("lang");
    }

    [Fact]
    public async Task It_is_not_spoken_in_that_language()
    {
        await using var site = await StartAsync();
        var answer = await site.Client.GetAsync("/api/sequence?protocol=psoas-lying-2&lang=de", TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(
            "Diese Übung gibt es noch nicht gesprochen auf Deutsch. Wähl eine von: English, Español.",
            (await answer.ReadJsonAsync())["detail"]!.GetValue<string>()
        );
        Assert.True((await site.Client.GetAsync("/api/sequence?protocol=psoas-lying-2&lang=es", TestSite.Cancelled)).IsSuccessStatusCode);
        Assert.True((await site.Client.GetAsync("/api/sequence?protocol=psoas-lying-1&lang=de", TestSite.Cancelled)).IsSuccessStatusCode);
    }

    private static async Task<TestSite> StartAsync()
    {
        var shipped = MadeUpLanguage.Shipped;
        var folder = TestSite.NewFolder();
        var home = Path.Combine(folder, "home");
        Directory.CreateDirectory(Path.Combine(home, "protocols"));
        foreach (var file in Directory.GetFiles(shipped, "*.yaml"))
        {
            File.Copy(file, Path.Combine(home, "protocols", Path.GetFileName(file)));
        }

        var level2 = Path.Combine(home, "protocols", "psoas-lying-2.yaml");
        var lines = await File.ReadAllLinesAsync(level2, TestSite.Cancelled);
        var stops = Array.IndexOf(lines, "stops:");
        Assert.StartsWith("    de: ", lines[stops + 2], StringComparison.Ordinal);
        lines[stops + 1] = "  - en: Tingling or numbness, anywhere in the leg.";
        await File.WriteAllLinesAsync(level2, [.. lines[..(stops + 2)], .. lines[(stops + 3)..]], TestSite.Cancelled);

        var site = await TestSite.StartAsync(folder, services => services.Replace(ServiceDescriptor.Singleton(new HomeFolder(home))));
        site.Client.DefaultRequestHeaders.Add("Accept-Language", "de");
        return site;
    }
}
