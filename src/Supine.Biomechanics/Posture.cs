namespace Supine.Biomechanics;

/// <summary>One leg's joint angles in the sagittal plane.</summary>
/// <param name="Hip">Thigh against pelvis.</param>
/// <param name="Knee">Shank against thigh.</param>
public sealed record LegPosture(HipFlexion Hip, KneeFlexion Knee);

/// <summary>What the person lies, sits or stands on.</summary>
public enum Surface
{
    /// <summary>A bed or bench under the whole body, legs included.</summary>
    Flat,

    /// <summary>A bed or bench that ends at the gluteal fold, so that a leg can hang below it.</summary>
    Edge,

    /// <summary>The floor, on both feet, a wall in front.</summary>
    Floor,
}

/// <summary>Where the hands are.</summary>
public enum Hands
{
    /// <summary>Beside the body.</summary>
    AtSides,

    /// <summary>Both round the knee of the leg that is not stretched.</summary>
    OnOppositeKnee,

    /// <summary>Both behind the thigh of the leg that is not stretched, near the knee but not on it.</summary>
    BehindOppositeThigh,

    /// <summary>On something firm in front of somebody who stands.</summary>
    OnSupport,
}

/// <summary>What lies under the sacrum.</summary>
public enum SacrumSupport
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A folded blanket.</summary>
    Blanket,
}

/// <summary>A person on a bed or bench, or on their feet, seen from the side: what is needed to draw a step and to check it against joint
/// limits.</summary>
/// <param name="Trunk">Trunk against the surface; 0° lying, 90° upright.</param>
/// <param name="Pelvis">Posterior pelvic tilt; the low back lies flat from about 10°.</param>
/// <param name="Stretched">The leg whose hip flexors are stretched.</param>
/// <param name="Opposite">The other leg.</param>
/// <param name="Surface">What carries the person.</param>
/// <param name="Hands">Where the hands are.</param>
/// <param name="Sacrum">What lies under the sacrum.</param>
/// <remarks>Angles are the clinician's: the thigh's direction in space follows from hip, pelvis and trunk.
/// Lying, the thigh of a leg is at −(hip) − (pelvis) below the surface: hip −15° with the pelvis 10° back hangs 5° below it.</remarks>
public sealed record Posture(
    TrunkRise Trunk,
    PosteriorTilt Pelvis,
    LegPosture Stretched,
    LegPosture Opposite,
    Surface Surface,
    Hands Hands,
    SacrumSupport Sacrum
)
{
    /// <summary>A leg's thigh above the horizontal: 0° lies along the surface, 90° points up, negative hangs below.</summary>
    /// <param name="leg">One of this posture's legs.</param>
    public Angle ComputeThighElevation(LegPosture leg)
    {
        ArgumentNullException.ThrowIfNull(leg);
        return leg.Hip.Angle + Pelvis.Angle - Trunk.Angle;
    }
}
