using Supine.Biomechanics.Geometry;

namespace Supine.Biomechanics.Checking;

/// <summary>The person whose walk the source model's own program has evaluated: the generic adult with every bone scaled for
/// itself.</summary>
/// <remarks>Source id <c>opensim-core</c>. Its tibia moves by splines where ours moves by polynomials; the wrapping and the chain of bones
/// are the code that is checked.</remarks>
internal static class WalkingSubject
{
    private const double FemurScale = 0.958;

    private static readonly Rotation JointTurn = Rotation.BodyXyz(-1.64156849, 1.4461808, 1.57079633);

    /// <summary>The skeleton, at 0°.</summary>
    public static Skeleton CreateSkeleton() =>
        new(
            1,
            Side.Right,
            null,
            new(-0.0700429068100282, -0.0786208787567514, 0.0925078946514201),
            new Knee(
                new(JointTurn, new(-0.00775022, -0.39082568, -0.0026345)),
                new(JointTurn, new(-0.00929488146, -0.0040614852, -0.00170596626)),
                Spline(
                    1,
                    0,
                    0.0126809,
                    0.0226969,
                    0.0296054,
                    0.0332049,
                    0.0335354,
                    0.0308779,
                    0.0257548,
                    0.0189295,
                    0.011407,
                    0.00443314,
                    -0.00050475,
                    -0.0016782
                ),
                Spline(
                    1,
                    0,
                    0.059461,
                    0.109399,
                    0.150618,
                    0.18392,
                    0.210107,
                    0.229983,
                    0.24435,
                    0.254012,
                    0.25977,
                    0.262428,
                    0.262788,
                    0.261654
                ),
                new Polynomial(0),
                Spline(
                    FemurScale,
                    0,
                    0.000479,
                    0.000835,
                    0.001086,
                    0.001251,
                    0.001346,
                    0.001391,
                    0.001403,
                    0.0014,
                    0.0014,
                    0.001421,
                    0.001481,
                    0.001599
                ),
                Spline(
                    FemurScale,
                    0,
                    0.000988,
                    0.001899,
                    0.002734,
                    0.003492,
                    0.004173,
                    0.004777,
                    0.005305,
                    0.005756,
                    0.00613,
                    0.006427,
                    0.006648,
                    0.006792
                ),
                new(-0.00775022, -0.39082568, 0),
                Spline(
                    1,
                    0.00113686,
                    -0.00629212,
                    -0.105582,
                    -0.253683,
                    -0.414245,
                    -0.579047,
                    -0.747244,
                    -0.91799,
                    -1.09044,
                    -1.26379,
                    -1.43763,
                    -1.61186,
                    -1.78634
                ),
                Spline(
                    FemurScale,
                    0.0524,
                    0.0488,
                    0.0437,
                    0.0371,
                    0.0296,
                    0.0216,
                    0.0136,
                    0.0057,
                    -0.0019,
                    -0.0088,
                    -0.0148,
                    -0.0196,
                    -0.0227
                ),
                Spline(
                    FemurScale,
                    -0.0108,
                    -0.019,
                    -0.0263,
                    -0.0322,
                    -0.0367,
                    -0.0395,
                    -0.0408,
                    -0.0404,
                    -0.0384,
                    -0.0349,
                    -0.0301,
                    -0.0245,
                    -0.0187
                )
            )
        );

    /// <summary>One of the four muscles that were recorded.</summary>
    public static MusclePath ReadPath(string muscle) =>
        Anatomy.ReadPath(muscle, Table.Read("opensim-subject-points"), Table.Read("opensim-subject-wraps"));

    /// <summary>Lengths in metres frame by frame: as recorded, and as computed here.</summary>
    public static IEnumerable<(double Recorded, double Computed)> Compare(string muscle, string column)
    {
        const double degree = Math.PI / 180;
        var table = Table.Read("opensim-walk");
        var (hip, adduction, rotation, knee, recorded) = (
            table.Numbers("hip_deg"),
            table.Numbers("adduction_deg"),
            table.Numbers("rotation_deg"),
            table.Numbers("knee_deg"),
            table.Numbers(column)
        );
        var (skeleton, path) = (CreateSkeleton(), ReadPath(muscle));
        for (var i = 0; i < recorded.Length; i++)
        {
            skeleton.Pose(new(hip[i] * degree, adduction[i] * degree, rotation[i] * degree, knee[i] * degree, 0));
            yield return (recorded[i], path.Length(skeleton));
        }
    }

    private static CubicSpline Spline(double scale, params double[] values) =>
        new(Knee.TenDegrees, [.. values.Select(value => scale * value)]);
}
