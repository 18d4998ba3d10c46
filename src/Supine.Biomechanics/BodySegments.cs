namespace Supine.Biomechanics;

/// <summary>The lengths of a body's segments between joint centres.</summary>
/// <param name="Trunk">Middle of the shoulders to middle of the hips.</param>
/// <param name="Back">Cervicale (spine of C7) to middle of the hips.</param>
/// <param name="HeadAndNeck">Vertex to cervicale.</param>
/// <param name="UpperArm">Shoulder to elbow.</param>
/// <param name="Forearm">Elbow to wrist.</param>
/// <param name="Hand">Wrist to the head of the third metacarpal: the palm, without the fingers.</param>
/// <param name="Thigh">Hip to knee.</param>
/// <param name="Shank">Knee to ankle.</param>
/// <param name="Foot">Heel to the tip of the longest toe.</param>
/// <remarks>Source id <c>de-leva-1996</c>, table 4: means of college-aged Caucasians, 100 men (stature 1.741 m) and
/// 15 women (1.735 m). A population of its own: nobody's own lengths are these.</remarks>
public sealed record BodySegments(
    Length Trunk,
    Length Back,
    Length HeadAndNeck,
    Length UpperArm,
    Length Forearm,
    Length Hand,
    Length Thigh,
    Length Shank,
    Length Foot
)
{
    /// <summary>The women's row.</summary>
    public static BodySegments Female { get; } = FromMetres(0.4979, 0.6148, 0.2437, 0.2751, 0.2643, 0.0780, 0.3685, 0.4386, 0.2283);

    /// <summary>The men's row.</summary>
    public static BodySegments Male { get; } = FromMetres(0.5155, 0.6033, 0.2429, 0.2817, 0.2689, 0.0862, 0.4222, 0.4403, 0.2581);

    /// <summary>Half way between the two rows: the body that is drawn.</summary>
    public static BodySegments Mean { get; } =
        new(
            Middle(Female.Trunk, Male.Trunk),
            Middle(Female.Back, Male.Back),
            Middle(Female.HeadAndNeck, Male.HeadAndNeck),
            Middle(Female.UpperArm, Male.UpperArm),
            Middle(Female.Forearm, Male.Forearm),
            Middle(Female.Hand, Male.Hand),
            Middle(Female.Thigh, Male.Thigh),
            Middle(Female.Shank, Male.Shank),
            Middle(Female.Foot, Male.Foot)
        );

    /// <summary>A person's: their row's, grown with their height.</summary>
    public static BodySegments Of(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var (row, stature) = person.Sex switch
        {
            Sex.Female => (Female, 1.735),
            Sex.Male => (Male, 1.741),
        };
        return row.Grown(person.Height.Metres / stature);
    }

    /// <summary>Where the joints of a body in a posture are, in the sagittal plane, from the middle of the hips.</summary>
    public SagittalJoints ComputeJoints(Posture posture)
    {
        ArgumentNullException.ThrowIfNull(posture);
        var hip = default(SagittalPoint);
        // lying, the trunk points away from the feet; rising turns it over the hips towards them
        var trunkElevation = Angle.FromDegrees(180) - posture.Trunk.Angle;
        var cervicale = hip.Move(trunkElevation, Back);
        return new SagittalJoints(
            hip,
            hip.Move(trunkElevation, Trunk),
            cervicale,
            cervicale.Move(trunkElevation, HeadAndNeck),
            ComputeLeg(posture, posture.Stretched),
            ComputeLeg(posture, posture.Opposite)
        );
    }

    private LegJoints ComputeLeg(Posture posture, LegPosture leg)
    {
        var thighElevation = posture.ComputeThighElevation(leg);
        var knee = default(SagittalPoint).Move(thighElevation, Thigh);
        return new LegJoints(knee, knee.Move(thighElevation - leg.Knee.Angle, Shank));
    }

    private BodySegments Grown(double by)
    {
        Length Of(Length length) => Length.FromMetres(by * length.Metres);
        return new(Of(Trunk), Of(Back), Of(HeadAndNeck), Of(UpperArm), Of(Forearm), Of(Hand), Of(Thigh), Of(Shank), Of(Foot));
    }

    private static Length Middle(Length a, Length b) => Length.FromMetres((a.Metres + b.Metres) / 2);

    private static BodySegments FromMetres(
        double trunk,
        double back,
        double headAndNeck,
        double upperArm,
        double forearm,
        double hand,
        double thigh,
        double shank,
        double foot
    ) =>
        new(
            Length.FromMetres(trunk),
            Length.FromMetres(back),
            Length.FromMetres(headAndNeck),
            Length.FromMetres(upperArm),
            Length.FromMetres(forearm),
            Length.FromMetres(hand),
            Length.FromMetres(thigh),
            Length.FromMetres(shank),
            Length.FromMetres(foot)
        );
}
