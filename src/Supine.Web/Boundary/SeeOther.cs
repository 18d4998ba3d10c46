using Microsoft.AspNetCore.Http.HttpResults;

namespace Supine.Web.Boundary;

/// <summary>Where a form leads once it is done: a page that is asked for anew.</summary>
internal sealed class SeeOther : IResult
{
    private readonly string _path;

    private SeeOther(string path) => _path = path;

    /// <summary>A page of this program; an address elsewhere leads to the first page instead.</summary>
    public static SeeOther Page(string path) => new(RedirectHttpResult.IsLocalUrl(path) && path.All(char.IsAscii) ? path : "/");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = _path;
        return Task.CompletedTask;
    }
}
