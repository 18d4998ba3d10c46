using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Records;
using Supine.Tests.Records;
using Supine.Web.Boundary;
using Supine.Web.Library;
using Prop = FsCheck.Fluent.Prop;

namespace Supine.Web.Tests.Sessions;

public class RecordSessionTests
{
    [Fact]
    public async Task What_is_answered_is_already_committed()
    {
        await using var site = await TestSite.StartAsync();
        var (id, track) = (Sent.NewId(), await HashAsync(site));
        var answer = await site.PutAsync($"/api/sessions/{id}", Sent.Report(track, (0, 0, 1000)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var row = Assert.Single(await site.QueryAsync("SELECT session, to_ms FROM session_span"));
        Assert.Equal((id, 1000L), ((string)row.session, (long)row.to_ms));
    }

    [Fact]
    public async Task Every_connection_waits_for_the_disk()
    {
        await using var site = await TestSite.StartAsync();
        await using var connection = await site.Get<System.Data.Common.DbDataSource>().OpenConnectionAsync(TestSite.Cancelled);
        if (TestDatabase.IsPostgres(site.Folder))
        {
            Assert.Equal("on", await connection.ExecuteScalarAsync<string>("SHOW synchronous_commit"));
            return;
        }

        Assert.Equal(2, await connection.ExecuteScalarAsync<long>("PRAGMA synchronous"));
        Assert.Equal("wal", await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode"));
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("PRAGMA foreign_keys"));
    }

    [Fact]
    public async Task A_record_survives_a_restart_and_grows_on()
    {
        var site = await TestSite.StartAsync();
        var (id, track) = (Sent.NewId(), await HashAsync(site));
        await site.PutAsync($"/api/sessions/{id}", Sent.Report(track, (0, 0, 80_000)));
        await site.StopAsync();

        await using var again = await TestSite.StartAsync(site.Folder);
        await again.PutAsync($"/api/sessions/{id}", Sent.Report(track, (0, 0, 80_000), (120, 80_000, 90_000)));
        Assert.Equal(2, (await again.GetJsonAsync($"/api/sessions/{id}"))["spans"]!.AsArray().Count);
    }

    [Fact]
    public async Task Reports_in_any_order_and_number_give_one_record()
    {
        await using var site = await TestSite.StartAsync();
        var track = await HashAsync(site);
        JsonObject[] reports =
        [
            Sent.Report(track, (0, 0, 1000)),
            Sent.Report(track, (0, 0, 60_000)),
            Sent.Report(track, (0, 0, 60_000), (90, 60_000, 61_000)),
            Sent.Report(track, (0, 0, 60_000), (90, 60_000, 95_000)).Ended("abandoned", 130),
            Sent.Report(track, (0, 0, 60_000), (90, 60_000, 95_000), (300, 95_000, 200_000)).Ended("completed", 410),
        ];
        var expected = await StoreAsync([0, 1, 2, 3, 4]);
        Assert.Equal(3, expected["spans"]!.AsArray().Count);

        // The last report knows all that the others know, so wherever it comes the record is the same.
        var orders =
            from before in Gen.Choose(0, 4).ListOf(4)
            from after in Gen.Choose(0, 4).ListOf(4)
            select before.Append(4).Concat(after).ToArray();
        Check.One(
            Fixed.Seed.WithMaxTest(30),
            Prop.ForAll(
                orders.ToArbitrary(),
                order =>
                {
                    var stored = StoreAsync(order).GetAwaiter().GetResult();
                    Assert.True(JsonNode.DeepEquals(expected, stored), $"{string.Join(' ', order)}: {stored}");
                }
            )
        );

        async Task<JsonNode> StoreAsync(int[] order)
        {
            var id = Sent.NewId();
            foreach (var i in order)
            {
                (await site.PutAsync($"/api/sessions/{id}", reports[i].DeepClone())).EnsureSuccessStatusCode();
            }

            var stored = await site.GetJsonAsync($"/api/sessions/{id}");
            stored.AsObject().Remove("id");
            return stored;
        }
    }

    [Fact]
    public async Task The_database_joins_as_the_rule_does()
    {
        await using var site = await TestSite.StartAsync();
        var track = (await site.Get<TrackLibrary>().FindPlayedAsync(await HashAsync(site), TestSite.Cancelled))!;
        var gentle = await site.CompileAsync(holdSeconds: 30);
        var milder = (await site.Get<TrackLibrary>().FindPlayedAsync(gentle.Hash, TestSite.Cancelled))!;
        var sessions = (await site.OpenChartAsync()).Sessions;
        Check.One(
            Fixed.Seed.WithMaxTest(60),
            Prop.ForAll(
                GeneratedSessions
                    .States.Select(state => state.Milder is { } one ? state with { Milder = one with { Track = milder.Hash } } : state)
                    .ListOf(3)
                    .ToArbitrary(),
                reports => Assert.Equal(reports.Aggregate((a, b) => a.Join(b)), StoreAsync(reports).GetAwaiter().GetResult())
            )
        );

        async Task<SessionState> StoreAsync(IEnumerable<SessionState> reports)
        {
            var id = Sent.NewId();
            foreach (var report in reports)
            {
                await sessions.RecordAsync(RecordId.Find(id)!, track, report.Milder is null ? null : milder, report, TestSite.Cancelled);
            }

            var state = (await sessions.FindAsync(id, TestSite.Cancelled))!.State;
            var held = Held.Compute(track, state.Spans);
            var row = Assert.Single(await site.QueryAsync($"SELECT held_left_ms, held_right_ms FROM session WHERE id = '{id}'"));
            var more = state.Milder is null ? [] : Held.Compute(milder, state.Milder.Spans);
            Assert.Equal(
                (Held.SumOf([.. held, .. more], Side.Left), Held.SumOf([.. held, .. more], Side.Right)),
                ((long?)row.held_left_ms, (long?)row.held_right_ms)
            );
            return state;
        }
    }

    [Fact]
    public async Task Reports_that_arrive_at_the_same_time_are_all_kept()
    {
        await using var site = await TestSite.StartAsync();
        var (id, track) = (Sent.NewId(), await HashAsync(site));
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i => site.PutAsync($"/api/sessions/{id}", Sent.Report(track, (i * 10, i * 10_000, (i * 10_000) + 9_000))))
        );
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(20, (await site.GetJsonAsync($"/api/sessions/{id}"))["spans"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_answer_says_what_was_held_and_null_for_what_was_not_reached()
    {
        await using var site = await TestSite.StartAsync();
        var sequence = await site.CompileAsync();
        var at = (long)PlannedHold.FindAll(sequence)[0].At.TotalMilliseconds;
        var answer = await site.PutAsync($"/api/sessions/{Sent.NewId()}", Sent.Report(sequence.Hash, (0, 0, at + 12_345)));
        var held = (await answer.ReadJsonAsync())["held"]!.AsArray();
        Assert.Equal(2, held.Count);
        Assert.Equal(("left", 12_345, 45_000), ((string?)held[0]!["side"], (long)held[0]!["heldMs"]!, (long)held[0]!["prescribedMs"]!));
        Assert.True(held[1]!.AsObject().ContainsKey("heldMs"));
        Assert.Null(held[1]!["heldMs"]);
    }

    [Fact]
    public async Task All_faults_come_at_once_each_with_its_place()
    {
        await using var site = await TestSite.StartAsync();
        var report = Sent.Report(await HashAsync(site), (0, -1, 10), (-3600, 5000, 4000), (0, 0, 99_999_999)).Ended("stopped", 200_000);
        report["utcOffsetMinutes"] = 841;
        var answer = await site.PutAsync("/api/sessions/0b0e1a3c-0000-4000-8000-000000000000", report);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var errors = (await answer.ReadJsonAsync())["errors"]!.AsObject();
        Assert.Equal(
            ["end.at", "id", "spans[0].fromMs", "spans[1].startedAt", "spans[1].toMs", "spans[2].toMs", "utcOffsetMinutes"],
            errors.Select(error => error.Key).Order(StringComparer.Ordinal)
        );
        Assert.Empty(await site.QueryAsync("SELECT * FROM session"));
    }

    [Theory]
    [InlineData(839, true)]
    [InlineData(840, true)]
    [InlineData(841, false)]
    [InlineData(-840, true)]
    [InlineData(-841, false)]
    public async Task A_clock_is_at_most_14_hours_from_utc(int minutes, bool isTaken)
    {
        await using var site = await TestSite.StartAsync();
        var report = Sent.Report(await HashAsync(site));
        report["utcOffsetMinutes"] = minutes;
        Assert.Equal(isTaken, (await site.PutAsync($"/api/sessions/{Sent.NewId()}", report)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_span_ends_at_the_latest_with_the_track()
    {
        await using var site = await TestSite.StartAsync();
        var sequence = await site.CompileAsync();
        var (track, total) = (sequence.Hash, (long)sequence.Total.TotalMilliseconds);
        Assert.True((await site.PutAsync($"/api/sessions/{Sent.NewId()}", Sent.Report(track, (0, 0, total)))).IsSuccessStatusCode);
        Assert.False((await site.PutAsync($"/api/sessions/{Sent.NewId()}", Sent.Report(track, (0, 0, total + 1)))).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_session_cannot_begin_tomorrow_or_before_the_program_was_made()
    {
        await using var site = await TestSite.StartAsync();
        var track = await HashAsync(site);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(site.Clock.Now.AddDays(1)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SendAsync(site.Clock.Now.AddDays(1).AddMilliseconds(1)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SendAsync(new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero)));

        async Task<HttpStatusCode> SendAsync(DateTimeOffset start)
        {
            var report = Sent.Report(track);
            report["startedAt"] = start;
            return (await site.PutAsync($"/api/sessions/{Sent.NewId()}", report)).StatusCode;
        }
    }

    [Fact]
    public async Task Nobody_holds_twice_in_the_same_second_but_a_clock_may_be_set_right_by_a_minute()
    {
        await using var site = await TestSite.StartAsync();
        var track = await HashAsync(site);
        Assert.Equal(
            HttpStatusCode.OK,
            (await site.PutAsync($"/api/sessions/{Sent.NewId()}", Sent.Report(track, (0, 0, 100_000), (40, 0, 1000)))).StatusCode
        );
        var answer = await site.PutAsync($"/api/sessions/{Sent.NewId()}", Sent.Report(track, (0, 0, 100_000), (39.999, 0, 1000)));
        Assert.Equal(["spans[1].startedAt"], (await answer.ReadJsonAsync())["errors"]!.AsObject().Select(error => error.Key));
        var twins = await site.PutAsync($"/api/sessions/{Sent.NewId()}", Sent.Report(track, (0, 0, 1000), (0, 2000, 3000)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twins.StatusCode);
    }

    [Fact]
    public async Task More_spans_than_a_session_can_have_are_refused()
    {
        await using var site = await TestSite.StartAsync();
        var track = await HashAsync(site);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(1000));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SendAsync(1001));

        async Task<HttpStatusCode> SendAsync(int count) =>
            (
                await site.PutAsync(
                    $"/api/sessions/{Sent.NewId()}",
                    Sent.Report(track, [.. Enumerable.Range(0, count).Select(i => ((double)i, 0L, 500L))])
                )
            ).StatusCode;
    }

    [Fact]
    public async Task An_unknown_track_is_not_found()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.PutAsync($"/api/sessions/{Sent.NewId()}", Sent.Report(new string('0', 64), (0, 0, 1)));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Ask for the sequence again", (string?)(await answer.ReadJsonAsync())["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_belongs_to_one_track()
    {
        await using var site = await TestSite.StartAsync();
        var id = Sent.NewId();
        var other = (await site.CompileAsync("psoas-lying-2")).Hash;
        await site.PutAsync($"/api/sessions/{id}", Sent.Report(await HashAsync(site), (0, 0, 1000)));
        Assert.Equal(HttpStatusCode.Conflict, (await site.PutAsync($"/api/sessions/{id}", Sent.Report(other, (0, 0, 9000)))).StatusCode);
        Assert.Equal(1000L, (long)Assert.Single(await site.QueryAsync("SELECT to_ms FROM session_span")).to_ms);
    }

    [Theory]
    [InlineData("""{"spam":1}""")]
    [InlineData("""{"track":null,"startedAt":"2026-04-15T11:00:00Z","utcOffsetMinutes":0,"spans":[],"end":null}""")]
    [InlineData("""{"track":"t","startedAt":"2026-04-15T11:00:00","utcOffsetMinutes":0,"spans":[],"end":null}""")]
    [InlineData("""{"track":"t","startedAt":"2026-04-15T11:00:00Z","utcOffsetMinutes":"0","spans":[],"end":null}""")]
    [InlineData("""{"track":"t","startedAt":"2026-04-15T11:00:00Z","utcOffsetMinutes":0,"spans":[],"end":null,"more":1}""")]
    [InlineData(
        """{"track":"t","startedAt":"2026-04-15T11:00:00Z","utcOffsetMinutes":0,"spans":[],"""
            + "\"end\":{\"reason\":\"bored\",\"at\":\"2026-04-15T11:00:00Z\"}}"
    )]
    [InlineData("""{"track":"t","track":"u","startedAt":"2026-04-15T11:00:00Z","utcOffsetMinutes":0,"spans":[],"end":null}""")]
    [InlineData("not json")]
    public async Task What_cannot_be_read_is_explained(string body)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.PutAsync($"/api/sessions/{Sent.NewId()}", body.AsJson(), TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.ReadJsonAsync();
        Assert.Equal("This could not be read.", (string)problem["title"]!);
        Assert.NotEmpty((string)problem["detail"]!);
    }

    [Theory]
    [InlineData("019d8f00-0000-7000-8000-000000000000", true)]
    [InlineData("019D8F00-0000-7000-8000-000000000000", false)]
    [InlineData("019d8f00-0000-4000-8000-000000000000", false)]
    [InlineData("019d8f00-0000-7000-0000-000000000000", false)]
    [InlineData("019d8f00000070008000000000000000", false)]
    [InlineData("1", false)]
    public void An_id_is_a_uuid_of_version_7_in_lower_case(string id, bool isId) => Assert.Equal(isId, RecordId.Find(id) is not null);

    private static async Task<string> HashAsync(TestSite site) => (await site.CompileAsync()).Hash;
}
