using System.Collections.Immutable;

namespace Supine.Biomechanics;

/// <summary>An angle of a posture that has a range.</summary>
public enum JointCoordinate
{
    /// <summary>Trunk against the surface.</summary>
    TrunkRise,

    /// <summary>Posterior pelvic tilt.</summary>
    PosteriorTilt,

    /// <summary>Hip flexion.</summary>
    HipFlexion,

    /// <summary>Knee flexion.</summary>
    KneeFlexion,

    /// <summary>Hip adduction.</summary>
    HipAdduction,

    /// <summary>Hip rotation.</summary>
    HipRotation,

    /// <summary>Change of the lumbar lordosis.</summary>
    LordosisChange,
}

/// <summary>The range in which a joint angle is drawn and prescribed.</summary>
/// <param name="Coordinate">The angle.</param>
/// <param name="Least">Inclusive.</param>
/// <param name="Most">Inclusive.</param>
/// <param name="SourceId">Where the range comes from: an id of <c>protocols/sources.yaml</c>.</param>
public sealed record JointLimit(JointCoordinate Coordinate, Angle Least, Angle Most, string SourceId)
{
    /// <summary>Whether the angle lies in the range, ends included.</summary>
    public bool Allows(Angle angle) => angle >= Least && angle <= Most;
}

/// <summary>Ranges of the joints a posture speaks of.</summary>
/// <remarks>Hip and knee are the coordinate ranges of the Rajagopal 2016 full-body model (adults). Trunk and pelvis are
/// what the figure can show; the pelvis range holds the posterior rotation a knee pull reaches. The lordosis range goes from a
/// flat back to a markedly hollow one.</remarks>
public static class JointLimits
{
    /// <summary>One row a coordinate.</summary>
    public static ImmutableArray<JointLimit> All { get; } =
    [
        Row(JointCoordinate.TrunkRise, 0, 95, "supine-figure"),
        Row(JointCoordinate.PosteriorTilt, -20, 30, "supine-figure"),
        Row(JointCoordinate.HipFlexion, -30, 120, "rajagopal-2016"),
        Row(JointCoordinate.KneeFlexion, 0, 120, "rajagopal-2016"),
        Row(JointCoordinate.HipAdduction, -50, 30, "rajagopal-2016"),
        Row(JointCoordinate.HipRotation, -40, 40, "rajagopal-2016"),
        Row(JointCoordinate.LordosisChange, -40, 30, "supine-body"),
    ];

    /// <summary>The range of a coordinate.</summary>
    public static JointLimit Of(JointCoordinate coordinate) => All.Single(limit => limit.Coordinate == coordinate);

    private static JointLimit Row(JointCoordinate coordinate, double least, double most, string sourceId) =>
        new(coordinate, Angle.FromDegrees(least), Angle.FromDegrees(most), sourceId);
}
