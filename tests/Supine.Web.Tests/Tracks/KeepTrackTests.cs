using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Supine.Web.Library;
using Supine.Web.Tests.Sessions;

namespace Supine.Web.Tests.Tracks;

/// <summary>What a track is made of is stored for who keeps or plays it, and for nobody who only looks.</summary>
public class KeepTrackTests
{
    private const string Query = "protocol=psoas-lying-1&hold=47s&first=right";

    private static JsonObject MadeOf(string query) => new() { ["query"] = query };

    [Fact]
    public async Task A_session_is_recorded_once_the_server_was_told_what_its_track_is_made_of()
    {
        await using var site = await TestSite.StartAsync();
        var hash = (string)(await site.GetJsonAsync($"/api/sequence?{Query}"))["hash"]!;
        var report = Sent.Report(hash, (0, 0, 20_000));
        var id = Sent.NewId();
        Assert.Equal(HttpStatusCode.NotFound, (await site.PutAsync($"/api/sessions/{id}", report)).StatusCode);
        foreach (var _ in new[] { "once", "again" })
        {
            Assert.Equal(HttpStatusCode.NoContent, (await site.PutAsync($"/api/tracks/{hash}", MadeOf(Query))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await site.PutAsync($"/api/sessions/{id}", report.DeepClone())).StatusCode);
    }

    [Fact]
    public async Task A_track_is_stored_under_its_own_hash_alone()
    {
        await using var site = await TestSite.StartAsync();
        var hash = (string)(await site.GetJsonAsync($"/api/sequence?{Query}"))["hash"]!;
        Assert.Equal(HttpStatusCode.Conflict, (await site.PutAsync($"/api/tracks/{new string('0', 64)}", MadeOf(Query))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await site.PutAsync($"/api/tracks/{hash}", MadeOf("protocol=psoas-lying-2"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await site.PutAsync($"/api/tracks/{hash}", MadeOf("protocol=none"))).StatusCode);
        Assert.Equal(0, await CountAsync(site));
    }

    [Fact]
    public async Task What_nobody_played_for_a_year_and_more_is_forgotten_and_what_somebody_played_is_not()
    {
        await using var site = await TestSite.StartAsync();
        var unused = (string)(await site.GetJsonAsync($"/api/sequence?{Query}"))["hash"]!;
        await site.PutAsync($"/api/tracks/{unused}", MadeOf(Query));
        var id = await Sent.PractiseAsync(site, 14, pain: 2);
        Assert.Equal(2, await CountAsync(site));
        var tracks = site.Get<TrackLibrary>();
        site.Clock.Now += TimeSpan.FromDays(399);
        Assert.Equal(0, await tracks.ForgetUnusedAsync(TestSite.Cancelled));
        site.Clock.Now += TimeSpan.FromDays(2);
        Assert.Equal(1, await tracks.ForgetUnusedAsync(TestSite.Cancelled));
        Assert.Equal(1, await CountAsync(site));

        // it was known a moment ago
        Assert.Null(await tracks.FindPlayedAsync(unused, TestSite.Cancelled));
        Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync($"/sessions/{id}", TestSite.Cancelled)).StatusCode);
    }

    [Fact]
    public async Task They_are_forgotten_when_the_program_starts()
    {
        var site = await TestSite.StartAsync();
        var hash = (string)(await site.GetJsonAsync($"/api/sequence?{Query}"))["hash"]!;
        await site.PutAsync($"/api/tracks/{hash}", MadeOf(Query));
        await site.StopAsync();
        await using (var connection = TestDatabase.Connect(site.Folder))
        {
            await connection.OpenAsync(TestSite.Cancelled);
            await connection.ExecuteAsync("UPDATE track SET stored_at = 0 WHERE hash = @hash", new { hash });
        }

        await using var again = await TestSite.StartAsync(site.Folder);
        for (var tries = 0; await CountAsync(again) > 0 && tries < 200; tries++)
        {
            await Task.Delay(25, TestSite.Cancelled);
        }

        Assert.Equal(0, await CountAsync(again));
    }

    [Theory]
    [InlineData("hold=45s", true)]
    [InlineData("hold=1m", true)]
    [InlineData("hold=45.5s", false)]
    [InlineData("hold=45001ms", false)]
    [InlineData("getReady=20.25s", false)]
    [InlineData("changeSides=20s1ms", false)]
    public async Task Times_are_chosen_in_whole_seconds(string time, bool isTaken)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync($"/api/sequence?protocol=psoas-lying-1&{time}", TestSite.Cancelled);
        Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    private static Task<long> CountAsync(TestSite site) => site.CountAsync("SELECT count(*) FROM track WHERE hash <> 'zzneighbour'");
}
