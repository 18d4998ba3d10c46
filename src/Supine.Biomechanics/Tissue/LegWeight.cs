using Supine.Biomechanics.Geometry;

namespace Supine.Biomechanics.Tissue;

/// <summary>How gravity turns a leg about hip and knee while the person lies on the back.</summary>
/// <remarks>
/// Source id <c>de-leva-1996</c>: masses and mass centres as shares of body mass and segment length; 100 men and 15 women of college age.
/// Lengths are <see cref="BodySegments"/>, grown with height. The foot hangs 60° from the shank's direction, its mass centre a quarter of
/// its
/// length from the ankle (source id <c>supine-body</c>).
/// <code>
/// extends the hip: g { mt ct Lt cos β + ms [Lt cos β + cs Ls cos(β+k)] + mf [Lt cos β + Ls cos(β+k) + ¼ Lf cos(β+k−60°)] + mw [Lt cos β +
/// Ls cos(β+k)] }
/// flexes the knee: g { ms cs Ls cos(β+k) + mf [Ls cos(β+k) + ¼ Lf cos(β+k−60°)] + mw Ls cos(β+k) }
/// </code>
/// β thigh below the horizontal, k knee flexion, mw a mass at the ankle.
/// </remarks>
internal sealed class LegWeight
{
    /// <summary>Metres a second squared.</summary>
    public const double Gravity = 9.81;

    private const double FootDroop = Math.PI / 3;
    private const double FootCentre = 0.25;

    // g × (first moment of mass): along the thigh, along the shank, along the foot
    private readonly double _thigh;
    private readonly double _shank;
    private readonly double _foot;

    public LegWeight(Person person, double ankleKilograms)
    {
        var (thigh, shank, foot) = person.Sex switch
        {
            Sex.Female => (new Segment(0.1478, 0.3612), new Segment(0.0481, 0.4352), new Segment(0.0129, FootCentre)),
            Sex.Male => (new Segment(0.1416, 0.4095), new Segment(0.0433, 0.4395), new Segment(0.0137, FootCentre)),
        };
        var segments = BodySegments.Of(person);
        (ThighLength, ShankLength, FootLength) = (segments.Thigh.Metres, segments.Shank.Metres, segments.Foot.Metres);
        var mass = person.Mass.Kilograms;
        var below = ((shank.MassShare + foot.MassShare) * mass) + ankleKilograms;
        _thigh = Gravity * ThighLength * ((thigh.MassShare * thigh.Centre * mass) + below);
        _shank = Gravity * ShankLength * ((shank.MassShare * shank.Centre * mass) + (foot.MassShare * mass) + ankleKilograms);
        _foot = Gravity * FootLength * foot.Centre * foot.MassShare * mass;
        Weight = Gravity * ((thigh.MassShare * mass) + below);
    }

    /// <summary>Gravity times the first moments of mass along thigh, shank and foot: newton metres.</summary>
    public (double Thigh, double Shank, double Foot) FirstMoments => (_thigh, _shank, _foot);

    /// <summary>Metres.</summary>
    public double ThighLength { get; }

    /// <summary>Metres.</summary>
    public double ShankLength { get; }

    /// <summary>Metres.</summary>
    public double FootLength { get; }

    /// <summary>Newtons: the whole leg, with what hangs at the ankle.</summary>
    public double Weight { get; }

    /// <summary>Newton metres that extend the hip.</summary>
    /// <param name="below">The thigh below the horizontal, radians.</param>
    /// <param name="knee">Knee flexion, radians.</param>
    public double AboutHip(double below, double knee) => (_thigh * Math.Cos(below)) + AboutKnee(below, knee);

    /// <summary>The mass centre of the whole leg from the hip's centre, in the pelvis's frame: metres.</summary>
    /// <param name="hip">Hip flexion, radians.</param>
    /// <param name="knee">Knee flexion, radians.</param>
    public Vector3 MassCentre(double hip, double knee)
    {
        // a direction of the leg in the sagittal plane: zero points down, flexion of the hip turns it forward
        static Vector3 Along(double flexion) => new(Math.Sin(flexion), -Math.Cos(flexion), 0);
        var shank = hip - knee;
        return (1 / Weight) * ((_thigh * Along(hip)) + (_shank * Along(shank)) + (_foot * Along(shank + FootDroop)));
    }

    /// <summary>Newton metres that flex the knee.</summary>
    public double AboutKnee(double below, double knee) => (_shank * Math.Cos(below + knee)) + (_foot * Math.Cos(below + knee - FootDroop));

    private readonly record struct Segment(double MassShare, double Centre);
}
