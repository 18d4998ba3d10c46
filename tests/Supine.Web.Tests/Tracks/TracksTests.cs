using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Supine.Protocols;
using Supine.Storage.Folders;
using Supine.Web.Library;
using Supine.Web.Tracks;

namespace Supine.Web.Tests.Tracks;

public class TracksTests
{
    private const string Query = "protocol=psoas-lying-1&hold=30s";

    [Fact]
    public async Task A_sequence_says_all_that_the_compiler_says_and_where_its_sound_is()
    {
        await using var site = await TestSite.StartAsync();
        var sent = await site.GetJsonAsync(
            $"/api/sequence?{Query}&lang=de&first=right&sets=2&instruction=brief&getReady=20s&changeSides=25s"
        );
        var compiled = (Compilation.Succeeded)
            ProtocolCompiler.Compile(
                site.Get<ProtocolLibrary>().Read().Find("psoas-lying-1")!,
                new Prescription
                {
                    Hold = TimeSpan.FromSeconds(30),
                    Language = Languages.Shipped["de"],
                    First = Biomechanics.Side.Right,
                    Sets = 2,
                    Instruction = Instruction.Brief,
                    GetReady = TimeSpan.FromSeconds(20),
                    ChangeSides = TimeSpan.FromSeconds(25),
                }
            );
        var expected = JsonNode.Parse(CueSequenceJson.Write(compiled.Sequence))!;
        foreach (var (step, asSent) in expected["steps"]!.AsArray().Zip(sent["steps"]!.AsArray()))
        {
            step!.AsObject().Remove("posture");
            step["thighDegrees"] = asSent!["thighDegrees"]?.DeepClone();
        }

        // On a machine without a voice for the language, the listener's device speaks all of it.
        var byDevice = sent["voice"]!.GetValue<string>() == "device";
        foreach (var cue in expected["cues"]!.AsArray())
        {
            cue!["leftToDevice"] = byDevice && cue["kind"]!.GetValue<string>() == "say";
        }

        expected["audioUrl"] = sent["audioUrl"]!.DeepClone();
        expected["sources"] = sent["sources"]!.DeepClone();
        expected["captionsUrl"] = $"/tracks/{compiled.Sequence.Hash}.vtt?{((string)sent["audioUrl"]!).Split('?')[1].Split("&v=")[0]}";
        expected["voice"] = sent["voice"]!.DeepClone();
        expected["calls"] = sent["calls"]!.DeepClone();
        expected["voiceName"] = sent["voiceName"]?.DeepClone();
        expected["speechRate"] = 1;
        expected["standIns"] = new JsonArray();
        expected["milder"] = sent["milder"]?.DeepClone();
        Assert.Equal(expected.ToJsonString(), sent.ToJsonString());
        Assert.Equal(
            HttpStatusCode.OK,
            (await site.Client.GetAsync((string)sent["audioUrl"]!, HttpCompletionOption.ResponseHeadersRead, TestSite.Cancelled)).StatusCode
        );
    }

    [Theory]
    [InlineData("en", "pack")]
    [InlineData("de", "device")]
    public async Task Who_speaks_is_told_as_it_is(string language, string voice)
    {
        await using var site = await TestSite.StartAsync(more: TestSite.WithEnglishVoiceOnly());
        Assert.Equal(voice, (string)(await site.GetJsonAsync($"/api/sequence?{Query}&lang={language}"))["voice"]!);
    }

    [Fact]
    public async Task All_faults_of_an_address_come_at_once()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync(
            "/api/sequence?protocol=none&hold=45&sets=x&first=up&lang=fr&instruction=loud&getReady=soon&changeSides=-1s",
            TestSite.Cancelled
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(
            ["changeSides", "first", "getReady", "hold", "instruction", "lang", "protocol", "sets"],
            (await answer.ReadJsonAsync())["errors"]!.AsObject().Select(error => error.Key)
        );
    }

