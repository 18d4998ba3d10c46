using System.Collections.Immutable;
using Supine.Biomechanics.Geometry;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Answers;

/// <summary>Which of the two stretches.</summary>
public enum StretchLevel
{
    /// <summary>Level 1: the leg lies on the bed.</summary>
    OnTheBed,

    /// <summary>Level 2: the leg hangs over the edge.</summary>
    OverTheEdge,
}

/// <summary>A person who has let one leg go.</summary>
/// <param name="Person">Whose leg.</param>
/// <param name="Level">Which stretch.</param>
public sealed record RestSetting(Person Person, StretchLevel Level)
{
    /// <summary>How their hip differs from the mean.</summary>
    public HipTissue Tissue { get; init; } = HipTissue.Mean;

    /// <summary>Posterior tilt of the pelvis that the pull on the other knee holds. A hanging leg pulls the pelvis forward, so there is
    /// less of it at level 2.</summary>
    public PosteriorTilt Pelvis { get; init; } = PosteriorTilt.FromDegrees(Level == StretchLevel.OnTheBed ? 10 : 5);

    /// <summary>How far from the hip, along the thigh, the edge still carries it; zero is the gluteal fold, where it carries
    /// nothing.</summary>
    public Length Edge { get; init; }

    /// <summary>How much further off the edge the foot goes than it falls by itself: 0 to 3, where 3 is a nearly straight knee.</summary>
    public int FootFurther { get; init; }

    /// <summary>A mass at the ankle.</summary>
    public Mass AnkleMass { get; init; }

    /// <summary>How long it is held.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How strongly the low back resists being flattened.</summary>
    public LumbarStiffness LumbarStiffness { get; init; } = LumbarStiffness.FromNewtonMetresPerDegree(1);

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Person);
        ArgumentNullException.ThrowIfNull(Tissue);
        Tissue.Check();
        ModelRanges.Pelvis.CheckDegrees(Pelvis.Angle, nameof(Pelvis));
        ModelRanges.Edge.Check(Edge.Millimetres, nameof(Edge));
        ModelRanges.FootFurther.Check(FootFurther, nameof(FootFurther));
        ModelRanges.AnkleMass.Check(AnkleMass.Kilograms, nameof(AnkleMass));
        ModelRanges.Hold.Check(Hold.TotalSeconds, nameof(Hold));
        ModelRanges.LumbarStiffness.Check(LumbarStiffness.PerDegree.NewtonMetres, nameof(LumbarStiffness));
    }
}

/// <summary>A moment of a hold.</summary>
/// <param name="At">Since the leg was let go.</param>
/// <param name="Hip">Where the hip has come to.</param>
/// <param name="Knee">Where the knee has.</param>
/// <param name="RelaxedShare">The share of the moment this posture took at first that has faded.</param>
public sealed record HoldMoment(TimeSpan At, HipFlexion Hip, KneeFlexion Knee, double RelaxedShare);

