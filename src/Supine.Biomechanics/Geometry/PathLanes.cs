using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Supine.Biomechanics.Geometry;

/// <summary>A muscle's course in eight legs at once: what <see cref="MusclePath"/> measures in one.</summary>
/// <remarks>
/// The cylinder is the same closed form, written with directions instead of tangent points: in the cross-section the tangent at an end (x, y)
/// at distance ρ with tangent length t points along (x t ∓ R y, y t ± R x)/ρ², and the arc is the angle between the ends less what each
/// tangent takes away, one arctangent of a product of three complex numbers. Touching or not is a mask; where no lane touches, the arc is left out.
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
                throw new ArgumentException("Eight legs at once have paths from the pelvis down the leg.", nameof(path));
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
    public Vector512<double> Measure(LegLanes leg, out LegArmLanes arms)
    {
        arms = default;
        var length = Vector512.Create(_still);
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

        public Vector512<double> MeasureStraight(LegLanes leg, ref LegArmLanes arms)
        {
            var from = leg.Place(_from, _fromAt);
            var along = leg.Place(_to, _toAt) - from;
            var length = Vector512.Sqrt(Vector3Lanes.Dot(along, along));
            leg.Add(_from, _to, from, (Vector512<double>.One / length) * along, ref arms);
            return length;
        }

        public Vector512<double> MeasureRound(LegLanes leg, ref LegArmLanes arms)
        {
            var from = leg.Place(_from, _fromAt);
            var to = leg.Place(_to, _toAt);
            var a = _from == _on ? _fixedFrom.Everywhere() : FindEnd(leg, from);
            var b = _to == _on ? _fixedTo.Everywhere() : FindEnd(leg, to);
            var radius = Vector512.Create(_radius);
            var radius2 = radius * radius;

            // does the straight line meet the circle? as in WrapCylinder
            var (dx, dy, dz) = (b.X - a.X, b.Y - a.Y, b.Z - a.Z);
            var d2 = Lanes.Sum(dx, dx, dy * dy);
            var cross = Lanes.Sum(a.X, b.Y, -(a.Y * b.X));
            var along = -Lanes.Sum(a.X, dx, a.Y * dy);
            var touches = Vector512.GreaterThanOrEqual(a.Square, radius2) & Vector512.GreaterThanOrEqual(b.Square, radius2)
                & Vector512.GreaterThan(along, Vector512<double>.Zero) & Vector512.LessThan(along, d2) & Vector512.LessThan(cross * cross, radius2 * d2);
            var (fromX, fromY, toX, toY, flat2) = (dx, dy, dx, dy, d2);
            if (Vector512.AnyWhereAllBitsSet(touches.AsInt64()))
            {
                // the arc: the angle between the ends less the two that the tangents take
                var dot = Lanes.Sum(a.X, b.X, a.Y * b.Y);
                var apart = Vector512.Abs(cross);
                var (re, im) = (Lanes.Sum(dot, radius, apart * a.Tangent), Lanes.Sum(apart, radius, -(dot * a.Tangent)));
                (re, im) = (Lanes.Sum(re, radius, im * b.Tangent), Lanes.Sum(im, radius, -(re * b.Tangent)));
                var unrolled = Lanes.Sum(radius, Lanes.AngleAbove(Vector512.Abs(im), re), a.Tangent + b.Tangent);

                // in the cross-section both straight parts are as long as their share of the unrolled sheet
                var side = Vector512.ConditionalSelect(Vector512.LessThan(cross, Vector512<double>.Zero), -radius, radius);
                flat2 = Vector512.ConditionalSelect(touches, unrolled * unrolled, d2);
                if (_from != _on)
                {
                    var scale = -unrolled / a.Square;
                    fromX = Vector512.ConditionalSelect(touches, scale * Lanes.Sum(a.X, a.Tangent, side * a.Y), dx);
                    fromY = Vector512.ConditionalSelect(touches, scale * Lanes.Sum(a.Y, a.Tangent, -(side * a.X)), dy);
                }

                if (_to != _on)
                {
                    var scale = unrolled / b.Square;
                    toX = Vector512.ConditionalSelect(touches, scale * Lanes.Sum(b.X, b.Tangent, -(side * b.Y)), dx);
                    toY = Vector512.ConditionalSelect(touches, scale * Lanes.Sum(b.Y, b.Tangent, side * b.X), dy);
                }
            }

            var length = Vector512.Sqrt(Lanes.Sum(dz, dz, flat2));
            var per = Vector512<double>.One / length;
            if (_from != _on)
            {
                leg.Add(_from, _on, from, Outside(leg, per * new Vector3Lanes(fromX, fromY, dz)), ref arms);
            }

            if (_to != _on)
            {
                leg.Add(_on, _to, to, Outside(leg, per * new Vector3Lanes(toX, toY, dz)), ref arms);
            }

            return length;
        }

        private End FindEnd(LegLanes leg, in Vector3Lanes point)
        {
            var at = RotationLanes.All(_cylinder.Turn).Undo(leg.SeenFrom(_on, point) - Vector3Lanes.All(_cylinder.Origin));
            var square = Lanes.Sum(at.X, at.X, at.Y * at.Y);
            var tangent = Vector512.Sqrt(Vector512.Max(square - Vector512.Create(_radius * _radius), Vector512<double>.Zero));
            return new End(at.X, at.Y, at.Z, square, tangent);
        }

        private Vector3Lanes Outside(LegLanes leg, in Vector3Lanes onCylinder) => leg.Outside(_on, RotationLanes.All(_cylinder.Turn) * onCylinder);
    }

    // an end in the cylinder's frame: the square of its distance from the axis, and the length of a tangent from it
    private readonly record struct End(Vector512<double> X, Vector512<double> Y, Vector512<double> Z, Vector512<double> Square, Vector512<double> Tangent);

    private readonly record struct FixedEnd(Vector3 At, double Square, double Tangent)
    {
        public static FixedEnd Of(in Vector3 at, double radius)
        {
            var square = (at.X * at.X) + (at.Y * at.Y);
            return new(at, square, Math.Sqrt(Math.Max(square - (radius * radius), 0)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public End Everywhere() => new(Vector512.Create(At.X), Vector512.Create(At.Y), Vector512.Create(At.Z), Vector512.Create(Square), Vector512.Create(Tangent));
    }
}
