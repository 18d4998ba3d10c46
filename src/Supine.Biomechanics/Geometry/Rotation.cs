namespace Supine.Biomechanics.Geometry;

/// <summary>A rotation as its three columns: where the axes of the turned frame point.</summary>
internal readonly record struct Rotation(Vector3 X, Vector3 Y, Vector3 Z)
{
    public static Rotation None { get; } = new(new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));

    /// <summary>The same turn seen in the mirror that swaps left and right.</summary>
    public Rotation Mirrored => new(X.Mirrored, Y.Mirrored, -1 * Z.Mirrored);

    public Rotation Inverse => new(new(X.X, Y.X, Z.X), new(X.Y, Y.Y, Z.Y), new(X.Z, Y.Z, Z.Z));

    public static Rotation AboutX(double radians)
    {
        var (sin, cos) = Math.SinCos(radians);
        return new(new(1, 0, 0), new(0, cos, sin), new(0, -sin, cos));
    }

    public static Rotation AboutY(double radians)
    {
        var (sin, cos) = Math.SinCos(radians);
        return new(new(cos, 0, -sin), new(0, 1, 0), new(sin, 0, cos));
    }

    public static Rotation AboutZ(double radians)
    {
        var (sin, cos) = Math.SinCos(radians);
        return new(new(cos, sin, 0), new(-sin, cos, 0), new(0, 0, 1));
    }

    /// <summary>About x, then about the new y, then about the new z.</summary>
    public static Rotation BodyXyz(double x, double y, double z) => AboutX(x) * AboutY(y) * AboutZ(z);

    public static Vector3 operator *(in Rotation r, in Vector3 v) =>
        new(
            (r.X.X * v.X) + (r.Y.X * v.Y) + (r.Z.X * v.Z),
            (r.X.Y * v.X) + (r.Y.Y * v.Y) + (r.Z.Y * v.Z),
            (r.X.Z * v.X) + (r.Y.Z * v.Y) + (r.Z.Z * v.Z)
        );

    public static Rotation operator *(in Rotation a, in Rotation b) => new(a * b.X, a * b.Y, a * b.Z);
}

/// <summary>Where a frame is: its origin and how it is turned.</summary>
internal readonly record struct Frame(Rotation Turn, Vector3 Origin)
{
    public static Frame Identity { get; } = new(Rotation.None, default);

    public Frame Mirrored => new(Turn.Mirrored, Origin.Mirrored);

    public Frame Inverse => new(Turn.Inverse, -1 * (Turn.Inverse * Origin));

    public static Vector3 operator *(in Frame f, in Vector3 p)
    {
        // written out: the inner loop of every path
        var (x, y, z) = (f.Turn.X, f.Turn.Y, f.Turn.Z);
        return new(
            (x.X * p.X) + (y.X * p.Y) + (z.X * p.Z) + f.Origin.X,
            (x.Y * p.X) + (y.Y * p.Y) + (z.Y * p.Z) + f.Origin.Y,
            (x.Z * p.X) + (y.Z * p.Y) + (z.Z * p.Z) + f.Origin.Z
        );
    }

    public static Frame operator *(in Frame a, in Frame b) => new(a.Turn * b.Turn, a * b.Origin);
}
