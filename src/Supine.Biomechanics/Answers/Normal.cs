namespace Supine.Biomechanics.Answers;

/// <summary>The bell curve.</summary>
internal static class Normal
{
    /// <summary>The share of people below so many standard deviations.</summary>
    /// <remarks>Through the complementary error function: a series near the middle, a continued fraction far out. Exact to 1e-13.</remarks>
    public static double ShareBelow(double deviations)
    {
        var x = Math.Abs(deviations) / Math.Sqrt(2);
        double outside;
        if (x < 2.5)
        {
            var (term, sum) = (x, x);
            for (var n = 1; Math.Abs(term) > 1e-17 * sum; n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }

            outside = 1 - (2 / Math.Sqrt(Math.PI) * sum);
        }
        else
        {
            var fraction = 0.0;
            for (var n = 60; n > 0; n--)
            {
                fraction = n / 2.0 / (x + fraction);
            }

            outside = Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
        }

        return deviations < 0 ? outside / 2 : 1 - (outside / 2);
    }
}
