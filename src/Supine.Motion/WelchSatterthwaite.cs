using Supine.Biomechanics;

namespace Supine.Motion;

/// <summary>The 95 % interval of a sum of independent parts, some of them estimated from few values (JCGM 100:2008 G.4).</summary>
internal static class WelchSatterthwaite
{
    /// <summary>Half the width of the interval.</summary>
    /// <param name="parts">Variance of each, and its degrees of freedom: infinite for what is stated and not estimated.</param>
    public static double HalfWidth(params ReadOnlySpan<(double Variance, double Freedom)> parts)
    {
        var (variance, squares) = (0.0, 0.0);
        foreach (var part in parts)
        {
            variance += part.Variance;
            squares += part.Variance * part.Variance / part.Freedom;
        }

        var freedom = squares > 0 ? variance * variance / squares : double.PositiveInfinity;
        return Quantile.StudentT(freedom) * Math.Sqrt(variance);
    }
}
