using System.Net.Mime;
using Microsoft.AspNetCore.HttpOverrides;
using Supine.Web.Shell;

namespace Supine.Web.Boundary;

/// <summary>By which names and through which proxy the program is reached.</summary>
internal static class Reached
{
    /// <summary>Refuses requests for a host that is not ours, so that no foreign name can be made to lead here; and where there is a
    /// public origin, gives every request its scheme and host and the client's own address.</summary>
    /// <remarks>Of what a proxy passes on, only the client's address is used, and only from the proxy itself. Scheme and host are known
    /// from the setting.</remarks>
    public static void UseOrigin(this WebApplication app, PublicOrigin? origin)
    {
        app.Use(next =>
            context =>
                origin is not null && !origin.IsProxy(context.Connection.RemoteIpAddress)
                    ? RefuseAsync(context, StatusCodes.Status403Forbidden, "origin.notTheProxy")
                : !IsOurs(context.Request.Host, origin) ? RefuseAsync(context, StatusCodes.Status400BadRequest, "origin.wrongHost")
                : next(context)
        );
        if (origin is null)
        {
            return;
        }

        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in origin.Proxies)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(forwarded);
        app.Use(next =>
            context =>
            {
                (context.Request.Scheme, context.Request.Host) = (origin.Address.Scheme, origin.Host);
                return next(context);
            }
        );
        app.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.SameAsRequest });
    }

    // Which port it is does not matter, for a proxy may listen on another one than the program; but it has to be one.
    private static bool IsOurs(HostString host, PublicOrigin? origin) =>
        Uri.TryCreate($"http://{host}", UriKind.Absolute, out _) && IsOurName(host, origin);

    private static bool IsOurName(HostString host, PublicOrigin? origin) =>
        origin is null ? OwnAddress.IsOfThisMachine(host) : host.Host.Equals(origin.Host.Host, StringComparison.OrdinalIgnoreCase);

    // Plain text: none of the files that a page is made of can be reached under such a name.
    private static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{MediaTypeNames.Text.Plain}; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(context.RequestServices.GetRequiredService<Texts>()[text] + "\n", context.RequestAborted);
    }
}
