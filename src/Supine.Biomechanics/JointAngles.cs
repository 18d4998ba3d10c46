namespace Supine.Biomechanics;

/// <summary>The thigh against the pelvis: flexion is positive, extension negative.</summary>
/// <param name="Angle">Degrees in practice −30 to 120; see <see cref="JointLimits"/>.</param>
public readonly record struct HipFlexion(Angle Angle)
{
    /// <summary>Flexion of the given number of degrees (extension below zero).</summary>
    public static HipFlexion FromDegrees(double degrees) => new(Angle.FromDegrees(degrees));
}

/// <summary>The shank against the thigh: a straight knee is zero, bending is positive.</summary>
/// <param name="Angle">Degrees in practice 0 to 120; see <see cref="JointLimits"/>.</param>
public readonly record struct KneeFlexion(Angle Angle)
{
    /// <summary>Flexion of the given number of degrees.</summary>
    public static KneeFlexion FromDegrees(double degrees) => new(Angle.FromDegrees(degrees));
}

/// <summary>The pelvis against its own standing-neutral attitude: tilting backwards (low back flat) is positive, forwards
/// negative.</summary>
/// <param name="Angle">Degrees in practice −20 to 30; see <see cref="JointLimits"/>.</param>
public readonly record struct PosteriorTilt(Angle Angle)
{
    /// <summary>Posterior tilt of the given number of degrees (anterior below zero).</summary>
    public static PosteriorTilt FromDegrees(double degrees) => new(Angle.FromDegrees(degrees));
}

/// <summary>The trunk against the surface: lying flat is zero, sitting upright is 90°.</summary>
/// <param name="Angle">Degrees in practice 0 to 95; see <see cref="JointLimits"/>.</param>
public readonly record struct TrunkRise(Angle Angle)
{
    /// <summary>A rise of the given number of degrees.</summary>
    public static TrunkRise FromDegrees(double degrees) => new(Angle.FromDegrees(degrees));
}

/// <summary>The thigh against the pelvis, sideways: towards the other leg is positive, away from it negative.</summary>
/// <param name="Angle">Degrees in practice −50 to 30; see <see cref="JointLimits"/>.</param>
public readonly record struct HipAdduction(Angle Angle)
{
    /// <summary>Adduction of the given number of degrees (abduction below zero).</summary>
    public static HipAdduction FromDegrees(double degrees) => new(Angle.FromDegrees(degrees));
}

/// <summary>The thigh turned about its own length: inwards is positive, outwards negative.</summary>
/// <param name="Angle">Degrees in practice −40 to 40; see <see cref="JointLimits"/>.</param>
public readonly record struct HipRotation(Angle Angle)
{
    /// <summary>Inward rotation of the given number of degrees (outward below zero).</summary>
    public static HipRotation FromDegrees(double degrees) => new(Angle.FromDegrees(degrees));
}

/// <summary>The hollow of the low back, L1 to the sacrum, against its own standing shape: more hollow is positive.</summary>
/// <param name="Angle">Degrees in practice −40 to 30; see <see cref="JointLimits"/>.</param>
public readonly record struct LordosisChange(Angle Angle)
{
    /// <summary>A change of the given number of degrees (flatter below zero).</summary>
    public static LordosisChange FromDegrees(double degrees) => new(Angle.FromDegrees(degrees));
}
