using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Supine.Biomechanics.Checking;

namespace Supine.Biomechanics.Answers;

/// <summary>The answers of the body model as the JSON that command line and page share: degrees, millimetres, newtons, newton
/// metres.</summary>
public static class BodyJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A posture.</summary>
    public static string Write(PostureExplanation posture)
    {
        ArgumentNullException.ThrowIfNull(posture);
        return JsonSerializer.Serialize(
            new
            {
                hipDegrees = Degrees(posture.Pose.Hip.Angle),
                kneeDegrees = Degrees(posture.Pose.Knee.Angle),
                adductionDegrees = Degrees(posture.Pose.Adduction.Angle),
                rotationDegrees = Degrees(posture.Pose.Rotation.Angle),
                lordosisDegrees = Degrees(posture.Pose.Lordosis.Angle),
                heightMetres = Round(posture.Person.Height.Metres, 4),
                passiveHipMomentNm = Newtons(posture.PassiveHipMoment),
                capsuleMomentNm = Newtons(posture.CapsuleMoment),
                measuredHipMomentNm = Newtons(posture.MeasuredHipMoment),
                extrapolated = !posture.Extrapolations.IsEmpty,
                extrapolations = Names(posture.Extrapolations),
                measuredToHipDegrees = Degrees(Measured.LeastHip.Angle),
                psoasElongationMm = Millimetres(posture.PsoasElongation),
                muscles = posture.Muscles.Select(muscle => new
                {
                    name = muscle.Name,
                    lengthMm = Millimetres(muscle.Length),
                    momentArmsMm = new
                    {
                        hipFlexion = Millimetres(muscle.Arms.HipFlexion),
                        hipAdduction = Millimetres(muscle.Arms.HipAdduction),
                        hipRotation = Millimetres(muscle.Arms.HipRotation),
                        kneeFlexion = Millimetres(muscle.Arms.KneeFlexion),
                    },
                    normalisedFibreLength = Round(muscle.NormalisedFibreLength, 5),
                    passiveForceN = Newtons(muscle.PassiveForce),
                    passiveHipMomentNm = Newtons(muscle.PassiveHipMoment),
                    shareOfPassiveHipMoment = muscle.ShareOfPassiveHipMoment is { } share ? Round(share, 5) : (double?)null,
                }),
                psoasFascicles = posture.Fascicles.Select(fascicle => new
                {
                    name = fascicle.Name,
                    lengthMm = Millimetres(fascicle.Length),
                    elongationMm = Millimetres(fascicle.Elongation),
                    passiveForceN = Newtons(fascicle.PassiveForce),
                    lumbarMomentArmsMm = new
                    {
                        l5s1 = Millimetres(fascicle.LumbarArms[0]),
                        l4l5 = Millimetres(fascicle.LumbarArms[1]),
                        l3l4 = Millimetres(fascicle.LumbarArms[2]),
                        l2l3 = Millimetres(fascicle.LumbarArms[3]),
                        l1l2 = Millimetres(fascicle.LumbarArms[4]),
                    },
                }),
            },
            Options
        );
    }

    /// <summary>A rest.</summary>
    public static string Write(RestExplanation rest)
    {
        ArgumentNullException.ThrowIfNull(rest);
        return JsonSerializer.Serialize(
            new
            {
                level = rest.Setting.Level switch
                {
                    StretchLevel.OnTheBed => 1,
                    StretchLevel.OverTheEdge => 2,
                },
                pelvisDegrees = Degrees(rest.Setting.Pelvis.Angle),
                hipDegrees = Degrees(rest.Hip.Angle),
                kneeDegrees = Degrees(rest.Knee.Angle),
                thighBelowHorizontalDegrees = Degrees(rest.ThighBelowHorizontal),
                carriedBy = rest.CarriedBy switch
                {
                    CarriedBy.Bench => "bench",
                    CarriedBy.Tissue => "tissue",
                    CarriedBy.Edge => "edge",
                },
                carriedByBenchN = Newtons(rest.CarriedByBench),
                passiveHipMomentNm = Newtons(rest.PassiveHipMoment),
                gravityHipMomentNm = Newtons(rest.GravityHipMoment),
                psoasElongationMm = Millimetres(rest.PsoasElongation),
                psoasElongationPercent = Round(100 * rest.PsoasElongationShare, 3),
                holdingMomentNm = Newtons(rest.HoldingMoment),
                handsHoldN = Newtons(rest.HandsHold),
                shareOfMinuteByHalf = rest.ShareOfMinuteByHalf is { } share ? Round(share, 4) : (double?)null,
                residualNm = rest.Residual.NewtonMetres,
                extrapolated = !rest.Extrapolations.IsEmpty,
                extrapolations = Names(rest.Extrapolations),
                measuredToHipDegrees = Degrees(Measured.LeastHip.Angle),
                course = rest.Course.Select(moment => new
                {
                    seconds = moment.At.TotalSeconds,
                    hipDegrees = Degrees(moment.Hip.Angle),
                    kneeDegrees = Degrees(moment.Knee.Angle),
                    relaxedShare = Round(moment.RelaxedShare, 5),
                }),
            },
            Options
        );
    }

    /// <summary>Somebody standing.</summary>
    public static string Write(StandingExplanation standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return JsonSerializer.Serialize(
            new
            {
                shortPsoasMm = Millimetres(standing.PsoasShortening),
                lumbarStiffnessNmPerDegree = Round(standing.LumbarStiffness.PerDegree.NewtonMetres, 4),
                pelvicTiltDegrees = Degrees(standing.PelvicTilt),
                lordosisChangeDegrees = Degrees(standing.Lordosis.Angle),
                sacralSlopeDegrees = Degrees(standing.SacralSlope),
                radiographicTiltDegrees = Degrees(standing.RadiographicTilt),
                pelvicIncidenceDegrees = Degrees(standing.PelvicIncidence),
                psoasForceN = Newtons(standing.PsoasForce),
                psoasForceBeforeN = Newtons(standing.PsoasForceBefore),
                residualNm = standing.Residual.NewtonMetres,
                extrapolated = !standing.Extrapolations.IsEmpty,
                extrapolations = Names(standing.Extrapolations),
                measuredToHipDegrees = Degrees(Measured.LeastHip.Angle),
                joints = standing.Joints.Select(joint => new
                {
                    name = joint.Name,
                    compressionN = Newtons(joint.Compression),
                    compressionMoreN = Newtons(joint.CompressionMore),
                    shearN = Newtons(joint.Shear),
                    shearMoreN = Newtons(joint.ShearMore),
                    psoasMomentNm = Newtons(joint.PsoasMoment),
                }),
            },
            Options
        );
    }

    /// <summary>A fit, with sentences for people.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="sentences">What it says and cannot say.</param>
    public static string Write(TightnessFit fit, ImmutableArray<string> sentences)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return JsonSerializer.Serialize(
            new
            {
                uncertaintyDegrees = Degrees(fit.Question.Uncertainty),
                pelvisDegrees = Degrees(fit.Question.Pelvis.Angle),
                measuredToHipDegrees = Degrees(Measured.LeastHip.Angle),
                sides = fit.Sides.Select(side => new
                {
                    side = side.Side switch
                    {
                        Side.Left => "left",
                        Side.Right => "right",
                    },
                    measuredDegrees = Degrees(side.Measured.Angle),
                    expectedDegrees = Degrees(side.Expected.Angle),
                    tightnessDegrees = side.Tightness is { } tightness ? Of(tightness, Degrees) : null,
                    percentile = Of(side.Percentile, value => Round(value, 2)),
                    psoasAloneMm = side.PsoasAlone is { } alone ? Of(alone, Millimetres) : null,
                    extrapolated = !side.Extrapolations.IsEmpty,
                    extrapolations = Names(side.Extrapolations),
                }),
                differenceDegrees = fit.Difference is { } difference ? Degrees(difference) : (double?)null,
                detectableDifferenceDegrees = Degrees(fit.DetectableDifference),
                psoasTenMillimetresDegrees = Degrees(fit.PsoasTenMillimetres),
                cannotTell = fit.CannotTell.Select(cannot =>
                    cannot switch
                    {
                        CannotTell.WhichSide => "whichSide",
                        CannotTell.LeftAgainstOthers => "leftAgainstOthers",
                        CannotTell.RightAgainstOthers => "rightAgainstOthers",
                        CannotTell.Psoas => "psoas",
                    }
                ),
                sentences,
            },
            Options
        );
    }

    /// <summary>Every target of the validation.</summary>
    public static string Write(ImmutableArray<ValidationTarget> targets) =>
        JsonSerializer.Serialize(
            new
            {
                predictionsMet = targets.Count(target => target is { IsMet: true, Evidence: Evidence.Predicted }),
                predictionsMissed = targets.Count(target => target is { IsMet: false, Evidence: Evidence.Predicted }),
                targets = targets.Select(target => new
                {
                    id = target.Id,
                    name = target.Name,
                    quantity = target.Quantity,
                    comparison = target.Comparison switch
                    {
                        Comparison.Near => "near",
                        Comparison.AtLeast => "atLeast",
                        Comparison.AtMost => "atMost",
                    },
                    expected = target.Expected,
                    got = target.Got,
                    residual = target.Residual,
                    tolerance = target.Tolerance,
                    met = target.IsMet,
                    mark = target.From switch
                    {
                        ExpectedFrom.Read => "READ",
                        ExpectedFrom.Computed => "COMPUTED",
                    },
                    evidence = target.Evidence switch
                    {
                        Evidence.Predicted => "predicted",
                        Evidence.Fitted => "fitted",
                        Evidence.Assumed => "assumed",
                        Evidence.Verified => "verified",
                    },
                    source = target.SourceId,
                    note = target.Note,
                }),
            },
            Options
        );

    private static IEnumerable<string> Names(ImmutableArray<Extrapolation> extrapolations) =>
        extrapolations.Select(extrapolation =>
            extrapolation switch
            {
                Extrapolation.HipExtension => "hipExtension",
                Extrapolation.MuscleLength => "muscleLength",
                Extrapolation.BodySize => "bodySize",
            }
        );

    private static object Of<T>(Estimate<T> estimate, Func<T, double> number)
        where T : struct =>
        new
        {
            likely = number(estimate.Likely),
            least = estimate.Least is { } least ? number(least) : (double?)null,
            most = estimate.Most is { } most ? number(most) : (double?)null,
        };

    private static double Degrees(Angle angle) => Round(angle.Degrees, 4);

    private static double Millimetres(Length length) => Round(length.Millimetres, 4);

    private static double Newtons(Force force) => Round(force.Newtons, 4);

    private static double Newtons(Moment moment) => Round(moment.NewtonMetres, 4);

    // never a minus zero, which JSON would keep
    private static double Round(double value, int digits) => Math.Round(value, digits) + 0.0;
}
