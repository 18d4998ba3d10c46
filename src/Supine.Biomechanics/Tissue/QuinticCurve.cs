namespace Supine.Biomechanics.Tissue;

/// <summary>A corner of a force curve: a quintic Bézier whose x grows from one end to the other.</summary>
/// <remarks>Source id <c>millard-2013</c>. The inner control points lie on the two end tangents, curviness of the way to where they
/// meet.</remarks>
internal readonly struct QuinticCorner
{
    private readonly double _x0,
        _x1,
        _x5;
    private readonly double _y0,
        _y1,
        _y5;

    // between the ends the control points fall together in pairs, so three a coordinate are enough
    private readonly double _x4,
        _y4;

    public QuinticCorner(double x0, double y0, double slope0, double x1, double y1, double slope1, double curviness)
    {
        var cornerX = (y1 - y0 - (x1 * slope1) + (x0 * slope0)) / (slope0 - slope1);
        var cornerY = ((cornerX - x1) * slope1) + y1;
        (_x0, _y0) = (x0, y0);
        (_x1, _y1) = (x0 + (curviness * (cornerX - x0)), y0 + (curviness * (cornerY - y0)));
        (_x4, _y4) = (x1 + (curviness * (cornerX - x1)), y1 + (curviness * (cornerY - y1)));
        (_x5, _y5) = (x1, y1);
    }

    public double Start => _x0;

    public double End => _x5;

    /// <summary>Height and slope at an x between the ends.</summary>
    public (double Value, double Slope) Evaluate(double x)
    {
        // x grows steadily with the parameter: Newton from the straight line's guess, held inside a shrinking bracket
        const int most = 60;
        const double enough = 1e-15;
        var (low, high) = (0.0, 1.0);
        var u = (x - _x0) / (_x5 - _x0);
        for (var i = 0; i < most; i++)
        {
            var error = At(_x0, _x1, _x4, _x5, u) - x;
            if (error > 0)
            {
                high = u;
            }
            else
            {
                low = u;
            }

            var slope = SlopeAt(_x0, _x1, _x4, _x5, u);
            var next = slope > 0 ? u - (error / slope) : double.NaN;
            next = next > low && next < high ? next : (low + high) / 2;
            if (Math.Abs(next - u) < enough)
            {
                u = next;
                break;
            }

            u = next;
        }

        return (At(_y0, _y1, _y4, _y5, u), SlopeAt(_y0, _y1, _y4, _y5, u) / SlopeAt(_x0, _x1, _x4, _x5, u));
    }

    private static double At(double p0, double p1, double p4, double p5, double u)
    {
        var v = 1 - u;
        double u2 = u * u,
            v2 = v * v;
        return (v2 * v2 * v * p0) + (5 * u * v2 * v * (v + (2 * u)) * p1) + (5 * u2 * u * v * ((2 * v) + u) * p4) + (u2 * u2 * u * p5);
    }

    private static double SlopeAt(double p0, double p1, double p4, double p5, double u)
    {
        var v = 1 - u;
        double u2 = u * u,
            v2 = v * v;
        return 5 * ((v2 * v2 * (p1 - p0)) + (6 * u2 * v2 * (p4 - p1)) + (u2 * u2 * (p5 - p4)));
    }
}

/// <summary>A force curve: nothing, two corners, then a straight line. Argument and value are normalised.</summary>
internal sealed class ForceCurve
{
    private readonly QuinticCorner _foot;
    private readonly QuinticCorner _toe;
    private readonly double _endValue;
    private readonly double _endSlope;

    private ForceCurve(QuinticCorner foot, QuinticCorner toe, double endValue, double endSlope) =>
        (_foot, _toe, _endValue, _endSlope) = (foot, toe, endValue, endSlope);

    /// <summary>Where the curve leaves zero.</summary>
    public double Start => _foot.Start;

    /// <summary>A muscle's passive force over its normalised fibre length.</summary>
    /// <param name="strainAtZero">Where it leaves zero.</param>
    /// <param name="strainAtOne">Where it reaches the maximum isometric force.</param>
    public static ForceCurve Passive(double strainAtZero, double strainAtOne)
    {
        // the source's own constants: slope at low force, curviness 0.75, end slope twice the mean
        const double lowSlope = 0.2,
            curviness = 0.1 + (0.8 * 0.75);
        var endSlope = 2 / (strainAtOne - strainAtZero);
        double zero = 1 + strainAtZero,
            one = 1 + strainAtOne;
        var foot = Math.Min(0.1 / endSlope, 0.1 * (one - zero));
        var low = zero + foot;
        var lowValue = lowSlope * (low - (zero + (foot / 2)));
        return new(
            new QuinticCorner(zero, 0, 0, low, lowValue, lowSlope, curviness),
            new QuinticCorner(low, lowValue, lowSlope, one, 1, endSlope, curviness),
            1,
            endSlope
        );
    }

    /// <summary>A tendon's force over its normalised length.</summary>
    public static ForceCurve Tendon { get; } = MakeTendon();

    /// <summary>Force and slope, both normalised.</summary>
    public (double Value, double Slope) Evaluate(double x) =>
        x <= _foot.Start ? (0, 0)
        : x >= _toe.End ? (_endValue + (_endSlope * (x - _toe.End)), _endSlope)
        : x < _foot.End ? _foot.Evaluate(x)
        : _toe.Evaluate(x);

    private static ForceCurve MakeTendon()
    {
        const double strainAtOne = 0.049,
            endSlope = 1.375 / strainAtOne,
            toeForce = 2.0 / 3,
            curviness = 0.1 + (0.8 * 0.5);

        // the corner between nothing and the straight part, met half way up the toe
        const double one = 1 + strainAtOne;
        var toe = ((toeForce - 1) / endSlope) + one;
        var foot = 1 + ((toe - 1) / 10);
        var middle = (((toeForce / 2) - 1) / endSlope) + one;
        var middleSlope = (toeForce / 2) / (middle - foot);
        var control = foot + ((middle - foot) / 2);
        var controlForce = middleSlope * (control - foot);
        return new(
            new QuinticCorner(1, 0, 0, control, controlForce, middleSlope, curviness),
            new QuinticCorner(control, controlForce, middleSlope, toe, toeForce, endSlope, curviness),
            toeForce,
            endSlope
        );
    }
}
