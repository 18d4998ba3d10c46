namespace Supine.Biomechanics;

/// <summary>How wide a two-sided 95 % interval is, in standard deviations.</summary>
/// <remarks>
/// <code>P(|T| &lt; t) = √y (1 − y)^(ν/2) · 2/√π · Γ((ν+1)/2)/Γ(ν/2) · Σ_n y^n Π_k≤n (ν + 2k − 1)/(2k + 1),   y = t²/(ν + t²)</code>
/// This is the regularised incomplete beta function I_y(½, ν/2) as a series of positive terms, so that nothing cancels (Abramowitz and
/// Stegun 26.5.4 and 26.7.1). The quantile is its root, found by Newton's method: the function is concave, so from below no step goes
/// past the root. No table is used and nothing is interpolated; it is exact to 1e-9.
/// <list type="table">
/// <item><term>t</term><description>half the width of the interval · standard deviations · 0 and more</description></item>
/// <item><term>ν</term><description>degrees of freedom · none · 1 to infinity</description></item>
/// </list>
/// </remarks>
public static class Quantile
{
    /// <summary>For a standard deviation that is known and not estimated: the normal distribution's two-sided 95 %.</summary>
    public const double Normal = 1.959963984540054;

    private const double Inside = 0.95;

    // from here on Cornish and Fisher's expansion in 1/freedom is exact to the last digit, and the series would lose some
    private const double Many = 1e4;

    private const double Enough = 1e-13;
    private const int MostSteps = 100;

    /// <summary>Student's t: for a standard deviation that is estimated from few values.</summary>
    /// <param name="freedom">Degrees of freedom, not necessarily whole: fewer than 1 count as 1; infinite for a known deviation.</param>
    /// <returns>12.706 for one degree of freedom, less for more, and never less than <see cref="Normal"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="freedom"/> is not a number.</exception>
    public static double StudentT(double freedom)
    {
        if (double.IsNaN(freedom))
        {
            throw new ArgumentOutOfRangeException(nameof(freedom));
        }

        var v = Math.Max(1, freedom);
        if (v > Many)
        {
            return Expand(v);
        }

        var t = Normal;
        for (var i = 0; i < MostSteps; i++)
        {
            var step = (Inside - ShareWithin(t, v)) / (2 * Density(t, v));
            t += step;
            if (Math.Abs(step) < Enough * t)
            {
                break;
            }
        }

        return t;
    }

    /// <summary>The share of a t distribution within so many standard deviations of its middle.</summary>
    internal static double ShareWithin(double t, double freedom)
    {
        var y = t * t / (freedom + (t * t));
        var (term, sum) = (1.0, 1.0);
        for (var n = 1; term > 1e-17 * sum; n++)
        {
            term *= y * (freedom + (2 * n) - 1) / ((2 * n) + 1);
            sum += term;
        }

        return 2
            / Math.Sqrt(Math.PI)
            * RatioOfGammas(freedom / 2)
            * Math.Sqrt(y)
            * Math.Pow(freedom / (freedom + (t * t)), freedom / 2)
            * sum;
    }

    private static double Density(double t, double freedom) =>
        RatioOfGammas(freedom / 2) / Math.Sqrt(Math.PI * freedom) * Math.Pow(1 + (t * t / freedom), -(freedom + 1) / 2);

    // Γ(a + ½)/Γ(a): its asymptotic series far out, and back from there by Γ(a + 1) = a Γ(a)
    private static double RatioOfGammas(double a)
    {
        var back = 1.0;
        for (; a < 60; a++)
        {
            back *= a / (a + 0.5);
        }

        var u = 1 / a;
        return back
            * Math.Sqrt(a)
            * (1 + (u * (-1.0 / 8 + (u * (1.0 / 128 + (u * (5.0 / 1024 + (u * (-21.0 / 32768 - (u * 399 / 262144))))))))));
    }

    private static double Expand(double v)
    {
        const double z = Normal;
        const double z3 = z * z * z;
        const double z5 = z3 * z * z;
        return z + ((z3 + z) / (4 * v)) + (((5 * z5) + (16 * z3) + (3 * z)) / (96 * v * v));
    }
}
