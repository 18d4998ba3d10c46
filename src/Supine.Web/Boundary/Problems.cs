using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Storage.Folders;
using Supine.Web.Shell;

namespace Supine.Web.Boundary;

/// <summary>Turns whatever went wrong into ProblemDetails that tell no secret.</summary>
internal sealed class Problems(IProblemDetailsService problems, UserFolder folder, ILogger<Problems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        // a disk that is full is the person's to mend, and the one place that says so
        if (DiskFault.IsFull(exception))
        {
            log.LogError("The disk of {Folder} is full.", folder.Path);
            return await TellDiskIsFullAsync(httpContext);
        }

        if (exception is NotReadyYetException { Others: var others })
        {
            return await TellToWaitAsync(httpContext, others);
        }

        if (exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return await TellIsTooLargeAsync(httpContext);
        }

        // What the framework refuses while it reads a request says what was wrong; anything else is ours and is only named here.
        var refused = exception as BadHttpRequestException;
        if (refused is null)
        {
            log.LogError(exception, "A request failed.");
        }

        // what can be read as HTTP and not as what we ask for is as faulty as a form
        httpContext.Response.StatusCode = refused switch
        {
            null => StatusCodes.Status500InternalServerError,
            { InnerException: JsonException } => Faulty.Status,
            _ => refused.StatusCode,
        };
        return await problems.TryWriteAsync(
            new()
            {
                HttpContext = httpContext,
                ProblemDetails =
                {
                    Status = httpContext.Response.StatusCode,
                    Title = refused is null ? "Something went wrong here." : "This could not be read.",
                    Detail = refused is null ? "Nothing was changed. Try again." : Explain(refused),
                },
            }
        );
    }

    private ValueTask<bool> TellDiskIsFullAsync(HttpContext context) =>
        TellAsync(
            context,
            StatusCodes.Status507InsufficientStorage,
            texts => (texts["problem.diskFull"], texts["problem.freeSpace", ("folder", folder.Path)])
        );

    private ValueTask<bool> TellToWaitAsync(HttpContext context, int others)
    {
        var seconds = ((int)NotReadyYetException.AskAgainAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.RetryAfter = seconds;

        // what a page's script does by the header above, a browser without script does by this one
        context.Response.Headers["Refresh"] = seconds;
        return TellAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            texts => (texts["problem.trackAwaited"], texts[others > 0 ? "problem.othersFirst" : "problem.soon", ("others", others)])
        );
    }

    private ValueTask<bool> TellIsTooLargeAsync(HttpContext context)
    {
        var most = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? Guards.UsualBytesAtMost;
        return TellAsync(
            context,
            StatusCodes.Status413PayloadTooLarge,
            texts => (texts["problem.tooLarge"], texts["problem.sendLess", ("most", most / 1024)])
        );
    }

    // In the person's language, whoever asked.
    private ValueTask<bool> TellAsync(HttpContext context, int status, Func<Texts, (string Title, string Detail)> words)
    {
        context.Response.StatusCode = status;
        var (title, detail) = words(context.RequestServices.GetRequiredService<Texts>());
        return problems.TryWriteAsync(
            new()
            {
                HttpContext = context,
                ProblemDetails =
                {
                    Status = status,
                    Title = title,
                    Detail = detail,
                },
            }
        );
    }

    /// <summary>A 403 with a sentence.</summary>
    public static ProblemHttpResult Refused(string sentence) => Problem(StatusCodes.Status403Forbidden, "Refused.", sentence);

    /// <summary>A 404 with a sentence.</summary>
    public static ProblemHttpResult NotFound(string sentence) => Problem(StatusCodes.Status404NotFound, "Not here.", sentence);

    /// <summary>A 409 with a sentence.</summary>
    public static ProblemHttpResult Conflict(string sentence) =>
        Problem(StatusCodes.Status409Conflict, "This contradicts what is stored.", sentence);

    /// <summary>A 410 with a sentence.</summary>
    public static ProblemHttpResult Gone(string sentence) => Problem(StatusCodes.Status410Gone, "Deleted.", sentence);

    /// <summary>A 503 with a sentence.</summary>
    public static ProblemHttpResult Unavailable(string sentence) =>
        Problem(StatusCodes.Status503ServiceUnavailable, "This cannot be made here now.", sentence);

    private static ProblemHttpResult Problem(int status, string title, string sentence) =>
        TypedResults.Problem(statusCode: status, title: title, detail: sentence);

    // The reader's own message names the member and the line, ours only what would be right; neither ever repeats a value.
    private static string Explain(BadHttpRequestException refused) =>
        refused.InnerException switch
        {
            JsonException { Path: { } path } json when !json.Message.Contains(path, StringComparison.Ordinal) => $"{path}: {json.Message}",
            { } inner => inner.Message,
            null => refused.Message,
        };
}
