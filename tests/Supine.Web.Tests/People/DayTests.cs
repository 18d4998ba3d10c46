using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Supine.Web.Callers;
using Supine.Web.Charts;

namespace Supine.Web.Tests.People;

/// <summary>A day is the person's, wherever the server stands.</summary>
public class DayTests
{
    [Theory]
    // the server's Sunday, the person's Monday; the server's Monday, the person's Sunday
    [InlineData("2026-11-29T23:21:00Z", "Pacific/Auckland")]
    [InlineData("2026-11-30T02:00:00Z", "America/Los_Angeles")]
    [InlineData("2026-12-31T10:30:00Z", "Pacific/Kiritimati")]
    [InlineData("2027-01-01T03:00:00Z", "Pacific/Honolulu")]
    public async Task Who_has_just_finished_has_practised_today_and_this_week(string now, string zone)
    {
        await using var site = await TestSite.StartAsync();
        site.Clock.Now = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        await (await site.OpenChartAsync()).Screenings.AnswerAsync([], TestSite.Cancelled);
        using var device = DeviceIn(site, zone);
        await PractiseAsync(site, device, site.Clock.Now.AddMinutes(-10), zone);
        var today = TestSite.Parse(await device.GetStringAsync("/", TestSite.Cancelled));
        var local = DateOnly.FromDateTime(new PersonClock(site.Clock, DateTimeZoneProviders.Tzdb[zone]).Now.DateTime);
        Assert.Equal(local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), today.DocumentElement.GetAttribute("data-day"));
        Assert.Contains("done for today", today.QuerySelector(".today h1")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("1 day (goal 5)", today.QuerySelector(".today dl")!.TextContent, StringComparison.Ordinal);
        var history = TestSite.Parse(await device.GetStringAsync("/progress/practice", TestSite.Cancelled));
        Assert.Contains("today", history.QuerySelector(".last")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_without_a_day_and_what_is_put_off_count_from_the_persons_day()
    {
        await using var site = await TestSite.StartAsync();
        site.Clock.Now = new(2026, 11, 30, 2, 0, 0, TimeSpan.Zero);
        using var device = DeviceIn(site, "America/Los_Angeles");
        var form = TestSite.Parse(await device.GetStringAsync("/measure", TestSite.Cancelled));
        var fields = form.QuerySelector("form[action='/measure']")!
            .QuerySelectorAll("input[type=hidden]")
            .ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);
        fields["left"] = "12";
        fields["moment"] = "alone";
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await device.PostAsync("/measure", new FormUrlEncodedContent(fields), TestSite.Cancelled)).StatusCode
        );
        var chart = await site.OpenChartAsync();
        Assert.Equal(new DateOnly(2026, 11, 29), Assert.Single(await chart.Readings.ListAsync(TestSite.Cancelled)).Day);

