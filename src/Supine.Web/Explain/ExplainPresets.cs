using System.Collections.Immutable;
using System.Globalization;
using Supine.Biomechanics.Answers;

namespace Supine.Web.Explain;

/// <summary>A leg that is shown at one touch: what most people ask, so that nobody needs to find it by sliders.</summary>
/// <param name="Name">Names it, in the form and in the texts.</param>
/// <param name="Level">On the bed or over its edge.</param>
/// <param name="TightnessDegrees">How much tighter than the mean of young adults.</param>
internal sealed record ExplainPreset(string Name, StretchLevel Level, int TightnessDegrees)
{
    private double Pelvis =>
        Level switch
        {
            StretchLevel.OnTheBed => ExplainQuestion.UsualPelvisOnTheBed,
            StretchLevel.OverTheEdge => ExplainQuestion.UsualPelvisOverTheEdge,
        };

    /// <summary>The fields it sets.</summary>
    public ImmutableDictionary<string, string> Fields =>
        ImmutableDictionary.CreateRange(
            StringComparer.Ordinal,
            [
                KeyValuePair.Create("level", Level == StretchLevel.OnTheBed ? "1" : "2"),
                KeyValuePair.Create(ExplainQuestion.Tightness.Name, TightnessDegrees.ToString(CultureInfo.InvariantCulture)),
                KeyValuePair.Create(ExplainQuestion.Pelvis.Name, Pelvis.ToString(CultureInfo.InvariantCulture)),
                KeyValuePair.Create(ExplainQuestion.Foot.Name, "0"),
                KeyValuePair.Create(ExplainQuestion.At.Name, "0"),
            ]
        );

    /// <summary>Whether a question asks for just this.</summary>
    public bool IsAskedIn(ExplainQuestion question) =>
        question.Level == Level
        && question[ExplainQuestion.Tightness] == TightnessDegrees
        && question[ExplainQuestion.Pelvis] == Pelvis
        && question[ExplainQuestion.Foot] == 0;
}

/// <summary>The legs that are shown at one touch.</summary>
internal static class ExplainPresets
{
    // as much tighter as puts the thigh above the horizontal
    private const int Stiff = 15;

    /// <summary>In the order in which they stand.</summary>
    public static ImmutableArray<ExplainPreset> All { get; } =
    [new("usual", StretchLevel.OnTheBed, 0), new("stiff", StretchLevel.OnTheBed, Stiff), new("edge", StretchLevel.OverTheEdge, 0)];
}
