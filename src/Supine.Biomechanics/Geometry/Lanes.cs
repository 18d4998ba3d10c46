using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Supine.Biomechanics.Geometry;

/// <summary>A point or direction in each of four legs: <see cref="Vector3"/>, lane by lane.</summary>
internal readonly struct Vector3Lanes(Vector256<double> x, Vector256<double> y, Vector256<double> z)
{
    public readonly Vector256<double> X = x;
    public readonly Vector256<double> Y = y;
    public readonly Vector256<double> Z = z;

    /// <summary>The same in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes All(in Vector3 v) => new(Vector256.Create(v.X), Vector256.Create(v.Y), Vector256.Create(v.Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator +(in Vector3Lanes a, in Vector3Lanes b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator -(in Vector3Lanes a, in Vector3Lanes b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator *(Vector256<double> s, in Vector3Lanes a) => new(s * a.X, s * a.Y, s * a.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Dot(in Vector3Lanes a, in Vector3Lanes b) => Lanes.Sum(a.X, b.X, a.Y, b.Y, a.Z * b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes Cross(in Vector3Lanes a, in Vector3Lanes b) =>
        new(Lanes.Difference(a.Y, b.Z, a.Z, b.Y), Lanes.Difference(a.Z, b.X, a.X, b.Z), Lanes.Difference(a.X, b.Y, a.Y, b.X));
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

    public static RotationLanes AboutX(Vector256<double> radians)
    {
        var (sin, cos) = Vector256.SinCos(radians);
        var (zero, one) = (Vector256<double>.Zero, Vector256<double>.One);
        return new(new(one, zero, zero), new(zero, cos, sin), new(zero, -sin, cos));
    }

    public static RotationLanes AboutY(Vector256<double> radians)
    {
        var (sin, cos) = Vector256.SinCos(radians);
        var (zero, one) = (Vector256<double>.Zero, Vector256<double>.One);
        return new(new(cos, zero, -sin), new(zero, one, zero), new(sin, zero, cos));
    }

    public static RotationLanes AboutZ(Vector256<double> radians)
    {
        var (sin, cos) = Vector256.SinCos(radians);
        var (zero, one) = (Vector256<double>.Zero, Vector256<double>.One);
        return new(new(cos, sin, zero), new(-sin, cos, zero), new(zero, zero, one));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator *(in RotationLanes r, in Vector3Lanes v) =>
        new(
            Lanes.Sum(r.X.X, v.X, r.Y.X, v.Y, r.Z.X * v.Z),
            Lanes.Sum(r.X.Y, v.X, r.Y.Y, v.Y, r.Z.Y * v.Z),
            Lanes.Sum(r.X.Z, v.X, r.Y.Z, v.Y, r.Z.Z * v.Z)
        );

    public static RotationLanes operator *(in RotationLanes a, in RotationLanes b) => new(a * b.X, a * b.Y, a * b.Z);

    /// <summary>The direction as the turned frame sees it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector3Lanes Undo(in Vector3Lanes v) => new(Vector3Lanes.Dot(X, v), Vector3Lanes.Dot(Y, v), Vector3Lanes.Dot(Z, v));
}

/// <summary>Functions of four numbers at once that the runtime has not.</summary>
internal static class Lanes
{
    /// <summary>How many.</summary>
    public const int Count = 4;

    /// <summary>a·b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sum(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);

    /// <summary>a·b + c·d + e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sum(
        Vector256<double> a,
        Vector256<double> b,
        Vector256<double> c,
        Vector256<double> d,
        Vector256<double> e
    ) => Vector256.FusedMultiplyAdd(a, b, Vector256.FusedMultiplyAdd(c, d, e));

    /// <summary>a·b − c·d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Difference(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d) =>
        Vector256.FusedMultiplyAdd(-c, d, a * b);

    /// <summary>The angle from 0 to π of a point that is not below the x axis; off by less than 4e-16.</summary>
    /// <remarks>
    /// The arctangent of the Cephes library (Moshier): turned back by 0, 45 or 90 degrees until |t| ≤ 0.66, then t + t³ P(t²)/Q(t²).
    /// Signs are folded away first, so no lane takes a way of its own. What the origin itself has is not a number.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> AngleAbove(Vector256<double> y, Vector256<double> x)
    {
        var across = Vector256.Abs(x);
        var isSmall = Vector256.LessThanOrEqual(y, Vector256.Create(0.66) * across);
        var isLarge = Vector256.GreaterThan(y, Vector256.Create(2.414213562373095) * across);
        var top = Vector256.ConditionalSelect(isSmall, y, Vector256.ConditionalSelect(isLarge, -across, y - across));
        var under = Vector256.ConditionalSelect(isSmall, across, Vector256.ConditionalSelect(isLarge, y, y + across));
        var turned = Vector256.ConditionalSelect(
            isSmall,
            Vector256<double>.Zero,
            Vector256.ConditionalSelect(isLarge, Vector256.Create(Math.PI / 2), Vector256.Create(Math.PI / 4))
        );
        var t = top / under;
        var s = t * t;
        var p = Sum(
            Sum(
                Sum(
                    Sum(Vector256.Create(-8.750608600031904122785E-1), s, Vector256.Create(-1.615753718733365076637E1)),
                    s,
                    Vector256.Create(-7.500855792314704667340E1)
                ),
                s,
                Vector256.Create(-1.228866684490136173410E2)
            ),
            s,
            Vector256.Create(-6.485021904942025371773E1)
        );
        var q = Sum(
            Sum(
                Sum(
                    Sum(s + Vector256.Create(2.485846490142306297962E1), s, Vector256.Create(1.650270098316988542046E2)),
                    s,
                    Vector256.Create(4.328810604912902668951E2)
                ),
                s,
                Vector256.Create(4.853903996359136964868E2)
            ),
            s,
            Vector256.Create(1.945506571482613964425E2)
        );
        var angle = turned + Sum(t * s, p / q, t);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<double>.Zero), Vector256.Create(Math.PI) - angle, angle);
    }
}
