namespace Supine.Biomechanics.Geometry;

/// <summary>How tibia and patella move on the femur as the knee bends.</summary>
/// <param name="OnFemur">Where the joint is on the femur.</param>
/// <param name="OnTibia">Where it is on the tibia.</param>
/// <param name="TurnZ">Second turn of the tibia, about z; the first, about x, is the knee angle itself.</param>
/// <param name="TurnY">Third turn, about y.</param>
/// <param name="ShiftX">Along the joint's x.</param>
/// <param name="ShiftY">Along its y.</param>
/// <param name="ShiftZ">Along its z.</param>
/// <param name="PatellaOrigin">From where on the femur the patella's own shifts count.</param>
/// <param name="PatellaTurn">Its turn, about z.</param>
/// <param name="PatellaX">Along the femur's x.</param>
/// <param name="PatellaY">Along its y.</param>
/// <remarks>Metres and radians of a generic adult's right knee; all follow the knee angle alone.</remarks>
internal sealed record Knee(
    Frame OnFemur,
    Frame OnTibia,
    Curve TurnZ,
    Curve TurnY,
    Curve ShiftX,
    Curve ShiftY,
    Curve ShiftZ,
    Vector3 PatellaOrigin,
    Curve PatellaTurn,
    Curve PatellaX,
    Curve PatellaY
)
{
    /// <summary>Every ten degrees: where the patella's splines have their points.</summary>
    internal static readonly double[] TenDegrees =
    [
        0,
        0.174533,
        0.349066,
        0.523599,
        0.698132,
        0.872665,
        1.0472,
        1.22173,
        1.39626,
        1.5708,
        1.74533,
        1.91986,
        2.0944,
    ];

    /// <summary>Source ids <c>rajagopal-2016</c> (patella), <c>lai-uhlrich-2022</c> (tibia): an adult of 1.70 m, 0° to 120°.</summary>
    public static Knee Generic { get; } =
        new(
            new(Rotation.BodyXyz(-1.64157, 1.44618, 1.5708), new(-0.0045, -0.4096, -0.00175)),
            new(Rotation.BodyXyz(-1.64157, 1.44618, 1.5708), new(-0.00808954, -0.0035348, -0.00148474)),
            new Polynomial(0.01083209, -0.02521833, -0.03284781, 0.07910001, -1e-8),
            new Polynomial(0.02516576, -0.16948005, 0.36949935, -4e-8),
            new Polynomial(0.00015904, -0.00101515, 0.00181751, 2.641e-5, -7.7e-7),
            new Polynomial(-0.00057969, 0.00507977, -0.01144238, 0.00393691, -2.516e-5),
            new Polynomial(0.00120809, -0.00445361, 0.00061165, 0.00626543, -1.462e-5),
            new(-0.00809, -0.40796, 0),
            new CubicSpline(
                TenDegrees,
                [
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
                    -1.78634,
                ]
            ),
            new CubicSpline(
                TenDegrees,
                [0.0524, 0.0488, 0.0437, 0.0371, 0.0296, 0.0216, 0.0136, 0.0057, -0.0019, -0.0088, -0.0148, -0.0196, -0.0227]
            ),
            new CubicSpline(
                TenDegrees,
                [-0.0108, -0.019, -0.0263, -0.0322, -0.0367, -0.0395, -0.0408, -0.0404, -0.0384, -0.0349, -0.0301, -0.0245, -0.0187]
            )
        );

    private readonly Frame _fromTibia = OnTibia.Inverse;

    /// <summary>The tibia on the femur, and how it moves a radian of knee flexion.</summary>
    public (Frame Place, Twist Motion) Tibia(double flexion)
    {
        var ((z, dz), (y, dy)) = (TurnZ.Evaluate(flexion), TurnY.Evaluate(flexion));
        var ((tx, dtx), (ty, dty), (tz, dtz)) = (ShiftX.Evaluate(flexion), ShiftY.Evaluate(flexion), ShiftZ.Evaluate(flexion));
        var aboutX = Rotation.AboutX(flexion);
        var aboutXz = aboutX * Rotation.AboutZ(z);
        var place = OnFemur * new Frame(aboutXz * Rotation.AboutY(y), new(tx, ty, tz)) * _fromTibia;

        // in the joint's frame: each turn about its own axis, as the turns before it have left that axis
        var spin = OnFemur.Turn * (new Vector3(1, 0, 0) + (dz * aboutX.Z) + (dy * aboutXz.Y));
        var slide = OnFemur.Turn * new Vector3(dtx, dty, dtz);
        var centre = OnFemur * new Vector3(tx, ty, tz);
        return (place, Twist.About(spin, centre, slide));
    }

    /// <summary>The patella on the femur, and how it moves a radian of knee flexion.</summary>
    public (Frame Place, Twist Motion) Patella(double flexion)
    {
        var ((turn, dTurn), (x, dx), (y, dy)) = (PatellaTurn.Evaluate(flexion), PatellaX.Evaluate(flexion), PatellaY.Evaluate(flexion));
        var origin = PatellaOrigin + new Vector3(x, y, 0);
        return (new Frame(Rotation.AboutZ(turn), origin), Twist.About(new(0, 0, dTurn), origin, new(dx, dy, 0)));
    }
}

/// <summary>How a bone moves a unit of a joint coordinate: a point p moves with Slide + Spin × p.</summary>
internal readonly record struct Twist(Vector3 Spin, Vector3 Slide)
{
    /// <summary>A spin about an axis through a point that itself slides.</summary>
    public static Twist About(Vector3 spin, Vector3 through, Vector3 slide) => new(spin, slide - Vector3.Cross(spin, through));

    public Vector3 VelocityOf(Vector3 point) => Slide + Vector3.Cross(Spin, point);

    /// <summary>How fast a point moves in a direction.</summary>
    public double Along(in Vector3 point, in Vector3 direction) =>
        Vector3.Dot(Slide, direction) + Vector3.Dot(Spin, Vector3.Cross(point, direction));

    /// <summary>The same motion seen from a frame outside.</summary>
    public Twist In(Frame frame)
    {
        var spin = frame.Turn * Spin;
        return new(spin, (frame.Turn * Slide) - Vector3.Cross(spin, frame.Origin));
    }

    /// <summary>The same motion in the mirror that swaps left and right; turning directions swap too.</summary>
    public Twist Mirrored => new(-1 * Spin.Mirrored, Slide.Mirrored);
}
