using Supine.Protocols;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Tests.Shell;

/// <summary>Adding a language is adding files: a made-up one is offered, shown and spoken by the real program.</summary>
public class MadeUpLanguageTests
{
    [Fact]
    public async Task Every_page_is_in_it_and_nothing_is_written_in_the_code()
    {
        await using var site = await MadeUpLanguage.StartAsync();
        Assert.Empty(site.Get<ProtocolLibrary>().Read().Diagnostics);

        var pages = await Pages.ReadAllAsync(site, MadeUpLanguage.Code);

        Assert.True(pages.Count > 12, $"Only {pages.Count} pages were found.");
        foreach (var (name, page) in pages)
        {
            Assert.Equal((name, MadeUpLanguage.Code), (name, page.DocumentElement.GetAttribute("lang")));
            var words = Pages.WordsOf(page).ToList();
            Assert.Contains(words, text => text.Contains('⟦', StringComparison.Ordinal));
            Assert.All(
                words.Where(text => !NodaTime.DateTimeZoneProviders.Tzdb.Ids.Contains(text)),
                text =>
                    Assert.DoesNotContain(
                        MadeUpLanguage
                            .OutsideOf(text)
                            .Replace("Supine", "", StringComparison.Ordinal)
                            .Replace(Neighbour.Name, "", StringComparison.Ordinal),
                        char.IsLetter
                    )
            );
        }
    }

    [Fact]
    public async Task It_is_offered_as_the_pages_and_as_the_voices_language()
    {
        await using var site = await MadeUpLanguage.StartAsync();
        var page = await site.GetPageAsync("/");
        Assert.Equal(
            ["English", "Deutsch", "Español", "⟦Xish⟧"],
            page.QuerySelectorAll(".languages button").Select(button => button.TextContent)
        );
        Assert.Equal(["en", "de", "es", "xx"], page.QuerySelectorAll("input[name=lang]").Select(input => input.GetAttribute("value")));
    }

    [Fact]
    public async Task It_is_spoken_and_played()
    {
        await using var site = await MadeUpLanguage.StartAsync();
        var sequence = await site.GetJsonAsync("/api/sequence?protocol=psoas-lying-1&lang=xx&hold=60s");
        var said = sequence["cues"]!
            .AsArray()
            .Where(cue => cue!["kind"]!.GetValue<string>() == "say")
            .Select(cue => cue!["text"]!.GetValue<string>())
            .ToList();
        Assert.Contains("⟦Hold for ⟦one minute⟧.⟧", said);
        Assert.Contains("⟦Now let your ⟦left⟧ leg go, long and heavy.⟧", said);
        Assert.Equal("xx", sequence["language"]!.GetValue<string>());

        var captions = await site.Client.GetStringAsync(sequence["captionsUrl"]!.GetValue<string>(), TestSite.Cancelled);
        Assert.Contains("⟦Hold for ⟦one minute⟧.⟧", captions, StringComparison.Ordinal);
        var sound = await site.Client.GetAsync(sequence["audioUrl"]!.GetValue<string>(), TestSite.Cancelled);
        Assert.True(sound.IsSuccessStatusCode);
        Assert.Equal("audio/wav", sound.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public void What_it_lacks_is_said_in_English()
    {
        var texts = ShippedTexts.Read("en");
        texts.Remove("history");
        var xish = Languages.Shipped["es"];
        var catalogue = new TextCatalogue(
            new Dictionary<Language, string>
            {
                [Language.English] = ShippedTexts.Read("en").ToJsonString(),
                [xish] = texts.ToJsonString().Replace("Stop at once", "⟦Stop⟧", StringComparison.Ordinal),
            }
        );
        Assert.Equal("⟦Stop⟧", catalogue.Find(xish, "safety.stop"));
        Assert.Equal(catalogue.Find(Language.English, "history.days"), catalogue.Find(xish, "history.days"));
        Assert.Throws<KeyNotFoundException>(() => catalogue.Find(xish, "history.months"));
    }
}
