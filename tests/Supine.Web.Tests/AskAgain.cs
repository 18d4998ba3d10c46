using System.Net;

namespace Supine.Web.Tests;

/// <summary>Asks again when an answer says so: on a busy machine a track takes its time.</summary>
internal sealed class AskAgain(HttpMessageHandler inner, TestSite site) : DelegatingHandler(inner)
{
    private const int MostTimes = 60;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        for (var times = 0; times < MostTimes && MustAskAgain(request, answer); times++)
        {
            await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value, cancellationToken);
            answer.Dispose();
            answer = await base.SendAsync(request, cancellationToken);
        }

        return answer;
    }

    private bool MustAskAgain(HttpRequestMessage request, HttpResponseMessage answer) =>
        site.AsksAgain
        && request.Method == HttpMethod.Get
        && answer is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter.Delta: not null };
}
