using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using Dapper;

namespace Supine.Web.Tests.Measure;

public class PhoneReadingTests
{
    private const string Id = "019a0000-0000-7000-8000-000000000001";

    [Fact]
    public async Task Samples_are_stored_and_answered_with_the_angle_once()
    {
        await using var site = await TestSite.StartAsync();
        for (var time = 0; time < 2; time++)
        {
            var answer = await SendAsync(site, Id, Report(Recording(12)));
            Assert.Equal("measured", (string?)answer["result"]);
            Assert.Equal(12, (double)answer["thighBelowHorizontalDegrees"]!, 0.2);
            Assert.InRange((double)answer["uncertaintyDegrees"]!, 1, 5);
            Assert.Null(answer["pelvisDegrees"]);
            Assert.Null(answer["hipExtensionDegrees"]);
            Assert.Null(answer["hipExtensionUncertaintyDegrees"]);
            Assert.Null(answer["reason"]);
        }

        var row = Assert.Single((await site.GetPageAsync("/progress")).QuerySelectorAll(".readings tbody tr"));
        Assert.Contains("12.0°", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("phone, on its own", row.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, "Pelvis tilted back 6.0°, hip extension 18.0° ± 4.", "Pelvis tilted back 6.0°, hip extension 13.0° ± 4.")]
    [InlineData(-14, "Pelvis tilted back −14.0°, hip extension −2.0° ± 4.", "Pelvis tilted back −14.0°, hip extension −7.0° ± 4.")]
    public async Task A_pelvis_that_was_measured_too_gives_the_hip(double pelvis, string listed, string corrected)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await SendAsync(site, Id, Report(Recording(12, pelvis: pelvis)));
        Assert.Equal(pelvis, (double)answer["pelvisDegrees"]!, 0.1);
        Assert.Equal(12 + pelvis, (double)answer["hipExtensionDegrees"]!, 0.2);
        Assert.InRange((double)answer["hipExtensionUncertaintyDegrees"]!, (double)answer["uncertaintyDegrees"]! + 1, 5);
        var page = await site.GetPageAsync("/progress");
        Assert.Contains(listed, page.QuerySelector(".readings")!.TextContent, StringComparison.Ordinal);
        var line = (await site.Client.GetStringAsync("/progress.csv", TestSite.Cancelled)).Split('\n')[1].Split(',');
        Assert.Equal([$"{pelvis}", "", $"{12 + pelvis}"], [line[6], line[8], line[9]]);

        // what the person corrects is the thigh; the pelvis stays as it was measured
        await site.SubmitAsync(page, page.QuerySelector("form[action$=correction]")!.GetAttribute("action")!, ("below", "7"));
        Assert.Contains(
            corrected,
            (await site.GetPageAsync("/progress")).QuerySelector(".readings")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Sides_whose_pelvis_was_measured_are_told_apart_by_the_hips_own_uncertainty()
    {
        await using var site = await TestSite.StartAsync();
        async Task<string> CompareAsync(double? pelvis, string ids)
        {
            foreach (var (side, below) in new[] { ("left", 12), ("right", 4) })
            {
                var report = Report(Recording(below, pelvis: pelvis));
                report["side"] = side;
                report["takenAt"] = $"2026-04-1{ids}T05:59:00.000Z";
                await SendAsync(site, Id[..^2] + ids + (side == "left" ? "1" : "2"), report);
            }

            return (await site.GetPageAsync("/progress")).QuerySelector("#model")!.TextContent;
        }

        // an assumed pelvis has an error of its own, and it is the larger one
        Assert.Contains(
            "they differ by 8°, and differences under 12° can be chance.",
            await CompareAsync(null, "3"),
            StringComparison.Ordinal
        );
        Assert.Contains("The sides differ by 8°. Differences under 7° can be chance", await CompareAsync(5, "4"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", 50, 2, 0, "The phone lay too steep for a pelvis.")]
    [InlineData("de", 50, 2, 0, "Das Handy lag zu steil für ein Becken.")]
    [InlineData("en", 6, 2, 4, "The phone was not still on the pelvis.")]
    [InlineData("es", 6, 0.5, 0, "Hay muy pocas muestras del móvil sobre la pelvis.")]
    public async Task A_phone_that_did_not_lie_on_the_pelvis_as_it_must_is_told(
        string language,
        double pelvis,
        double seconds,
        double swings,
        string why
    )
    {
        await using var site = await TestSite.StartAsync();
        site.Client.DefaultRequestHeaders.Add("Accept-Language", language);
        var answer = await SendAsync(site, Id, Report(Recording(12, pelvis: pelvis, pelvisSeconds: seconds, pelvisSwings: swings)));
        Assert.Equal("rejected", (string?)answer["result"]);
        Assert.Null(answer["hipExtensionDegrees"]);
        Assert.StartsWith(why, (string?)answer["reason"], StringComparison.Ordinal);
        Assert.Contains(why, (await site.GetPageAsync("/progress")).QuerySelector(".readings")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeats_are_one_reading()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await SendAsync(site, Id, Report(Recording(11), Recording(12), Recording(13)));
        Assert.Equal(3, (int)answer["repeats"]!);
        Assert.Equal(12, (double)answer["thighBelowHorizontalDegrees"]!, 0.2);
    }

    [Theory]
    [InlineData("en", "The leg was not still while it hung.")]
    [InlineData("de", "Das Bein war nicht ruhig, während es hing.")]
    public async Task What_is_no_measurement_says_why_in_the_persons_language_and_is_kept(string language, string why)
    {
        await using var site = await TestSite.StartAsync();
        site.Client.DefaultRequestHeaders.Add("Accept-Language", language);
        var answer = await SendAsync(site, Id, Report(Recording(12, holdSwings: 10)));
        Assert.Equal("rejected", (string?)answer["result"]);
        Assert.Null(answer["thighBelowHorizontalDegrees"]);
        Assert.StartsWith(why, (string?)answer["reason"], StringComparison.Ordinal);
        Assert.Contains(why, (await site.GetPageAsync("/progress")).QuerySelector(".readings")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM reading WHERE raw LIKE '%hold%'"));
    }

    [Fact]
    public async Task A_sensor_that_fell_silent_is_told_and_what_it_told_is_kept()
    {
        await using var site = await TestSite.StartAsync();
        var report = Report(Recording(12).Split("hold")[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ','));
        report["isCut"] = true;
        var answer = await SendAsync(site, Id, report);
        Assert.StartsWith("The motion sensor stopped", (string?)answer["reason"], StringComparison.Ordinal);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM reading WHERE raw LIKE '%sweep%'"));
    }

    [Fact]
    public async Task An_angle_given_for_samples_that_were_no_measurement_counts_like_a_typed_one()
    {
        await using var site = await TestSite.StartAsync();
        await SendAsync(site, Id, Report(Recording(12, holdSwings: 10)));
        var page = await site.GetPageAsync("/progress");
        Assert.Null(page.QuerySelector("#model"));
        await site.SubmitAsync(page, page.QuerySelector("form[action$=correction]")!.GetAttribute("action")!, ("below", "9"));
        page = await site.GetPageAsync("/progress");
        Assert.Equal("1…17", page.QuerySelector(".readings td:nth-child(4)")!.TextContent);
        Assert.StartsWith("Left", page.QuerySelector("#model li")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_kind_of_reading_is_listed_beside_every_other(bool phoneFirst)
    {
        await using var site = await TestSite.StartAsync();
        var typed = await site.SubmitAsync(
            await site.GetPageAsync("/measure"),
            "/measure",
            ("left", "5"),
            ("day", phoneFirst ? "2026-04-15" : "2026-03-01")
        );
        Assert.Equal(HttpStatusCode.SeeOther, typed.StatusCode);
        await SendAsync(site, Id, Report(Recording(12)));
        await SendAsync(site, Id[..^1] + "2", Report(Recording(12, holdSwings: 10)));
        foreach (var corrected in new[] { 0, 1, 2 })
        {
            var page = await site.GetPageAsync("/progress");
            Assert.Equal(3, page.QuerySelectorAll(".readings tbody tr").Length);
            Assert.NotEmpty(await site.Client.GetStringAsync("/progress.csv", TestSite.Cancelled));
            Assert.NotNull((await site.GetPageAsync("/explain")).QuerySelector("[data-answer=own] .sides"));
            var action = page.QuerySelectorAll("form[action$=correction]")[2 - corrected].GetAttribute("action")!;
            Assert.Equal(HttpStatusCode.SeeOther, (await site.SubmitAsync(page, action, ("below", "7"))).StatusCode);
        }

        Assert.Equal(
            3,
            (await site.GetPageAsync("/progress")).QuerySelectorAll(".readings td:nth-child(3)").Count(cell => cell.TextContent == "7.0°")
        );
    }

    [Fact]
    public async Task Newer_maths_computes_it_again_when_the_program_starts()
    {
        var site = await TestSite.StartAsync();
        await SendAsync(site, Id, Report(Recording(12, pelvis: 6)));
        await using (var connection = await site.Get<System.Data.Common.DbDataSource>().OpenConnectionAsync(TestSite.Cancelled))
        {
            // as an older version would have left it
            await connection.ExecuteAsync(
                "UPDATE reading_result SET maths_version = 1, below = 99, hip_half_interval = NULL WHERE person = 'first'"
            );
        }

        await site.StopAsync();
        await using var later = await TestSite.StartAsync(site.Folder);
        var listed = (await later.GetPageAsync("/progress")).QuerySelector(".readings")!.TextContent;
        Assert.Contains("12.0°", listed, StringComparison.Ordinal);
        Assert.Contains("hip extension 18.0° ±", listed, StringComparison.Ordinal);
        Assert.Equal(2, await later.CountAsync("SELECT count(*) FROM reading_result"));
    }

    [Fact]
    public async Task A_deleted_one_that_is_still_on_its_way_is_refused()
    {
        await using var site = await TestSite.StartAsync();
        await SendAsync(site, Id, Report(Recording(12)));
        var page = await site.GetPageAsync("/progress");
        await site.SubmitAsync(page, page.QuerySelector("form[action$=delete]")!.GetAttribute("action")!);
        Assert.Equal(HttpStatusCode.Gone, (await site.PutAsync($"/api/readings/{Id}", Report(Recording(12)))).StatusCode);
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM reading"));
    }

    [Fact]
    public async Task What_cannot_be_right_is_refused_with_its_place()
    {
        await using var site = await TestSite.StartAsync();
        var report = Report();
        report["takenAt"] = "2027-01-01T00:00:00.000Z";
        var answer = await site.PutAsync("/api/readings/7", report);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var faults = (await answer.Content.ReadFromJsonAsync<JsonObject>(TestSite.Cancelled))!["errors"]!.AsObject();
        Assert.Equal(["id", "recordings", "takenAt"], faults.Select(fault => fault.Key));
        var empty = Report();
        empty["recordings"] = new JsonArray((JsonNode?)null);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await site.PutAsync($"/api/readings/{Id}", empty)).StatusCode);
    }

    [Fact]
    public async Task Files_of_recordings_are_measured_and_faulty_ones_told_line_by_line()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await UploadAsync(site, Recording(8))).StatusCode);
        Assert.Contains("8.0°", (await site.GetPageAsync("/progress")).QuerySelector(".readings")!.TextContent, StringComparison.Ordinal);

        var broken = await UploadAsync(site, Recording(8).Replace("0,zero,", "0,nowhere,", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.StatusCode);
        var faults = TestSite.Parse(await broken.Content.ReadAsStringAsync(TestSite.Cancelled)).QuerySelector(".faults")!.TextContent;
        Assert.Contains("This recording cannot be read.", faults, StringComparison.Ordinal);
        Assert.Contains("Line 2:", faults, StringComparison.Ordinal);
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM reading"));
    }

    [Theory]
    [InlineData("\u00FF\u00D8\u00FF\u00E0")]
    [InlineData("\u0089PNG\r\n")]
    [InlineData("RIFF\u0001\u0001\u0001\u0001WEBPVP8 ")]
    [InlineData("\u0001\u0001\u0001\u0018ftypheic")]
    public async Task A_picture_is_called_a_picture(string bytes)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await UploadAsync(site, bytes, encoding: Encoding.Latin1);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.ReadPageAsync();
        Assert.Contains("is a picture, not a recording.", page.QuerySelector("#recordings-fault")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_far_from_ones_own_is_asked_about_and_comes_back_as_it_was_sent()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var day in new[] { "2026-04-10", "2026-04-12", "2026-04-14" })
        {
            await site.SubmitAsync(await site.GetPageAsync("/measure"), "/measure", ("left", "10"), ("day", day));
        }

        var answer = await UploadAsync(site, Recording(40));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var asks = await answer.ReadPageAsync();
        Assert.Contains("30° from your last days", asks.QuerySelector("[data-unusual]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, await site.CountAsync("SELECT count(*) FROM reading"));
        using var content = new MultipartFormDataContent();
        foreach (var input in asks.QuerySelectorAll("form[data-choice=as-it-is] input").Cast<IHtmlInputElement>())
        {
            // a browser ends the lines of a form's fields so
            content.Add(new StringContent(input.Value.ReplaceLineEndings("\r\n")), input.Name!);
        }

        var sent = await site.Client.PostAsync("/measure/recordings", content, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Contains("40.0°", (await site.GetPageAsync("/progress")).QuerySelector(".readings")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_samples_under_an_id_that_is_used_are_refused_and_change_nothing()
    {
        await using var site = await TestSite.StartAsync();
        await SendAsync(site, Id, Report(Recording(12)));
        Assert.Equal(HttpStatusCode.Conflict, (await site.PutAsync($"/api/readings/{Id}", Report(Recording(20)))).StatusCode);
        var otherSide = Report(Recording(12));
        otherSide["side"] = "right";
        Assert.Equal(HttpStatusCode.Conflict, (await site.PutAsync($"/api/readings/{Id}", otherSide)).StatusCode);
        await SendAsync(site, Id, Report(Recording(12)));
        Assert.Equal(1, await site.CountAsync("SELECT count(*) FROM reading"));
        var listed = (await site.GetPageAsync("/progress")).QuerySelector(".readings")!.TextContent;
        Assert.Contains("12.0°", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_page_sends_with_other_content_is_another_reading_and_the_same_again_is_none()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync("/measure");
        for (var again = 0; again < 2; again++)
        {
            await site.SubmitAsync(page, "/measure", ("left", "5"));
            Assert.Equal(HttpStatusCode.SeeOther, (await UploadAsync(site, Recording(8), page)).StatusCode);
            Assert.Equal(HttpStatusCode.SeeOther, (await UploadAsync(site, Recording(9), page)).StatusCode);
            await site.SubmitAsync(page, "/measure", ("left", "6"));
            await site.SubmitAsync(page, "/measure", ("left", "6"), ("moment", "before"));
            Assert.Equal(5, await site.CountAsync("SELECT count(*) FROM reading"));
        }
    }

    private static async Task<HttpResponseMessage> UploadAsync(
        TestSite site,
        string recording,
        IHtmlDocument? page = null,
        Encoding? encoding = null
    )
    {
        page ??= await site.GetPageAsync("/measure");
        var form = page.QuerySelector("form[action$=recordings]")!;
        using var content = new MultipartFormDataContent
        {
            {
                new StringContent(form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!),
                "__RequestVerificationToken"
            },
            { new StringContent(form.QuerySelector("[name=id]")!.GetAttribute("value")!), "id" },
            { new StringContent("left"), "side" },
            { new StringContent("alone"), "moment" },
            { new ByteArrayContent((encoding ?? Encoding.UTF8).GetBytes(recording)), "recordings", "left.csv" },
        };
        return await site.Client.PostAsync("/measure/recordings", content, TestSite.Cancelled);
    }

    private static async Task<JsonObject> SendAsync(TestSite site, string id, JsonObject report)
    {
        var answer = await site.PutAsync($"/api/readings/{id}", report);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(TestSite.Cancelled))!;
    }

    private static JsonObject Report(params string[] recordings) =>
        new()
        {
            ["side"] = "left",
            ["takenAt"] = "2026-04-15T05:59:00.000Z",
            ["utcOffsetMinutes"] = 120,
            ["moment"] = "alone",
            ["isCut"] = false,
            ["recordings"] = new JsonArray([.. recordings.Select(text => (JsonNode)text)]),
        };

    // a phone that lies along the thigh, fifty samples a second: flat, lifted by 40 degrees and lowered, hanging; then perhaps on the
    // pelvis
    private static string Recording(
        double below,
        double holdSwings = 0,
        double? pelvis = null,
        double pelvisSeconds = 2,
        double pelvisSwings = 0
    )
    {
        var csv = new StringBuilder("tMs,phase,x,y,z\n");
        var at = 0;
        void Add(string phase, double seconds, Func<double, double> raised)
        {
            for (var sample = 0; sample < seconds * 50; sample++, at += 20)
            {
                var up = raised(sample / (seconds * 50)) * Math.PI / 180;
                csv.Append(CultureInfo.InvariantCulture, $"{at},{phase},0,{9.81 * Math.Sin(up):0.0000},{9.81 * Math.Cos(up):0.0000}\n");
            }
        }

        Add("zero", 2, _ => 0);
        Add("sweep", 4, share => 40 * Math.Pow(Math.Sin(Math.PI * share), 2));
        Add("hold", 5, share => -below + (holdSwings * Math.Sin(2 * Math.PI * share)));
        if (pelvis is { } tilt)
        {
            Add("pelvis", pelvisSeconds, share => tilt + (pelvisSwings * Math.Sin(2 * Math.PI * share)));
        }

        return csv.ToString();
    }
}