/// <summary>Where a leg that is let go comes to rest, what carries it, and what the next minute does.</summary>
/// <param name="Setting">What was asked.</param>
/// <param name="Hip">The resting hip, at first.</param>
/// <param name="Knee">The resting knee, at first.</param>
/// <param name="ThighBelowHorizontal">How far the thigh hangs below the surface.</param>
/// <param name="CarriedBy">What carries the leg.</param>
/// <param name="CarriedByBench">The part of its weight that bench or edge carries.</param>
/// <param name="PassiveHipMoment">What the hip's tissue resists extension with.</param>
/// <param name="GravityHipMoment">What the leg's weight extends the hip with.</param>
/// <param name="PsoasElongation">How much longer the psoas is than with a straight hip.</param>
/// <param name="PsoasElongationShare">The same as a share of its length then.</param>
/// <param name="HoldingMoment">What must hold the pelvis against the pull of the hip and the low back.</param>
/// <param name="HandsHold">What both hands on the other knee must hold.</param>
/// <param name="Course">The hold, second by second.</param>
/// <param name="ShareOfMinuteByHalf">How much of what happens in 60 s has happened by 30 s; null when nothing happens.</param>
/// <param name="Residual">What is left over of the balance at first.</param>
/// <param name="Extrapolations">In what rest or hold go beyond what was measured.</param>
/// <remarks>
/// The other leg is taken at 112° of hip and 110° of knee, at the end of its way, where it passes moments on; its own weight helps the
/// hands.
/// The foot further off the edge brings the edge nearer to the hip and straightens the knee in equal steps: modelling choices
/// (<c>supine-body</c>).
/// See <see cref="HangingLeg"/> and <see cref="Relaxation"/> for the equations.
/// </remarks>
public sealed record RestExplanation(
    RestSetting Setting,
    HipFlexion Hip,
    KneeFlexion Knee,
    Angle ThighBelowHorizontal,
    CarriedBy CarriedBy,
    Force CarriedByBench,
    Moment PassiveHipMoment,
    Moment GravityHipMoment,
    Length PsoasElongation,
    double PsoasElongationShare,
    Moment HoldingMoment,
    Force HandsHold,
    ImmutableArray<HoldMoment> Course,
    double? ShareOfMinuteByHalf,
    Moment Residual,
    ImmutableArray<Extrapolation> Extrapolations
)
{
    /// <summary>The low back against standing: flatter for lying, and flatter again as the pelvis tilts back (see
    /// <see cref="StandingExplanation"/>).</summary>
    public LordosisChange Lordosis =>
        LordosisChange.FromDegrees(
            Math.Clamp(
                StandingExplanation.LyingLordosisDegrees
                    - (StandingExplanation.Coupling(-Setting.Pelvis.Angle.Degrees) * Setting.Pelvis.Angle.Degrees),
                ModelRanges.Lordosis.Least,
                ModelRanges.Lordosis.Most
            )
        );

    private const double Degree = Math.PI / 180;
    private const double OtherHip = 112;
    private const double OtherKnee = 110;
    private const double HeldKnee = 5;
    private const double StepSeconds = 0.1;
    private const int StepsPerSecond = 10;

    /// <summary>Finds the rest; throws <see cref="NoConvergenceException"/> when there is none.</summary>
    public static RestExplanation Find(RestSetting setting) =>
        TryFind(setting, out var rest, out var residual)
            ? rest
            : throw new NoConvergenceException("a resting leg", "N m", residual.NewtonMetres);

    /// <summary>Finds the rest; false, with what is left over, when there is none.</summary>
    public static bool TryFind(
        RestSetting setting,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RestExplanation? found,
        out Moment residual
    )
    {
        ArgumentNullException.ThrowIfNull(setting);
        setting.Check();
        var leg = new HangingLeg(setting.Person, setting.Tissue, setting.Pelvis.Angle.Degrees, setting.AnkleMass.Kilograms);
        var further = setting.FootFurther / 3.0;
        var edge = setting.Edge.Metres * (1 - further);
        var lowest = leg.LowestOnEdge(edge);

        // where it comes to rest at first; the foot further out holds the knee between where it would fall and straight
        double? heldKnee = null;
        bool isFound;
        LegRest rest;
        if (setting.Level == StretchLevel.OnTheBed)
        {
            heldKnee = 0;
            isFound = leg.TryFindOnBed(out rest);
        }
        else
        {
            isFound = leg.TryFindFree(lowest, out rest);
            if (isFound && further > 0)
            {
                heldKnee = (rest.Knee * (1 - further)) + (HeldKnee * further);
                isFound = leg.TryFindHeld(heldKnee.Value, lowest, out rest);
            }
        }

        residual = Moment.FromNewtonMetres(rest.Residual);
        found = null;
        if (!isFound || !TryFollow(setting, leg, lowest, heldKnee, rest, out var course, out var lastMinute))
        {
            return false;
        }

        // the psoas against a straight hip
        var psoas = Anatomy.Find("psoas").Path.For(setting.Person.Scale, Side.Right);
        var skeleton = new Skeleton(setting.Person.Scale, Side.Right);
        var straight = psoas.Length(skeleton);
        skeleton.PoseLeg(JointCoordinates.Sagittal(rest.Hip * Degree, rest.Knee * Degree));
        var elongation = psoas.Length(skeleton) - straight;

        // the pelvis: hip and low back turn it forward, the other leg's weight and the hands hold it
        var pelvis = setting.Pelvis.Angle.Degrees;
        var holding = rest.HipMoment + (setting.LumbarStiffness.PerDegree.NewtonMetres * pelvis);
        var otherLeg = new LegWeight(setting.Person, 0);
        var helps = -otherLeg.AboutHip(-(OtherHip + pelvis) * Degree, OtherKnee * Degree);

        // a leg that creeps goes further than it came to rest
        var (first, last) = (
            leg.FindBeyondMeasured(rest.Hip, rest.Knee),
            leg.FindBeyondMeasured(course[^1].Hip.Angle.Degrees, course[^1].Knee.Angle.Degrees)
        );

        found = new RestExplanation(
            setting,
            HipFlexion.FromDegrees(rest.Hip),
            KneeFlexion.FromDegrees(rest.Knee),
            Angle.FromDegrees(-rest.Hip - pelvis),
            rest.CarriedBy,
            Force.FromNewtons(leg.SupportForce(rest, edge)),
            Moment.FromNewtonMetres(rest.HipMoment),
            Moment.FromNewtonMetres(rest.GravityMoment),
            Length.FromMetres(elongation),
            elongation / straight,
            Moment.FromNewtonMetres(holding),
            Force.FromNewtons(Math.Max(0, (holding - helps) / otherLeg.ThighLength)),
            course,
            lastMinute,
            residual,
            Measured.Find(setting.Person, first.Hip || last.Hip, first.Muscle || last.Muscle)
        );
        return true;
    }

    // steps through the hold, and at least through a minute, from which the share by half of it comes
    private static bool TryFollow(
        RestSetting setting,
        HangingLeg leg,
        double lowest,
        double? heldKnee,
        LegRest start,
        out ImmutableArray<HoldMoment> course,
        out double? shareByHalf
    )
    {
        var hold = (int)Math.Ceiling(setting.Hold.TotalSeconds);
        var moments = ImmutableArray.CreateBuilder<HoldMoment>(hold + 1);
        var (hipElastic, kneeElastic) = leg.Moments(start.Hip, start.Knee);
        var (hip, knee) = (new Relaxation(hipElastic), new Relaxation(kneeElastic));
        var rest = start;
        Span<(double Hip, double Relaxed)> marks = stackalloc (double, double)[61];
        var lastSecond = Math.Max(hold, 60);
        for (var second = 0; ; second++)
        {
            var elastic = leg.Moments(rest.Hip, rest.Knee).Hip;
            var relaxed = elastic == 0 ? 0 : 1 - (hip.Moment / elastic);
            if (second <= hold)
            {
                moments.Add(
                    new HoldMoment(
                        TimeSpan.FromSeconds(second),
                        HipFlexion.FromDegrees(rest.Hip),
                        KneeFlexion.FromDegrees(rest.Knee),
                        relaxed
                    )
                );
            }

            if (second <= 60)
            {
                marks[second] = (rest.Hip, relaxed);
            }

            if (second == lastSecond)
            {
                break;
            }

            for (var step = 0; step < StepsPerSecond; step++)
            {
                var found = heldKnee is { } held
                    ? leg.TryFindHeld(
                        held,
                        setting.Level == StretchLevel.OnTheBed ? 0 : lowest,
                        setting.Level == StretchLevel.OnTheBed ? CarriedBy.Bench : CarriedBy.Edge,
                        hip,
                        StepSeconds,
                        out rest
                    )
                    : leg.TryFindFree(lowest, hip, knee, StepSeconds, out rest, rest.Hip, rest.Knee);
                if (!found)
                {
                    course = [];
                    shareByHalf = null;
                    return false;
                }

                (hipElastic, kneeElastic) = leg.Moments(rest.Hip, rest.Knee);
                hip.Step(StepSeconds, hipElastic);
                knee.Step(StepSeconds, kneeElastic);
            }
        }

        // what is seen where the leg moves, what is felt where it lies
        const double moved = 0.01;
        var crept = marks[0].Hip - marks[60].Hip;
        shareByHalf =
            Math.Abs(crept) > moved ? (marks[0].Hip - marks[30].Hip) / crept
            : marks[60].Relaxed > 0 ? marks[30].Relaxed / marks[60].Relaxed
            : null;
        course = moments.MoveToImmutable();
        return true;
    }
}
