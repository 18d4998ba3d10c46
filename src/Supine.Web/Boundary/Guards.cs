using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Supine.Web.Shell;

namespace Supine.Web.Boundary;

/// <summary>What every answer carries, and what no request may do.</summary>
internal static class Guards
{
    /// <summary>The most bytes that a request may send; who takes more says so at the endpoint.</summary>
    public const long UsualBytesAtMost = 256 * 1024;

    private const string ContentSecurityPolicy =
        "default-src 'self'; media-src 'self' blob:; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
        + "worker-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /// <summary>Sets the headers that keep the page's content, address and neighbours to itself.</summary>
    public static void UseSecurityHeaders(this WebApplication app) =>
        app.Use(next =>
            context =>
            {
                // As late as can be: whoever answers a failure first throws away all headers.
                context.Response.OnStarting(SetSecurityHeaders, context.Response.Headers);
                return next(context);
            }
        );

    /// <summary>Refuses a change that another site's page asks for.</summary>
    public static void UseSameOriginForChanges(this WebApplication app) =>
        app.Use(next =>
            async context =>
            {
                if (IsChange(context.Request) && IsForeign(context.Request))
                {
                    await Problems.Refused(context.RequestServices.GetRequiredService<Texts>()["problem.foreign"]).ExecuteAsync(context);
                    return;
                }

                await next(context);
            }
        );

    /// <summary>Refuses bodies that cannot be read as what they say they are, before anything looks into them: one that is too large, a
    /// form of too many fields or with a character that no text has, a multipart form without a boundary, an unknown character
    /// set.</summary>
    public static void UseReadableBodies(this WebApplication app) =>
        app.Use(next =>
            async context =>
            {
                var request = context.Request;
                if (context.GetEndpoint() is not null && IsChange(request))
                {
                    if (request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
                    {
                        throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
                    }

                    if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue && type.Encoding is null)
                    {
                        throw new BadHttpRequestException(
                            "The character set of the content type is not known. Send UTF-8.",
                            StatusCodes.Status415UnsupportedMediaType
                        );
                    }

                    if (request.HasFormContentType)
                    {
                        await ReadFormAsync(request);
                    }
                }

                await next(context);
            }
        );

    /// <summary>Refuses a form that came without the token of its page, before anything is read of it. Without the cookie that
    /// belongs to every token the browser blocks cookies; with it the page is an older one.</summary>
    public static void UseFormTokens(this WebApplication app)
    {
        app.UseAntiforgery();
        app.Use(next =>
            async context =>
            {
                if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
                {
                    await next(context);
                    return;
                }

                var cookie = context.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie.Name;
                var hasCookie = cookie is not null && context.Request.Cookies.ContainsKey(cookie);
                await TypedResults
                    .Problem(
                        statusCode: StatusCodes.Status400BadRequest,
                        title: "This could not be read.",
                        detail: context.RequestServices.GetRequiredService<Texts>()[hasCookie ? "problem.oldForm" : "problem.cookies"]
                    )
                    .ExecuteAsync(context);
            }
        );
    }

    /// <summary>Answers HEAD wherever there is a GET: with the same headers, and nothing after them.</summary>
    public static void UseHeadAsGet(this WebApplication app) =>
        app.Use(next =>
            async context =>
            {
                if (HttpMethods.IsHead(context.Request.Method))
                {
                    context.Request.Method = HttpMethods.Get;
                    context.Features.Set<IHttpResponseBodyFeature>(
                        new StreamResponseBodyFeature(Stream.Null, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>())
                    );
                }

                await next(context);
            }
        );

    /// <summary>Marks answers about a person, so that no cache keeps them.</summary>
    public static TBuilder Personal<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(
            async (context, next) =>
            {
                context.HttpContext.Response.Headers.CacheControl = "no-cache, no-store";
                return HiddenText.Find(context) is { } faulty ? faulty : await next(context);
            }
        );

    /// <summary>Marks what takes work to answer: another site's page must not have us do it.</summary>
    public static TBuilder FromOwnPages<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(
            async (context, next) =>
                IsForeign(context.HttpContext.Request)
                    ? Problems.Refused(context.HttpContext.RequestServices.GetRequiredService<Texts>()["problem.foreignWork"])
                    : await next(context)
        );

    /// <summary>Whether a request may change something.</summary>
    public static bool IsChange(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    // What is read once is kept for whoever handles the request.
    private static async Task ReadFormAsync(HttpRequest request)
    {
        try
        {
            await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException)
        {
            throw new BadHttpRequestException("This form cannot be read.", Faulty.Status, fault);
        }
    }

    private static Task SetSecurityHeaders(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers[HeaderNames.XFrameOptions] = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Not no-referrer: with it a browser sends "Origin: null" even from our own forms.
        headers["Referrer-Policy"] = "same-origin";
        return Task.CompletedTask;
    }

    /// <summary>Whether another site's page asks. A browser names the origin of every change it sends, and says of every request whether it
    /// comes from our own pages; what names none is not a page.</summary>
    public static bool IsForeign(HttpRequest request) =>
        (request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}")
        || request.Headers.Origin.Count > 1
        || (request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none"));
}
