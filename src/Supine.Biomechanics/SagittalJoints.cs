namespace Supine.Biomechanics;

/// <summary>A point of the sagittal plane, seen from the person's right as they lie: origin in the middle of the hips.</summary>
/// <param name="Footward">Along the surface, towards the feet of someone lying.</param>
/// <param name="Upward">Against gravity.</param>
public readonly record struct SagittalPoint(Length Footward, Length Upward)
{
    /// <summary>The point at a distance in a direction: 0° is footward, 90° upward.</summary>
    public SagittalPoint Move(Angle elevation, Length distance) =>
        new(
            Length.FromMetres(Footward.Metres + (distance.Metres * Math.Cos(elevation.Radians))),
            Length.FromMetres(Upward.Metres + (distance.Metres * Math.Sin(elevation.Radians)))
        );
}

/// <summary>The joints of one leg below the hip.</summary>
/// <param name="Knee">Knee joint centre.</param>
/// <param name="Ankle">Ankle joint centre.</param>
public sealed record LegJoints(SagittalPoint Knee, SagittalPoint Ankle);

/// <summary>Where the joints are in a posture; both hips fall on the origin.</summary>
/// <param name="Hip">The origin.</param>
/// <param name="Shoulder">Middle of the shoulders.</param>
/// <param name="Cervicale">Spine of C7, where neck and head begin.</param>
/// <param name="Vertex">Top of the head.</param>
/// <param name="Stretched">The leg that is stretched.</param>
/// <param name="Opposite">The other leg.</param>
public sealed record SagittalJoints(
    SagittalPoint Hip,
    SagittalPoint Shoulder,
    SagittalPoint Cervicale,
    SagittalPoint Vertex,
    LegJoints Stretched,
    LegJoints Opposite
);
