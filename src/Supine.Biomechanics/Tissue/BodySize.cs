namespace Supine.Biomechanics.Tissue;

/// <summary>How the passive moments of hip and knee grow with the body.</summary>
/// <remarks>
/// <code>
/// M(person) = k M(reference adult, same angles)      k = (m h / (75.3 kg · 1.70 m))^1.9      muscle force: k / (h / 1.70 m)
/// </code>
/// Source id <c>supine-body</c>. The leg's weight turns the hip with about m h: an exponent of one would make size mean nothing, and of
/// none would make heavy people the most supple. The exponent is bounded by what is published of hip extension: women have more than men
/// (<c>weight-training-hips-2017</c>, <c>soucie-2011</c>), and it falls with the body-mass index (<c>hussein-farrag-2022</c>, r = −0.29
/// among 300). All were read as abstracts, and none was measured on a hanging leg. See <see cref="Checking.SizeSlopes"/>.
/// <code>
/// m   mass      kg   as ModelRanges.Mass; measured from a body-mass index of 17 to 40
/// h   height    m    as ModelRanges.Height
/// </code>
/// </remarks>
internal static class BodySize
{
    public const double Exponent = 1.9;

    /// <summary>Passive moments against the reference adult's at the same angles.</summary>
    public static double MomentFactor(Person person) => MomentFactor(person.Mass.Kilograms, person.Height.Metres, Exponent);

    /// <summary>Passive forces of muscles against the reference adult's at the same angles: their arms grow with height.</summary>
    public static double ForceFactor(Person person) => MomentFactor(person) / person.Scale;

    public static double MomentFactor(double kilograms, double metres, double exponent) =>
        Math.Pow(kilograms * metres / (Person.Generic.Mass.Kilograms * Person.Generic.Height.Metres), exponent);
}
