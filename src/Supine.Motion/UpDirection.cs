using Supine.Biomechanics;

namespace Supine.Motion;

/// <summary>Where up is, in the axes of the device: a unit vector. The default is a phone that lies on its back.</summary>
/// <remarks>It is all that gravity tells: turning about the vertical changes nothing.</remarks>
public readonly record struct UpDirection
{
    // shorter than this, a vector has no direction worth naming
    private const double Least = 1e-6;

    // kept as the distance from 1, so that the default is a direction too
    private readonly double _zLessOne;

    private UpDirection(in Vector unit) => (X, Y, _zLessOne) = (unit.X, unit.Y, unit.Z - 1);

    internal double X { get; }

    internal double Y { get; }

    internal double Z => 1 + _zLessOne;

    internal Vector Vector => new(X, Y, Z);

    /// <summary>How far the top edge is raised above the horizontal, −90° to 90°, for a phone whose screen faces up.</summary>
    /// <remarks>The naive reading: right only where the long axis lies along the limb. The sign of z tells the platform's sign.</remarks>
    internal double TopEdgeRaisedRadians => Math.Atan2(Z < 0 ? -Y : Y, Math.Sqrt((X * X) + (Z * Z)));

    /// <summary>Up from acceleration including gravity; it has no direction near free fall.</summary>
    /// <param name="acceleration">What was felt.</param>
    /// <param name="sign">Which way the platform counts.</param>
    /// <param name="up">Up, where the answer is true.</param>
    public static bool TryFromAcceleration(Acceleration acceleration, AccelerationSign sign, out UpDirection up)
    {
        var factor = sign switch
        {
            AccelerationSign.PointsUp => 1,
            AccelerationSign.PointsDown => -1,
        };
        return TryFrom(factor * new Vector(acceleration.X, acceleration.Y, acceleration.Z), out up);
    }

    /// <summary>Up from the angles of <c>DeviceOrientationEvent</c> (Z-X'-Y''); alpha turns about the vertical and says nothing.</summary>
    /// <param name="beta">About x: −180° to 180°.</param>
    /// <param name="gamma">About y: −90° to 90°.</param>
    public static UpDirection FromOrientation(Angle beta, Angle gamma)
    {
        var (sinBeta, cosBeta) = Math.SinCos(beta.Radians);
        var (sinGamma, cosGamma) = Math.SinCos(gamma.Radians);
        return new(new(-cosBeta * sinGamma, sinBeta, cosBeta * cosGamma));
    }

    /// <summary>Up from the quaternion that turns the device's axes into the earth's, as orientation sensors give it; of any length but
    /// zero.</summary>
    /// <param name="x">First imaginary part.</param>
    /// <param name="y">Second imaginary part.</param>
    /// <param name="z">Third imaginary part.</param>
    /// <param name="w">Real part.</param>
    /// <param name="up">Up, where the answer is true.</param>
    public static bool TryFromQuaternion(double x, double y, double z, double w, out UpDirection up)
    {
        up = default;
        var length = Math.Sqrt((x * x) + (y * y) + (z * z) + (w * w));
        if (!(length > Least) || !double.IsFinite(length))
        {
            return false;
        }

        (x, y, z, w) = (x / length, y / length, z / length, w / length);
        return TryFrom(new(2 * ((x * z) - (w * y)), 2 * ((y * z) + (w * x)), 1 - (2 * ((x * x) + (y * y)))), out up);
    }

    /// <summary>The angle to another direction, 0° to 180°.</summary>
    public Angle AngleTo(UpDirection other) => Angle.FromRadians(Vector.RadiansBetween(Vector, other.Vector));

    /// <summary>The mean of directions; there is none where they cancel out.</summary>
    internal static bool TryMean(IEnumerable<UpDirection> directions, out UpDirection mean)
    {
        var (sum, count) = (default(Vector), 0);
        foreach (var direction in directions)
        {
            sum += direction.Vector;
            count++;
        }

        // directions all over the place have a short mean that says nothing
        mean = default;
        return count > 0 && sum.Length > 0.1 * count && TryFrom(sum, out mean);
    }

    internal static bool TryFrom(in Vector vector, out UpDirection up)
    {
        var length = vector.Length;
        if (!(length > Least) || !double.IsFinite(length))
        {
            up = default;
            return false;
        }

        up = new(1 / length * vector);
        return true;
    }
}
