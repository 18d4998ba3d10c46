using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Supine.Web.Tests.Boundary;

public class RequestFuzzTests
{
    private const int CrawlEvery = 1_000;

    // More of them: tests/fuzz-requests.
    [Fact]
    public async Task No_request_makes_the_server_fail_and_afterwards_every_page_still_opens()
    {
        var (requests, seed) = (Read("SUPINE_FUZZ_REQUESTS", 3_000), Read("SUPINE_FUZZ_SEED", 7));
        using var log = new ServerLog();
        await using var site = await TestSite.StartAsync(
            change: services => services.AddSingleton<ILoggerProvider>(log),
            more: "--Logging:LogLevel:Supine=Error"
        );

        // its forms remove people, too
        site.WatchesNeighbour = false;
        using var client = site.NewBareClient();
        var fuzz = new RequestFuzz(site, client, new Random(seed));
        var failures = new List<string>(await fuzz.CrawlAsync(TestSite.Cancelled));
        for (var i = 1; i <= requests; i++)
        {
            using var request = fuzz.Next();
            var told = $"{i}: {request.Method} {request.RequestUri} {await ReadAsync(request)}";
            try
            {
                using var answer = await client.SendAsync(request, TestSite.Cancelled);

                // 503: this machine cannot render a voice, or is busy with others
                if ((int)answer.StatusCode is >= 500 and not 503)
                {
                    failures.Add($"{told} answered {(int)answer.StatusCode}: {log.Last}");
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                failures.Add($"{told} threw {fault}");
            }

            if (i % CrawlEvery == 0 || i == requests)
            {
                failures.AddRange(await fuzz.CrawlAsync(TestSite.Cancelled));
            }
        }

        Assert.True(failures.Count == 0, $"Seed {seed}:\n{string.Join('\n', failures.Take(20))}");
    }

    private static async Task<string> ReadAsync(HttpRequestMessage request)
    {
        var body = request.Content is null
            ? ""
            : System.Text.Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync(TestSite.Cancelled));
        return $"{request.Content?.Headers.ContentType} {body[..Math.Min(body.Length, 600)]}";
    }

    private static int Read(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : usual;

    /// <summary>Remembers the last fault that the server has logged.</summary>
    private sealed class ServerLog : ILoggerProvider, ILogger
    {
        public Exception? Last { get; private set; }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Last = exception ?? Last;

        public void Dispose() { }
    }
}
