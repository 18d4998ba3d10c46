using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols;
using Supine.Web.Callers;

namespace Supine.Web.Shell;

/// <summary>What a device is told when the program is put on its home screen, in the language of the page.</summary>
internal static class WebManifest
{
    private const string Place = "/manifest.webmanifest";
    private const string Ground = "#f6f2ec";
    private static readonly string[] Categories = ["health", "fitness", "lifestyle"];

    /// <summary>The address for a language. A browser asks for it without cookies, so the address has to say it.</summary>
    public static string PathFor(Language language) => $"{Place}?lang={language.Code}";

    /// <summary>The addresses of all languages and what is there.</summary>
    public static IEnumerable<(string Path, string Json)> All(TextCatalogue texts) =>
        texts.Languages.Select(language => (PathFor(language), Write(texts, language)));

    public static void Map(IEndpointRouteBuilder app) => app.MapGet(Place, Send).ExcludeFromDescription().OpenTo(Door.Everybody);

    private static ContentHttpResult Send(string? lang, TextCatalogue texts, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache";
        var language = texts.Languages.FirstOrDefault(known => known.Code == lang) ?? Language.English;
        return TypedResults.Text(Write(texts, language), "application/manifest+json; charset=utf-8");
    }

    private static string Write(TextCatalogue texts, Language language) =>
        JsonSerializer.Serialize(
            new
            {
                id = "/",
                name = texts.Find(language, "shell.fullName"),
                short_name = "Supine",
                description = texts.Find(language, "shell.description"),
                lang = language.Code,
                start_url = "/",
                scope = "/",
                display = "standalone",
                theme_color = Ground,
                background_color = Ground,
                categories = Categories,
                icons = new[]
                {
                    new
                    {
                        src = "/icons/icon-192.png",
                        sizes = "192x192",
                        type = "image/png",
                        purpose = "any",
                    },
                    new
                    {
                        src = "/icons/icon-512.png",
                        sizes = "512x512",
                        type = "image/png",
                        purpose = "any",
                    },
                    new
                    {
                        src = "/icons/icon.svg",
                        sizes = "any",
                        type = "image/svg+xml",
                        purpose = "any",
                    },
                    new
                    {
                        src = "/icons/maskable-512.png",
                        sizes = "512x512",
                        type = "image/png",
                        purpose = "maskable",
                    },
                },
                shortcuts = new[] { new { name = texts.Find(language, "progress.title"), url = "/progress" } },
            }
        );
}
