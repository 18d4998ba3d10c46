namespace Supine.Biomechanics.Tissue;

/// <summary>A muscle at rest: fibres and tendon in series, pulling equally.</summary>
/// <param name="MaximumForce">Newtons: scales both curves.</param>
/// <param name="OptimalFibre">Metres.</param>
/// <param name="SlackTendon">Metres.</param>
/// <param name="Pennation">Radians, at the optimal fibre length.</param>
/// <param name="Curve">Passive force over normalised fibre length.</param>
/// <remarks>
/// Source id <c>millard-2013</c>, at no activation:
/// <code>
/// L = lT + lM cos α      lM sin α = constant
/// F = F0 fP(lM/lM0) cos α = F0 fT(lT/lTs)
/// </code>
/// A muscle shorter than its slack pulls nothing; its tendon is then just slack and its fibres take up the rest.
/// </remarks>
internal sealed record PassiveMuscle(double MaximumForce, double OptimalFibre, double SlackTendon, double Pennation, ForceCurve Curve)
{
    // a fibre never stands steeper on its tendon than this (the source model's own limit)
    private const double SteepestCosine = 0.1;

    /// <summary>Metres across the tendon that the fibres keep: lM sin α.</summary>
    public double Width => OptimalFibre * Math.Sin(Pennation);

    /// <summary>Metres along the tendon that the fibres never fall short of.</summary>
    public double ShortestAlong => Width / Math.Sqrt(1 - (SteepestCosine * SteepestCosine)) * SteepestCosine;

    /// <summary>Force and fibre length at a muscle–tendon length; false, with what is left over, when they were not found.</summary>
    /// <param name="length">Metres.</param>
    /// <param name="state">Where fibres and tendon pull equally.</param>
    public bool TryFindEquilibrium(double length, out Equilibrium state)
    {
        const double enough = 1e-13;
        const int most = 100;
        var width = Width;
        var shortest = ShortestAlong;

        // along: the fibre's share of the length, from tendon just slack down to nothing
        var along = length - SlackTendon;
        if (along <= shortest)
        {
            state = new(0, Fibre(shortest, width) / OptimalFibre, 0);
            return true;
        }

        var (fibreForce, _) = Curve.Evaluate(Fibre(along, width) / OptimalFibre);
        if (fibreForce == 0)
        {
            state = new(0, Fibre(along, width) / OptimalFibre, 0);
            return true;
        }

        // the difference grows with the fibre's share: Newton held inside a shrinking bracket
        var (low, high) = (shortest, along);
        var residual = double.PositiveInfinity;
        for (var i = 0; i < most; i++)
        {
            var fibre = Fibre(along, width);
            var cosine = along / fibre;
            var (passive, passiveSlope) = Curve.Evaluate(fibre / OptimalFibre);
            var (tendon, tendonSlope) = ForceCurve.Tendon.Evaluate((length - along) / SlackTendon);
            residual = (passive * cosine) - tendon;
            if (Math.Abs(residual) < enough || high - low < enough)
            {
                break;
            }

            if (residual > 0)
            {
                high = along;
            }
            else
            {
                low = along;
            }

            var slope =
                (passiveSlope / OptimalFibre * cosine * cosine)
                + (passive * width * width / (fibre * fibre * fibre))
                + (tendonSlope / SlackTendon);
            var next = along - (residual / slope);
            along = next > low && next < high ? next : (low + high) / 2;
        }

        var found = Fibre(along, width);
        state = new(
            MaximumForce * ForceCurve.Tendon.Evaluate((length - along) / SlackTendon).Value,
            found / OptimalFibre,
            MaximumForce * residual
        );
        return Math.Abs(residual) < EnoughForPeople;
    }

    /// <summary>As <see cref="TryFindEquilibrium"/>; throws <see cref="NoConvergenceException"/>.</summary>
    public Equilibrium FindEquilibrium(double length) =>
        TryFindEquilibrium(length, out var state) ? state : throw new NoConvergenceException("fibre and tendon force", "N", state.Residual);

    /// <summary>The muscle of a body of another size: lengths grow, the force does not.</summary>
    public PassiveMuscle For(double scale) => this with { OptimalFibre = scale * OptimalFibre, SlackTendon = scale * SlackTendon };

    // a millionth of the maximum force: far below a newton for every muscle
    private const double EnoughForPeople = 1e-6;

    private static double Fibre(double along, double width) => Math.Sqrt((along * along) + (width * width));
}

/// <summary>A muscle at rest.</summary>
/// <param name="Force">Newtons along the tendon.</param>
/// <param name="NormalisedFibre">Fibre length over the optimal one.</param>
/// <param name="Residual">Newtons by which fibres pull harder than the tendon.</param>
internal readonly record struct Equilibrium(double Force, double NormalisedFibre, double Residual);
