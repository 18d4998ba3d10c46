using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Supine.Web.Boundary;

/// <summary>Compresses what is written for each request; files are compressed when the program is built.</summary>
internal static class Compression
{
    public static void AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "text/vtt"];
            options.Providers.Add<Brotli>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
    }

    /// <summary>Compresses answers, but for those to a PUT: a few numbers in JSON, which get no smaller.</summary>
    public static void UseCompression(this WebApplication app) =>
        app.UseWhen(context => !HttpMethods.IsPut(context.Request.Method), branch => branch.UseResponseCompression());

    /// <summary>Brotli of quality 7, for which the framework has no name. Its level "optimal" is 4, which sends about a tenth more of a
    /// page for the same time; its smallest is 11, which is for files that are compressed once.</summary>
    private sealed class Brotli : ICompressionProvider
    {
        public string EncodingName => "br";

        public bool SupportsFlush => true;

        public Stream CreateStream(Stream outputStream) =>
            new BrotliStream(outputStream, new BrotliCompressionOptions { Quality = 7 }, leaveOpen: true);
    }
}
