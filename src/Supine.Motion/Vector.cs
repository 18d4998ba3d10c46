namespace Supine.Motion;

/// <summary>A vector in the axes of the device.</summary>
internal readonly record struct Vector(double X, double Y, double Z)
{
    public double Length => Math.Sqrt(Dot(this, this));

    public static Vector operator +(in Vector a, in Vector b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vector operator -(in Vector a, in Vector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vector operator *(double s, in Vector a) => new(s * a.X, s * a.Y, s * a.Z);

    public static double Dot(in Vector a, in Vector b) => (a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z);

    public static Vector Cross(in Vector a, in Vector b) =>
        new((a.Y * b.Z) - (a.Z * b.Y), (a.Z * b.X) - (a.X * b.Z), (a.X * b.Y) - (a.Y * b.X));

    /// <summary>The angle between two vectors, exact for small and for large ones.</summary>
    public static double RadiansBetween(in Vector a, in Vector b) => Math.Atan2(Cross(a, b).Length, Dot(a, b));
}
