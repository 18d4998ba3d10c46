using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Answers;

/// <summary>What keeps a resting leg where it is.</summary>
public enum CarriedBy
{
    /// <summary>The bed or bench under the whole leg.</summary>
    Bench,

    /// <summary>The passive tissue of the hip alone.</summary>
    Tissue,

    /// <summary>The edge, under the thigh.</summary>
    Edge,
}

/// <summary>A place where gravity, tissue and support balance. Degrees, newtons, newton metres.</summary>
internal readonly record struct LegRest(
    double Hip,
    double Knee,
    CarriedBy CarriedBy,
    double SupportForce,
    double HipMoment,
    double GravityMoment,
    double Residual
);

/// <summary>The leg that is let go: balances its weight with the tissue of hip and knee and with what is under it.</summary>
/// <remarks>
/// Source id <c>supine-body</c>.
/// <code>
/// free:     Mh(hip, knee) = gravity about the hip      gravity about the knee + Mk(hip, knee) = 0      β = −hip − pelvis
/// edge:     β = βc = asin((h − t(x)) / x)   when it would hang lower;   N = (gravity − Mh) / (x cos β)
/// bed:      β = 0 while gravity ≥ Mh;        it carries weight · (1 − Mh / gravity)
/// </code>
/// h: the hip's centre 9.5 cm above the surface; t: half the thigh's thickness, 9 cm at the hip to 5.5 cm at the knee (general
/// anthropometry,
/// not measured on anybody). A knee that would fall beyond 120° stops there. Nothing of the heel's own contact is modelled.
/// </remarks>
internal sealed class HangingLeg
{
    /// <summary>A millionth of a newton metre.</summary>
    public const double Enough = 1e-6;

    private const double Degree = Math.PI / 180;
    private const double HipHeight = 0.095;
    private const double ThighAtHip = 0.09;
    private const double ThighAtKnee = 0.055;

    // where a resting leg is looked for, degrees: a thigh that stands nearly upright has no weight to fall with
    private const double LowestHip = -75;
    private const double SteepestThigh = 85;
    private static readonly (double Low, double High) KneeRange = (0, 120);

    private readonly PassiveLeg _tissue;
    private readonly double _pelvis;

    public HangingLeg(Person person, HipTissue tissue, double pelvisDegrees, double ankleKilograms)
        : this(new PassiveLeg(person, tissue), new LegWeight(person, ankleKilograms), pelvisDegrees) { }

    public HangingLeg(PassiveLeg tissue, LegWeight weight, double pelvisDegrees) =>
        (_tissue, Weight, _pelvis) = (tissue, weight, pelvisDegrees);

    public LegWeight Weight { get; }

    private (double Low, double High) HipRange => (LowestHip, SteepestThigh - _pelvis);

    /// <summary>Elastic moments, at once.</summary>
    public (double Hip, double Knee) Moments(double hip, double knee) => _tissue.Moments(hip, knee);

    /// <summary>In what a place goes beyond what was measured: its hip, and its muscles.</summary>
    public (bool Hip, bool Muscle) FindBeyondMeasured(double hip, double knee) =>
        (_tissue.IsHipBeyondMeasured(hip), _tissue.IsMuscleBeyondMeasured(hip, knee));

    public double Below(double hip) => (-hip - _pelvis) * Degree;

    /// <summary>How far the thigh can sink on an edge, degrees; without an edge, as far as it likes.</summary>
    public double LowestOnEdge(double edgeMetres)
    {
        if (edgeMetres <= 0)
        {
            return double.PositiveInfinity;
        }

        var half = ThighAtHip + ((ThighAtKnee - ThighAtHip) * Math.Min(1, edgeMetres / Weight.ThighLength));
        var sine = (HipHeight - half) / edgeMetres;
        return sine >= 1 ? double.PositiveInfinity : Math.Asin(sine) / Degree;
    }

    /// <summary>Rest with hip and knee free; hip limited by an edge.</summary>
    public bool TryFindFree(double lowest, out LegRest rest) => TryFindFree(lowest, null, null, 0, out rest);

    /// <summary>Rest with the knee held at an angle.</summary>
    public bool TryFindHeld(double kneeDegrees, double lowest, out LegRest rest) =>
        TryFindHeld(kneeDegrees, lowest, CarriedBy.Edge, null, 0, out rest);

    /// <summary>Rest on the bed with a straight knee.</summary>
    public bool TryFindOnBed(out LegRest rest) => TryFindHeld(0, 0, CarriedBy.Bench, null, 0, out rest);

