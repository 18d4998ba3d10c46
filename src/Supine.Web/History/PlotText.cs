using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Components;

namespace Supine.Web.History;

/// <summary>A text of a drawing, since a component takes <c>text</c> for its own.</summary>
internal static class PlotText
{
    /// <summary>The element.</summary>
    /// <param name="x">Where it stands.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="name">Its class.</param>
    /// <param name="text">What it says.</param>
    public static MarkupString At(double x, double y, string name, string text) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" class=\"{name}\">{WebUtility.HtmlEncode(text)}</text>"
            )
        );
}
