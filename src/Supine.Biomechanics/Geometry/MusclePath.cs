using System.Collections.Immutable;

namespace Supine.Biomechanics.Geometry;

/// <summary>Moment arms about every joint coordinate, in metres: −∂length/∂coordinate.</summary>
[System.Runtime.CompilerServices.InlineArray(Arms)]
internal struct MomentArms
{
    public const int Arms = 9;

    private double _first;

    public readonly double this[Coordinate coordinate] => this[(int)coordinate];
}

/// <summary>A muscle's course over points fixed to bones, and round at most one cylinder.</summary>
/// <remarks>
/// A moment arm is what the length loses a radian: only the straight parts whose ends are on different bones change length, at the rate at
/// which their ends part; the part that lies on a cylinder moves with its bone and, being shortest, does not change to first order.
/// </remarks>
internal sealed class MusclePath
{
    private readonly Bone[] _bones;
    private readonly Vector3[] _points;
    private readonly WrapCylinder? _cylinder;
    private readonly int _wrapAfter;

    // only parts between two bones, or round the cylinder, change; the others keep their length
    private readonly int[] _moving;
    private readonly double _still;

    // the cylinder once more, without copying it out of a nullable each time
    private readonly Frame _cylinderOnBone;
    private readonly Bone _cylinderBone;
    private readonly double _radius;

    /// <summary>A path.</summary>
    /// <param name="points">From origin to insertion.</param>
    /// <param name="cylinder">What it lies on, if anything.</param>
    /// <param name="wrapAfter">The index of the point before the cylinder.</param>
    public MusclePath(IReadOnlyList<(Bone Bone, Vector3 At)> points, WrapCylinder? cylinder, int wrapAfter)
    {
        _bones = [.. points.Select(point => point.Bone)];
        _points = [.. points.Select(point => point.At)];
        (_cylinder, _wrapAfter) = (cylinder, cylinder is null ? -1 : wrapAfter);
        if (cylinder is { } wrapped)
        {
            (_cylinderOnBone, _cylinderBone, _radius) = (wrapped.OnBone, wrapped.Bone, wrapped.Radius);
        }

        _moving = [.. Enumerable.Range(0, _points.Length - 1).Where(part => part == _wrapAfter || _bones[part] != _bones[part + 1])];
        _still = Enumerable.Range(0, _points.Length - 1).Except(_moving).Sum(part => (_points[part + 1] - _points[part]).Length);
    }

    public Bone OriginBone => _bones[0];

    /// <summary>The path of a body of another size, or of the other side.</summary>
    public MusclePath For(double scale, Side side)
    {
        Vector3 Point(Vector3 at) => scale * (side == Side.Left ? at.Mirrored : at);
        WrapCylinder? cylinder = null;
        if (_cylinder is { } right)
        {
            var scaled = right.OnBone with { Origin = scale * right.OnBone.Origin };
            cylinder = right with { OnBone = side == Side.Left ? scaled.Mirrored : scaled, Radius = scale * right.Radius };
        }

        return new MusclePath([.. _bones.Zip(_points, (bone, at) => (bone, Point(at)))], cylinder, _wrapAfter);
    }

    /// <summary>The points, from origin to insertion.</summary>
    public IEnumerable<(Bone Bone, Vector3 At)> Points => _bones.Zip(_points);

    /// <summary>The index of the point before the cylinder; −1 where there is none.</summary>
    public int WrapAfter => _wrapAfter;

    /// <summary>The cylinder, as it is fixed to its bone.</summary>
    public WrapCylinder? Cylinder => _cylinder;

    public double Length(Skeleton skeleton)
    {
        var length = _still;
        foreach (var part in _moving)
        {
            var (from, to) = (At(skeleton, part), At(skeleton, part + 1));
            length +=
                part == _wrapAfter && TryWrap(skeleton, from, to, out var wrap)
                    ? (wrap.Enters - from).Length + wrap.ArcLength + (to - wrap.Leaves).Length
                    : (to - from).Length;
        }

        return length;
    }

    /// <summary>Length and every moment arm, in one pass.</summary>
    public double Measure(Skeleton skeleton, ref MomentArms arms)
    {
        arms = default;
        var length = _still;
        foreach (var part in _moving)
        {
            var (from, to) = (At(skeleton, part), At(skeleton, part + 1));
            if (part == _wrapAfter && TryWrap(skeleton, from, to, out var wrap))
            {
                length +=
                    Part(skeleton, _bones[part], from, _cylinderBone, wrap.Enters, ref arms)
                    + wrap.ArcLength
                    + Part(skeleton, _cylinderBone, wrap.Leaves, _bones[part + 1], to, ref arms);
            }
            else
            {
                length += Part(skeleton, _bones[part], from, _bones[part + 1], to, ref arms);
            }
        }

        return length;
    }

    /// <summary>Whether the path lies on its cylinder.</summary>
    public bool Touches(Skeleton skeleton) =>
        _wrapAfter >= 0 && TryWrap(skeleton, At(skeleton, _wrapAfter), At(skeleton, _wrapAfter + 1), out _);

