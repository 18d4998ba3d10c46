using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Supine.Biomechanics.Geometry;

/// <summary>A muscle's course in four legs at once: what <see cref="MusclePath"/> measures in one.</summary>
/// <remarks>
/// The cylinder is the same closed form, written with directions instead of tangent points: in the cross-section the tangent at an end (x,
/// y)
/// at distance ρ with tangent length t points along (x t ∓ R y, y t ± R x)/ρ², and the arc is the angle between the ends less what each
/// tangent takes away, one arctangent of a product of three complex numbers. Touching or not is a mask and never a branch: a wrong guess
/// would cost more.
/// </remarks>
internal sealed class PathLanes
{
    private readonly Part[] _parts;
    private readonly double _still;

    /// <summary>The lanes of a path from the pelvis over the leg, of the generic adult's right side.</summary>
    public PathLanes(MusclePath path)
    {
        var points = path.Points.ToImmutableArray();
        var parts = ImmutableArray.CreateBuilder<Part>();
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var ((from, fromAt), (to, toAt)) = (points[i], points[i + 1]);
            if (to > Bone.Tibia || from > Bone.Tibia || (to == Bone.Pelvis && from != Bone.Pelvis))
            {
                throw new ArgumentException("Four legs at once have paths from the pelvis down the leg.", nameof(path));
            }

            if (i == path.WrapAfter)
            {
                parts.Add(new Part(from, fromAt, to, toAt, path.Cylinder));
            }
            else if (from == to)
            {
                _still += (toAt - fromAt).Length;
            }
            else
            {
                parts.Add(new Part(from, fromAt, to, toAt, null));
            }
        }

