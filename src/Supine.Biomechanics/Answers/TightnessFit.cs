using System.Collections.Immutable;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Answers;

/// <summary>Something a reading cannot tell.</summary>
public enum CannotTell
{
    /// <summary>Which side is tighter.</summary>
    WhichSide,

    /// <summary>Whether the left is tighter or more supple than most.</summary>
    LeftAgainstOthers,

    /// <summary>Whether the right is tighter or more supple than most.</summary>
    RightAgainstOthers,

    /// <summary>How short the psoas itself is.</summary>
    Psoas,
}

/// <summary>A number with the interval that holds the true one 95 times in 100.</summary>
/// <param name="Likely">The most likely.</param>
/// <param name="Least">Lower end; null when it lies below what the model can say.</param>
/// <param name="Most">Upper end; null when it lies above what the model can say.</param>
/// <typeparam name="T">A quantity.</typeparam>
public sealed record Estimate<T>(T Likely, T? Least, T? Most)
    where T : struct;

/// <summary>How tight a hip is, from its resting angle at level 2.</summary>
/// <param name="Side">Which.</param>
/// <param name="Measured">The hip angle measured: thigh against pelvis.</param>
/// <param name="Expected">What the same person would have with a mean hip.</param>
/// <param name="Tightness">Of everything that crosses the hip; null when the angle lies beyond what tightness can explain.</param>
/// <param name="Percentile">How many of a hundred people like those of <c>ferber-2010</c> are more supple: 300 recreational athletes,
/// 250 of them injured.</param>
/// <param name="PsoasAlone">The psoas shortening that would explain the angle if nothing else were short; null when none would.</param>
/// <param name="Extrapolations">In what these go beyond what was measured; the length of a muscle is the psoas alone.</param>
public sealed record SideFit(
    Side Side,
    HipFlexion Measured,
    HipFlexion Expected,
    Estimate<Angle>? Tightness,
    Estimate<double> Percentile,
    Estimate<Length>? PsoasAlone,
    ImmutableArray<Extrapolation> Extrapolations
);

/// <summary>What is asked of measured angles.</summary>
/// <param name="Person">Who was measured.</param>
/// <param name="Left">Hip angle of the hanging left leg; null where it was not measured.</param>
/// <param name="Right">Hip angle of the hanging right leg.</param>
public sealed record FitQuestion(Person Person, HipFlexion? Left, HipFlexion? Right)
{
    /// <summary>One standard deviation of the hip angle, thigh against pelvis; that of an assumed pelvis is part of it.</summary>
    public Angle Uncertainty { get; init; } = AngleErrors.UsualHip;

    /// <summary>How far the pelvis was tilted back.</summary>
    public PosteriorTilt Pelvis { get; init; } = new(TightnessFit.UsualPelvis);

    /// <summary>The <see cref="Uncertainty"/> of an angle of which half a 95 % interval is known.</summary>
    public static Angle DeviationOf(Angle halfInterval) => Angle.FromDegrees(halfInterval.Degrees / Quantile.Normal);

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Person);
        if (Left is null && Right is null)
        {
            throw new ArgumentException("Measure at least one side.", nameof(Left));
        }

        foreach (var side in new[] { Left, Right }.OfType<HipFlexion>())
        {
            ModelRanges.MeasuredHip.CheckDegrees(side.Angle, "measured");
        }

        ModelRanges.Uncertainty.CheckDegrees(Uncertainty, nameof(Uncertainty));
        ModelRanges.Pelvis.CheckDegrees(Pelvis.Angle, nameof(Pelvis));
    }
}

