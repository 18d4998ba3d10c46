using Supine.Biomechanics;

namespace Supine.Records;

/// <summary>A straight line through the means of measuring days, with an interval that may be looked at after every day.</summary>
/// <remarks>
/// <code>
/// y_i = a + b t_i + e_i,   e_i independent between days, one variance
/// T² = b² S / s²,   S = Σ (t_i − t̄)²,   s² = Σ e_i² / ν,   ν = n − 2
/// E  = k^(−1/2) ((1 + T²/ν) / (1 + T²/(νk)))^((ν+1)/2),   k = 1 + S τ²
/// </code>
/// E is the likelihood of b/σ ~ N(0, τ²) against that of b = 0, the line's level and σ integrated out. Without a change it is a positive
/// martingale of mean 1, so that the chance that it ever reaches 1/α is at most α, however often one looks (Ville's inequality; source id
/// <c>lindon-2022</c>, abstract). The interval holds every change that E does not rule out. σ is estimated from how far the days lie from
/// the line: the scatter within a day is not used, since repeats of one day share their zero and their pelvis.
/// <code>half width of the interval · √((1 + r)/(1 − r)),   r = Σ e_i e_(i+1) / Σ e_i², between 0 and 0.9</code>
/// Where neighbouring days err alike, r is above zero and the interval wider. That is a repair and no guarantee: what it leaves is in
/// <c>docs/models/change.md</c>.
/// <list type="table">
/// <item><term>α</term><description>chance of a wrong "change" a side, at any time · none · 0.05</description></item>
/// <item><term>τ</term><description>size of the change that is found soonest · σ a day · 3 σ in twelve weeks; it changes the power and no
/// guarantee</description></item>
/// </list>
/// </remarks>
public sealed class SequentialTrend
{
    /// <summary>Before so many measuring days nothing is called a change.</summary>
    public const int LeastDays = 5;

    /// <summary>How often a side without a change is ever called changed, however often one looks, at most.</summary>
    public const double WrongAtMost = 0.05;

    /// <summary>What no number of days goes below: the caution for an instrument whose detectable change nobody has published.</summary>
    public static Angle Least { get; } = Angle.FromDegrees(5);

    /// <summary>How long a course lasts; the next one begins anew.</summary>
    public const int CourseDays = 84;

    private const double SoonestFound = 3.0 / CourseDays;

    // angles are kept in radians; a rounding of the last digit decides nothing
    private const double Rounding = 1e-9;

    // beyond this the root below would be of chance
    private const double MostAlike = 0.9;

    private readonly List<(double Day, double Degrees)> _points = [];
    private double _meanDay;
    private double _meanDegrees;
    private double _days;
    private double _both;
    private double _degrees;

    /// <summary>How many measuring days there are.</summary>
    public int Count => _points.Count;

    private double Length => Count == 0 ? 0 : _points[^1].Day - _points[0].Day;

    /// <summary>Adds a measuring day, later than those before.</summary>
    /// <param name="day">Its number, from any origin.</param>
    /// <param name="degrees">Its mean.</param>
    public void Add(double day, double degrees)
    {
        if (Count > 0 && !(day > _points[^1].Day))
        {
            throw new ArgumentOutOfRangeException(nameof(day));
        }

        _points.Add((day, degrees));
        var (beforeDay, beforeDegrees) = (day - _meanDay, degrees - _meanDegrees);
        _meanDay += beforeDay / Count;
        _meanDegrees += beforeDegrees / Count;
        _days += beforeDay * (day - _meanDay);
        _both += beforeDay * (degrees - _meanDegrees);
        _degrees += beforeDegrees * (degrees - _meanDegrees);
    }

    /// <summary>The line's change from the first day to the last, degrees; zero before the second day.</summary>
    public double ChangeDegrees => Count < 2 ? 0 : _both / _days * Length;

    /// <summary>Where the line begins, on the first day, degrees; zero before the first day.</summary>
    public double BeginDegrees => Count < 2 ? _meanDegrees : _meanDegrees - (_both / _days * (_meanDay - _points[0].Day));

    /// <summary>One standard deviation of a day about the line, degrees; not a number before the third day.</summary>
    public double ScatterDegrees => Count < 3 ? double.NaN : Math.Sqrt(Math.Max(0, _degrees - (_both * _both / _days)) / (Count - 2));

    /// <summary>Half the interval of <see cref="ChangeDegrees"/>, degrees: infinite as long as nothing can be said.</summary>
    public double HalfWidthDegrees
    {
        get
        {
            if (Count < LeastDays)
            {
                return double.PositiveInfinity;
            }

            double freedom = Count - 2;
            var k = 1 + (_days * SoonestFound * SoonestFound);
            var a = Math.Exp(2 / (freedom + 1) * (Math.Log(1 / WrongAtMost) + (0.5 * Math.Log(k))));
            return a >= k
                ? double.PositiveInfinity
                : Math.Sqrt(freedom * (a - 1) / (1 - (a / k)) / _days) * ScatterDegrees * Length * Math.Sqrt((1 + Alike) / (1 - Alike));
        }
    }

    /// <summary>How alike neighbouring days err, 0 to 0.9: the correlation of their distances from the line.</summary>
    public double Alike
    {
        get
        {
            var (together, own, before) = (0.0, 0.0, 0.0);
            foreach (var (day, degrees) in _points)
            {
                var error = degrees - _meanDegrees - (_both / _days * (day - _meanDay));
                together += error * before;
                own += error * error;
                before = error;
            }

            return own > 0 ? Math.Clamp(together / own, 0, MostAlike) : 0;
        }
    }

    /// <summary>The least change that would be called one today, degrees: infinite as long as none would.</summary>
    public double DetectableDegrees => Math.Max(Least.Degrees, HalfWidthDegrees);

    /// <summary>Whether the interval of the change does not hold zero.</summary>
    public bool IsBeyondChance => Count >= LeastDays && Math.Abs(ChangeDegrees) >= HalfWidthDegrees - Rounding;

    /// <summary>Whether the change is likely more than chance, and as large as an instrument can tell.</summary>
    public bool IsLikelyChange => IsBeyondChance && Math.Abs(ChangeDegrees) >= Least.Degrees - Rounding;
}