    /// <summary>As <see cref="TryFindFree(double, out LegRest)"/>, a step of time later.</summary>
    public bool TryFindFree(
        double lowest,
        Relaxation? hipBefore,
        Relaxation? kneeBefore,
        double seconds,
        out LegRest rest,
        double guessHip = -12,
        double guessKnee = 55
    )
    {
        var pair = new FreeLeg
        {
            Leg = this,
            Hip = hipBefore,
            Knee = kneeBefore,
            Seconds = seconds,
        };
        var (hip, knee) = (guessHip, guessKnee);
        var found = Roots.TryFind(ref pair, HipRange, KneeRange, Enough, ref hip, ref knee, out var residual);
        if (
            !found
            && TryFindHeld(KneeRange.High, lowest, CarriedBy.Edge, hipBefore, seconds, out rest)
            && pair.At(rest.Hip, KneeRange.High).Second > 0
        )
        {
            // so tight a hip keeps the thigh up and the shank falls back: the calf lies on the thigh
            return true;
        }

        if (found && -hip - _pelvis > lowest)
        {
            var onEdge = -_pelvis - lowest;
            var bent = new FreeKnee
            {
                Leg = this,
                Knee = kneeBefore,
                Seconds = seconds,
                HipDegrees = onEdge,
            };
            found = Roots.TryFind(ref bent, KneeRange.Low, KneeRange.High, Enough, out knee, out residual);
            rest = Resting(onEdge, knee, CarriedBy.Edge, hipBefore, seconds, residual);
            return found;
        }

        rest = Resting(hip, knee, CarriedBy.Tissue, hipBefore, seconds, residual);
        return found;
    }

    /// <summary>As <see cref="TryFindHeld(double, double, out LegRest)"/>, a step of time later.</summary>
    public bool TryFindHeld(double kneeDegrees, double lowest, CarriedBy support, Relaxation? hipBefore, double seconds, out LegRest rest)
    {
        var balance = new FreeHip
        {
            Leg = this,
            Hip = hipBefore,
            Seconds = seconds,
            KneeDegrees = kneeDegrees,
        };
        var limit = -_pelvis - lowest;
        if (limit > HipRange.Low && balance.At(limit) <= 0)
        {
            // even there the tissue holds less than the leg weighs: what is under it carries the rest
            rest = Resting(limit, kneeDegrees, support, hipBefore, seconds, 0);
            return true;
        }

        var found = Roots.TryFind(ref balance, Math.Max(limit, HipRange.Low), HipRange.High, Enough, out var hip, out var residual);
        rest = Resting(hip, kneeDegrees, CarriedBy.Tissue, hipBefore, seconds, residual);
        return found;
    }

    /// <summary>What carries the leg at a contact: newtons, of an edge at a distance or of a whole bed.</summary>
    public double SupportForce(in LegRest rest, double edgeMetres) =>
        rest.CarriedBy switch
        {
            CarriedBy.Bench => Weight.Weight * (1 - (rest.HipMoment / rest.GravityMoment)),
            CarriedBy.Edge => (rest.GravityMoment - rest.HipMoment) / (edgeMetres * Math.Cos(Below(rest.Hip))),
            CarriedBy.Tissue => 0,
        };

    private LegRest Resting(double hip, double knee, CarriedBy carriedBy, Relaxation? before, double seconds, double residual)
    {
        var elastic = Moments(hip, knee).Hip;
        var moment = before is { } relaxed ? relaxed.After(seconds, elastic) : elastic;
        return new(hip, knee, carriedBy, 0, moment, Weight.AboutHip(Below(hip), knee * Degree), residual);
    }

    private (double Hip, double Knee) Balance(double hip, double knee, in Relaxation? hipBefore, in Relaxation? kneeBefore, double seconds)
    {
        var (hipMoment, kneeMoment) = Moments(hip, knee);
        var below = Below(hip);
        return (
            (hipBefore is { } h ? h.After(seconds, hipMoment) : hipMoment) - Weight.AboutHip(below, knee * Degree),
            (kneeBefore is { } k ? k.After(seconds, kneeMoment) : kneeMoment) + Weight.AboutKnee(below, knee * Degree)
        );
    }

    private struct FreeLeg : IBalancePair
    {
        public HangingLeg Leg;
        public Relaxation? Hip;
        public Relaxation? Knee;
        public double Seconds;

        public readonly (double First, double Second) At(double x, double y) => Leg.Balance(x, y, Hip, Knee, Seconds);
    }

    private struct FreeHip : IBalance
    {
        public HangingLeg Leg;
        public Relaxation? Hip;
        public double Seconds;
        public double KneeDegrees;

        public readonly double At(double x) => Leg.Balance(x, KneeDegrees, Hip, null, Seconds).Hip;
    }

    private struct FreeKnee : IBalance
    {
        public HangingLeg Leg;
        public Relaxation? Knee;
        public double Seconds;
        public double HipDegrees;

        public readonly double At(double x) => Leg.Balance(HipDegrees, x, null, Knee, Seconds).Knee;
    }
}
