namespace Supine.Biomechanics;

/// <summary>How strongly the whole lumbar spine resists being bent, from L1 to the sacrum.</summary>
/// <param name="PerDegree">The moment that bends it by one degree; see <see cref="ModelRanges.LumbarStiffness"/>.</param>
public readonly record struct LumbarStiffness(Moment PerDegree)
{
    /// <summary>From newton metres a degree.</summary>
    public static LumbarStiffness FromNewtonMetresPerDegree(double stiffness) => new(Moment.FromNewtonMetres(stiffness));
}
