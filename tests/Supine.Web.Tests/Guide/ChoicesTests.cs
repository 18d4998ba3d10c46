using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Supine.Web.Callers;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.Guide;

/// <summary>Where somebody holds the leg: chosen on the guide, said by every address, and chosen again the next time.</summary>
public class ChoicesTests
{
    private const string Behind = "Hold behind your right thigh with both hands.";

    [Theory]
    [InlineData("psoas-lying-1")]
    [InlineData("psoas-lying-2")]
    public async Task An_address_says_where_the_leg_is_held_and_one_voice_says_all_of_it(string protocol)
    {
        await using var site = await TestSite.StartAsync();
        var query = $"protocol={protocol}&grip=thigh";
        var (usual, thigh) = (
            await site.GetJsonAsync($"/api/sequence?protocol={protocol}"),
            await site.GetJsonAsync($"/api/sequence?{query}")
        );
        Assert.DoesNotContain(Behind, TextsOf(usual));
        Assert.Contains(Behind, TextsOf(thigh));
        Assert.NotEqual((string)usual["hash"]!, (string)thigh["hash"]!);
        Assert.Equal(("pack", 0), ((string)thigh["voice"]!, thigh["standIns"]!.AsArray().Count));

        // sound and captions are made from their addresses alone
        Assert.Contains("grip=thigh", (string)thigh["audioUrl"]!, StringComparison.Ordinal);
        var captions = await site.Client.GetStringAsync((string)thigh["captionsUrl"]!, TestSite.Cancelled);
        Assert.Contains(Behind, captions, StringComparison.Ordinal);
        var sound = await site.Client.GetAsync((string)thigh["audioUrl"]!, HttpCompletionOption.ResponseHeadersRead, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.OK, sound.StatusCode);

        // and it can be stored as it was
        var made = new JsonObject { ["query"] = query };
        Assert.Equal(HttpStatusCode.NoContent, (await site.PutAsync($"/api/tracks/{thigh["hash"]}", made)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await site.PutAsync($"/api/tracks/{new string('0', 64)}", made.DeepClone())).StatusCode);
    }

    [Fact]
    public async Task A_choice_that_a_protocol_does_not_have_says_nothing_about_it_and_a_wrong_option_is_told()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(
            (string)(await site.GetJsonAsync("/api/sequence?protocol=standing-break"))["hash"]!,
            (string)(await site.GetJsonAsync("/api/sequence?protocol=standing-break&grip=thigh"))["hash"]!
        );
        Assert.Equal(
            (string)(await site.GetJsonAsync("/api/sequence?protocol=psoas-lying-1"))["hash"]!,
            (string)(await site.GetJsonAsync("/api/sequence?protocol=psoas-lying-1&grip="))["hash"]!
        );
        var answer = await site.Client.GetAsync("/api/sequence?protocol=psoas-lying-1&grip=foot", TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var told = await answer.Content.ReadAsStringAsync(TestSite.Cancelled);
        Assert.Contains("At the knee, Behind the thigh", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_along_on_paper_and_in_a_feed()
    {
        await using var site = await TestSite.StartAsync();
        const string query = "grip=thigh&hold=30s&lang=en&protocol=psoas-lying-2";
        var page = await site.GetPageAsync($"/take-along?{query}");
        Assert.StartsWith(
            "30 s per side · left first · Behind the thigh · English",
            page.QuerySelector(".chosen")!.TextContent,
            StringComparison.Ordinal
        );
        var sheet = await site.GetPageAsync(page.QuerySelector("[aria-labelledby=paper] a")!.GetAttribute("href")!);
        Assert.Contains("Hold your right thigh to your chest.", sheet.QuerySelectorAll(".steps p").Select(text => text.TextContent));

        var added = await (await site.SubmitAsync(page, "/take-along/feed")).ReadPageAsync();
        var item = Assert.Single(added.QuerySelectorAll(".items li"));
        Assert.Equal($"/take-along?{query}", item.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("Behind the thigh", item.QuerySelector("small")!.TextContent, StringComparison.Ordinal);
        // what a locked screen shows tells nothing of a knee
        Assert.DoesNotContain("thigh", item.QuerySelector("a")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_chosen_the_last_time_is_chosen_again_and_drawn()
    {
        await using var site = await TestSite.StartAsync();
        var before = await site.GetPageAsync("/");
        Assert.Equal("", ChosenIn(before));
        Assert.Equal("psoas-lying-1 psoas-lying-2", before.QuerySelector("[data-choice-of]")!.GetAttribute("data-choice-of"));

        await PractiseAsync(site, "grip=thigh", 10);
        var after = await site.GetPageAsync("/");
        Assert.Equal("thigh", ChosenIn(after));
        Assert.NotEqual(HandOf(before), HandOf(after));
        Assert.Equal(HandIn(before, "thigh"), HandOf(after));
        Assert.Equal(HandIn(before, "knee"), HandOf(before));
        Assert.Contains(
            "Draw your right thigh towards your chest.",
            after.QuerySelector("[data-step=knee-to-chest] p")!.TextContent,
            StringComparison.Ordinal
        );

        // somebody else has said nothing of the kind, and a session without the choice changes nothing
        using var neighbour = site.NewClient(Neighbour.Id);
        Assert.Equal("", ChosenIn(await (await neighbour.GetAsync("/", TestSite.Cancelled)).ReadPageAsync()));
        await PractiseAsync(site, "protocol=standing-break", 20);
        Assert.Equal("thigh", ChosenIn(await site.GetPageAsync("/")));
        await PractiseAsync(site, "hold=30s", 30);
        Assert.Equal("", ChosenIn(await site.GetPageAsync("/")));
    }

    [Fact]
    public async Task What_is_kept_for_use_without_a_network_says_nothing_of_it()
    {
        await using var site = await TestSite.StartAsync();
        await PractiseAsync(site, "grip=thigh", 10);
        Assert.Equal("thigh", ChosenIn(await site.GetPageAsync("/")));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add(CallerFinder.KeptHeader, "1");
        Assert.Equal("", ChosenIn(await (await site.Client.SendAsync(request, TestSite.Cancelled)).ReadPageAsync()));
    }

    private static async Task PractiseAsync(TestSite site, string query, int minute)
    {
        query = query.Contains("protocol", StringComparison.Ordinal) ? query : $"protocol=psoas-lying-1&{query}";
        var hash = (string)(await site.GetJsonAsync($"/api/sequence?{query}"))["hash"]!;
        (await site.PutAsync($"/api/tracks/{hash}", new JsonObject { ["query"] = query })).EnsureSuccessStatusCode();
        var report = Sent.Report(hash, (60 * minute, 0, 20_000));
        report["startedAt"] = Sent.At(60 * minute);
        (await site.PutAsync($"/api/sessions/{Sent.NewId()}", report)).EnsureSuccessStatusCode();
    }

    private static string? ChosenIn(IParentNode page) => page.QuerySelector<IHtmlSelectElement>("#session [name=grip]")!.Value;

    private static string? HandOf(IParentNode page) =>
        page.QuerySelector("[data-protocol=psoas-lying-1] [data-step=let-go] svg [data-joint=near-elbow]")!.GetAttribute("transform");

    private static string? HandIn(IParentNode page, string option) =>
        page.QuerySelector<IHtmlTemplateElement>($"[data-protocol=psoas-lying-1] [data-step=let-go] template[data-option={option}]")!
            .Content.QuerySelector("[data-joint=near-elbow]")!
            .GetAttribute("transform");

    private static IEnumerable<string> TextsOf(JsonNode sequence) => sequence["cues"]!.AsArray().Select(cue => (string)cue!["text"]!);
}
