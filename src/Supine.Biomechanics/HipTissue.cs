namespace Supine.Biomechanics;

/// <summary>How a person's hip differs from the mean young adult's.</summary>
/// <param name="Tightness">Everything that crosses the hip, as if the joint stood so much further extended: tighter is positive.</param>
/// <param name="PsoasShortening">The psoas alone, shorter by this.</param>
/// <param name="IliacusShortening">The iliacus alone.</param>
/// <param name="RectusFemorisShortening">The rectus femoris alone.</param>
public sealed record HipTissue(
    Angle Tightness = default,
    Length PsoasShortening = default,
    Length IliacusShortening = default,
    Length RectusFemorisShortening = default
)
{
    /// <summary>The mean young adult's.</summary>
    public static HipTissue Mean { get; } = new();

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for what lies outside <see cref="ModelRanges"/>.</summary>
    internal void Check()
    {
        ModelRanges.Tightness.CheckDegrees(Tightness, nameof(Tightness));
        ModelRanges.Shortening.Check(PsoasShortening.Millimetres, nameof(PsoasShortening));
        ModelRanges.Shortening.Check(IliacusShortening.Millimetres, nameof(IliacusShortening));
        ModelRanges.Shortening.Check(RectusFemorisShortening.Millimetres, nameof(RectusFemorisShortening));
    }
}