        // the zone is kept with the person, for what happens without a device
        Assert.Equal("America/Los_Angeles", chart.Person.Zone);
        Assert.Equal(new DateOnly(2026, 11, 29), chart.Clock.Today);
        await chart.Questionnaires.PutOffAsync(7, TestSite.Cancelled);
        Assert.Equal(new DateOnly(2026, 12, 6), (await chart.Questionnaires.FindStandingAsync(TestSite.Cancelled)).NextDue);
    }

    [Fact]
    public async Task A_zone_that_is_none_and_a_person_without_a_device_stand_in_UTC_and_never_in_the_servers_zone()
    {
        await using var site = await TestSite.StartAsync();
        await (await site.OpenChartAsync(Neighbour.Id)).Safety.FindLatestAsync(TestSite.Cancelled);
        var chart = site.Get<ChartOpener>().Of(new Person(new(ChartKey.Home, "nobody"), "", "Mars/Olympus"));
        Assert.Equal(("UTC", site.Clock.Now.Offset), (chart.Clock.Zone, chart.Clock.Now.Offset));
        Assert.NotEqual(TimeSpan.Zero, site.Clock.LocalTimeZone.GetUtcOffset(site.Clock.Now));
    }

    [Fact]
    public void A_clock_follows_its_zone_through_every_change_of_the_hour()
    {
        var zones = DateTimeZoneProviders.Tzdb.Ids.ToArray();
        Check.One(
            Fixed.Seed.WithMaxTest(2000),
            Prop.ForAll(
                Gen.Choose(0, zones.Length - 1).Select(i => zones[i]).ToArbitrary(),
                Gen.Choose(0, 60 * 24 * 366 * 5).ToArbitrary(),
                (zone, minutes) =>
                {
                    var instant = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes);
                    var clock = new PersonClock(new FakeClock(instant), DateTimeZoneProviders.Tzdb[zone]);
                    Assert.Equal(instant, clock.Now);
                    var (hours, day) = (clock.Now.Offset.TotalHours, clock.Today);
                    Assert.InRange(hours, -14, 14);

                    // today begins before now and ends after it, and is as long as a day there is
                    var (begins, ends) = (clock.At(day, TimeOnly.MinValue), clock.At(day.AddDays(1), TimeOnly.MinValue));
                    Assert.True(begins <= instant && instant < ends, $"{zone} {instant:O}");
                    Assert.InRange((ends - begins).TotalHours, 22, 26);

                    // what follows something comes later
                    var latest = instant.AddDays(2);
                    Assert.True(clock.After(latest) > latest && clock.After(instant.AddDays(-1)) == instant);
                }
            )
        );
    }

    [Fact]
    public async Task Who_travels_has_never_practised_in_the_future()
    {
        await using var site = await TestSite.StartAsync();
        var zones = new[]
        {
            "Pacific/Kiritimati",
            "Pacific/Auckland",
            "Europe/Berlin",
            "Etc/UTC",
            "America/St_Johns",
            "America/Los_Angeles",
            "Pacific/Pago_Pago",
        };
        var random = new System.Random(7);
        site.Clock.Now = new(2026, 3, 7, 9, 0, 0, TimeSpan.Zero);
        for (var flight = 0; flight < 24; flight++)
        {
            site.Clock.Now = site.Clock.Now.AddMinutes(random.Next(30, 60 * 40));
            await (await site.OpenChartAsync()).Screenings.AnswerAsync([], TestSite.Cancelled);
            var zone = zones[random.Next(zones.Length)];
            using var device = DeviceIn(site, zone);
            if (random.Next(2) == 0)
            {
                await PractiseAsync(site, device, site.Clock.Now.AddMinutes(-8), zone);
            }

            var history = TestSite.Parse(await device.GetStringAsync("/progress/practice", TestSite.Cancelled));
            var last = history.QuerySelector(".last")?.TextContent ?? "";
            Assert.DoesNotContain("-", last, StringComparison.Ordinal);
            Assert.DoesNotContain("−", last, StringComparison.Ordinal);
            var page = TestSite.Parse(await device.GetStringAsync("/", TestSite.Cancelled));
            var isDone =
                page.QuerySelector(".today h1")?.TextContent.Contains("done for today", StringComparison.OrdinalIgnoreCase) == true;
            if (isDone)
            {
                Assert.DoesNotContain("0 days (goal 5)", page.QuerySelector(".today dl")!.TextContent, StringComparison.Ordinal);
            }
        }
    }

    private static HttpClient DeviceIn(TestSite site, string zone)
    {
        var device = site.NewClient();
        device.DefaultRequestHeaders.Add(CallerFinder.ZoneHeader, zone);
        return device;
    }

    private static async Task PractiseAsync(TestSite site, HttpClient device, DateTimeOffset at, string zone)
    {
        var sequence = await site.CompileAsync();
        var total = (long)sequence.Total.TotalMilliseconds;
        var offset = (int)new PersonClock(new FakeClock(at), DateTimeZoneProviders.Tzdb[zone]).Now.Offset.TotalMinutes;
        string Then(double seconds) =>
            at.AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var report = new JsonObject
        {
            ["track"] = sequence.Hash,
            ["startedAt"] = Then(0),
            ["utcOffsetMinutes"] = offset,
            ["spans"] = new JsonArray(
                new JsonObject
                {
                    ["startedAt"] = Then(0),
                    ["fromMs"] = 0,
                    ["toMs"] = total,
                }
            ),
            ["end"] = new JsonObject { ["reason"] = "completed", ["at"] = Then(total / 1000.0) },
            ["milder"] = null,
        };
        var answer = await device.PutAsync($"/api/sessions/{Guid.CreateVersion7(at)}", report.ToJsonString().AsJson(), TestSite.Cancelled);
        answer.EnsureSuccessStatusCode();
    }
}