/// <summary>From measured hip angles to tightness, with what they cannot tell.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Sides">Those measured.</param>
/// <param name="Difference">Left less right; null with one side.</param>
/// <param name="DetectableDifference">The smallest difference between sides that is more than chance, 95 times in 100.</param>
/// <param name="PsoasTenMillimetres">How much a psoas 10 mm shorter would change the angle on its own.</param>
/// <param name="CannotTell">What the reading cannot tell.</param>
/// <remarks>
/// Tightness is found by turning <see cref="RestExplanation"/> round: what shift of the passive moment puts the resting hip at the measured
/// angle. The spread
/// among people is 7°: with it the simulated population of <see cref="PopulationStudy"/>, whose pelvis, size and measurement vary as well,
/// spreads as the 600 limbs of <c>ferber-2010</c> do (9.6°; recreational athletes, most of them injured).
/// </remarks>
public sealed record TightnessFit(
    FitQuestion Question,
    ImmutableArray<SideFit> Sides,
    Angle? Difference,
    Angle DetectableDifference,
    Angle PsoasTenMillimetres,
    ImmutableArray<CannotTell> CannotTell
)
{
    /// <summary>How far the pull on the other knee usually tilts the pelvis back while a leg hangs over the edge.</summary>
    public static Angle UsualPelvis { get; } = Angle.FromDegrees(5);

    /// <summary>Standard deviation of tightness among people.</summary>
    public static Angle Spread { get; } = Angle.FromDegrees(SpreadDegrees);

    internal const double SpreadDegrees = 7;

    private const double Enough = 1e-6;

    /// <summary>Fits.</summary>
    public static TightnessFit Compute(FitQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        question.Check();
        var uncertainty = question.Uncertainty.Degrees;
        var mean = new HangingLeg(question.Person, HipTissue.Mean, question.Pelvis.Angle.Degrees, 0);
        var expected = mean.TryFindFree(double.PositiveInfinity, out var rest)
            ? rest.Hip
            : throw new NoConvergenceException("a resting leg", "N m", rest.Residual);
        var sides = ImmutableArray.CreateBuilder<SideFit>();
        foreach (var (side, measured) in new[] { (Side.Left, question.Left), (Side.Right, question.Right) })
        {
            if (measured is { } hip)
            {
                sides.Add(FitSide(question, side, hip, expected));
            }
        }

        var detectable = Quantile.Normal * Math.Sqrt(2) * uncertainty;
        Angle? difference = question is { Left: { } left, Right: { } right } ? left.Angle - right.Angle : null;
        var tenMillimetres = RestingHip(question, new HipTissue(PsoasShortening: Length.FromMillimetres(10))) - expected;
        var cannot = ImmutableArray.CreateBuilder<CannotTell>();
        if (difference is { } between && Math.Abs(between.Degrees) < detectable)
        {
            cannot.Add(Answers.CannotTell.WhichSide);
        }

        foreach (var side in sides.Where(side => (side.Percentile.Least ?? 0) < 50 && (side.Percentile.Most ?? 100) > 50))
        {
            cannot.Add(
                side.Side switch
                {
                    Side.Left => Answers.CannotTell.LeftAgainstOthers,
                    Side.Right => Answers.CannotTell.RightAgainstOthers,
                }
            );
        }

        // even a precise angle does not say which muscle it is; a psoas 10 mm short is lost in the uncertainty as well
        if (!(tenMillimetres >= Quantile.Normal * uncertainty))
        {
            cannot.Add(Answers.CannotTell.Psoas);
        }

        return new TightnessFit(
            question,
            sides.ToImmutable(),
            difference,
            Angle.FromDegrees(detectable),
            Angle.FromDegrees(tenMillimetres),
            cannot.ToImmutable()
        );
    }

    private static SideFit FitSide(FitQuestion question, Side side, HipFlexion measured, double expected)
    {
        var (middle, half) = (measured.Angle.Degrees, Quantile.Normal * question.Uncertainty.Degrees);
        double? Tight(double hip) => FindTightness(question, hip);
        var (likely, least, most) = (Tight(middle), Tight(middle - half), Tight(middle + half));
        double Percentile(double? tightness, double hip) =>
            100
            * Normal.ShareBelow((tightness ?? (hip > expected ? ModelRanges.Tightness.Most : ModelRanges.Tightness.Least)) / SpreadDegrees);
        Estimate<Angle>? tightness = likely is { } found
            ? new(Angle.FromDegrees(found), least is { } l ? Angle.FromDegrees(l) : null, most is { } m ? Angle.FromDegrees(m) : null)
            : null;
        double? Psoas(double hip) => FindPsoas(question, hip);
        var alone = Psoas(middle);
        return new SideFit(
            side,
            measured,
            HipFlexion.FromDegrees(expected),
            tightness,
            new(Percentile(likely, middle), Percentile(least, middle - half), Percentile(most, middle + half)),
            alone is { } s
                ? new(
                    Length.FromMetres(s),
                    Psoas(middle - half) is { } p ? Length.FromMetres(p) : null,
                    Psoas(middle + half) is { } q ? Length.FromMetres(q) : null
                )
                : null,
            Measured.Find(
                question.Person,
                Measured.IsBeyond(middle, likely ?? 0),
                alone is { } psoas
                    && new PassiveLeg(question.Person, new HipTissue(PsoasShortening: Length.FromMetres(psoas))).IsMuscleBeyondMeasured(
                        middle,
                        0
                    )
            )
        );
    }

    private static double? FindTightness(FitQuestion question, double hipDegrees)
    {
        var balance = new Tighter { Question = question, Hip = hipDegrees };
        return Roots.TryFind(ref balance, ModelRanges.Tightness.Least, ModelRanges.Tightness.Most, Enough, out var tightness, out _)
            ? tightness
            : null;
    }

    private static double? FindPsoas(FitQuestion question, double hipDegrees)
    {
        var balance = new Shorter { Question = question, Hip = hipDegrees };
        return Roots.TryFind(
            ref balance,
            ModelRanges.Shortening.Least / 1000,
            ModelRanges.Shortening.Most / 1000,
            Enough,
            out var shortening,
            out _
        )
            ? shortening
            : null;
    }

    // no number where the leg finds no rest: the search then finds nothing either
    private static double RestingHip(FitQuestion question, HipTissue tissue)
    {
        var leg = new HangingLeg(question.Person, tissue, question.Pelvis.Angle.Degrees, 0);
        return leg.TryFindFree(double.PositiveInfinity, out var rest) ? rest.Hip : double.NaN;
    }

    private struct Tighter : IBalance
    {
        public FitQuestion Question;
        public double Hip;

        public readonly double At(double x) => RestingHip(Question, new HipTissue(Angle.FromDegrees(x))) - Hip;
    }

    private struct Shorter : IBalance
    {
        public FitQuestion Question;
        public double Hip;

        public readonly double At(double x) => RestingHip(Question, new HipTissue(PsoasShortening: Length.FromMetres(x))) - Hip;
    }
}