    /// <summary>The path as points to draw, with tangent points and a few points on the cylinder between them.</summary>
    public ImmutableArray<Vector3> Trace(Skeleton skeleton)
    {
        const int onCylinder = 8;
        var trace = ImmutableArray.CreateBuilder<Vector3>();
        for (var i = 0; i < _points.Length; i++)
        {
            trace.Add(At(skeleton, i));
            if (i == _wrapAfter && TryWrap(skeleton, At(skeleton, i), At(skeleton, i + 1), out var wrap))
            {
                var cylinder = CylinderFrame(skeleton);
                var (enters, leaves) = (cylinder.Inverse * wrap.Enters, cylinder.Inverse * wrap.Leaves);
                var start = Math.Atan2(enters.Y, enters.X);
                var turn = Math.IEEERemainder(Math.Atan2(leaves.Y, leaves.X) - start, 2 * Math.PI);
                var radius = _radius;
                for (var step = 0; step <= onCylinder; step++)
                {
                    var share = (double)step / onCylinder;
                    var (sin, cos) = Math.SinCos(start + (share * turn));
                    trace.Add(cylinder * new Vector3(radius * cos, radius * sin, enters.Z + (share * (leaves.Z - enters.Z))));
                }
            }
        }

        return trace.ToImmutable();
    }

    /// <summary>The direction of the first straight part, from the origin on.</summary>
    public Vector3 DirectionAtOrigin(Skeleton skeleton)
    {
        var along = At(skeleton, 1) - At(skeleton, 0);
        return (1 / along.Length) * along;
    }

    private Vector3 At(Skeleton skeleton, int point) =>
        skeleton.RootIsIdentity && _bones[point] == Bone.Pelvis ? _points[point] : skeleton[_bones[point]] * _points[point];

    private Frame CylinderFrame(Skeleton skeleton) =>
        skeleton.RootIsIdentity && _cylinderBone == Bone.Pelvis ? _cylinderOnBone : skeleton[_cylinderBone] * _cylinderOnBone;

    private bool TryWrap(Skeleton skeleton, in Vector3 from, in Vector3 to, out Wrap wrap)
    {
        if (skeleton.RootIsIdentity && _cylinderBone == Bone.Pelvis)
        {
            return WrapCylinder.TryWrap(_cylinderOnBone, _radius, from, to, out wrap);
        }

        var cylinder = skeleton[_cylinderBone] * _cylinderOnBone;
        return WrapCylinder.TryWrap(cylinder, _radius, from, to, out wrap);
    }

    private static double Part(Skeleton skeleton, Bone fromBone, in Vector3 from, Bone toBone, in Vector3 to, ref MomentArms arms)
    {
        var along = to - from;
        var length = along.Length;
        if (fromBone == toBone || length == 0)
        {
            return length;
        }

        var unit = (1 / length) * along;

        // a hip coordinate moves everything below the hip as one: u·(ω × d) = ω·(d × u)
        var (fromLeg, toLeg) = (IsLeg(fromBone), IsLeg(toBone));
        if (fromLeg != toLeg)
        {
            var lever = toLeg ? Vector3.Cross(to - skeleton.HipCentre, unit) : Vector3.Cross(unit, from - skeleton.HipCentre);
            arms[0] -= Vector3.Dot(skeleton.Hip(0), lever);
            arms[1] -= Vector3.Dot(skeleton.Hip(1), lever);
            arms[2] -= Vector3.Dot(skeleton.Hip(2), lever);
        }

        // the knee moves tibia and patella, each in its own way
        if (toBone is Bone.Tibia or Bone.Patella || fromBone is Bone.Tibia or Bone.Patella)
        {
            arms[(int)Coordinate.KneeFlexion] -= AlongKnee(skeleton, toBone, to, unit) - AlongKnee(skeleton, fromBone, from, unit);
        }

        // a lumbar joint moves every vertebra above it
        if (fromBone >= Bone.L5 || toBone >= Bone.L5)
        {
            for (var joint = 0; joint < Skeleton.LumbarJoints; joint++)
            {
                var above = Bone.L5 + joint;
                var centre = skeleton.LumbarCentre(joint);
                var end =
                    (toBone >= above ? Vector3.Dot(unit, Vector3.Cross(skeleton.LumbarAxis, to - centre)) : 0)
                    - (fromBone >= above ? Vector3.Dot(unit, Vector3.Cross(skeleton.LumbarAxis, from - centre)) : 0);
                arms[(int)Coordinate.L5S1 + joint] -= end;
            }
        }

        return length;
    }

    private static bool IsLeg(Bone bone) => bone is Bone.Femur or Bone.Patella or Bone.Tibia;

    private static double AlongKnee(Skeleton skeleton, Bone bone, in Vector3 at, in Vector3 unit) =>
        bone switch
        {
            Bone.Tibia => skeleton.TibiaMotion.Along(at, unit),
            Bone.Patella => skeleton.PatellaMotion.Along(at, unit),
            _ => 0,
        };
}
