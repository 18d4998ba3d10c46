using Supine.Biomechanics;
using Supine.Biomechanics.Answers;

namespace Supine.Figure;

/// <summary>Where the drawing's colours come from.</summary>
public enum FigureStyling
{
    /// <summary>From the page: class names only, for a page that includes <see cref="FigureStyle.Css"/>.</summary>
    Page,

    /// <summary>From a style element inside the drawing, so that the file stands alone.</summary>
    Embedded,
}

/// <summary>What is written beside the anatomy.</summary>
/// <param name="Psoas">The muscle's name.</param>
/// <param name="LowBack">What the reader calls the low back.</param>
/// <param name="RectusFemoris">The other muscle's name, where it is drawn.</param>
/// <param name="Gravity">What the reader calls the leg's weight, where it is drawn.</param>
public sealed record FigureLabels(string Psoas, string LowBack, string? RectusFemoris = null, string? Gravity = null);

/// <summary>What the body model says of the leg that is stretched.</summary>
/// <param name="Posture">Where its bones are and how its muscles run.</param>
/// <param name="Psoas">What the psoas pulls with.</param>
/// <param name="RectusFemoris">What the rectus femoris pulls with.</param>
public sealed record FigureAnatomy(PostureExplanation Posture, Force Psoas, Force RectusFemoris)
{
    /// <summary>From here on a muscle has the full colour of tension; half the force, half the colour.</summary>
    public static Force Taut { get; } = Force.FromNewtons(300);
}

/// <summary>What a drawing needs to know besides the posture.</summary>
/// <param name="Title">What the picture shows, for those who do not see it.</param>
/// <param name="Styling">Where the colours come from.</param>
/// <param name="Labels">Names of the anatomy in the reader's language, or null for a picture without words.</param>
/// <param name="Anatomy">Spine, pelvis and muscles as the body model has them, or null for the drawn step's own sketch of them.</param>
public sealed record FigureOptions(
    string Title,
    FigureStyling Styling = FigureStyling.Page,
    FigureLabels? Labels = null,
    FigureAnatomy? Anatomy = null
);
