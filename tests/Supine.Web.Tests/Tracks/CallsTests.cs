using System.Net;
using System.Text.Json.Nodes;
using Supine.Audio;

namespace Supine.Web.Tests.Tracks;

public class CallsTests
{
    private const string Query = "protocol=psoas-lying-2&hold=30s";

    [Fact]
    public async Task A_step_says_where_its_picture_has_the_thighs_of_someone_lying()
    {
        await using var site = await TestSite.StartAsync();
        var steps = (await site.GetJsonAsync($"/api/sequence?{Query}&first=right"))["steps"]!.AsArray();
        JsonNode? ThighsOf(string id, string? side) =>
            steps.First(step => (string)step!["id"]! == id && (string?)step["side"] == side)!["thighDegrees"];
        Assert.Null(ThighsOf("before", null));
        Assert.Equal("""{"left":106,"right":98}""", ThighsOf("lie-back", null)!.ToJsonString());
        Assert.Equal("""{"left":124,"right":-12}""", ThighsOf("let-go", "right")!.ToJsonString());
        Assert.Equal("""{"left":-12,"right":124}""", ThighsOf("let-go", "left")!.ToJsonString());
        var level1 = (await site.GetJsonAsync("/api/sequence?protocol=psoas-lying-1"))["steps"]!.AsArray();
        Assert.Equal("""{"left":0,"right":0}""", level1.First(step => (string)step!["id"]! == "lie-down")!["thighDegrees"]!.ToJsonString());
    }

    [Fact]
    public async Task Each_call_is_heard_in_the_voice_of_the_track_and_fits_its_time()
    {
        await using var site = await TestSite.StartAsync();
        var calls = (await site.GetJsonAsync($"/api/sequence?{Query}"))["calls"]!.AsArray();
        Assert.Equal(["waiting", "came-out", "goes-on", "hurts"], calls.Select(call => (string)call!["call"]!));
        foreach (var call in calls)
        {
            var answer = await site.Client.GetAsync((string)call!["audioUrl"]!, TestSite.Cancelled);
            Assert.Equal((HttpStatusCode.OK, "audio/wav"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            Assert.Equal(TimeSpan.FromDays(365), answer.Headers.CacheControl!.MaxAge);
            var sound = Assert
                .IsType<SoundReading.Read>(WaveFile.Read(await answer.Content.ReadAsByteArrayAsync(TestSite.Cancelled)))
                .Recording;
            Assert.InRange(sound.Samples.Length * 1000L / sound.SampleRateHertz, 500, (long)call["durationMs"]!);
            Assert.Contains(sound.Samples.ToArray(), sample => Math.Abs(sample) > 0.1f);
        }
    }

    [Fact]
    public async Task Where_the_device_speaks_a_call_is_a_text()
    {
        await using var site = await TestSite.StartAsync(more: TestSite.WithEnglishVoiceOnly());
        var calls = (await site.GetJsonAsync($"/api/sequence?{Query}&lang=de"))["calls"]!.AsArray();
        Assert.All(calls, call => Assert.Null(call!["audioUrl"]));
        Assert.Equal("Ich warte, bis dein Bein ruhig ist.", (string)calls[0]!["text"]!);
    }

    [Theory]
    [InlineData("/phrases/en/waiting.wav")]
    [InlineData("/phrases/en/waiting.wav?speechRate=1&v=another")]
    [InlineData("/phrases/en/hurry.wav")]
    [InlineData("/phrases/xx/waiting.wav")]
    public async Task What_no_voice_was_named_for_is_not_there(string path)
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(path, TestSite.Cancelled)).StatusCode);
    }
}
