using Microsoft.AspNetCore.Http.HttpResults;

namespace Supine.Web.Boundary;

/// <summary>Where a form leads once it is done.</summary>
internal static class SeeOther
{
    /// <summary>A page of this program; an address elsewhere leads to the first page instead.</summary>
    public static RedirectHttpResult Page(string path) => TypedResults.LocalRedirect(RedirectHttpResult.IsLocalUrl(path) ? path : "/");
}
