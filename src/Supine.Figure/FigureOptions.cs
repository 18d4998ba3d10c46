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
public sealed record FigureLabels(string Psoas, string LowBack);

/// <summary>What a drawing needs to know besides the posture.</summary>
/// <param name="Title">What the picture shows, for those who do not see it.</param>
/// <param name="Styling">Where the colours come from.</param>
/// <param name="Labels">Names of the anatomy in the reader's language, or null for a picture without words.</param>
public sealed record FigureOptions(string Title, FigureStyling Styling = FigureStyling.Page, FigureLabels? Labels = null);
