using System.Runtime.Intrinsics;

namespace Supine.Biomechanics.Geometry;

/// <summary>A smooth function of one number.</summary>
internal abstract class Curve
{
    public abstract (double Value, double Slope) Evaluate(double at);

    /// <summary>The same for four numbers at once.</summary>
    public abstract (Vector256<double> Value, Vector256<double> Slope) Evaluate(Vector256<double> at);
}

/// <summary>A cubic spline through points, with end conditions from the third differences of the first and last four.</summary>
/// <remarks>Forsythe, Malcolm and Moler's spline, as the source model's patella is defined with. Outside the points its end cubics go
/// on.</remarks>
internal sealed class CubicSpline : Curve
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _b;
    private readonly double[] _c;
    private readonly double[] _d;

    public CubicSpline(double[] x, double[] y)
    {
        var n = x.Length;
        if (n < 4 || y.Length != n)
        {
            throw new ArgumentException("A spline needs as many values as places, and at least four.", nameof(x));
        }

        (_x, _y) = (x, y);
        var (b, c, d) = (new double[n], new double[n], new double[n]);

        // the tridiagonal system: b diagonal, d beside it, c right-hand side
        d[0] = x[1] - x[0];
        c[1] = (y[1] - y[0]) / d[0];
        for (var i = 1; i < n - 1; i++)
        {
            d[i] = x[i + 1] - x[i];
            b[i] = 2 * (d[i - 1] + d[i]);
            c[i + 1] = (y[i + 1] - y[i]) / d[i];
            c[i] = c[i + 1] - c[i];
        }

        // ends
        b[0] = -d[0];
        b[n - 1] = -d[n - 2];
        c[0] = (c[2] / (x[3] - x[1])) - (c[1] / (x[2] - x[0]));
        c[n - 1] = (c[n - 2] / (x[n - 1] - x[n - 3])) - (c[n - 3] / (x[n - 2] - x[n - 4]));
        c[0] = c[0] * d[0] * d[0] / (x[3] - x[0]);
        c[n - 1] = -c[n - 1] * d[n - 2] * d[n - 2] / (x[n - 1] - x[n - 4]);

        // elimination and back substitution
        for (var i = 1; i < n; i++)
        {
            var t = d[i - 1] / b[i - 1];
            b[i] -= t * d[i - 1];
            c[i] -= t * c[i - 1];
        }

        c[n - 1] /= b[n - 1];
        for (var i = n - 2; i >= 0; i--)
        {
            c[i] = (c[i] - (d[i] * c[i + 1])) / b[i];
        }

        // from second differences to coefficients
        b[n - 1] = ((y[n - 1] - y[n - 2]) / d[n - 2]) + (d[n - 2] * (c[n - 2] + (2 * c[n - 1])));
        for (var i = 0; i < n - 1; i++)
        {
            b[i] = ((y[i + 1] - y[i]) / d[i]) - (d[i] * (c[i + 1] + (2 * c[i])));
            d[i] = (c[i + 1] - c[i]) / d[i];
            c[i] *= 3;
        }

        c[n - 1] *= 3;
        d[n - 1] = d[n - 2];
        (_b, _c, _d) = (b, c, d);
    }

    public override (double Value, double Slope) Evaluate(double at)
    {
        var i = FindPiece(at);
        var t = at - _x[i];
        return (_y[i] + (t * (_b[i] + (t * (_c[i] + (t * _d[i]))))), _b[i] + (t * ((2 * _c[i]) + (3 * t * _d[i]))));
    }

    public override (Vector256<double> Value, Vector256<double> Slope) Evaluate(Vector256<double> at)
    {
        Vector256<double> value = default,
            slope = default;
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            var (one, its) = Evaluate(at[lane]);
            (value, slope) = (value.WithElement(lane, one), slope.WithElement(lane, its));
        }

        return (value, slope);
    }

    private int FindPiece(double at)
    {
        // the points are nearly evenly spaced: a guess, and at most a step from it
        var last = _x.Length - 2;
        var i = Math.Clamp((int)((at - _x[0]) / (_x[^1] - _x[0]) * (last + 1)), 0, last);
        while (i < last && at >= _x[i + 1])
        {
            i++;
        }

        while (i > 0 && at < _x[i])
        {
            i--;
        }

        return i;
    }
}

/// <summary>A polynomial, highest power first.</summary>
internal sealed class Polynomial(params double[] coefficients) : Curve
{
    public override (double Value, double Slope) Evaluate(double at)
    {
        var (value, slope) = (0.0, 0.0);
        foreach (var coefficient in coefficients)
        {
            slope = (slope * at) + value;
            value = (value * at) + coefficient;
        }

        return (value, slope);
    }

    public override (Vector256<double> Value, Vector256<double> Slope) Evaluate(Vector256<double> at)
    {
        var (value, slope) = (Vector256<double>.Zero, Vector256<double>.Zero);
        foreach (var coefficient in coefficients)
        {
            slope = Lanes.Sum(slope, at, value);
            value = Lanes.Sum(value, at, Vector256.Create(coefficient));
        }

        return (value, slope);
    }
}
