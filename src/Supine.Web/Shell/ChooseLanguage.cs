using Microsoft.AspNetCore.Mvc;
using Supine.Web.Boundary;
using Supine.Web.Callers;

namespace Supine.Web.Shell;

/// <summary>Keeps the language a person chose, on this device, and leads back to where they were.</summary>
internal static class ChooseLanguage
{
    // Nothing is stored here and only our own pages may post, so the form needs no token and its page may stay cached.
    public static void MapChooseLanguage(this IEndpointRouteBuilder app) =>
        app.MapPost("/language", Handle).ExcludeFromDescription().DisableAntiforgery().ForAnybody().OpenTo(Door.Everybody);

    private static SeeOther Handle([FromForm] string? language, [FromForm] string? next, TextCatalogue catalogue, HttpContext context)
    {
        if (catalogue.Languages.Any(known => known.Code == language))
        {
            context.Response.Cookies.Append(
                Texts.Cookie,
                language!,
                new CookieOptions
                {
                    HttpOnly = true,
                    IsEssential = true,
                    MaxAge = TimeSpan.FromDays(365),
                    SameSite = SameSiteMode.Lax,
                }
            );
        }

        return SeeOther.Page(next ?? "/");
    }
}
