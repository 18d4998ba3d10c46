using System.Runtime.Intrinsics;
using Supine.Biomechanics.Geometry;

namespace Supine.Biomechanics.Tissue;

/// <summary>A muscle's passive force and fibre length over its whole length, ready computed: the same curve as <see cref="PassiveMuscle"/>, without its search.</summary>
/// <remarks>Cubic pieces through the exact values and slopes at equal steps; beyond the table, and where the muscle is slack, the exact answer.</remarks>
internal sealed class PassiveForceTable
{
    private const int Pieces = 512;

    // in optimal fibre lengths: farther than any posture stretches a muscle
    private const double Reach = 0.9;

    private readonly PassiveMuscle _muscle;
    private readonly double _start;
    private readonly double _step;
    private readonly double _perStep;
    private readonly double _width2;
    private readonly double _shortest;
    private readonly Node[] _nodes = new Node[Pieces + 1];

    public PassiveForceTable(PassiveMuscle muscle)
    {
        _muscle = muscle;

        // where the muscle begins to pull: the fibre at the foot of its curve, the tendon just slack
        var width = muscle.Width;
        (_width2, _shortest) = (width * width, muscle.ShortestAlong);
        var fibre = Math.Max(muscle.Curve.Start * muscle.OptimalFibre, width * 1.01);
        _start = muscle.SlackTendon + Math.Sqrt((fibre * fibre) - _width2);
        _step = Reach * muscle.OptimalFibre / Pieces;
        _perStep = 1 / _step;
        for (var i = 0; i <= Pieces; i++)
        {
            // slopes by differences of the exact answer, inside the curve
            var length = _start + (i * _step);
            var reach = _step / 64;
            var (before, here, after) = (muscle.FindEquilibrium(length - reach), muscle.FindEquilibrium(length), muscle.FindEquilibrium(length + reach));
            _nodes[i] = new(
                here.Force,
                i == 0 ? 0 : (after.Force - before.Force) / (2 * reach) * _step,
                here.NormalisedFibre,
                (i == 0 ? (after.NormalisedFibre - here.NormalisedFibre) / reach : (after.NormalisedFibre - before.NormalisedFibre) / (2 * reach)) * _step);
        }
    }

    /// <summary>Newtons along the tendon, and fibre length over the optimal one.</summary>
    public (double Force, double Fibre) At(double length)
    {
        var place = (length - _start) * _perStep;
        if (place <= 0)
        {
            // the tendon is just slack and the fibres take up the rest
            var along = Math.Max(length - _muscle.SlackTendon, _shortest);
            return (0, Math.Sqrt((along * along) + _width2) / _muscle.OptimalFibre);
        }

        var index = (int)place;
        if (index >= Pieces)
        {
            var exact = _muscle.FindEquilibrium(length);
            return (exact.Force, exact.NormalisedFibre);
        }

        ref readonly var a = ref _nodes[index];
        ref readonly var b = ref _nodes[index + 1];
        var t = place - index;
        return (
            Cubic(t, a.Force, a.ForceSlope, b.Force, b.ForceSlope),
            Cubic(t, a.Fibre, a.FibreSlope, b.Fibre, b.FibreSlope));
    }

