using System.Net;
using System.Net.Http.Headers;
using Supine.Web.Tracks;

namespace Supine.Web.Tests.Tracks;

internal static class RenderQueueWaiting
{
    /// <summary>What was sent whole is kept a moment later.</summary>
    public static async Task WaitUntilIdleAsync(this RenderQueue queue)
    {
        while (queue.UnderWay > 0)
        {
            TestSite.Cancelled.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

public class OpusTracksTests
{
    private const string Query = "protocol=psoas-lying-1&hold=30s";

    [Fact]
    public async Task The_sources_come_in_the_order_to_try_and_each_can_be_had()
    {
        await using var site = await TestSite.StartAsync(more: ["--SUPINE_FFMPEG=none"]);
        var sequence = await site.GetJsonAsync($"/api/sequence?{Query}");
        var sources = sequence["sources"]!.AsArray();

        Assert.Equal(["opus", "caf", "wav"], sources.Select(source => (string)source!["format"]!));
        Assert.Equal(
            ["audio/ogg; codecs=opus", "audio/x-caf; codecs=opus", "audio/wav"],
            sources.Select(source => (string)source!["mediaType"]!)
        );
        Assert.Equal((string)sequence["audioUrl"]!, (string)sources[2]!["url"]!);
        Assert.Null(sources[0]!["bytes"]);
        foreach (var source in sources)
        {
            var answer = await site.Client.GetAsync((string)source!["url"]!, TestSite.Cancelled);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal((string)source["mediaType"]!, answer.Content.Headers.ContentType!.ToString());
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            var bytes = await answer.Content.ReadAsByteArrayAsync(TestSite.Cancelled);
            Assert.Equal(answer.Content.Headers.ContentLength, bytes.Length);

            // once it is made its size is known
            var again = await site.GetJsonAsync($"/api/sequence?{Query}");
            Assert.Equal(bytes.Length, (long)again["sources"]![sources.IndexOf(source)]!["bytes"]!);
        }
    }

    [Fact]
    public async Task It_is_made_once_for_all_who_ask_and_sent_whole_or_in_part()
    {
        await using var site = await TestSite.StartAsync();
        var url = (string)(await site.GetJsonAsync($"/api/sequence?{Query}"))["sources"]![0]!["url"]!;
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(i => i % 2 == 0 ? GetAsync(site, url, null) : GetAsync(site, url, new(100, 199)))
        );

        var whole = answers[0].Bytes;
        Assert.Equal("OggS"u8, whole.AsSpan(0, 4));
        Assert.All(
            answers.Where((_, i) => i % 2 == 0),
            answer =>
            {
                Assert.Equal(HttpStatusCode.OK, answer.Status);
                Assert.Equal(whole, answer.Bytes);
            }
        );
        Assert.All(
            answers.Where((_, i) => i % 2 == 1),
            answer =>
            {
                Assert.Equal(HttpStatusCode.PartialContent, answer.Status);
                Assert.Equal(whole[100..200], answer.Bytes);
            }
        );
        Assert.Equal(1, site.Get<CompressedTracks>().Made);

        // and again from the disk, in the same bytes
        await site.Get<RenderQueue>().WaitUntilIdleAsync();
        var kept = Assert.Single(Directory.GetFiles(Path.Combine(site.Folder, "tracks"), "*.opus"));
        Assert.Equal(whole, await File.ReadAllBytesAsync(kept, TestSite.Cancelled));
        var last = await GetAsync(site, url, new(whole.Length - 10, null));
        Assert.Equal(HttpStatusCode.PartialContent, last.Status);
        Assert.Equal(whole[^10..], last.Bytes);
        Assert.Equal(answers[0].Tag, last.Tag);
        Assert.Equal(1, site.Get<CompressedTracks>().Made);
        Assert.Empty(Directory.GetFiles(Path.Combine(site.Folder, "tracks"), "*.part"));
    }

    [Fact]
    public async Task A_growing_sound_is_read_as_it_comes_from_any_place()
    {
        var sound = new GrowingSound(10);
        var writer = sound.Write();
        var (first, second) = (sound.Read(), sound.Read());
        second.Seek(-3, SeekOrigin.End);
        Assert.Equal((10, 7), (first.Length, second.Position));
        var (from, to) = (new byte[100], new byte[2]);
        var (reading, waiting) = (first.ReadAsync(from, TestSite.Cancelled).AsTask(), second.ReadAsync(to, TestSite.Cancelled).AsTask());
        Assert.False(reading.IsCompleted || waiting.IsCompleted);

        writer.Write([0, 1, 2, 3, 4, 5]);
        Assert.Equal(6, await reading);
        Assert.False(waiting.IsCompleted);
        Assert.Throws<InvalidOperationException>(() => sound.Bytes);

        writer.Write([6, 7, 8, 9]);
        Assert.Equal(2, await waiting);
        Assert.Equal([7, 8], to);
        Assert.Equal(1, await second.ReadAsync(to, TestSite.Cancelled));
        Assert.Equal(0, await second.ReadAsync(to, TestSite.Cancelled));
        Assert.Equal(4, await first.ReadAsync(from.AsMemory(6), TestSite.Cancelled));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], from[..10]);
        Assert.Equal(from[..10], sound.Bytes.ToArray());
    }

    [Fact]
    public async Task Who_waits_for_what_will_never_come_is_told_so()
    {
        var sound = new GrowingSound(10);
        sound.Write().Write([0, 1]);
        var reader = sound.Read();
        reader.Position = 5;
        var reading = reader.ReadAsync(new byte[5], TestSite.Cancelled);

        sound.Break(new InvalidDataException("It went wrong."));

        Assert.IsType<InvalidDataException>((await Assert.ThrowsAsync<IOException>(() => reading.AsTask())).InnerException);
        reader.Position = 0;
        Assert.Equal(2, await reader.ReadAsync(new byte[5], TestSite.Cancelled));
        using var tired = new CancellationTokenSource();
        await tired.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new GrowingSound(1).Read().ReadAsync(new byte[1], tired.Token).AsTask()
        );
    }

    private static async Task<(HttpStatusCode Status, byte[] Bytes, EntityTagHeaderValue? Tag)> GetAsync(
        TestSite site,
        string url,
        RangeItemHeaderValue? range
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (range is not null)
        {
            request.Headers.Range = new(range.From, range.To);
        }

        using var answer = await site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestSite.Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestSite.Cancelled), answer.Headers.ETag);
    }
}
