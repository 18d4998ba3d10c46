namespace Supine.Biomechanics;

/// <summary>A plane angle. The default is zero; it is never NaN or infinite.</summary>
public readonly record struct Angle : IComparable<Angle>
{
    private Angle(double radians) => Radians = radians;

    /// <summary>The angle in radians.</summary>
    public double Radians { get; }

    /// <summary>The angle in degrees.</summary>
    public double Degrees => Radians * (180 / Math.PI);

    /// <summary>An angle from degrees. Throws <see cref="ArgumentOutOfRangeException"/> when it is not finite.</summary>
    public static Angle FromDegrees(double degrees) => FromRadians(degrees * (Math.PI / 180));

    /// <summary>An angle from radians. Throws <see cref="ArgumentOutOfRangeException"/> when it is not finite.</summary>
    public static Angle FromRadians(double radians) =>
        double.IsFinite(radians)
            ? new(radians)
            : throw new ArgumentOutOfRangeException(nameof(radians), radians, "An angle is a finite number.");

    /// <summary>The sum of two angles.</summary>
    public static Angle operator +(Angle a, Angle b) => new(a.Radians + b.Radians);

    /// <summary>The difference of two angles.</summary>
    public static Angle operator -(Angle a, Angle b) => new(a.Radians - b.Radians);

    /// <summary>The angle turned the other way.</summary>
    public static Angle operator -(Angle a) => new(-a.Radians);

    /// <inheritdoc/>
    public int CompareTo(Angle other) => Radians.CompareTo(other.Radians);

    /// <summary>The sum of two angles.</summary>
    public static Angle Add(Angle left, Angle right) => left + right;

    /// <summary>The difference of two angles.</summary>
    public static Angle Subtract(Angle left, Angle right) => left - right;

    /// <summary>The angle turned the other way.</summary>
    public static Angle Negate(Angle item) => -item;

    /// <summary>Whether one angle is smaller.</summary>
    public static bool operator <(Angle a, Angle b) => a.Radians < b.Radians;

    /// <summary>Whether one angle is larger.</summary>
    public static bool operator >(Angle a, Angle b) => a.Radians > b.Radians;

    /// <summary>Whether one angle is smaller or the same.</summary>
    public static bool operator <=(Angle a, Angle b) => a.Radians <= b.Radians;

    /// <summary>Whether one angle is larger or the same.</summary>
    public static bool operator >=(Angle a, Angle b) => a.Radians >= b.Radians;
}