    [Theory]
    [InlineData("first=up", "first", "Links, Rechts")]
    [InlineData("only=up", "only", "Links, Rechts")]
    [InlineData("instruction=up", "instruction", "Alle, Wenige, Klänge")]
    [InlineData("grip=up", "grip", "Am Knie, Hinter dem Oberschenkel")]
    [InlineData("tones=up", "tones", "Normal, Aus, Leise, Laut")]
    [InlineData("press=5s", "P303", "Wähl die Einheit noch einmal.")]
    public async Task What_can_be_chosen_is_named_in_the_language_of_the_page(string faulty, string place, string said)
    {
        await using var site = await TestSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/sequence?protocol=psoas-lying-1&{faulty}")
        {
            Headers = { { "Accept-Language", "de" } },
        };
        var errors = (await (await site.Client.SendAsync(request, TestSite.Cancelled)).ReadJsonAsync())["errors"]!;
        Assert.Contains(said, (string)errors[place]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_compiler_refuses_is_told_with_its_codes()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync("/api/sequence?protocol=psoas-lying-1&hold=29s&sets=99&press=5s", TestSite.Cancelled);
        Assert.Equal(["P301", "P302", "P303"], (await answer.ReadJsonAsync())["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(0, await site.CountAsync("SELECT count(*) FROM track WHERE hash <> 'zzneighbour'"));
    }

    [Fact]
    public async Task The_protocols_own_times_and_counts_are_prescribed_by_name()
    {
        await using var site = await TestSite.StartAsync();
        var dose = site.Get<ProtocolLibrary>().Read().Find("psoas-office")!.Dose;
        var (name, range) = dose.Times.First();
        Assert.NotEqual(range.Default, range.Most);
        var usual = await site.GetJsonAsync("/api/sequence?protocol=psoas-office");
        var longer = await site.GetJsonAsync($"/api/sequence?protocol=psoas-office&{name}={DurationText.Write(range.Most)}");
        Assert.True((long)longer["totalMs"]! > (long)usual["totalMs"]!);
    }

    [Fact]
    public async Task A_part_of_the_sound_can_be_asked_for()
    {
        await using var site = await TestSite.StartAsync();
        var url = (string)(await site.GetJsonAsync($"/api/sequence?{Query}"))["audioUrl"]!;
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(8, 11) } };
        var part = await site.Client.SendAsync(request, TestSite.Cancelled);
        Assert.Equal((HttpStatusCode.PartialContent, "audio/wav"), (part.StatusCode, part.Content.Headers.ContentType!.MediaType));
        Assert.Equal("WAVE", await part.Content.ReadAsStringAsync(TestSite.Cancelled));
        Assert.Equal(
            (TimeSpan.FromDays(365), "immutable"),
            (part.Headers.CacheControl!.MaxAge, Assert.Single(part.Headers.CacheControl.Extensions).Name)
        );

        using var again = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { IfNoneMatch = { part.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await site.Client.SendAsync(again, TestSite.Cancelled)).StatusCode);
    }

    [Fact]
    public async Task An_address_that_names_no_voice_is_asked_for_again_each_time()
    {
        await using var site = await TestSite.StartAsync();
        var hash = (string)(await site.GetJsonAsync($"/api/sequence?{Query}"))["hash"]!;
        var answer = await site.Client.GetAsync(
            $"/tracks/{hash}.wav?{Query}&v=another",
            HttpCompletionOption.ResponseHeadersRead,
            TestSite.Cancelled
        );
        Assert.True(answer.Headers.CacheControl!.NoCache);
        Assert.Null(answer.Headers.CacheControl.MaxAge);
    }

    [Fact]
    public async Task A_form_without_script_leads_to_the_sound_and_to_a_file_with_a_name()
    {
        await using var site = await TestSite.StartAsync();
        var answer = await site.Client.GetAsync($"/track?{Query}&download", TestSite.Cancelled);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var file = await site.Client.GetAsync(answer.Headers.Location, HttpCompletionOption.ResponseHeadersRead, TestSite.Cancelled);
        Assert.Equal("Lying psoas stretch, level 1 (en).wav", file.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition.DispositionType);
    }

    [Fact]
    public async Task Captions_are_those_of_the_sequence()
    {
        await using var site = await TestSite.StartAsync();
        var sequence = await site.CompileAsync();
        var answer = await site.Client.GetAsync($"/tracks/{sequence.Hash}.vtt", TestSite.Cancelled);
        Assert.Equal("text/vtt", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Audio.Captions.Write(sequence), await answer.Content.ReadAsStringAsync(TestSite.Cancelled));
    }

    [Theory]
    [InlineData("wav")]
    [InlineData("vtt")]
    public async Task An_unknown_track_is_not_found(string kind)
    {
        await using var site = await TestSite.StartAsync();
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await site.Client.GetAsync($"/tracks/{new string('0', 64)}.{kind}", TestSite.Cancelled)).StatusCode
        );
    }

    [Fact]
    public async Task A_track_is_played_after_a_restart_and_after_its_sound_was_pruned()
    {
        var site = await TestSite.StartAsync();
        var sequence = await site.CompileAsync();
        await site.StopAsync();
        await using var again = await TestSite.StartAsync(site.Folder);
        var path = $"/tracks/{sequence.Hash}.wav";
        var first = await again.Client.GetByteArrayAsync(path, TestSite.Cancelled);
        Directory.Delete(Path.Combine(again.Folder, "tracks"), recursive: true);
        Assert.Equal(first, await again.Client.GetByteArrayAsync(path, TestSite.Cancelled));
    }

    [Fact]
    public async Task Who_asks_at_the_same_time_gets_one_rendering()
    {
        await using var site = await TestSite.StartAsync();
        var sequence = await site.CompileAsync();
        var cache = site.Get<TrackCache>();
        var tracks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cache.RenderAsync(sequence, TestSite.Cancelled)));
        Assert.Single(tracks.Distinct());
        Assert.Equal(1, cache.Rendered);
        await cache.RenderAsync(sequence, TestSite.Cancelled);
        Assert.Equal(1, cache.Rendered);
        Assert.Single(Directory.GetFiles(Path.Combine(site.Folder, "tracks")));
    }

    [Fact]
    public async Task Two_that_make_room_at_once_do_not_disturb_each_other()
    {
        await using var site = await TestSite.StartAsync();
        var folder = site.Get<UserFolder>();
        var cache = new TrackCache(folder, site.Get<OpenVoices>(), site.Get<RenderQueue>(), site.Clock, NullLogger<TrackCache>.Instance)
        {
            LimitBytes = 1,
        };
        var keep = Path.Combine(folder.Tracks, "keep.wav");
        foreach (var file in Enumerable.Range(0, 300).Select(i => Path.Combine(folder.Tracks, $"{i}.wav")).Append(keep))
        {
            await File.WriteAllBytesAsync(file, [1, 2], TestSite.Cancelled);
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => cache.Prune(keep))));
        Assert.Equal([keep], Directory.GetFiles(folder.Tracks));
    }

    [Fact]
    public async Task Who_goes_away_does_not_end_it_for_the_others()
    {
        await using var site = await TestSite.StartAsync();
        var sequence = await site.CompileAsync();
        using var gone = new CancellationTokenSource();
        var cache = site.Get<TrackCache>();
        var left = cache.RenderAsync(sequence, gone.Token);
        var stays = cache.RenderAsync(sequence, TestSite.Cancelled);
        await gone.CancelAsync();
        Assert.True(File.Exists((await stays).File));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await left;
            gone.Token.ThrowIfCancellationRequested();
        });
    }

    [Fact]
    public async Task What_was_not_heard_for_longest_goes_when_there_is_too_much()
    {
        await using var site = await TestSite.StartAsync(change: services =>
            services.Replace(
                ServiceDescriptor.Singleton(provider => new TrackCache(
                    provider.GetRequiredService<UserFolder>(),
                    provider.GetRequiredService<OpenVoices>(),
                    provider.GetRequiredService<RenderQueue>(),
                    provider.GetRequiredService<TimeProvider>(),
                    NullLogger<TrackCache>.Instance
                )
                {
                    // Two tracks of about eleven megabytes and a bit.
                    LimitBytes = 30_000_000,
                })
            )
        );
        var cache = site.Get<TrackCache>();
        List<CueSequence> sequences =
        [
            await site.CompileAsync(holdSeconds: 30),
            await site.CompileAsync(holdSeconds: 31),
            await site.CompileAsync(holdSeconds: 32),
        ];
        var files = new List<string>();
        foreach (var sequence in sequences[..2])
        {
            files.Add((await cache.RenderAsync(sequence, TestSite.Cancelled)).File);
            site.Clock.Now += TimeSpan.FromMinutes(1);
        }

        // The first one is heard again, so the second is now the older one.
        await cache.RenderAsync(sequences[0], TestSite.Cancelled);
        site.Clock.Now += TimeSpan.FromMinutes(1);
        files.Add((await cache.RenderAsync(sequences[2], TestSite.Cancelled)).File);
        Assert.Equal([true, false, true], files.Select(File.Exists));
    }

    [Fact]
    public async Task A_changed_protocol_file_is_read_again()
    {
        var home = TestSite.NewFolder();
        Directory.CreateDirectory(Path.Combine(home, "protocols"));
        await using (var site = await TestSite.StartAsync())
        {
            foreach (var file in Directory.GetFiles(site.Get<HomeFolder>().Protocols))
            {
                File.Copy(file, Path.Combine(home, "protocols", Path.GetFileName(file)));
            }
        }

        var library = new ProtocolLibrary(new HomeFolder(home), Languages.Shipped);
        Assert.Same(library.Read(), library.Read());
        Assert.NotNull(library.Read().Find("psoas-lying-2"));
        File.Delete(Path.Combine(home, "protocols", "psoas-lying-2.yaml"));
        Assert.Null(library.Read().Find("psoas-lying-2"));
        Directory.Delete(home, recursive: true);
    }
}
