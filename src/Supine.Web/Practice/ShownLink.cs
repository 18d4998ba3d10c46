using Supine.Web.Boundary;
using Supine.Web.Callers;
using Supine.Web.Charts;

namespace Supine.Web.Practice;

/// <summary>A link for a patient's device that was made just now. It is never shown again.</summary>
/// <param name="Address">The whole link; its secret is in the fragment, which no browser sends.</param>
/// <param name="Page">Where the code is entered.</param>
/// <param name="Code">The code, in groups.</param>
/// <param name="EndsOn">The day on which both end, in UTC.</param>
public sealed record ShownLink(string Address, string Page, string Code, DateOnly EndsOn)
{
    /// <summary>The link as its addresses reach this program.</summary>
    internal static ShownLink Of(NewPatientLink made, HttpRequest request)
    {
        var page = OwnAddress.Of(request, CallerFinder.StartPath).AbsoluteUri;
        return new($"{page}#{made.Secret.Text}", page, made.Code.Spaced, DateOnly.FromDateTime(made.EndsAt.UtcDateTime));
    }
}
