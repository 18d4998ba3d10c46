using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;

namespace Supine.Web.Tests.Boundary;

/// <summary>Connections that send nothing, at the server that people run.</summary>
public class SilentConnectionsTests
{
    [Fact]
    public async Task Three_hundred_silent_connections_keep_nobody_out()
    {
        await using var server = await Server.StartAsync();
        var silent = await server.ConnectAsync(300);
        Assert.Equal(HttpStatusCode.OK, await server.GetHistoryAsync());
        silent.ForEach(one => one.Dispose());
    }

    // It is the last place that is free: once the silent one is closed, there is a place again.
    [Fact]
    public async Task A_connection_that_sends_nothing_is_closed()
    {
        await using var server = await Server.StartAsync("--Kestrel:Limits:MaxConcurrentConnections=1");
        using var silent = Assert.Single(await server.ConnectAsync(1));
        Assert.True(await IsClosedAsync(silent));
        Assert.Equal(HttpStatusCode.OK, await server.GetHistoryAsync());
    }

    [Fact]
    public async Task A_request_that_is_never_finished_is_closed_too()
    {
        await using var server = await Server.StartAsync("--Kestrel:Limits:RequestHeadersTimeout=00:00:01");
        using var slow = Assert.Single(await server.ConnectAsync(1));
        await slow.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: local"u8.ToArray(), TestSite.Cancelled);
        Assert.True(await IsClosedAsync(slow));
    }

    // Well before a kept connection would be closed; nothing is measured.
    private static async Task<bool> IsClosedAsync(TcpClient connection)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestSite.Cancelled);
        patience.CancelAfter(TimeSpan.FromSeconds(25));
        var buffer = new byte[1024];
        try
        {
            while (await connection.GetStream().ReadAsync(buffer, patience.Token) > 0)
            {
                // what the server says before it closes
            }

            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed class Server(WebApplication app, string folder) : IAsyncDisposable
    {
        private Uri Address => new(app.Urls.Single());

        public static async Task<Server> StartAsync(params string[] more)
        {
            var folder = TestSite.NewFolder();
            await TestDatabase.CreateAsync(folder, TestSite.Cancelled);
            var app = Program.Build([
                $"--SUPINE_DATA={folder}",
                "--SUPINE_SPEECH=none",
                "--urls=http://127.0.0.1:0",
                "--Logging:LogLevel:Default=None",
                "--Logging:LogLevel:Microsoft.Hosting.Lifetime=None",
                .. TestDatabase.ArgumentsFor(folder),
                .. more,
            ]);
            await app.StartAsync(TestSite.Cancelled);
            return new(app, folder);
        }

        public async Task<List<TcpClient>> ConnectAsync(int count)
        {
            var made = new List<TcpClient>();
            for (var i = 0; i < count; i++)
            {
                var one = new TcpClient();
                await one.ConnectAsync(Address.Host, Address.Port, TestSite.Cancelled);
                made.Add(one);
            }

            return made;
        }

        public async Task<HttpStatusCode> GetHistoryAsync()
        {
            using var client = new HttpClient { BaseAddress = Address };
            return (await client.GetAsync("/history", TestSite.Cancelled)).StatusCode;
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            await TestDatabase.DropAsync(folder);
            Directory.Delete(folder, recursive: true);
        }
    }
}
