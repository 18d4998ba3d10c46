using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Figure;
using Supine.Web.Callers;

namespace Supine.Web.Shell;

/// <summary>Marks a page that a device keeps, so that it comes without a network, too. It says nothing about a person.</summary>
internal sealed record KeptPage;

/// <summary>What a device keeps of this program, and the worker that keeps it there: <c>/sw.js</c>.</summary>
/// <remarks>The worker's script begins with the list of files and the hash of each, so that a change of one file is a new worker. Only here
/// are all addresses known: the static files get their fingerprints after they were bundled.</remarks>
internal sealed class KeptShell
{
    private const string Folder = "client/";
    private const string Worker = "client/worker.js";

    // Parts of a bundle that are loaded when they are needed, by the name that the bundle knows.
    private const string Chunks = "client/chunk/";
    private const string Icons = "icons/";

    private readonly Lazy<(string Version, string Script)> _written;

    /// <summary>The shell of a program with these files and pages.</summary>
    public KeptShell(StaticFiles files, EndpointDataSource endpoints, TextCatalogue texts, IWebHostEnvironment environment) =>
        _written = new(() =>
        {
            var pages = endpoints
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<KeptPage>() is not null)
                .Select(PathOf);
            var own = files
                .All.Where(file =>
                    file.Path.StartsWith(Folder, StringComparison.Ordinal) && file.Path != Worker
                    || file.Path.StartsWith(Icons, StringComparison.Ordinal)
                )
                .Select(file => (Address: AddressOf(files, file.Path), file.Integrity));
            var made = WebManifest
                .All(texts)
                .Append((FigureStylesheet.Path, FigureStyle.Css))
                .Select(file => (file.Item1, Integrity(file.Item2)));

            string[][] list =
            [
                .. own.Concat(made).OrderBy(file => file.Item1, StringComparer.Ordinal).Select(file => new[] { file.Item1, file.Item2 }),
            ];
            var worker = Read(environment.WebRootFileProvider.GetFileInfo(Worker));
            var kept = new { files = list, pages = pages.Order(StringComparer.Ordinal) };
            var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(kept) + worker)))[..12];
            return (version, $"self.shell={JsonSerializer.Serialize(new { version, kept.files, kept.pages })};\n{worker}");
        });

    /// <summary>Changes with every file that is kept. A page carries it, so that the worker knows which pages belong to its
    /// files.</summary>
    public string Version => _written.Value.Version;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/sw.js", Send).ExcludeFromDescription().OpenTo(Door.Everybody);

    private static ContentHttpResult Send(KeptShell shell, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Text(shell._written.Value.Script, "text/javascript; charset=utf-8");
    }

    private static string PathOf(RouteEndpoint endpoint) => "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');

    private static string AddressOf(StaticFiles files, string path) =>
        path.StartsWith(Chunks, StringComparison.Ordinal) || path.StartsWith(Icons, StringComparison.Ordinal) ? "/" + path : files[path];

    private static string Integrity(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(Microsoft.Extensions.FileProviders.IFileInfo file)
    {
        using var reader = new StreamReader(file.CreateReadStream());
        return reader.ReadToEnd();
    }
}
