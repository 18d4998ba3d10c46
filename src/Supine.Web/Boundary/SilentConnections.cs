using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Supine.Web.Boundary;

/// <summary>Closes connections that send nothing, so that they cannot use up the number of connections.</summary>
/// <remarks>The server's own limit for this is the one for connections that are kept open between requests, and is much longer.</remarks>
internal static class SilentConnections
{
    /// <summary>A new connection must have begun to send a request within this time.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Watches every connection of the server.</summary>
    public static void CloseSilentConnections(this KestrelServerOptions server) =>
        server.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => WaitAsync(connection, next)));

    private static async Task WaitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        silence.CancelAfter(Patience);
        try
        {
            // looked at, and left for whoever reads the request
            var begun = await connection.Transport.Input.ReadAsync(silence.Token);
            connection.Transport.Input.AdvanceTo(begun.Buffer.Start);
        }
        catch (OperationCanceledException)
        {
            connection.Abort();
            return;
        }

        await next(connection);
    }
}
