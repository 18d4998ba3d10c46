using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Supine.Biomechanics.Geometry;

/// <summary>A point or direction in each of eight legs: <see cref="Vector3"/>, lane by lane.</summary>
internal readonly struct Vector3Lanes(Vector512<double> x, Vector512<double> y, Vector512<double> z)
{
    public readonly Vector512<double> X = x;
    public readonly Vector512<double> Y = y;
    public readonly Vector512<double> Z = z;

    /// <summary>The same in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes All(in Vector3 v) => new(Vector512.Create(v.X), Vector512.Create(v.Y), Vector512.Create(v.Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator +(in Vector3Lanes a, in Vector3Lanes b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator -(in Vector3Lanes a, in Vector3Lanes b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator *(Vector512<double> s, in Vector3Lanes a) => new(s * a.X, s * a.Y, s * a.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Dot(in Vector3Lanes a, in Vector3Lanes b) => Lanes.Sum(a.X, b.X, a.Y, b.Y, a.Z * b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes Cross(in Vector3Lanes a, in Vector3Lanes b) => new(
        Lanes.Sum(a.Y, b.Z, -(a.Z * b.Y)),
        Lanes.Sum(a.Z, b.X, -(a.X * b.Z)),
        Lanes.Sum(a.X, b.Y, -(a.Y * b.X)));
}

/// <summary><see cref="Rotation"/>, lane by lane.</summary>
internal readonly struct RotationLanes(in Vector3Lanes x, in Vector3Lanes y, in Vector3Lanes z)
{
    public readonly Vector3Lanes X = x;
    public readonly Vector3Lanes Y = y;
    public readonly Vector3Lanes Z = z;

    public RotationLanes Inverse => new(new(X.X, Y.X, Z.X), new(X.Y, Y.Y, Z.Y), new(X.Z, Y.Z, Z.Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RotationLanes All(in Rotation r) => new(Vector3Lanes.All(r.X), Vector3Lanes.All(r.Y), Vector3Lanes.All(r.Z));

    public static RotationLanes AboutX(Vector512<double> radians)
    {
        var (sin, cos) = Vector512.SinCos(radians);
        var (zero, one) = (Vector512<double>.Zero, Vector512<double>.One);
        return new(new(one, zero, zero), new(zero, cos, sin), new(zero, -sin, cos));
    }

    public static RotationLanes AboutY(Vector512<double> radians)
    {
        var (sin, cos) = Vector512.SinCos(radians);
        var (zero, one) = (Vector512<double>.Zero, Vector512<double>.One);
        return new(new(cos, zero, -sin), new(zero, one, zero), new(sin, zero, cos));
    }

    public static RotationLanes AboutZ(Vector512<double> radians)
    {
        var (sin, cos) = Vector512.SinCos(radians);
        var (zero, one) = (Vector512<double>.Zero, Vector512<double>.One);
        return new(new(cos, sin, zero), new(-sin, cos, zero), new(zero, zero, one));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator *(in RotationLanes r, in Vector3Lanes v) => new(
        Lanes.Sum(r.X.X, v.X, r.Y.X, v.Y, r.Z.X * v.Z),
        Lanes.Sum(r.X.Y, v.X, r.Y.Y, v.Y, r.Z.Y * v.Z),
        Lanes.Sum(r.X.Z, v.X, r.Y.Z, v.Y, r.Z.Z * v.Z));

    public static RotationLanes operator *(in RotationLanes a, in RotationLanes b) => new(a * b.X, a * b.Y, a * b.Z);

    /// <summary>The direction as the turned frame sees it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector3Lanes Undo(in Vector3Lanes v) => new(Vector3Lanes.Dot(X, v), Vector3Lanes.Dot(Y, v), Vector3Lanes.Dot(Z, v));
}

/// <summary>Functions of eight numbers at once that the runtime has not.</summary>
internal static class Lanes
{
    /// <summary>How many.</summary>
    public const int Count = 8;

    /// <summary>a·b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sum(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.FusedMultiplyAdd(a, b, c);

    /// <summary>a·b + c·d + e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sum(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d, Vector512<double> e) =>
        Vector512.FusedMultiplyAdd(a, b, Vector512.FusedMultiplyAdd(c, d, e));

    /// <summary>The angle from 0 to π of a point that is not below the x axis; off by less than 4e-16.</summary>
    /// <remarks>
    /// The arctangent of the Cephes library (Moshier): turned back by 0, 45 or 90 degrees until |t| ≤ 0.66, then t + t³ P(t²)/Q(t²).
    /// Signs are folded away first, so no lane takes a way of its own. What the origin itself has is not a number.
    /// </remarks>
    public static Vector512<double> AngleAbove(Vector512<double> y, Vector512<double> x)
    {
        var across = Vector512.Abs(x);
        var isSmall = Vector512.LessThanOrEqual(y, Vector512.Create(0.66) * across);
        var isLarge = Vector512.GreaterThan(y, Vector512.Create(2.414213562373095) * across);
        var top = Vector512.ConditionalSelect(isSmall, y, Vector512.ConditionalSelect(isLarge, -across, y - across));
        var under = Vector512.ConditionalSelect(isSmall, across, Vector512.ConditionalSelect(isLarge, y, y + across));
        var turned = Vector512.ConditionalSelect(isSmall, Vector512<double>.Zero, Vector512.ConditionalSelect(isLarge, Vector512.Create(Math.PI / 2), Vector512.Create(Math.PI / 4)));
        var t = top / under;
        var s = t * t;
        var p = Sum(Sum(Sum(Sum(Vector512.Create(-8.750608600031904122785E-1), s, Vector512.Create(-1.615753718733365076637E1)), s, Vector512.Create(-7.500855792314704667340E1)), s, Vector512.Create(-1.228866684490136173410E2)), s, Vector512.Create(-6.485021904942025371773E1));
        var q = Sum(Sum(Sum(Sum(s + Vector512.Create(2.485846490142306297962E1), s, Vector512.Create(1.650270098316988542046E2)), s, Vector512.Create(4.328810604912902668951E2)), s, Vector512.Create(4.853903996359136964868E2)), s, Vector512.Create(1.945506571482613964425E2));
        var angle = turned + Sum(t * s, p / q, t);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<double>.Zero), Vector512.Create(Math.PI) - angle, angle);
    }
}
