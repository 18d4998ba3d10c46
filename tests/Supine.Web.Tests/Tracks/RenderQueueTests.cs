using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Supine.Storage.Folders;
using Supine.Web.Boundary;
using Supine.Web.Library;
using Supine.Web.Tracks;

namespace Supine.Web.Tests.Tracks;

/// <summary>Making tracks takes the processor, and must not take it from everybody else.</summary>
public class RenderQueueTests
{
    private static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount - 1);

    [Fact]
    public async Task The_work_is_done_on_threads_of_its_own_and_one_processor_is_left()
    {
        using var queue = new RenderQueue();
        var (now, most) = (0, 0);
        var names = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(_ =>
                    queue.RunAsync(async () =>
                    {
                        most = Math.Max(most, Interlocked.Increment(ref now));
                        await Task.Delay(5, TestSite.Cancelled);
                        Interlocked.Decrement(ref now);
                        return Thread.CurrentThread.Name;
                    })
                )
        );
        Assert.All(names, name => Assert.Equal("rendering", name));
        Assert.Equal(AtOnce, most);
        Assert.Equal(0, queue.UnderWay);
    }

    [Fact]
    public async Task So_many_wait_and_no_more_and_a_failure_makes_room()
    {
        using var queue = new RenderQueue();
        var gate = new TaskCompletionSource<bool>();
        var waiting = Enumerable.Range(0, RenderQueue.MostAtATime).Select(_ => queue.RunAsync(() => gate.Task)).ToList();
        var refused = await Assert.ThrowsAsync<NotReadyYetException>(() => queue.RunAsync(() => gate.Task));
        Assert.Equal(RenderQueue.MostAtATime, refused.Others);
        gate.SetException(new IOException());
        foreach (var one in waiting)
        {
            await Assert.ThrowsAsync<IOException>(() => one);
        }

        Assert.True(await queue.RunAsync(() => Task.FromResult(true)));
    }

    [Fact]
    public async Task What_is_being_made_when_the_program_ends_does_no_harm()
    {
        var (begun, gate) = (new TaskCompletionSource(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Task<int> work;
        using (var queue = new RenderQueue())
        {
            work = queue.RunAsync(async () =>
            {
                begun.SetResult();
                await gate.Task;
                return 1;
            });
            await begun.Task.WaitAsync(TestSite.Cancelled);
        }

        gate.SetResult();
        Assert.Equal(1, await work.WaitAsync(TimeSpan.FromSeconds(30), TestSite.Cancelled));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/html")]
    public async Task Who_waits_for_long_is_told_when_to_ask_again_and_gets_it_then(string accepted)
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
                    Patience = TimeSpan.FromMilliseconds(50),
                })
            )
        );
        site.AsksAgain = false;
        var queue = site.Get<RenderQueue>();
        var gate = new TaskCompletionSource<bool>();
        var before = Enumerable.Range(0, AtOnce).Select(_ => queue.RunAsync(() => gate.Task)).ToList();
        using (var answer = await AskAsync())
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter!.Delta);
            Assert.Equal("2", Assert.Single(answer.Headers.GetValues("Refresh")));
            var told = await answer.Content.ReadAsStringAsync(TestSite.Cancelled);
            Assert.Contains($"at the same time ({AtOnce})", told, StringComparison.Ordinal);
        }

        // everything else is answered meanwhile
        Assert.Equal(HttpStatusCode.OK, (await site.Client.GetAsync("/progress/practice", TestSite.Cancelled)).StatusCode);
        gate.SetResult(true);
        await Task.WhenAll(before);
        for (var tries = 0; tries < 200; tries++)
        {
            using var answer = await AskAsync();
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Assert.Equal(1, site.Get<TrackCache>().Rendered);
                return;
            }

            await Task.Delay(25, TestSite.Cancelled);
        }

        Assert.Fail("It was never ready.");

        async Task<HttpResponseMessage> AskAsync()
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                accepted == "text/html" ? "/take-along?protocol=psoas-lying-1" : "/api/sequence?protocol=psoas-lying-1"
            );
            request.Headers.Add("Accept", accepted);
            return await site.Client.SendAsync(request, TestSite.Cancelled);
        }
    }
}
