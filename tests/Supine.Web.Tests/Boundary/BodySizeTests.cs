using System.Net;
using Supine.Web.Boundary;

namespace Supine.Web.Tests.Boundary;

/// <summary>How much a request may send, at the server that people run.</summary>
public class BodySizeTests
{
    [Theory]
    [InlineData("/api/screening", "application/json")]
    [InlineData("/explain", "application/x-www-form-urlencoded")]
    public async Task What_is_larger_than_anything_sent_there_is_refused_before_it_is_read(string path, string type)
    {
        await using var server = await RealServer.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        // blanks are read as far as they go, whatever the type
        using var body = new StringContent(new string(' ', (int)Guards.UsualBytesAtMost + 1)) { Headers = { ContentType = new(type) } };
        using var request = new HttpRequestMessage(
            path.StartsWith("/api", StringComparison.Ordinal) ? HttpMethod.Put : HttpMethod.Post,
            path
        )
        {
            Content = body,
        };
        request.Headers.Add(Callers.CallerFinder.Header, "first");
        request.Headers.ExpectContinue = true;
        var answer = await client.SendAsync(request, TestSite.Cancelled);
        var told = await answer.Content.ReadAsStringAsync(TestSite.Cancelled);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, true), (answer.StatusCode, told.Contains("256 kB", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_voice_and_a_recording_may_be_larger()
    {
        await using var server = await RealServer.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        foreach (var path in new[] { "/voices/import", "/measure/recordings" })
        {
            using var body = new MultipartFormDataContent { { new ByteArrayContent(new byte[1_000_000]), "archive", "voice.zip" } };

            // there is no token in it: that is the next thing that is looked at
            Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(path, body, TestSite.Cancelled)).StatusCode);
        }
    }
}
