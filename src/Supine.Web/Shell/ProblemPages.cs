using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Web.Boundary;

namespace Supine.Web.Shell;

/// <summary>Tells a person who asked for a page what went wrong, as a page; programs are answered with JSON.</summary>
internal sealed class ProblemPages : IProblemDetailsWriter
{
    private const string Page = "text/html";

    public bool CanWrite(ProblemDetailsContext context) => IsForPeople(context.HttpContext.Request);

    /// <summary>Whether a request asks for a page.</summary>
    public static bool IsForPeople(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType == Page && accepted.Quality is not 0);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var texts = context.HttpContext.RequestServices.GetRequiredService<Texts>();
        var status = context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode;
        await new RazorComponentResult<ProblemPage>(
            new
            {
                Title = texts[TitleOf(context.ProblemDetails, status, IsAwaited(context))],
                Sentences = SentencesOf(context, status, texts),
                Again = status == StatusCodes.Status507InsufficientStorage ? SentForm.Find(context.HttpContext.Request) : null,
            }
        )
        {
            StatusCode = status,
        }.ExecuteAsync(context.HttpContext);
    }

    private static string TitleOf(ProblemDetails problem, int status, bool isAwaited) =>
        status switch
        {
            _ when problem is HttpValidationProblemDetails => "problem.faulty",
            StatusCodes.Status404NotFound or StatusCodes.Status410Gone => "problem.notHere",
            StatusCodes.Status403Forbidden => "problem.refused",
            StatusCodes.Status413PayloadTooLarge => "problem.tooLarge",
            StatusCodes.Status507InsufficientStorage => "problem.diskFull",
            StatusCodes.Status503ServiceUnavailable when isAwaited => "problem.trackAwaited",
            < StatusCodes.Status500InternalServerError => "problem.unread",
            _ => "problem.failed",
        };

    private static bool IsAwaited(ProblemDetailsContext context) =>
        context.HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is NotReadyYetException;

    // What we say is in the person's language already; what the framework says is for programs.
    private static string[] SentencesOf(ProblemDetailsContext context, int status, Texts texts) =>
        context.ProblemDetails switch
        {
            HttpValidationProblemDetails { Errors: var errors } => [.. errors.Values.SelectMany(sentences => sentences)],
            { Detail: { } own }
                when status is StatusCodes.Status507InsufficientStorage or StatusCodes.Status413PayloadTooLarge || IsAwaited(context) =>
            [
                own,
            ],
            { Detail: { } own } when context.HttpContext.Features.Get<IExceptionHandlerFeature>() is null => [own],
            _ =>
            [
                texts[
                    status switch
                    {
                        StatusCodes.Status404NotFound => "problem.noPage",
                        < StatusCodes.Status500InternalServerError => "problem.goBack",
                        _ => "problem.tryAgain",
                    }
                ],
            ],
        };
}
