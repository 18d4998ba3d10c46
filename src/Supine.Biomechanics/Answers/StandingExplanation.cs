using System.Collections.Immutable;
using Supine.Biomechanics.Geometry;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Answers;

/// <summary>What psoas and weight do to a lumbar joint while standing.</summary>
/// <param name="Name">Like L4L5.</param>
/// <param name="Compression">Pressing the disc together.</param>
/// <param name="CompressionMore">How much more than without the shortening.</param>
/// <param name="Shear">Pushing the upper vertebra forward.</param>
/// <param name="ShearMore">How much more than without the shortening.</param>
/// <param name="PsoasMoment">What the psoas turns the joint with: positive makes the low back more hollow.</param>
public sealed record LumbarLoad(string Name, Force Compression, Force CompressionMore, Force Shear, Force ShearMore, Moment PsoasMoment);

/// <summary>What a short psoas on both sides does to somebody who stands as they are used to standing.</summary>
/// <param name="Person">Who.</param>
/// <param name="PsoasShortening">On both sides.</param>
/// <param name="LumbarStiffness">Of the whole low back.</param>
/// <param name="PelvicTilt">How far the pelvis tips forward from their own posture.</param>
/// <param name="Lordosis">How much more hollow the low back becomes.</param>
/// <param name="PsoasForce">Of each side's psoas.</param>
/// <param name="PsoasForceBefore">Of each side's psoas without the shortening.</param>
/// <param name="Joints">From L5/S1 upwards.</param>
/// <param name="Residual">What is left over of the balance.</param>
/// <param name="Extrapolations">In what it goes beyond what was measured.</param>
/// <remarks>
/// <code>
/// 2 kF [Fps(L(χ) + s) r(χ) − Fps(L(0)) r(0)] + 2 [Mother(χ) − Mother(0)] − K χ = 0      Δlordosis = κ χ
/// at joint k:  C = Σ 2F(−u·n) + W cos η,   S = Σ 2F(u·a) − W sin η
/// </code>
/// χ forward tilt of the pelvis, which is flexion of the hip while the thighs stay upright. Mother is the measured moment, grown with
/// the body, without the psoas's own; kF is <see cref="BodySize"/>'s.
/// κ is 0.95 forwards and 1.03 backwards (source id <c>levine-whittle-1996</c>). u a fascicle's direction, n the disc's normal, a forward
/// in the disc:
/// half way between its two vertebrae, that of the sacrum at 40° (<c>mac-thiong-2011</c>). W 0.578 of body weight above L5/S1, less a
/// vertebra's
/// slice of 0.023 each joint up. A change from one's own posture: it does not say how anybody stands.
/// </remarks>
public sealed record StandingExplanation(
    Person Person,
    Length PsoasShortening,
    LumbarStiffness LumbarStiffness,
    Angle PelvicTilt,
    LordosisChange Lordosis,
    Force PsoasForce,
    Force PsoasForceBefore,
    ImmutableArray<LumbarLoad> Joints,
    Moment Residual,
    ImmutableArray<Extrapolation> Extrapolations
)
{
    internal const double CouplingForward = 0.95;
    internal const double CouplingBackward = 1.03;
    internal const double SacralSlopeDegrees = 40;
    internal const double RadiographicTiltDegrees = 13;

    /// <summary>How much flatter the low back is lying than standing (source id <c>lordosis-lying</c>).</summary>
    internal const double LyingLordosisDegrees = -13;

    private const double Degree = Math.PI / 180;
    private const double WeightAbove = 0.578;
    private const double SliceWeight = 0.023;
    private const double Enough = 1e-9;

    private static readonly ImmutableArray<string> JointNames = ["L5S1", "L4L5", "L3L4", "L2L3", "L1L2"];

    /// <summary>The slope of the sacrum's upper end: 40° at ease, and the pelvis's forward tilt (source id
    /// <c>mac-thiong-2011</c>).</summary>
    public Angle SacralSlope => Angle.FromDegrees(SacralSlopeDegrees) + PelvicTilt;

    /// <summary>The pelvic tilt of radiographs, which counts backwards: 13° at ease.</summary>
    public Angle RadiographicTilt => Angle.FromDegrees(RadiographicTiltDegrees) - PelvicTilt;

    /// <summary>What no posture changes.</summary>
    public Angle PelvicIncidence { get; } = Angle.FromDegrees(SacralSlopeDegrees + RadiographicTiltDegrees);

    /// <summary>Finds the balance; throws <see cref="NoConvergenceException"/> when there is none.</summary>
    public static StandingExplanation Find(Person person, Length psoasShortening, LumbarStiffness stiffness) =>
        TryFind(person, psoasShortening, stiffness, out var found, out var residual)
            ? found
            : throw new NoConvergenceException("a standing pelvis", "N m", residual.NewtonMetres);

    /// <summary>Finds the balance; false, with what is left over, when there is none.</summary>
    public static bool TryFind(
        Person person,
        Length psoasShortening,
        LumbarStiffness stiffness,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out StandingExplanation? found,
        out Moment residual
    )
    {
        ArgumentNullException.ThrowIfNull(person);
        var shortening = ModelRanges.Shortening.Check(psoasShortening.Millimetres, nameof(psoasShortening)) / 1000;
        var perDegree = ModelRanges.LumbarStiffness.Check(stiffness.PerDegree.NewtonMetres, nameof(stiffness));

        var balance = new Pelvis(person, shortening, perDegree);
        var isFound = Roots.TryFind(ref balance, -30, 60, Enough, out var tilt, out var left);
        residual = Moment.FromNewtonMetres(left);
        if (!isFound)
        {
            found = null;
            return false;
        }

        var lordosis = Coupling(tilt) * tilt;
        var leg = new PassiveLeg(person, new HipTissue(PsoasShortening: psoasShortening));
        var (before, after) = (Loads(person, 0, 0, 0), Loads(person, tilt, lordosis, shortening));
        found = new StandingExplanation(
            person,
            psoasShortening,
            stiffness,
            Angle.FromDegrees(tilt),
            LordosisChange.FromDegrees(lordosis),
            Force.FromNewtons(balance.PsoasForce(tilt)),
            Force.FromNewtons(balance.ForceBefore),
            [
                .. JointNames.Select(
                    (name, joint) =>
                        new LumbarLoad(
                            name,
                            Force.FromNewtons(after[joint].Compression),
                            Force.FromNewtons(after[joint].Compression - before[joint].Compression),
                            Force.FromNewtons(after[joint].Shear),
                            Force.FromNewtons(after[joint].Shear - before[joint].Shear),
                            Moment.FromNewtonMetres(after[joint].Moment)
                        )
                ),
            ],
            residual,
            Measured.Find(person, isHipBeyond: Measured.IsBeyond(tilt, 0), leg.IsMuscleBeyondMeasured(tilt, 0))
        );
        return true;
    }

    internal static double Coupling(double tiltDegrees) => tiltDegrees >= 0 ? CouplingForward : CouplingBackward;

    /// <summary>Loads at each joint, newtons and newton metres, both psoas muscles and the weight above; lying, the weight rests on the
    /// bed.</summary>
    internal static (double Compression, double Shear, double Moment)[] Loads(
        Person person,
        double tiltDegrees,
        double lordosisDegrees,
        double shortening,
        double hipDegrees = double.NaN,
        bool isLying = false
    )
    {
        var skeleton = new Skeleton(person.Scale, Side.Right);
        skeleton.Pose(new((double.IsNaN(hipDegrees) ? tiltDegrees : hipDegrees) * Degree, 0, 0, 0, lordosisDegrees * Degree));
        var loads = new (double Compression, double Shear, double Moment)[Skeleton.LumbarJoints];
        var discs = Discs(skeleton);
        var strength = BodySize.ForceFactor(person);
        MomentArms arms = default;
        foreach (var fascicle in Anatomy.Fascicles)
        {
            var own = fascicle.For(person.Scale, Side.Right);
            var both = 2 * strength * own.Tissue.FindEquilibrium(own.Path.Measure(skeleton, ref arms) + shortening).Force;
            var along = own.Path.DirectionAtOrigin(skeleton);
            for (var joint = 0; joint < Skeleton.LumbarJoints && Bone.L5 + joint <= own.Path.OriginBone; joint++)
            {
                var (normal, forward) = discs[joint];
                loads[joint].Compression -= both * Vector3.Dot(along, normal);
                loads[joint].Shear += both * Vector3.Dot(along, forward);
                loads[joint].Moment += both * arms[Coordinate.L5S1 + joint];
            }
        }

        if (!isLying)
        {
            // up, in the frame of a pelvis that is tipped forward
            var (sin, cos) = Math.SinCos(tiltDegrees * Degree);
            var up = new Vector3(-sin, cos, 0);
            for (var joint = 0; joint < Skeleton.LumbarJoints; joint++)
            {
                var weight = LegWeight.Gravity * person.Mass.Kilograms * (WeightAbove - (SliceWeight * joint));
                loads[joint].Compression += weight * Vector3.Dot(up, discs[joint].Normal);
                loads[joint].Shear -= weight * Vector3.Dot(up, discs[joint].Forward);
            }
        }

        return loads;
    }

    /// <summary>Compression, forward shear and moment at each joint a newton of psoas, and the share of it that crosses the joint: all
    /// fascicles at the same stress, standing at ease.</summary>
    internal static (double Compression, double Shear, double Arm, double Crossing)[] UnitLoads()
    {
        var skeleton = new Skeleton(1, Side.Right);
        var discs = Discs(skeleton);
        var loads = new (double Compression, double Shear, double Arm, double Crossing)[Skeleton.LumbarJoints];
        var total = Anatomy.Fascicles.Sum(fascicle => fascicle.Tissue.MaximumForce);
        MomentArms arms = default;
        foreach (var fascicle in Anatomy.Fascicles)
        {
            fascicle.Path.Measure(skeleton, ref arms);
            var along = fascicle.Path.DirectionAtOrigin(skeleton);
            for (var joint = 0; joint < Skeleton.LumbarJoints && Bone.L5 + joint <= fascicle.Path.OriginBone; joint++)
            {
                var share = fascicle.Tissue.MaximumForce / total;
                loads[joint].Compression -= share * Vector3.Dot(along, discs[joint].Normal);
                loads[joint].Shear += share * Vector3.Dot(along, discs[joint].Forward);
                loads[joint].Arm += share * arms[Coordinate.L5S1 + joint];
                loads[joint].Crossing += share;
            }
        }

        return loads;
    }

    private static (Vector3 Normal, Vector3 Forward)[] Discs(Skeleton skeleton)
    {
        var discs = new (Vector3 Normal, Vector3 Forward)[Skeleton.LumbarJoints];
        var below = -SacralSlopeDegrees * Degree;
        for (var joint = 0; joint < Skeleton.LumbarJoints; joint++)
        {
            var upper = skeleton[Bone.L5 + joint].Turn.X;
            var above = Math.Atan2(upper.Y, upper.X);
            var turn = Rotation.AboutZ((below + above) / 2);
            discs[joint] = (turn.Y, turn.X);
            below = above;
        }

        return discs;
    }

    private readonly struct Pelvis : IBalance
    {
        private readonly Muscle _psoas;
        private readonly Skeleton _skeleton;
        private readonly (double Moment, double Force) _strength;
        private readonly double _shortening;
        private readonly double _stiffness;
        private readonly double _before;
        private readonly double _otherBefore;

        public Pelvis(Person person, double shortening, double stiffness)
        {
            (_psoas, _skeleton) = (Anatomy.Find("psoas").For(person.Scale, Side.Right), new Skeleton(person.Scale, Side.Right));
            _strength = (BodySize.MomentFactor(person), BodySize.ForceFactor(person));
            (_shortening, _stiffness) = (shortening, stiffness);
            var (length, arm) = Psoas(0);
            ForceBefore = Pull(length);
            _before = ForceBefore * arm;
            _otherBefore = (_strength.Moment * ReferenceMoments.Hip(0, 0)) - _before;
        }

        public double ForceBefore { get; }

        public double PsoasForce(double tiltDegrees) => Pull(Psoas(tiltDegrees).Length + _shortening);

        public double At(double x)
        {
            var (length, arm) = Psoas(x);
            var other = (_strength.Moment * ReferenceMoments.Hip(x, 0)) - (Pull(length) * arm);
            return (2 * ((PsoasForce(x) * arm) - _before)) + (2 * (other - _otherBefore)) - (_stiffness * x);
        }

        private double Pull(double length) => _strength.Force * _psoas.Tissue.FindEquilibrium(length).Force;

        private (double Length, double Arm) Psoas(double tiltDegrees)
        {
            MomentArms arms = default;
            _skeleton.PoseLeg(JointCoordinates.Sagittal(tiltDegrees * Degree, 0));
            var length = _psoas.Path.Measure(_skeleton, ref arms);
            return (length, arms[Coordinate.HipFlexion]);
        }
    }
}
