using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Figure;
using Supine.Web.Callers;

namespace Supine.Web.Shell;

/// <summary>The figure's colours as a style sheet of its own: a page's drawings carry class names only.</summary>
internal static class FigureStylesheet
{
    /// <summary>Its address, which changes with its content.</summary>
    public static string Path { get; } =
        $"/figure-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FigureStyle.Css)))[..10]}.css";

    public static void MapFigureStylesheet(this IEndpointRouteBuilder app) =>
        app.MapGet(Path, Send).ExcludeFromDescription().OpenTo(Door.Everybody);

    private static ContentHttpResult Send(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Text(FigureStyle.Css, "text/css; charset=utf-8");
    }
}