        _parts = parts.ToArray();
    }

    /// <summary>Length and arms, in metres.</summary>
    public Vector256<double> Measure(LegLanes leg, out LegArmLanes arms)
    {
        arms = default;
        var length = Vector256.Create(_still);
        foreach (var part in _parts)
        {
            length += part.Wraps ? part.MeasureRound(leg, ref arms) : part.MeasureStraight(leg, ref arms);
        }

        return length;
    }

    private sealed class Part
    {
        private readonly Bone _from;
        private readonly Bone _to;
        private readonly Vector3 _fromAt;
        private readonly Vector3 _toAt;
        private readonly Bone _on;
        private readonly Frame _cylinder;
        private readonly double _radius;

        // an end on the cylinder's own bone never moves against it
        private readonly FixedEnd _fixedFrom;
        private readonly FixedEnd _fixedTo;

        public Part(Bone from, in Vector3 fromAt, Bone to, in Vector3 toAt, WrapCylinder? cylinder)
        {
            (_from, _fromAt) = (from, LegLanes.FromHip(from, fromAt));
            (_to, _toAt) = (to, LegLanes.FromHip(to, toAt));
            if (cylinder is { } round)
            {
                Wraps = true;
                (_on, _radius) = (round.Bone, round.Radius);
                _cylinder = round.OnBone with { Origin = LegLanes.FromHip(round.Bone, round.OnBone.Origin) };
                _fixedFrom = FixedEnd.Of(_cylinder.Inverse * _fromAt, _radius);
                _fixedTo = FixedEnd.Of(_cylinder.Inverse * _toAt, _radius);
            }
        }

        public bool Wraps { get; }

        public Vector256<double> MeasureStraight(LegLanes leg, ref LegArmLanes arms)
        {
            var from = leg.Place(_from, _fromAt);
            var along = leg.Place(_to, _toAt) - from;
            var length = Vector256.Sqrt(Vector3Lanes.Dot(along, along));
            leg.Add(_from, _to, from, (Vector256<double>.One / length) * along, ref arms);
            return length;
        }

        public Vector256<double> MeasureRound(LegLanes leg, ref LegArmLanes arms)
        {
            var from = _from == _on ? default : leg.Place(_from, _fromAt);
            var to = _to == _on ? default : leg.Place(_to, _toAt);
            var a = _from == _on ? _fixedFrom.Everywhere() : FindEnd(leg, from);
            var b = _to == _on ? _fixedTo.Everywhere() : FindEnd(leg, to);
            var radius = Vector256.Create(_radius);
            var radius2 = radius * radius;

            // does the straight line meet the circle? as in WrapCylinder
            var (dx, dy, dz) = (b.X - a.X, b.Y - a.Y, b.Z - a.Z);
            var d2 = Lanes.Sum(dx, dx, dy * dy);
            var cross = Lanes.Difference(a.X, b.Y, a.Y, b.X);
            var along = -Lanes.Sum(a.X, dx, a.Y * dy);
            var touches =
                Vector256.GreaterThanOrEqual(a.Square, radius2)
                & Vector256.GreaterThanOrEqual(b.Square, radius2)
                & Vector256.GreaterThan(along, Vector256<double>.Zero)
                & Vector256.LessThan(along, d2)
                & Vector256.LessThan(cross * cross, radius2 * d2);

            // the arc: the angle between the ends less the two that the tangents take
            var dot = Lanes.Sum(a.X, b.X, a.Y * b.Y);
            var apart = Vector256.Abs(cross);
            var (re, im) = (Lanes.Sum(dot, radius, apart * a.Tangent), Lanes.Difference(apart, radius, dot, a.Tangent));
            (re, im) = (Lanes.Sum(re, radius, im * b.Tangent), Lanes.Difference(im, radius, re, b.Tangent));
            var unrolled = Lanes.Sum(radius, Lanes.AngleAbove(Vector256.Abs(im), re), a.Tangent + b.Tangent);

            // in the cross-section both straight parts are as long as their share of the unrolled sheet
            var side = Vector256.ConditionalSelect(Vector256.LessThan(cross, Vector256<double>.Zero), -radius, radius);
            var length = Vector256.Sqrt(Lanes.Sum(dz, dz, Vector256.ConditionalSelect(touches, unrolled * unrolled, d2)));
            var per = Vector256<double>.One / length;
            if (_from != _on)
            {
                var scale = -unrolled / a.Square;
                var alongX = Vector256.ConditionalSelect(touches, scale * Lanes.Sum(a.X, a.Tangent, side * a.Y), dx);
                var alongY = Vector256.ConditionalSelect(touches, scale * Lanes.Difference(a.Y, a.Tangent, side, a.X), dy);
                leg.Add(_from, _on, from, Outside(leg, per * new Vector3Lanes(alongX, alongY, dz)), ref arms);
            }

            if (_to != _on)
            {
                var scale = unrolled / b.Square;
                var alongX = Vector256.ConditionalSelect(touches, scale * Lanes.Difference(b.X, b.Tangent, side, b.Y), dx);
                var alongY = Vector256.ConditionalSelect(touches, scale * Lanes.Sum(b.Y, b.Tangent, side * b.X), dy);
                leg.Add(_on, _to, to, Outside(leg, per * new Vector3Lanes(alongX, alongY, dz)), ref arms);
            }

            return length;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private End FindEnd(LegLanes leg, in Vector3Lanes point)
        {
            var at = RotationLanes.All(_cylinder.Turn).Undo(leg.SeenFrom(_on, point) - Vector3Lanes.All(_cylinder.Origin));
            var square = Lanes.Sum(at.X, at.X, at.Y * at.Y);
            var tangent = Vector256.Sqrt(Vector256.MaxNative(square - Vector256.Create(_radius * _radius), Vector256<double>.Zero));
            return new End(at.X, at.Y, at.Z, square, tangent);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector3Lanes Outside(LegLanes leg, in Vector3Lanes onCylinder) =>
            leg.Outside(_on, RotationLanes.All(_cylinder.Turn) * onCylinder);
    }

    // an end in the cylinder's frame: the square of its distance from the axis, and the length of a tangent from it
    private readonly record struct End(
        Vector256<double> X,
        Vector256<double> Y,
        Vector256<double> Z,
        Vector256<double> Square,
        Vector256<double> Tangent
    );

    private readonly record struct FixedEnd(Vector3 At, double Square, double Tangent)
    {
        public static FixedEnd Of(in Vector3 at, double radius)
        {
            var square = (at.X * at.X) + (at.Y * at.Y);
            return new(at, square, Math.Sqrt(Math.Max(square - (radius * radius), 0)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public End Everywhere() =>
            new(
                Vector256.Create(At.X),
                Vector256.Create(At.Y),
                Vector256.Create(At.Z),
                Vector256.Create(Square),
                Vector256.Create(Tangent)
            );
    }
}
