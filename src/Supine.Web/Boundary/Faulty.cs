using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Supine.Web.Boundary;

/// <summary>A 422: what was sent can be read, and some of it cannot be right. Each fault is named with its place.</summary>
internal sealed class Faulty(HttpValidationProblemDetails problem) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    /// <summary>The one status of faulty forms and bodies.</summary>
    public const int Status = StatusCodes.Status422UnprocessableEntity;

    /// <summary>What is wrong.</summary>
    public HttpValidationProblemDetails Problem { get; } = problem;

    public int? StatusCode => Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.StatusCode = Status;
        var problems = httpContext.RequestServices.GetRequiredService<IProblemDetailsService>();
        if (!await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = Problem }))
        {
            await TypedResults.Json(Problem, contentType: "application/problem+json", statusCode: Status).ExecuteAsync(httpContext);
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(Status, typeof(HttpValidationProblemDetails), ["application/problem+json"]));
}
