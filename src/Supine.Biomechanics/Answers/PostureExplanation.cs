using System.Collections.Immutable;
using Supine.Biomechanics.Geometry;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Answers;

/// <summary>The joint angles of one leg and the low back.</summary>
/// <param name="Hip">Flexion.</param>
/// <param name="Knee">Flexion.</param>
/// <param name="Adduction">Towards the other leg.</param>
/// <param name="Rotation">Inwards.</param>
/// <param name="Lordosis">Change of the low back's hollow.</param>
public sealed record JointPose(
    HipFlexion Hip,
    KneeFlexion Knee,
    HipAdduction Adduction = default,
    HipRotation Rotation = default,
    LordosisChange Lordosis = default
)
{
    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for what lies outside <see cref="ModelRanges"/>.</summary>
    internal JointCoordinates Check()
    {
        ModelRanges.Hip.CheckDegrees(Hip.Angle, nameof(Hip));
        ModelRanges.Knee.CheckDegrees(Knee.Angle, nameof(Knee));
        ModelRanges.Adduction.CheckDegrees(Adduction.Angle, nameof(Adduction));
        ModelRanges.Rotation.CheckDegrees(Rotation.Angle, nameof(Rotation));
        ModelRanges.Lordosis.CheckDegrees(Lordosis.Angle, nameof(Lordosis));
        return new(Hip.Angle.Radians, Adduction.Angle.Radians, Rotation.Angle.Radians, Knee.Angle.Radians, Lordosis.Angle.Radians);
    }
}

/// <summary>A muscle's moment arms: positive where it turns the joint the way its angle counts.</summary>
/// <param name="HipFlexion">About flexion of the hip.</param>
/// <param name="HipAdduction">About adduction of the hip.</param>
/// <param name="HipRotation">About inward rotation of the hip.</param>
/// <param name="KneeFlexion">About flexion of the knee.</param>
public readonly record struct LegMomentArms(Length HipFlexion, Length HipAdduction, Length HipRotation, Length KneeFlexion);

/// <summary>A muscle in a posture, at rest.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Length">From origin to insertion along its path.</param>
/// <param name="Arms">Its moment arms.</param>
/// <param name="NormalisedFibreLength">Its fibres against their optimal length.</param>
/// <param name="PassiveForce">What it pulls with.</param>
/// <param name="PassiveHipMoment">What it turns the hip with.</param>
/// <param name="ShareOfPassiveHipMoment">The same as a share of all muscles and the capsule; null where they add up to nothing.</param>
/// <param name="Path">Its course, to draw.</param>
public sealed record MuscleState(
    string Name,
    Length Length,
    LegMomentArms Arms,
    double NormalisedFibreLength,
    Force PassiveForce,
    Moment PassiveHipMoment,
    double? ShareOfPassiveHipMoment,
    ImmutableArray<BodyPoint> Path
);

/// <summary>A point in the pelvis's frame: origin between the front spines of the pelvis.</summary>
/// <param name="Forward">Towards the belly.</param>
/// <param name="Up">Towards the head.</param>
/// <param name="Right">Towards the person's right.</param>
public readonly record struct BodyPoint(Length Forward, Length Up, Length Right)
{
    internal static BodyPoint Of(Vector3 point) => new(Length.FromMetres(point.X), Length.FromMetres(point.Y), Length.FromMetres(point.Z));
}

/// <summary>A fascicle of the psoas in a posture.</summary>
/// <param name="Name">Where it comes from: vertebra, and body (VB), transverse process (TP) or disc (IVD).</param>
/// <param name="Length">From origin to the lesser trochanter.</param>
/// <param name="Elongation">How much longer than standing at ease.</param>
/// <param name="LumbarArms">From L5/S1 upwards: positive where it makes the low back more hollow; zero where it does not cross.</param>
/// <param name="PassiveForce">What it pulls with.</param>
/// <param name="Path">Its course, to draw.</param>
public sealed record FascicleState(
    string Name,
    Length Length,
    Length Elongation,
    ImmutableArray<Length> LumbarArms,
    Force PassiveForce,
    ImmutableArray<BodyPoint> Path
);

/// <summary>The bones a posture is drawn with.</summary>
/// <param name="LumbarJoints">Centres of the discs, L5/S1 to L1/L2.</param>
/// <param name="HipCentre">Of the side.</param>
/// <param name="KneeCentre">Origin of the tibia.</param>
/// <param name="AnkleCentre">Lower end of the tibia.</param>
/// <param name="LegMassCentre">Where the weight of thigh, shank and foot pulls; of a leg that moves in the sagittal plane.</param>
public sealed record PostureBones(
    ImmutableArray<BodyPoint> LumbarJoints,
    BodyPoint HipCentre,
    BodyPoint KneeCentre,
    BodyPoint AnkleCentre,
    BodyPoint LegMassCentre
);

