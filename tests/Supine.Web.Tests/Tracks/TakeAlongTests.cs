using System.Net;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Supine.Audio;
using Supine.Protocols;
using Supine.Web.Boundary;
using Supine.Web.Library;
using Supine.Web.Shell;
using Supine.Web.Tracks;

namespace Supine.Web.Tests.Tracks;

public class TakeAlongTests
{
    private const string Query = "first=right&hold=30s&lang=en&protocol=psoas-lying-2&sets=2";

    /// <summary>Whether this machine has an encoder; where it has none the same tests ask for WAV alone.</summary>
    private static bool HasFfmpeg { get; } = Ffmpeg.Find(null, Environment.GetEnvironmentVariable("PATH")) is not null;

    [Fact]
    public async Task The_page_says_what_was_chosen_and_offers_it_as_a_file_and_on_paper()
    {
        await using var site = await TestSite.StartAsync();
        var page = await site.GetPageAsync($"/take-along?{Query}");

        Assert.Equal("Lying psoas stretch, level 2", page.QuerySelector(".lead")!.TextContent);
        var sequence = Compile(site, Query);
        Assert.StartsWith(
            $"2 × 30 s per side · right first · English · {(int)sequence.Total.TotalMinutes} min {sequence.Total.Seconds} s",
            page.QuerySelector(".chosen")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal($"/?{Query}", page.QuerySelector(".chosen a")!.GetAttribute("href"));
        Assert.Equal(
            "/protocols/psoas-lying-2/sheet?first=right&hold=30s&lang=en&sets=2",
            page.QuerySelector("[aria-labelledby=paper] a")!.GetAttribute("href")
        );
        Assert.Equal(
            HasFfmpeg ? ["opus", "caf", "m4a", "mp3", "wav"] : ["opus", "caf", "wav"],
            page.QuerySelectorAll(".files a")
                .Select(link => link.GetAttribute("href")!.Replace($"/take-along/file?{Query}&as=", "", StringComparison.Ordinal))
        );
        Assert.Null(page.QuerySelector("[role=alert]"));
        Assert.Null(page.QuerySelector("#address"));
    }

    [Theory]
    [InlineData("de", "Zum Mitnehmen", "2 × 30 s je Seite · rechts zuerst · English · ")]
    [InlineData("es", "Llévatelo", "2 × 30 s por lado · primero la derecha · English · ")]
    public async Task The_page_speaks_the_readers_language(string language, string title, string chosen)
    {
        await using var site = await TestSite.StartAsync();
        site.Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var page = await site.GetPageAsync($"/take-along?{Query}");
        Assert.Equal(title, page.QuerySelector("h1")!.TextContent);
        Assert.StartsWith(chosen, page.QuerySelector(".chosen")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_without_a_session_gets_the_mildest()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync("/take-along", TestSite.Cancelled);
        Assert.Equal("/take-along?protocol=psoas-lying-1&lang=en", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_session_that_cannot_be_says_why_and_leads_back()
    {
        await using var site = await TestSite.StartAsync();
        foreach (
            var path in new[] { "/take-along?protocol=psoas-lying-1&hold=29s", "/take-along/file?protocol=psoas-lying-1&hold=29s&as=wav" }
        )
        {
            var answer = await site.Client.GetAsync(path, TestSite.Cancelled);
            var page = await answer.ReadPageAsync();
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(
                "This exercise is held from 30 to 60 seconds.",
                page.QuerySelector("[role=alert]")!.TextContent,
                StringComparison.Ordinal
            );
            Assert.NotNull(page.QuerySelector("main a[href='/']"));
            Assert.Empty(page.QuerySelectorAll(".way"));
        }
    }

    [Theory]
    [InlineData("de", true)]
    [InlineData("en", false)]
    public async Task A_file_without_words_is_told_before_it_is_taken(string language, bool told)
    {
        await using var site = await TestSite.StartAsync(more: TestSite.WithEnglishVoiceOnly());
        var page = await site.GetPageAsync($"/take-along?protocol=psoas-lying-1&hold=30s&lang={language}");
        Assert.Equal(told, page.QuerySelector("[aria-labelledby=file] .notice") is not null);
    }

    [Theory]
    [InlineData(SoundFormat.Wav)]
    [InlineData(SoundFormat.Mp3)]
    [InlineData(SoundFormat.M4a)]
    [InlineData(SoundFormat.Opus)]
    [InlineData(SoundFormat.Caf)]
    public async Task A_file_is_made_once_named_after_its_title_and_sent_whole_or_in_part(SoundFormat format)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync($"/take-along/file?{Query}&as={format.Extension()}", TestSite.Cancelled);
        if (format.NeedsFfmpeg() && !HasFfmpeg)
        {
            await AssertWhatCanBeMadeIsOfferedAsync(answer, format);
            return;
        }

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var address = answer.Headers.Location!.ToString();
        var file = await site.Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, TestSite.Cancelled);
        Assert.Equal(
            ($"Lying psoas stretch, level 2 (en).{format.Extension()}", "attachment"),
            (file.Content.Headers.ContentDisposition!.FileName!.Trim('"'), file.Content.Headers.ContentDisposition.DispositionType)
        );
        Assert.Equal(format.MediaType(), file.Content.Headers.ContentType!.ToString());
        var bytes = await file.Content.ReadAsByteArrayAsync(TestSite.Cancelled);
        Assert.InRange(bytes.Length, 100_000, int.MaxValue);

        using var part = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new(100, 199) } };
        var partly = await site.Client.SendAsync(part, TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.PartialContent, partly.StatusCode);
        Assert.Equal(bytes[100..200], await partly.Content.ReadAsByteArrayAsync(TestSite.Cancelled));
        using var again = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { file.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await site.Client.SendAsync(again, TestSite.Cancelled)).StatusCode);

