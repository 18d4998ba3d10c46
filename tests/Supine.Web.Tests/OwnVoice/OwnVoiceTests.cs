using System.IO.Compression;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Supine.Audio;
using Supine.Storage.Folders;

namespace Supine.Web.Tests.OwnVoice;

public class OwnVoiceTests
{
    private const string AnyKey = "0123456789abcdef";

    [Fact]
    public async Task A_voice_begins_without_a_sentence()
    {
        await using var site = await TestSite.StartAsync();
        var id = await BeginAsync(site, "  Dr. Vega ");
        Assert.Matches("^own-[0-9a-f]{12}$", id);
        var page = await site.GetPageAsync($"/voices/{id}/record");
        Assert.Equal("Dr. Vega", page.QuerySelector("h1")!.TextContent);
        Assert.True(page.QuerySelectorAll("[data-key]").Length > 50);
        Assert.Empty(page.QuerySelectorAll("[data-recorded]"));

        // where a session is begun it is not offered yet, and there is nothing to give away
        var row = RowOf(await site.GetPageAsync("/voices"), "Dr. Vega");
        Assert.Null(row.QuerySelector("[download]"));
        Assert.Null(row.QuerySelector("[name=voice], [data-listen]"));
    }

    [Theory]
    [InlineData("", "en", "at most 80 characters")]
    [InlineData("   ", "en", "at most 80 characters")]
    [InlineData("two\nlines", "en", "at most 80 characters")]
    [InlineData("Dr. Vega", "zz", "This language is not available. Choose one of: ")]
    public async Task A_voice_that_cannot_be_shown_or_spoken_is_not_begun(string name, string language, string says)
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.SubmitAsync(await site.GetPageAsync("/voices"), "/voices", ("name", name), ("lang", language));
        Assert.Contains(
            says,
            Assert.Single((await answer.ReadPageAsync()).QuerySelectorAll(".faults li")).TextContent,
            StringComparison.Ordinal
        );
        Assert.Empty(Directory.GetDirectories(site.Get<UserFolder>().Voices));
    }

    [Fact]
    public async Task A_sentence_that_is_kept_is_on_the_disk_and_can_be_heard()
    {
        var folder = TestSite.NewFolder();
        var before = await TestSite.StartAsync(folder);
        var id = await BeginAsync(before);
        var (key, slot) = (await SentencesAsync(before, id))[0];
        var answer = await KeepAsync(before, id, key, Speech(seconds: 0.5));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var kept = await answer.ReadJsonAsync();
        Assert.InRange((int)kept["durationMs"]!, 400, 500);
        Assert.Equal(slot, (int)kept["slotMs"]!);
        await before.StopAsync();

        await using var site = await TestSite.StartAsync(folder);
        Assert.Equal([key], RecordedIn(await site.GetPageAsync($"/voices/{id}/record")));
        var clip = await site.Client.GetAsync($"/voices/{id}/phrases/{key}.wav", TestSite.Cancelled);
        Assert.Equal((HttpStatusCode.OK, "audio/wav"), (clip.StatusCode, clip.Content.Headers.ContentType!.MediaType));
        var heard = Assert.IsType<SoundReading.Read>(WaveFile.Read(await clip.Content.ReadAsByteArrayAsync(TestSite.Cancelled))).Recording;
        Assert.InRange(heard.Samples.Span.ToArray().Max(), 0.1f, 1f);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await site.Client.GetAsync($"/voices/{id}/phrases/{AnyKey}.wav", TestSite.Cancelled)).StatusCode
        );
    }

    [Fact]
    public async Task Keeping_a_sentence_twice_changes_nothing_and_another_take_replaces_it()
    {
        await using var site = await TestSite.StartAsync();
        var id = await BeginAsync(site);
        var (key, _) = (await SentencesAsync(site, id))[0];
        await KeepAsync(site, id, key, Speech(seconds: 0.5));
        var once = FilesOf(site, id);
        await KeepAsync(site, id, key, Speech(seconds: 0.5));
        Assert.Equal(once, FilesOf(site, id));

        await KeepAsync(site, id, key, Speech(seconds: 0.4));
        var anew = FilesOf(site, id);
        Assert.Equal(2, anew.Count);
        Assert.NotEqual(once.Keys, anew.Keys);
    }

    public static TheoryData<string, byte[], string> Refused =>
        new()
        {
            { "silent", Wave(new short[16_000]), "Nothing can be heard." },
            { "all but silent", Speech(0.5, peak: 0.0005), "Nothing can be heard." },
            { "longer than its time", Speech(25), "s is too long; " },
            { "endless", Speech(31), "at most 30 seconds" },
            { "no WAV", "This is a letter, and no sound."u8.ToArray(), "did not arrive complete" },
            { "cut short", Speech(0.5)[..2_000], "did not arrive complete" },
            { "empty", [], "did not arrive complete" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_used_is_refused_with_the_reason_and_what_was_kept_stays(string what, byte[] recording, string says)
    {
        await using var site = await TestSite.StartAsync();
        var id = await BeginAsync(site);
        var sentences = await SentencesAsync(site, id);
        await KeepAsync(site, id, sentences[0].Key, Speech(0.5));
        await KeepAsync(site, id, sentences[1].Key, Speech(0.4));
        var before = FilesOf(site, id);
        Assert.Equal(3, before.Count);

        // in place of one that is there, and where there is none
        foreach (var key in new[] { sentences[0].Key, sentences[2].Key })
        {
            var answer = await KeepAsync(site, id, key, recording);
            Assert.Equal((what, HttpStatusCode.UnprocessableEntity), (what, answer.StatusCode));
            Assert.Contains(says, (string)(await answer.ReadJsonAsync())["errors"]!["recording"]![0]!, StringComparison.Ordinal);
            Assert.Equal(before, FilesOf(site, id));
        }
    }

    [Fact]
    public async Task What_belongs_nowhere_is_not_kept()
    {
        await using var site = await TestSite.StartAsync();
        var id = await BeginAsync(site);
        var (key, _) = (await SentencesAsync(site, id))[0];
        await KeepAsync(site, id, key, Speech(0.5));
        var before = FilesOf(site, id);

        await IsNotFoundAsync(KeepAsync(site, id, AnyKey, Speech(0.5)), "No exercise uses this sentence any more.");
        await IsNotFoundAsync(KeepAsync(site, "own-000000000000", key, Speech(0.5)), "There is no such voice here.");
        // a voice that included in Supine is nobody's to change
        await IsNotFoundAsync(KeepAsync(site, "en-heart", key, Speech(0.5)), "There is no such voice here.");
        Assert.Equal(before, FilesOf(site, id));
    }

    [Fact]
    public async Task A_voice_gets_another_name_and_keeps_its_sentences()
    {
        await using var site = await TestSite.StartAsync();
        var id = await BeginAsync(site);
        var (key, _) = (await SentencesAsync(site, id))[0];
        await KeepAsync(site, id, key, Speech(0.5));
        var refused = await site.SubmitAsync(await site.GetPageAsync("/voices"), $"/voices/{id}/name", ("name", " "));
        Assert.Single((await refused.ReadPageAsync()).QuerySelectorAll(".faults li"));
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await site.SubmitAsync(await site.GetPageAsync("/voices"), $"/voices/{id}/name", ("name", "Dr. Luna"))).StatusCode
        );
        var page = await site.GetPageAsync($"/voices/{id}/record");
        Assert.Equal("Dr. Luna", page.QuerySelector("h1")!.TextContent);
        Assert.Equal([key], RecordedIn(page));
    }

    [Fact]
    public async Task A_voice_is_deleted_only_by_who_is_sure_and_then_its_tracks_too()
    {
        await using var site = await TestSite.StartAsync();
        var id = await BeginAsync(site);
        await KeepAsync(site, id, (await SentencesAsync(site, id))[0].Key, Speech(0.5));
        var other = await BeginAsync(site, "Other");
        var track = Path.Combine(site.Get<UserFolder>().Tracks, "heard.wav");
        await File.WriteAllBytesAsync(track, Speech(0.5), TestSite.Cancelled);

        // somebody waits for one that is being rendered
        await File.WriteAllBytesAsync(track + ".part", [], TestSite.Cancelled);
        var page = await site.GetPageAsync("/voices");
        var token = new KeyValuePair<string, string>("__RequestVerificationToken", TokenOf(page));

        var unsure = await site.Client.PostAsync($"/voices/{id}/delete", new FormUrlEncodedContent([token]), TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, unsure.StatusCode);
        Assert.Equal(2, FilesOf(site, id).Count);
        Assert.True(File.Exists(track));
        var shipped = await site.Client.PostAsync(
            "/voices/en-heart/delete",
            new FormUrlEncodedContent([token, new("sure", "yes")]),
            TestSite.Cancelled
        );
        Assert.Equal(HttpStatusCode.NotFound, shipped.StatusCode);

        Assert.Equal(HttpStatusCode.SeeOther, (await site.SubmitAsync(page, $"/voices/{id}/delete")).StatusCode);
        Assert.Equal([other], Directory.GetDirectories(site.Get<UserFolder>().Voices).Select(Path.GetFileName));
        Assert.Equal((false, true), (File.Exists(track), File.Exists(track + ".part")));
        await IsNotFoundAsync(site.Client.GetAsync($"/voices/{id}/record", TestSite.Cancelled), "There is no such voice here.");
    }

    [Fact]
    public async Task What_is_given_away_arrives_as_it_was()
    {
        await using var here = await TestSite.StartAsync();
        var id = await BeginAsync(here, "Dr. Vega");
        var sentences = await SentencesAsync(here, id);
        for (var i = 0; i < 3; i++)
        {
            await KeepAsync(here, id, sentences[i].Key, Speech(0.3 + (i * 0.1)));
        }

        var archive = await ExportAsync(here, id);
        await using var there = await TestSite.StartAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await ImportAsync(there, archive)).StatusCode);
        Assert.Equal(FilesOf(here, id), FilesOf(there, id));
        Assert.Equal(4, FilesOf(there, id).Count);
        Assert.Equal(sentences.Take(3).Select(sentence => sentence.Key), RecordedIn(await there.GetPageAsync($"/voices/{id}/record")));
        Assert.Equal(archive, await ExportAsync(there, id));

        // the same again is no other voice; another one of that name gives way only when it may
        Assert.Equal(HttpStatusCode.SeeOther, (await ImportAsync(there, archive)).StatusCode);
        await KeepAsync(there, id, sentences[3].Key, Speech(0.5));
        var changed = FilesOf(there, id);
        var inTheWay = await ImportAsync(there, archive);
        Assert.Contains(
            "another voice is already here in place of Dr. Vega",
            (await inTheWay.ReadPageAsync()).QuerySelector(".faults")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(changed, FilesOf(there, id));
        Assert.Equal(HttpStatusCode.SeeOther, (await ImportAsync(there, archive, mayReplace: true)).StatusCode);
        Assert.Equal(FilesOf(here, id), FilesOf(there, id));
    }

    [Theory]
    [InlineData(
        "en",
        "Nothing was changed.",
        "This recording is missing; it should say “",
        "The content of this file does not match its name",
        "No sentence uses this file."
    )]
    [InlineData(
        "de",
        "Es wurde nichts geändert.",
        "Sie fehlt und sollte „",
        "Ihr Inhalt passt nicht zu ihrem Namen",
        "Kein Satz verwendet diese Datei."
    )]
    [InlineData(
        "es",
        "No se cambió nada.",
        "Falta, y debería decir «",
        "Su contenido no es el que dice su nombre",
        "Ninguna frase usa este archivo."
    )]
    public async Task All_that_is_wrong_with_a_file_is_told_at_once_with_its_place_in_the_pages_language(
        string language,
        string nothing,
        string missing,
        string damaged,
        string stray
    )
    {
        await using var site = await TestSite.StartAsync();
        var id = await BeginAsync(site);
        var sentences = await SentencesAsync(site, id);
        await KeepAsync(site, id, sentences[0].Key, Speech(0.5));
        await KeepAsync(site, id, sentences[1].Key, Speech(0.4));
        var before = FilesOf(site, id);
        var (gone, changed) = ("", "");
        var broken = Change(
            await ExportAsync(site, id),
            zip =>
            {
                var clips = zip.Entries.Where(entry => entry.Name.EndsWith(".wav", StringComparison.Ordinal)).ToList();
                (gone, changed) = (clips[0].Name, clips[1].Name);
                clips[0].Delete();
                using (var stream = clips[1].Open())
                {
                    stream.SetLength(100);
                }

                zip.CreateEntry($"{id}/left-over.wav").Open().Dispose();
            }
        );

        site.Client.DefaultRequestHeaders.AcceptLanguage.Add(new(language));
        var page = await (await ImportAsync(site, broken, mayReplace: true)).ReadPageAsync();

        var faults = page.QuerySelectorAll(".faults li").Select(fault => fault.TextContent).ToList();
        Assert.Equal(4, faults.Count);
        Assert.StartsWith(nothing, faults[0], StringComparison.Ordinal);
        Assert.Contains(faults, fault => fault.StartsWith($"{gone}: {missing}", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith($"{changed}: {damaged}", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith($"left-over.wav: {stray}", StringComparison.Ordinal));
        Assert.Equal(before, FilesOf(site, id));
    }

    [Fact]
    public async Task What_is_no_archive_is_told_and_so_is_no_file_at_all()
    {
        await using var site = await TestSite.StartAsync();
        var letter = await (await ImportAsync(site, "This is a letter."u8.ToArray())).ReadPageAsync();
        Assert.Equal(
            [
                "Nothing was changed. Problems with the file:",
                "This is not a ZIP file, or it is incomplete. Save the voice again, and choose that file as it is.",
            ],
            letter.QuerySelectorAll(".faults li").Select(fault => fault.TextContent)
        );
        var nothing = await (await ImportAsync(site, [])).ReadPageAsync();
        Assert.Equal("Choose the ZIP file first.", Assert.Single(nothing.QuerySelectorAll(".faults li")).TextContent);
        Assert.Empty(Directory.GetDirectories(site.Get<UserFolder>().Voices));
    }

    private static async Task<string> BeginAsync(TestSite site, string name = "Dr. Vega")
    {
        var answer = await site.SubmitAsync(await site.GetPageAsync("/voices"), "/voices", ("name", name), ("lang", "en"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString.Split('/')[2];
    }

    private static async Task<IReadOnlyList<(string Key, int SlotMs)>> SentencesAsync(TestSite site, string id) =>
        [
            .. (await site.GetPageAsync($"/voices/{id}/record"))
                .QuerySelectorAll("[data-usual]")
                .Select(sentence =>
                    (
                        sentence.GetAttribute("data-key")!,
                        int.Parse(sentence.GetAttribute("data-slot")!, System.Globalization.CultureInfo.InvariantCulture)
                    )
                ),
        ];

    private static IEnumerable<string> RecordedIn(IHtmlDocument page) =>
        page.QuerySelectorAll("[data-recorded]").Select(sentence => sentence.GetAttribute("data-key")!);

    private static IElement RowOf(IHtmlDocument page, string name) =>
        page.QuerySelectorAll(".voice-list li").Single(row => row.QuerySelector("h3")!.TextContent == name);

    private static string TokenOf(IHtmlDocument page) =>
        page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    private static async Task<HttpResponseMessage> KeepAsync(TestSite site, string id, string key, byte[] recording) =>
        await site.Client.PutAsync(
            $"/api/voices/{id}/phrases/{key}",
            new ByteArrayContent(recording) { Headers = { ContentType = new("audio/wav") } },
            TestSite.Cancelled
        );

    private static async Task IsNotFoundAsync(Task<HttpResponseMessage> asked, string says)
    {
        var answer = await asked;
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.StartsWith(says, (string)(await answer.ReadJsonAsync())["detail"]!, StringComparison.Ordinal);
    }

    private static async Task<byte[]> ExportAsync(TestSite site, string id) =>
        await site.Client.GetByteArrayAsync($"/voices/{id}.zip", TestSite.Cancelled);

    private static async Task<HttpResponseMessage> ImportAsync(TestSite site, byte[] archive, bool mayReplace = false)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(TokenOf(await site.GetPageAsync("/voices"))), "__RequestVerificationToken" },
            { new ByteArrayContent(archive), "archive", "voice.zip" },
        };
        if (mayReplace)
        {
            form.Add(new StringContent("yes"), "replace");
        }

        return await site.Client.PostAsync("/voices/import", form, TestSite.Cancelled);
    }

    private static byte[] Change(byte[] archive, Action<ZipArchive> change)
    {
        using var stream = new MemoryStream();
        stream.Write(archive);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            change(zip);
        }

        return stream.ToArray();
    }

    /// <summary>What is on the disk of a voice: names, and what is in them.</summary>
    private static SortedDictionary<string, string> FilesOf(TestSite site, string id) =>
        new(
            Directory
                .GetFiles(Path.Combine(site.Get<UserFolder>().Voices, id))
                .ToDictionary(file => Path.GetFileName(file), file => Convert.ToBase64String(File.ReadAllBytes(file))),
            StringComparer.Ordinal
        );

    /// <summary>A sound with syllables, as a microphone's file at 16 kHz.</summary>
    private static byte[] Speech(double seconds, double peak = 0.3)
    {
        var samples = new short[(int)(seconds * 16_000)];
        for (var i = 0; i < samples.Length; i++)
        {
            var t = i / 16_000.0;
            samples[i] = (short)(32_767 * peak * (0.1 + (0.9 * Math.Pow(Math.Sin(Math.PI * 4 * t), 2))) * Math.Sin(2 * Math.PI * 180 * t));
        }

        return Wave(samples);
    }

    private static byte[] Wave(short[] samples)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + (samples.Length * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(16_000);
        writer.Write(32_000);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(samples.Length * 2);
        foreach (var sample in samples)
        {
            writer.Write(sample);
        }

        writer.Flush();
        return stream.ToArray();
    }
}
