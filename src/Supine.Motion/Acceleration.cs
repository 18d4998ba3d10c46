namespace Supine.Motion;

/// <summary>What an accelerometer feels, gravity included, in the axes of the device: x to its right edge, y to its top edge, z out of its
/// screen.</summary>
/// <remarks>A phone that lies still feels 9.81 m/s², straight up, as W3C defines <c>accelerationIncludingGravity</c>. The default is free
/// fall; no part is ever NaN or infinite.</remarks>
public readonly record struct Acceleration
{
    private Acceleration(double x, double y, double z) => (X, Y, Z) = (x, y, z);

    internal double X { get; }

    internal double Y { get; }

    internal double Z { get; }

    /// <summary>Its size in m/s².</summary>
    public double MetresPerSecondSquared => new Vector(X, Y, Z).Length;

    /// <summary>An acceleration in m/s². Throws <see cref="ArgumentOutOfRangeException"/> when a part, or its size, is not
    /// finite.</summary>
    public static Acceleration FromMetresPerSecondSquared(double x, double y, double z) =>
        double.IsFinite(new Vector(x, y, z).Length)
            ? new(x, y, z)
            : throw new ArgumentOutOfRangeException(nameof(x), (x, y, z), "An acceleration is three finite numbers.");
}

/// <summary>Where a platform's acceleration points while the device lies still.</summary>
public enum AccelerationSign
{
    /// <summary>Up, as W3C defines it; Android.</summary>
    PointsUp,

    /// <summary>Down; iOS.</summary>
    PointsDown,
}