        await site.Get<RenderQueue>().WaitUntilIdleAsync();
        var kept = Assert.Single(Directory.GetFiles(Path.Combine(site.Folder, "tracks"), $"*.{format.Extension()}"));
        var madeAt = File.GetLastWriteTimeUtc(kept);
        site.Clock.Now += TimeSpan.FromHours(1);
        await site.Client.GetAsync($"/take-along/file?{Query}&as={format.Extension()}", TestSite.Cancelled);
        Assert.Equal(madeAt, File.GetLastWriteTimeUtc(kept));
        Assert.Empty(Directory.GetFiles(Path.Combine(site.Folder, "tracks"), "*.part"));
    }

    [Fact]
    public async Task Without_an_encoder_there_is_what_is_made_here_and_the_page_says_so()
    {
        await using var site = await TestSite.StartAsync(more: ["--SUPINE_FFMPEG=none"]);
        var page = await site.GetPageAsync($"/take-along?{Query}");
        Assert.Equal(
            new[] { "opus", "caf", "wav" }.Select(format => $"/take-along/file?{Query}&as={format}"),
            page.QuerySelectorAll(".files a").Select(link => link.GetAttribute("href"))
        );
        Assert.Contains(
            "install ffmpeg on this computer",
            page.QuerySelector("[aria-labelledby=file]")!.TextContent,
            StringComparison.Ordinal
        );

        await AssertWhatCanBeMadeIsOfferedAsync(
            await site.Client.GetAsync($"/take-along/file?{Query}&as=mp3", TestSite.Cancelled),
            SoundFormat.Mp3
        );
        var sequence = await site.CompileAsync();
        Assert.Equal(
            HttpStatusCode.ServiceUnavailable,
            (await site.Client.GetAsync($"/tracks/{sequence.Hash}.mp3", TestSite.Cancelled)).StatusCode
        );
    }

    [Fact]
    public async Task An_encoder_that_fails_is_told_and_leaves_nothing()
    {
        var program = Path.Combine(Directory.CreateTempSubdirectory("supine-test-").FullName, "encoder");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho 'no such codec' >&2\nexit 8\n", TestSite.Cancelled);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        await using (var site = await TestSite.StartAsync(more: [$"--SUPINE_FFMPEG={program}"]))
        {
            var answer = await site.Client.GetAsync($"/take-along/file?{Query}&as=m4a", TestSite.Cancelled);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            var page = await answer.ReadPageAsync();
            Assert.Equal(
                "The M4A file could not be made. The WAV file always works. "
                    + "ffmpeg could not make the M4A file: it ended with code 8: no such codec. "
                    + "Try another ffmpeg with SUPINE_FFMPEG=/its/path, or take the WAV file.",
                page.QuerySelector("[role=alert]")!.TextContent
            );
            Assert.Equal(5, page.QuerySelectorAll(".files a").Length);
            Assert.All(
                Directory.GetFiles(Path.Combine(site.Folder, "tracks")),
                file => Assert.EndsWith(".wav", file, StringComparison.Ordinal)
            );
        }

        Directory.Delete(Path.GetDirectoryName(program)!, recursive: true);
    }

    [Fact]
    public async Task A_kind_of_file_that_is_none_is_refused()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await site.Client.GetAsync($"/take-along/file?{Query}&as=exe", TestSite.Cancelled)).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await site.Client.GetAsync($"/take-along/file?{Query}", TestSite.Cancelled)).StatusCode
        );
    }

    [Theory]
    [InlineData("psoas-lying-1", "en")]
    [InlineData("psoas-lying-1", "de")]
    [InlineData("psoas-lying-2", "en")]
    [InlineData("psoas-lying-2", "es")]
    public async Task The_sheet_has_every_step_of_both_sides_with_its_picture_the_dose_and_what_stops_it(string id, string language)
    {
        await using var site = await TestSite.StartAsync();
        site.Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var protocol = site.Get<ProtocolLibrary>().Read().Find(id)!;
        var spoken = Languages.Shipped[language];
        var sheet = await site.GetPageAsync($"/protocols/{id}/sheet?hold=30s&sets=2&first=right&lang={language}");

        Assert.Equal(language, sheet.DocumentElement.GetAttribute("lang"));
        Assert.Equal(protocol.Title.In(spoken), sheet.QuerySelector("h1")!.TextContent);
        Assert.Equal(["2 × 30 s", "1", "5"], sheet.QuerySelectorAll("dd").Select(dose => dose.TextContent));
        var printed = PrintedStep.AllOf(
            protocol,
            new Prescription
            {
                Hold = TimeSpan.FromSeconds(30),
                Sets = 2,
                First = Biomechanics.Side.Right,
                Language = spoken,
            }
        );
        Assert.Equal(printed.Select(step => step.Step.Title), sheet.QuerySelectorAll("ol h2").Select(title => title.TextContent));
        Assert.Equal(
            Enumerable.Range(1, printed.Length).Select(number => $"{number}"),
            sheet.QuerySelectorAll("ol .number").Select(number => number.TextContent)
        );
        Assert.Equal(printed.Length, sheet.QuerySelectorAll("ol svg[role=img]").Length);

        // the right side is seen as it is, the left one mirrored, and the second side begins the second column
        var holds = sheet.QuerySelectorAll("ol li.hold").ToList();
        Assert.Equal([false, true], holds.Select(hold => hold.InnerHtml.Contains("scale(-1 1)", StringComparison.Ordinal)));
        Assert.All(holds, hold => Assert.StartsWith("30 s", hold.QuerySelector(".time")!.TextContent, StringComparison.Ordinal));
        Assert.Equal([0, 1], holds.Select(hold => sheet.QuerySelectorAll("ol").Index(hold.ParentElement!)));
        Assert.Equal(protocol.Stops.Select(stop => stop.In(spoken)), sheet.QuerySelectorAll(".stops li").Select(stop => stop.TextContent));
        Assert.Equal(protocol.NotFor.Select(one => one.In(spoken)), sheet.QuerySelectorAll(".ask li").Select(one => one.TextContent));
        Assert.Equal(4, sheet.QuerySelectorAll(".blank").Length);
        Assert.Equal(
            $"/take-along?first=right&hold=30s&lang={language}&sets=2&protocol={id}",
            sheet.QuerySelector(".bar a")!.GetAttribute("href")
        );
    }

    [Fact]
    public async Task A_sheet_of_nothing_is_not_printed()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync("/protocols/none/sheet", TestSite.Cancelled)).StatusCode);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await site.Client.GetAsync("/protocols/psoas-lying-1/sheet?hold=29s", TestSite.Cancelled)).StatusCode
        );
    }

    [Theory]
    [InlineData("?hold=30s&protocol=p&as=mp3&download&sets=", "hold=30s&protocol=p")]
    [InlineData("?protocol=p&hold=30s", "hold=30s&protocol=p")]
    [InlineData("?protocol=%C3%BC%26%3D+x", "protocol=%C3%BC%26%3D%20x")]
    [InlineData("", "")]
    public void A_session_is_always_written_the_same_way(string query, string written)
    {
        var once = TrackQuery.Write(new QueryCollection(QueryHelpers.ParseQuery(query)));
        Assert.Equal(written, once);
        Assert.Equal(once, TrackQuery.Write(new QueryCollection(QueryHelpers.ParseQuery(once))));
    }

    private static CueSequence Compile(TestSite site, string query)
    {
        var parsed = new QueryCollection(QueryHelpers.ParseQuery(query));
        return TrackQuery
            .From(parsed)
            .Compile(site.Get<ProtocolLibrary>().Read(), parsed, new Texts(TextCatalogue.Shipped, new HttpContextAccessor()), new Faults())!
            .Value.Sequence;
    }

    private static async Task AssertWhatCanBeMadeIsOfferedAsync(HttpResponseMessage answer, SoundFormat format)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var page = await answer.ReadPageAsync();
        Assert.Equal(
            $"The {format.Name()} file could not be made. The WAV file always works. To make M4A and MP3, install ffmpeg on this computer.",
            page.QuerySelector("[role=alert]")!.TextContent
        );
        Assert.EndsWith("as=wav", page.QuerySelectorAll(".files a")[^1].GetAttribute("href"), StringComparison.Ordinal);
    }
}
