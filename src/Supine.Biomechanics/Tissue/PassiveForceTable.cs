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
    private readonly Node[] _nodes = new Node[Pieces + 1];

    public PassiveForceTable(PassiveMuscle muscle)
    {
        _muscle = muscle;

        // where the muscle begins to pull: the fibre at the foot of its curve, the tendon just slack
        var width = muscle.OptimalFibre * Math.Sin(muscle.Pennation);
        _width2 = width * width;
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
            var along = length - _muscle.SlackTendon;
            return along > 0.2 * _muscle.OptimalFibre
                ? (0, Math.Sqrt((along * along) + _width2) / _muscle.OptimalFibre)
                : (0, _muscle.FindEquilibrium(length).NormalisedFibre);
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

    private static double Cubic(double t, double y0, double d0, double y1, double d1)
    {
        var rise = y1 - y0;
        return y0 + (t * (d0 + (t * ((3 * rise) - (2 * d0) - d1 + (t * (d0 + d1 - (2 * rise)))))));
    }

    private readonly record struct Node(double Force, double ForceSlope, double Fibre, double FibreSlope);
}
