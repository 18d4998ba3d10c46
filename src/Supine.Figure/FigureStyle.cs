using System.Collections.Immutable;
using System.Text;

namespace Supine.Figure;

/// <summary>The drawing's colours, light and dark.</summary>
public static class FigureStyle
{
    private sealed record Tone(string Name, string Light, string Dark, string Rule);

    private static readonly ImmutableArray<Tone> Tones =
    [
        new("body", "#B9C3CA", "#64747F", "fill"),
        new("far", "#D5DBDF", "#3B4751", "fill"),
        new("arm", "#A8B4BC", "#738490", "fill"),
        new("hair", "#43525E", "#2C3740", "fill"),
        new("bone", "#FBF9F4", "#C9D2D6", "fill"),
        new("psoas", "#CF5F42", "#EE8563", "fill"),
        new("fibre", "#E79A80", "#B9573A", "stroke"),
        new("cushion", "#E9E3D8", "#27313A", "fill"),
        new("frame", "#CFC6B7", "#35414B", "fill"),
        new("blanket", "#9FB3AE", "#728F89", "fill"),
        new("fold", "#7F9690", "#3F5652", "stroke"),
        new("label", "#2B3740", "#DDE4E8", "fill"),
        new("leader", "#5F6E78", "#8FA0AB", "stroke"),
        new("flesh", "#B9C3CA", "#64747F", "stroke"),
        new("far-flesh", "#D5DBDF", "#3B4751", "stroke"),
        new("slack", "#D9B9AB", "#7A5B50", "stroke"),
        new("taut", "#B8351B", "#FF6B42", "stroke"),
        new("weight", "#2B3740", "#DDE4E8", "stroke"),
        new("level", "#5F6E78", "#8FA0AB", "stroke"),
    ];

    private const string Fixed =
        ".fig-ilium{opacity:.34}.fig-femur{opacity:.5}.fig-spine{opacity:.92}"
        + ".fig-fibre,.fig-fold{fill:none;stroke-width:.8;stroke-linecap:round}"
        + ".fig-tibia{opacity:.5}.fig-slack,.fig-taut{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"
        + ".fig-flesh,.fig-far-flesh{stroke-width:10;stroke-linejoin:round}.fig-before{opacity:.4}"
        + ".fig-before .fig-taut{stroke-opacity:0}.fig-broad{stroke-width:5}"
        + ".fig-weight{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}.fig-level{stroke-width:1;stroke-dasharray:3 4}"
        + ".fig-label{font:500 10px system-ui,sans-serif;text-anchor:middle}.fig-leader{stroke-width:.7;vector-effect:non-scaling-stroke}";

    /// <summary>For a page: rules for every class, and both palettes as custom properties it may override.</summary>
    /// <remarks>Dark follows the reader's system unless an ancestor says <c>data-theme</c>; paper is always light.</remarks>
    public static string Css { get; } = BuildPageCss();

    /// <summary>For a file that stands alone: plain colours, which every renderer understands.</summary>
    internal static string EmbeddedCss { get; } =
        Rules(tone => tone.Light) + Fixed + "@media screen and (prefers-color-scheme:dark){" + Rules(tone => tone.Dark) + "}";

    private static string BuildPageCss()
    {
        var light = Properties(tone => tone.Light);
        var dark = Properties(tone => tone.Dark);
        return new StringBuilder()
            .Append(":root{")
            .Append(light)
            .AppendLine("}")
            .Append("@media screen and (prefers-color-scheme:dark){:root{")
            .Append(dark)
            .AppendLine("}}")
            .Append("@media screen{[data-theme=dark]{")
            .Append(dark)
            .AppendLine("}}")
            .Append("[data-theme=light]{")
            .Append(light)
            .AppendLine("}")
            .Append(Rules(tone => $"var(--figure-{tone.Name},{tone.Light})"))
            .AppendLine(Fixed)
            .ToString();
    }

    private static string Properties(Func<Tone, string> colour) =>
        string.Concat(Tones.Select(tone => $"--figure-{tone.Name}:{colour(tone)};"));

    private static string Rules(Func<Tone, string> colour) =>
        string.Concat(Tones.Select(tone => $".fig-{tone.Name}{{{tone.Rule}:{colour(tone)}}}"));
}
