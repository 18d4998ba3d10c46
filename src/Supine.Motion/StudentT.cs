namespace Supine.Motion;

/// <summary>How wide a 95 % interval is, in standard deviations, when these are estimated from few values.</summary>
internal static class StudentT
{
    // two-sided 95 %, by degrees of freedom
    private static readonly (double Freedom, double Factor)[] Table =
    [
        (1, 12.7062),
        (2, 4.3027),
        (3, 3.1824),
        (4, 2.7764),
        (5, 2.5706),
        (6, 2.4469),
        (7, 2.3646),
        (8, 2.3060),
        (9, 2.2622),
        (10, 2.2281),
        (12, 2.1788),
        (15, 2.1314),
        (20, 2.0860),
        (30, 2.0423),
        (60, 2.0003),
        (120, 1.9799),
        (double.PositiveInfinity, 1.959964),
    ];

    /// <summary>The factor; between two rows it is interpolated in 1/freedom, which makes it slightly too wide and never too
    /// narrow.</summary>
    /// <param name="freedom">From 1; fewer count as 1.</param>
    public static double NinetyFive(double freedom)
    {
        if (!(freedom > 1))
        {
            return Table[0].Factor;
        }

        var row = Array.FindIndex(Table, known => known.Freedom >= freedom);
        var ((less, wide), (more, narrow)) = (Table[row - 1], Table[row]);
        var share = ((1 / less) - (1 / freedom)) / ((1 / less) - (1 / more));
        return wide + (share * (narrow - wide));
    }

    /// <summary>Half the width of the 95 % interval of a sum of independent parts (Welch–Satterthwaite, JCGM 100:2008 G.4).</summary>
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
        return NinetyFive(freedom) * Math.Sqrt(variance);
    }
}
