using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Supine.Audio;
using Supine.Protocols;
using Supine.Web.Callers;
using Supine.Web.Library;

namespace Supine.Web.Tests.OwnVoice;

public class ChooseVoiceTests
{
    [Fact]
    public async Task Every_voice_that_comes_with_the_program_says_the_sentence_that_the_page_shows()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync("/voices");
        var library = site.Get<VoiceLibrary>();
        foreach (var voice in library.Read())
        {
            var row = RowOf(page, voice.Manifest.Name);
            var address = row.QuerySelector("[data-listen]")!.GetAttribute("data-listen")!;
            var group = row.Closest("[data-voices]")!;
            Assert.Equal(voice.Manifest.Language, group.GetAttribute("lang"));
            var shown = group.QuerySelector("q")!.TextContent;
            Assert.Equal(shown, group.GetAttribute("data-sentence"));

            var answer = await site.Client.GetAsync(address, TestSite.Cancelled);
            Assert.Equal((HttpStatusCode.OK, "audio/wav"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            var heard = Assert.IsType<SoundReading.Read>(WaveFile.Read(await answer.Content.ReadAsByteArrayAsync(TestSite.Cancelled)));
            var clip = voice.Manifest.Clips.Single(clip => clip.Text == shown);
            Assert.InRange(
                heard.Recording.Samples.Length / (double)heard.Recording.SampleRateHertz,
                (clip.DurationMs - 20) / 1000.0,
                (clip.DurationMs + 20) / 1000.0
            );
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("es")]
    public async Task Voices_are_compared_by_a_sentence_of_a_hold(string language)
    {
        await using var site = await TestSite.StartAsync();
        var folder = site.Get<ProtocolLibrary>().Read();
        var sample = VoiceSample.Find(folder, Languages.Shipped[language])!;
        var hold = folder.Find("psoas-lying-1")!.EachSide.Single(step => step.Role == StepRole.Hold);
        var said = Phrases.Find(folder.Find("psoas-lying-1")!, Languages.Shipped[language]).Single(phrase => phrase.Text == sample);
        Assert.Equal(hold.Title.In(Languages.Shipped[language]).Split(' ')[0], said.Step.Split(' ')[0]);
    }

    [Fact]
    public async Task What_is_heard_where_nobody_is_chosen_is_the_first_voice_that_says_it()
    {
        await using var site = await TestSite.StartAsync();
        var first = site.Get<OpenVoices>().Of(Language.English)[0];
        Assert.Equal(
            await site.Client.GetByteArrayAsync($"/voices/{first.Id}/sample.wav?lang=en", TestSite.Cancelled),
            await site.Client.GetByteArrayAsync("/voices/best/sample.wav?lang=en", TestSite.Cancelled)
        );
    }

    [Theory]
    [InlineData("/voices/best/sample.wav?lang=zz")]
    [InlineData("/voices/best/sample.wav")]
    [InlineData("/voices/nobody/sample.wav?lang=en")]
    [InlineData("/voices/device/sample.wav?lang=en")]
    public async Task What_nobody_here_says_is_not_found(string address)
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(address, TestSite.Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Who_is_chosen_on_the_page_is_who_the_guide_begins_with_until_it_is_left_to_the_program()
    {
        await using var site = await TestSite.StartAsync();
        var voice = site.Get<VoiceLibrary>().Read().First(voice => voice.Manifest.Language == "en");
        Assert.Equal("", ChosenIn(await site.GetPageAsync("/")));

        var answer = await site.SubmitAsync(await site.GetPageAsync("/voices"), "/voices/choice", ("lang", "en"), ("voice", voice.Id));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(voice.Id, ChosenIn(await site.GetPageAsync("/")));
        var page = await site.GetPageAsync("/voices");
        Assert.Equal([voice.Manifest.Name], page.QuerySelectorAll(".chosen h3").Select(name => name.TextContent));

        await site.SubmitAsync(page, "/voices/choice", ("lang", "en"), ("voice", ""));
        Assert.Equal("", ChosenIn(await site.GetPageAsync("/")));
        Assert.Empty((await site.GetPageAsync("/voices")).QuerySelectorAll(".chosen"));
    }

    [Fact]
    public async Task A_choice_holds_for_its_language_and_the_next_one_replaces_it()
    {
        await using var site = await TestSite.StartAsync();
        await ChooseAsync(site, "de", "device");
        await ChooseAsync(site, "en", "device");
        var voice = site.Get<VoiceLibrary>().Read().First(voice => voice.Manifest.Language == "en").Id;
        await ChooseAsync(site, "en", voice);
        var chart = await site.OpenChartAsync();
        var chosen = await chart.Voices.ReadAsync(TestSite.Cancelled);
        Assert.Equal([("de", "device"), ("en", voice)], chosen.Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public async Task Who_is_not_here_cannot_be_chosen()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await site.PutAsync("/api/voices/choice/en", new JsonObject { ["voice"] = "nobody" })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await site.PutAsync("/api/voices/choice/zz", new JsonObject { ["voice"] = "device" })).StatusCode
        );
        var answer = await site.SubmitAsync(await site.GetPageAsync("/voices"), "/voices/choice", ("lang", "en"), ("voice", "nobody"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await (await site.OpenChartAsync()).Voices.ReadAsync(TestSite.Cancelled));
    }

    [Fact]
    public async Task A_page_that_a_device_keeps_names_nobody_who_was_chosen()
    {
        await using var site = await TestSite.StartAsync();
        var before = await GetKeptAsync(site);
        await ChooseAsync(site, "en", site.Get<VoiceLibrary>().Read().First(voice => voice.Manifest.Language == "en").Id);
        Assert.NotEqual("", ChosenIn(await site.GetPageAsync("/")));
        Assert.Equal(before, await GetKeptAsync(site));
    }

    private static async Task<string> GetKeptAsync(TestSite site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add(CallerFinder.KeptHeader, "1");
        var answer = await site.NewBareClient().SendAsync(request, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestSite.Cancelled);
    }

    private static async Task ChooseAsync(TestSite site, string language, string voice)
    {
        var answer = await site.PutAsync($"/api/voices/choice/{language}", new JsonObject { ["voice"] = voice });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(voice, (string)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestSite.Cancelled))!["voice"]!);
    }

    private static string ChosenIn(AngleSharp.Html.Dom.IHtmlDocument page) =>
        page.QuerySelector("select[name=voice] option[selected]")?.GetAttribute("value") ?? "";

    private static IElement RowOf(AngleSharp.Html.Dom.IHtmlDocument page, string name) =>
        page.QuerySelectorAll(".voice-list li").Single(row => row.QuerySelector("h3")!.TextContent == name);
}
