using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;

namespace Supine.Web.Explain;

/// <summary>Somebody standing, before and with a short psoas.</summary>
public sealed record StandingPicture(StandingExplanation Standing, PostureExplanation Before, PostureExplanation After);

/// <summary>A side that was measured.</summary>
/// <param name="Fit">What the angle says.</param>
/// <param name="Picture">The leg, as tight as that; null where tightness cannot explain the angle.</param>
public sealed record MeasuredSide(SideFit Fit, LegPicture? Picture);

/// <summary>A muscle as the table has it.</summary>
/// <param name="State">Where it is.</param>
/// <param name="NormalisedFibreLength">Its fibres against their optimal length.</param>
/// <param name="Force">What it pulls with.</param>
/// <param name="Share">Of the hip's passive moment; null where that is nothing.</param>
public sealed record MuscleRow(MuscleState State, double NormalisedFibreLength, Force Force, double? Share);

/// <summary>What the body model says to a question.</summary>
/// <param name="Posture">The posture the muscles were asked for; null where they are those of the resting leg.</param>
/// <param name="Muscles">Every muscle that crosses the hip.</param>
/// <param name="Leg">The leg that is let go; null when it finds no rest.</param>
/// <param name="Standing">Null when no balance is found.</param>
/// <param name="Fit">Null when nothing was measured.</param>
/// <param name="Sides">Those measured.</param>
public sealed record ExplainAnswers(
    JointPose? Posture,
    ImmutableArray<MuscleRow> Muscles,
    LegPicture? Leg,
    StandingPicture? Standing,
    TightnessFit? Fit,
    ImmutableArray<MeasuredSide> Sides
)
{
    /// <summary>Asks the model.</summary>
    public static ExplainAnswers Find(ExplainQuestion question)
    {
        var leg = RestExplanation.TryFind(question.Setting, out var rest, out _)
            ? new LegPicture(rest, rest.Course[(int)question.Second.TotalSeconds], Side.Right)
            : null;
        var posture = leg is null ? null : question.FindPosture(leg.Posture.Pose);
        var fit = question.Measured is { } measured ? TightnessFit.Compute(measured) : null;
        return new(
            posture,
            FindMuscles(question.Person, leg, posture),
            leg,
            FindStanding(question),
            fit,
            fit is null ? [] : [.. fit.Sides.Select(side => new MeasuredSide(side, FindSide(fit, side)))]
        );
    }

    // of the resting leg as tight as it is and as far as it has relaxed; of another posture as the mean hip has them
    private static ImmutableArray<MuscleRow> FindMuscles(Person person, LegPicture? leg, JointPose? posture) =>
        (leg, posture) switch
        {
            (null, _) => [],
            (_, { } asked) =>
            [
                .. PostureExplanation
                    .Compute(person, Side.Right, asked)
                    .Muscles.Select(muscle => new MuscleRow(
                        muscle,
                        muscle.NormalisedFibreLength,
                        muscle.PassiveForce,
                        muscle.ShareOfPassiveHipMoment
                    )),
            ],
            _ =>
            [
                .. leg.Posture.Muscles.Zip(
                    leg.Tense.Muscles,
                    (here, tense) => new MuscleRow(here, tense.NormalisedFibreLength, leg.ForceOf(here.Name), tense.ShareOfPassiveHipMoment)
                ),
            ],
        };

    private static StandingPicture? FindStanding(ExplainQuestion question)
    {
        var person = question.Person;
        return StandingExplanation.TryFind(person, question.PsoasShortening, question.LumbarStiffness, out var standing, out _)
            ? new(
                standing,
                PostureExplanation.Compute(person, Side.Right, new JointPose(default, default)),
                PostureExplanation.Compute(
                    person,
                    Side.Right,
                    new JointPose(new HipFlexion(standing.PelvicTilt), default, Lordosis: standing.Lordosis)
                )
            )
            : null;
    }

    private static LegPicture? FindSide(TightnessFit fit, SideFit side)
    {
        if (side.Tightness is not { } tightness)
        {
            return null;
        }

        var setting = new RestSetting(fit.Question.Person, StretchLevel.OverTheEdge)
        {
            Tissue = new HipTissue(tightness.Likely),
            Pelvis = fit.Question.Pelvis,
        };
        return RestExplanation.TryFind(setting, out var rest, out _) ? new LegPicture(rest, rest.Course[0], side.Side) : null;
    }
}