    /// <summary>The same at eight lengths at once.</summary>
    public void At(Vector512<double> length, out Vector512<double> force, out Vector512<double> fibre)
    {
        // slack: the tendon just taut, the fibres take up the rest
        var along = Vector512.Max(length - Vector512.Create(_muscle.SlackTendon), Vector512.Create(_shortest));
        force = Vector512<double>.Zero;
        fibre = Vector512.Sqrt(Lanes.Sum(along, along, Vector512.Create(_width2))) * Vector512.Create(1 / _muscle.OptimalFibre);
        var place = (length - Vector512.Create(_start)) * Vector512.Create(_perStep);
        var pulls = Vector512.GreaterThan(place, Vector512<double>.Zero);
        if (!Vector512.AnyWhereAllBitsSet(pulls.AsInt64()))
        {
            return;
        }

        // each lane's own piece
        var inside = Vector512.Clamp(place, Vector512<double>.Zero, Vector512.Create(Math.BitDecrement((double)Pieces)));
        var start = Vector512.Floor(inside);
        var t = inside - start;
        var index = Vector512.ConvertToInt64(start);
        var pieces = _nodes.AsSpan();
        var (i0, i1, i2, i3, i4, i5, i6, i7) = ((int)index[0], (int)index[1], (int)index[2], (int)index[3], (int)index[4], (int)index[5], (int)index[6], (int)index[7]);
        ref readonly var a0 = ref pieces[i0];
        ref readonly var a1 = ref pieces[i1];
        ref readonly var a2 = ref pieces[i2];
        ref readonly var a3 = ref pieces[i3];
        ref readonly var a4 = ref pieces[i4];
        ref readonly var a5 = ref pieces[i5];
        ref readonly var a6 = ref pieces[i6];
        ref readonly var a7 = ref pieces[i7];
        ref readonly var b0 = ref pieces[i0 + 1];
        ref readonly var b1 = ref pieces[i1 + 1];
        ref readonly var b2 = ref pieces[i2 + 1];
        ref readonly var b3 = ref pieces[i3 + 1];
        ref readonly var b4 = ref pieces[i4 + 1];
        ref readonly var b5 = ref pieces[i5 + 1];
        ref readonly var b6 = ref pieces[i6 + 1];
        ref readonly var b7 = ref pieces[i7 + 1];
        var curve = Cubic(
            t,
            Vector512.Create(a0.Force, a1.Force, a2.Force, a3.Force, a4.Force, a5.Force, a6.Force, a7.Force),
            Vector512.Create(a0.ForceSlope, a1.ForceSlope, a2.ForceSlope, a3.ForceSlope, a4.ForceSlope, a5.ForceSlope, a6.ForceSlope, a7.ForceSlope),
            Vector512.Create(b0.Force, b1.Force, b2.Force, b3.Force, b4.Force, b5.Force, b6.Force, b7.Force),
            Vector512.Create(b0.ForceSlope, b1.ForceSlope, b2.ForceSlope, b3.ForceSlope, b4.ForceSlope, b5.ForceSlope, b6.ForceSlope, b7.ForceSlope));
        force = Vector512.ConditionalSelect(pulls, curve, force);
        curve = Cubic(
            t,
            Vector512.Create(a0.Fibre, a1.Fibre, a2.Fibre, a3.Fibre, a4.Fibre, a5.Fibre, a6.Fibre, a7.Fibre),
            Vector512.Create(a0.FibreSlope, a1.FibreSlope, a2.FibreSlope, a3.FibreSlope, a4.FibreSlope, a5.FibreSlope, a6.FibreSlope, a7.FibreSlope),
            Vector512.Create(b0.Fibre, b1.Fibre, b2.Fibre, b3.Fibre, b4.Fibre, b5.Fibre, b6.Fibre, b7.Fibre),
            Vector512.Create(b0.FibreSlope, b1.FibreSlope, b2.FibreSlope, b3.FibreSlope, b4.FibreSlope, b5.FibreSlope, b6.FibreSlope, b7.FibreSlope));
        fibre = Vector512.ConditionalSelect(pulls, curve, fibre);

        // beyond the table no posture comes; if one does, its exact answer
        if (Vector512.GreaterThanOrEqualAny(place, Vector512.Create((double)Pieces)))
        {
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                var (exactForce, exactFibre) = At(length[lane]);
                (force, fibre) = (force.WithElement(lane, exactForce), fibre.WithElement(lane, exactFibre));
            }
        }
    }

    private static Vector512<double> Cubic(Vector512<double> t, Vector512<double> y0, Vector512<double> d0, Vector512<double> y1, Vector512<double> d1)
    {
        var rise = y1 - y0;
        return Lanes.Sum(t, Lanes.Sum(t, Lanes.Sum(t, d0 + d1 - (rise + rise), Lanes.Sum(Vector512.Create(3.0), rise, -(d0 + d0 + d1))), d0), y0);
    }

    private static double Cubic(double t, double y0, double d0, double y1, double d1)
    {
        var rise = y1 - y0;
        return y0 + (t * (d0 + (t * ((3 * rise) - (2 * d0) - d1 + (t * (d0 + d1 - (2 * rise)))))));
    }

    private readonly record struct Node(double Force, double ForceSlope, double Fibre, double FibreSlope);
}
