using System.Globalization;
using System.Security;
using System.Text;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;

namespace Supine.Figure;

/// <summary>Draws low back, pelvis and psoas of somebody who stands, from the right, as SVG: as they were, and over it what a short psoas
/// changes.</summary>
public static class StandingDrawing
{
    /// <summary>The drawing.</summary>
    /// <param name="before">At ease.</param>
    /// <param name="after">The same person, with the short psoas.</param>
    /// <param name="standing">What it changes.</param>
    /// <param name="title">What the picture shows, for those who do not see it.</param>
    public static string Render(PostureExplanation before, PostureExplanation after, StandingExplanation standing, string title)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(standing);
        var name = SecurityElement.Escape(title);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fig\" viewBox=\"-75 -96 150 156\" role=\"img\" "
                + $"aria-label=\"{name}\"><title>{name}</title>"
        );
        foreach (var outline in (ReadOnlySpan<string>)[FigureShapes.Thorax, FigureShapes.Loin, FigureShapes.Pelvis, FigureShapes.Thigh])
        {
            Part(svg, "fig-body fig-flesh", outline);
        }

        Part(svg, "fig-bone fig-femur", FigureShapes.Femur);
        Body(svg, "fig-before", new FigureAnatomy(before, standing.PsoasForceBefore, Force.FromNewtons(0)), default);
        Body(svg, "fig-now", new FigureAnatomy(after, standing.PsoasForce, Force.FromNewtons(0)), standing.PelvicTilt);
        return svg.Append("</svg>").ToString();
    }

    private static void Part(StringBuilder svg, string tone, string outline) =>
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{tone}\" d=\"{outline}\"/>");

    // the thigh stays upright; all above it turns forward about the hip
    private static void Body(StringBuilder svg, string tone, FigureAnatomy anatomy, Angle forward)
    {
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<g class=\"{tone}\" data-joint=\"{tone}\" transform=\"{Placement.At(0, 0, forward.Degrees).ToTransform()}\">"
        );
        AnatomyPose.Of(anatomy).Append(svg, Muscles.PsoasAlone, $"{tone}-");
        svg.Append("</g>");
    }
}
