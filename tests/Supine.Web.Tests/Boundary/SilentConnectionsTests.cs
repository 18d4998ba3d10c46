using System.Net;
using System.Net.Sockets;

namespace Supine.Web.Tests.Boundary;

/// <summary>Connections that send nothing, at the server that people run.</summary>
public class SilentConnectionsTests
{
    [Fact]
    public async Task Three_hundred_silent_connections_keep_nobody_out()
    {
        await using var server = await RealServer.StartAsync();
        var silent = await server.ConnectAsync(300);
        Assert.Equal(HttpStatusCode.OK, await server.GetHistoryAsync());
        silent.ForEach(one => one.Dispose());
    }

    // It is the last place that is free: once the silent one is closed, there is a place again.
    [Fact]
    public async Task A_connection_that_sends_nothing_is_closed()
    {
        await using var server = await RealServer.StartAsync("--Kestrel:Limits:MaxConcurrentConnections=1");
        using var silent = Assert.Single(await server.ConnectAsync(1));
        Assert.True(await IsClosedAsync(silent));
        Assert.Equal(HttpStatusCode.OK, await server.GetHistoryAsync());
    }

    [Fact]
    public async Task A_request_that_is_never_finished_is_closed_too()
    {
        await using var server = await RealServer.StartAsync("--Kestrel:Limits:RequestHeadersTimeout=00:00:01");
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
}
