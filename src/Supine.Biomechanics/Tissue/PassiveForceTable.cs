using System.Runtime.Intrinsics;
using Supine.Biomechanics.Geometry;

namespace Supine.Biomechanics.Tissue;

/// <summary>A muscle's passive force and fibre length over its whole length, ready computed: the same curve as <see cref="PassiveMuscle"/>,
/// without its search.</summary>
/// <remarks>Cubic pieces through the exact values and slopes at equal steps; beyond the table, and where the muscle is slack, the exact
/// answer.</remarks>
internal sealed class PassiveForceTable
{
    private const int Pieces = 512;

    // in optimal fibre lengths: farther than any posture stretches a muscle
    private const double Reach = 1.2;

    // within the last piece, whatever is rounded
    private const double LastPlace = Pieces * (1 - 1e-15);

    private readonly PassiveMuscle _muscle;
    private readonly double _start;
    private readonly double _step;
    private readonly double _perStep;
    private readonly double _width2;
    private readonly double _shortest;
    private readonly double _perOptimal;
    private readonly Piece[] _pieces = new Piece[Pieces];

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
        _perOptimal = 1 / muscle.OptimalFibre;
        Node last = default;
        for (var i = 0; i <= Pieces; i++)
        {
            // slopes by differences of the exact answer, inside the curve
            var length = _start + (i * _step);
            var reach = _step / 64;
            var (before, here, after) = (
                muscle.FindEquilibrium(length - reach),
                muscle.FindEquilibrium(length),
                muscle.FindEquilibrium(length + reach)
            );
            var node = new Node(
                here.Force,
                i == 0 ? 0 : (after.Force - before.Force) / (2 * reach) * _step,
                here.NormalisedFibre,
                (
                    i == 0
                        ? (after.NormalisedFibre - here.NormalisedFibre) / reach
                        : (after.NormalisedFibre - before.NormalisedFibre) / (2 * reach)
                ) * _step
            );
            if (i > 0)
            {
                var (f0, f1, f2, f3) = Cubic(last.Force, last.ForceSlope, node.Force, node.ForceSlope);
                var (g0, g1, g2, g3) = Cubic(last.Fibre, last.FibreSlope, node.Fibre, node.FibreSlope);
                _pieces[i - 1] = new(f0, f1, f2, f3, g0, g1, g2, g3);
            }

            last = node;
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

        ref readonly var piece = ref _pieces[index];
        var t = place - index;
        return (
            piece.Force0 + (t * (piece.Force1 + (t * (piece.Force2 + (t * piece.Force3))))),
            piece.Fibre0 + (t * (piece.Fibre1 + (t * (piece.Fibre2 + (t * piece.Fibre3)))))
        );
    }

    /// <summary>The same at four lengths at once.</summary>
    public (Vector256<double> Force, Vector256<double> Fibre) At(Vector256<double> length)
    {
        // slack: the tendon just slack, the fibres take up the rest
        var along = Vector256.MaxNative(length - Vector256.Create(_muscle.SlackTendon), Vector256.Create(_shortest));
        var slack = Vector256.Sqrt(Lanes.Sum(along, along, Vector256.Create(_width2))) * Vector256.Create(_perOptimal);
        var place = (length - Vector256.Create(_start)) * Vector256.Create(_perStep);
        var pulls = Vector256.GreaterThan(place, Vector256<double>.Zero);
        if (pulls.ExtractMostSignificantBits() == 0)
        {
            return (Vector256<double>.Zero, slack);
        }

        // each lane's own piece; the whole part of a number that has 2^52 added to it is its low bits
        var inside = Vector256.ClampNative(place, Vector256<double>.Zero, Vector256.Create(LastPlace));
        var start = Vector256.Floor(inside);
        var t = inside - start;
        var index = (start + Vector256.Create((double)(1L << 52))).AsInt32();
        ref readonly var a = ref _pieces[index[0]];
        ref readonly var b = ref _pieces[index[2]];
        ref readonly var c = ref _pieces[index[4]];
        ref readonly var d = ref _pieces[index[6]];
        var force = Vector256.Create(a.Force3, b.Force3, c.Force3, d.Force3);
        force = Lanes.Sum(force, t, Vector256.Create(a.Force2, b.Force2, c.Force2, d.Force2));
        force = Lanes.Sum(force, t, Vector256.Create(a.Force1, b.Force1, c.Force1, d.Force1));
        force = Lanes.Sum(force, t, Vector256.Create(a.Force0, b.Force0, c.Force0, d.Force0));
        var fibre = Vector256.Create(a.Fibre3, b.Fibre3, c.Fibre3, d.Fibre3);
        fibre = Lanes.Sum(fibre, t, Vector256.Create(a.Fibre2, b.Fibre2, c.Fibre2, d.Fibre2));
        fibre = Lanes.Sum(fibre, t, Vector256.Create(a.Fibre1, b.Fibre1, c.Fibre1, d.Fibre1));
        fibre = Lanes.Sum(fibre, t, Vector256.Create(a.Fibre0, b.Fibre0, c.Fibre0, d.Fibre0));
        (force, fibre) = (force & pulls, Vector256.ConditionalSelect(pulls, fibre, slack));

        // beyond the table no posture comes; if one does, its exact answer
        if (Vector256.GreaterThanOrEqualAny(place, Vector256.Create((double)Pieces)))
        {
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                var (exactForce, exactFibre) = At(length[lane]);
                (force, fibre) = (force.WithElement(lane, exactForce), fibre.WithElement(lane, exactFibre));
            }
        }

        return (force, fibre);
    }

    // the cubic from one exact value and slope to the next, over the step between them
    private static (double C0, double C1, double C2, double C3) Cubic(double y0, double d0, double y1, double d1)
    {
        var rise = y1 - y0;
        return (y0, d0, (3 * rise) - (2 * d0) - d1, d0 + d1 - (2 * rise));
    }

    private readonly record struct Node(double Force, double ForceSlope, double Fibre, double FibreSlope);

    // by powers of the place in the step
    private readonly record struct Piece(
        double Force0,
        double Force1,
        double Force2,
        double Force3,
        double Fibre0,
        double Fibre1,
        double Fibre2,
        double Fibre3
    );
}