/// <summary>Every muscle that crosses the hip, in one posture, with nobody holding.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Side">Which leg.</param>
/// <param name="Pose">The posture.</param>
/// <param name="Muscles">The psoas as one line, first.</param>
/// <param name="Fascicles">The psoas as eleven.</param>
/// <param name="PsoasElongation">How much longer the one line is than standing at ease.</param>
/// <param name="CapsuleMoment">What is not muscle.</param>
/// <param name="PassiveHipMoment">All muscles and the capsule.</param>
/// <param name="MeasuredHipMoment">What people were measured to resist with, grown to this body: see <see cref="ReferenceMoments"/> and
/// <see cref="BodySize"/>.</param>
/// <param name="Bones">To draw.</param>
/// <param name="Extrapolations">In what it goes beyond what was measured.</param>
public sealed record PostureExplanation(
    Person Person,
    Side Side,
    JointPose Pose,
    ImmutableArray<MuscleState> Muscles,
    ImmutableArray<FascicleState> Fascicles,
    Length PsoasElongation,
    Moment CapsuleMoment,
    Moment PassiveHipMoment,
    Moment MeasuredHipMoment,
    PostureBones Bones,
    ImmutableArray<Extrapolation> Extrapolations
)
{
    // below this a share of the whole says nothing
    private const double LeastToShare = 0.1;

    /// <summary>The names of the muscles.</summary>
    public static ImmutableArray<string> MuscleNames { get; } = [.. Anatomy.Muscles.Select(muscle => muscle.Name)];

    /// <summary>Evaluates a posture.</summary>
    public static PostureExplanation Compute(Person person, Side side, JointPose pose)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(pose);
        var coordinates = pose.Check();
        var skeleton = new Skeleton(person.Scale, side);
        var muscles = Anatomy.Muscles.Select(muscle => muscle.For(person.Scale, side)).ToList();
        var fascicles = Anatomy.Fascicles.Select(fascicle => fascicle.For(person.Scale, side)).ToList();
        var psoasAtEase = muscles[0].Path.Length(skeleton);
        var atEase = fascicles.ConvertAll(fascicle => fascicle.Path.Length(skeleton));
        skeleton.Pose(coordinates);

        var (ofMoment, ofForce) = (BodySize.MomentFactor(person), BodySize.ForceFactor(person));
        var measured = muscles.ConvertAll(muscle =>
        {
            MomentArms arms = default;
            var length = muscle.Path.Measure(skeleton, ref arms);
            var state = muscle.Tissue.FindEquilibrium(length);
            return (Muscle: muscle, Length: length, Arms: arms, state.NormalisedFibre, Force: ofForce * state.Force);
        });
        var capsule = ofMoment * HipCapsule.Moment(pose.Hip.Angle.Degrees);
        var total = capsule + measured.Sum(muscle => muscle.Force * muscle.Arms[Coordinate.HipFlexion]);
        return new PostureExplanation(
            person,
            side,
            pose,
            [
                .. measured.Select(muscle =>
                {
                    var moment = muscle.Force * muscle.Arms[Coordinate.HipFlexion];
                    return new MuscleState(
                        muscle.Muscle.Name,
                        Length.FromMetres(muscle.Length),
                        new(
                            Arm(muscle.Arms, Coordinate.HipFlexion),
                            Arm(muscle.Arms, Coordinate.HipAdduction),
                            Arm(muscle.Arms, Coordinate.HipRotation),
                            Arm(muscle.Arms, Coordinate.KneeFlexion)
                        ),
                        muscle.NormalisedFibre,
                        Force.FromNewtons(muscle.Force),
                        Moment.FromNewtonMetres(moment),
                        Math.Abs(total) < LeastToShare ? null : moment / total,
                        Trace(muscle.Muscle, skeleton)
                    );
                }),
            ],
            [
                .. fascicles.Select(
                    (fascicle, index) =>
                    {
                        MomentArms arms = default;
                        var length = fascicle.Path.Measure(skeleton, ref arms);
                        return new FascicleState(
                            fascicle.Name,
                            Length.FromMetres(length),
                            Length.FromMetres(length - atEase[index]),
                            [.. Enumerable.Range(0, Skeleton.LumbarJoints).Select(joint => Arm(arms, Coordinate.L5S1 + joint))],
                            Force.FromNewtons(ofForce * fascicle.Tissue.FindEquilibrium(length).Force),
                            Trace(fascicle, skeleton)
                        );
                    }
                ),
            ],
            Length.FromMetres(measured[0].Length - psoasAtEase),
            Moment.FromNewtonMetres(capsule),
            Moment.FromNewtonMetres(total),
            Moment.FromNewtonMetres(ofMoment * ReferenceMoments.Hip(pose.Hip.Angle.Degrees, pose.Knee.Angle.Degrees)),
            new PostureBones(
                [.. Enumerable.Range(0, Skeleton.LumbarJoints).Select(joint => BodyPoint.Of(skeleton.LumbarCentre(joint)))],
                BodyPoint.Of(skeleton.HipCentre),
                BodyPoint.Of(skeleton[Bone.Tibia].Origin),
                BodyPoint.Of(skeleton[Bone.Tibia] * (person.Scale * Skeleton.AnkleOnTibia)),
                BodyPoint.Of(skeleton.HipCentre + new LegWeight(person, 0).MassCentre(coordinates.HipFlexion, coordinates.KneeFlexion))
            ),
            Measured.Find(person, Measured.IsBeyond(pose.Hip.Angle.Degrees, 0), isMuscleBeyond: false)
        );
    }

    /// <summary>Finds a muscle; throws <see cref="ArgumentException"/>, with all names, for one that is not there.</summary>
    public MuscleState Find(string muscle) =>
        Muscles.FirstOrDefault(state => state.Name == muscle)
        ?? throw new ArgumentException($"There is no muscle {muscle}. The muscles: {string.Join(", ", MuscleNames)}.", nameof(muscle));

    private static Length Arm(in MomentArms arms, Coordinate coordinate) => Length.FromMetres(arms[coordinate]);

    private static ImmutableArray<BodyPoint> Trace(Muscle muscle, Skeleton skeleton) =>
        [.. muscle.Path.Trace(skeleton).Select(BodyPoint.Of)];
}
