namespace Supine.Biomechanics.Answers;

/// <summary>A balance that is zero somewhere.</summary>
internal interface IBalance
{
    double At(double x);
}

/// <summary>Two balances that are zero somewhere together.</summary>
internal interface IBalancePair
{
    (double First, double Second) At(double x, double y);
}

/// <summary>Roots without surprises: bracketed, with what is left over.</summary>
internal static class Roots
{
    /// <summary>A root between two places where the balance has different signs; false, with the better end, when it has not.</summary>
    public static bool TryFind<TBalance>(ref TBalance balance, double low, double high, double enough, out double x, out double residual)
        where TBalance : struct, IBalance
    {
        const int most = 200;
        var (atLow, atHigh) = (balance.At(low), balance.At(high));
        if (double.IsNaN(atLow) || double.IsNaN(atHigh) || (atLow > 0) == (atHigh > 0))
        {
            (x, residual) = Math.Abs(atLow) <= Math.Abs(atHigh) ? (low, atLow) : (high, atHigh);
            return Math.Abs(residual) <= enough;
        }

        // false position that halves the weight of an end that stays (Illinois)
        (x, residual) = (low, atLow);
        var stayed = 0;
        for (var i = 0; i < most && Math.Abs(residual) > enough && high - low > 1e-13; i++)
        {
            x = ((low * atHigh) - (high * atLow)) / (atHigh - atLow);
            if (!(x > low && x < high))
            {
                x = (low + high) / 2;
            }

            residual = balance.At(x);
            if ((residual > 0) == (atHigh > 0))
            {
                (high, atHigh) = (x, residual);
                atLow = stayed == -1 ? atLow / 2 : atLow;
                stayed = -1;
            }
            else
            {
                (low, atLow) = (x, residual);
                atHigh = stayed == 1 ? atHigh / 2 : atHigh;
                stayed = 1;
            }
        }

        return Math.Abs(residual) <= enough;
    }

    /// <summary>A common root inside a box: Newton from a guess, and if that fails one bracket inside the other.</summary>
    /// <remarks>The first balance must fall from positive to negative along x for every y; the second, along that curve, along y.</remarks>
    public static bool TryFind<TPair>(
        ref TPair pair,
        (double Low, double High) inX,
        (double Low, double High) inY,
        double enough,
        ref double x,
        ref double y,
        out double residual
    )
        where TPair : struct, IBalancePair
    {
        const int most = 12;
        const double step = 1e-5;
        var (f, g) = pair.At(x, y);
        residual = Math.Max(Math.Abs(f), Math.Abs(g));
        for (var i = 0; i < most && residual > enough; i++)
        {
            var (fx, gx) = pair.At(x + step, y);
            var (fy, gy) = pair.At(x, y + step);
            (fx, gx, fy, gy) = ((fx - f) / step, (gx - g) / step, (fy - f) / step, (gy - g) / step);
            var determinant = (fx * gy) - (fy * gx);
            var (nextX, nextY) = (x - (((f * gy) - (fy * g)) / determinant), y - (((fx * g) - (f * gx)) / determinant));
            if (!(nextX > inX.Low && nextX < inX.High && nextY > inY.Low && nextY < inY.High))
            {
                break;
            }

            var (nextF, nextG) = pair.At(nextX, nextY);
            var left = Math.Max(Math.Abs(nextF), Math.Abs(nextG));
            if (left >= residual)
            {
                break;
            }

            (x, y, f, g, residual) = (nextX, nextY, nextF, nextG, left);
        }

        if (residual <= enough)
        {
            return true;
        }

        var along = new Along<TPair>
        {
            Pair = pair,
            InX = inX,
            Enough = enough / 10,
        };
        var found = TryFind(ref along, inY.Low, inY.High, enough, out y, out var second);
        x = along.X;
        residual = Math.Max(Math.Abs(second), Math.Abs(along.Residual));
        return found && residual <= enough;
    }

    private struct Along<TPair> : IBalance
        where TPair : struct, IBalancePair
    {
        public TPair Pair;
        public (double Low, double High) InX;
        public double Enough;
        public double X;
        public double Residual;

        public double At(double y)
        {
            var first = new First<TPair> { Pair = Pair, Y = y };
            TryFind(ref first, InX.Low, InX.High, Enough, out X, out Residual);
            return Pair.At(X, y).Second;
        }
    }

    private struct First<TPair> : IBalance
        where TPair : struct, IBalancePair
    {
        public TPair Pair;
        public double Y;

        public double At(double x) => Pair.At(x, Y).First;
    }
}
