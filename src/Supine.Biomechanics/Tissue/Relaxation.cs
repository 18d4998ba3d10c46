namespace Supine.Biomechanics.Tissue;

/// <summary>How passive tissue lets go with time: quasi-linear viscoelasticity with two time constants.</summary>
/// <remarks>
/// <code>
/// G(t) = 0.65 + 0.18 exp(−t/6 s) + 0.17 exp(−t/50 s)
/// M(t) = 0.65 Me(t) + Q1 + Q2,   dQi/dt = gi dMe/dt − Qi/τi
/// </code>
/// Source id <c>supine-body</c>: chosen to satisfy <c>magnusson-1996</c> (33 % in 90 s), <c>peixoto-2015</c> (25 % in 30 s) and
/// <c>ryan-2012</c> (how early),
/// which measured hamstrings and calves of 8 to 12 people. None has measured hip flexors. No lasting lengthening.
/// </remarks>
internal struct Relaxation
{
    public const double Lasting = 0.65;
    private const double FastShare = 0.18;
    private const double SlowShare = 0.17;
    private const double FastSeconds = 6;
    private const double SlowSeconds = 50;

    private double _fast;
    private double _slow;
    private double _elastic;

    /// <summary>A tissue just loaded, at once.</summary>
    public Relaxation(double elastic) => (_fast, _slow, _elastic) = (FastShare * elastic, SlowShare * elastic, elastic);

    /// <summary>What is left of a moment when the posture is kept.</summary>
    public static double Remaining(double seconds) =>
        Lasting + (FastShare * Math.Exp(-seconds / FastSeconds)) + (SlowShare * Math.Exp(-seconds / SlowSeconds));

    /// <summary>The moment now.</summary>
    public readonly double Moment => (Lasting * _elastic) + _fast + _slow;

    /// <summary>The moment after a step in which the elastic moment changes to a new value, steadily: an exact step of the two
    /// equations.</summary>
    public readonly double After(double seconds, double elastic)
    {
        var next = this;
        next.Step(seconds, elastic);
        return next.Moment;
    }

    /// <summary>Moves on in time.</summary>
    public void Step(double seconds, double elastic)
    {
        var change = elastic - _elastic;
        _fast = Decay(_fast, seconds / FastSeconds, FastShare * change);
        _slow = Decay(_slow, seconds / SlowSeconds, SlowShare * change);
        _elastic = elastic;
    }

    // what is left, and what was added steadily over the step and has decayed since
    private static double Decay(double before, double steps, double added) =>
        (before * Math.Exp(-steps)) + (steps > 0 ? added * (1 - Math.Exp(-steps)) / steps : added);
}
