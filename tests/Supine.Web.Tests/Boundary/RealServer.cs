using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;

namespace Supine.Web.Tests.Boundary;

/// <summary>The program behind a real port, with the limits of the server that people run.</summary>
internal sealed class RealServer(WebApplication app, string folder) : IAsyncDisposable
{
    public Uri Address => new(app.Urls.Single());

    public static async Task<RealServer> StartAsync(params string[] more)
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
        return (await client.GetAsync("/progress/practice", TestSite.Cancelled)).StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await TestDatabase.DropAsync(folder);
        Directory.Delete(folder, recursive: true);
    }
}
