namespace Supine.Biomechanics.Geometry;

/// <summary>A point or direction: metres, in a frame that the context names.</summary>
internal readonly record struct Vector3(double X, double Y, double Z)
{
    public double LengthSquared => (X * X) + (Y * Y) + (Z * Z);

    public double Length => Math.Sqrt(LengthSquared);

    /// <summary>The mirror image on the other side of the body.</summary>
    public Vector3 Mirrored => new(X, Y, -Z);

    public static Vector3 operator +(in Vector3 a, in Vector3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vector3 operator -(in Vector3 a, in Vector3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vector3 operator *(double s, in Vector3 a) => new(s * a.X, s * a.Y, s * a.Z);

    public static double Dot(in Vector3 a, in Vector3 b) => (a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z);

    public static Vector3 Cross(in Vector3 a, in Vector3 b) =>
        new((a.Y * b.Z) - (a.Z * b.Y), (a.Z * b.X) - (a.X * b.Z), (a.X * b.Y) - (a.Y * b.X));
}
