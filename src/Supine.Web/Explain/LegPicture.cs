using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Figure;

namespace Supine.Web.Explain;

/// <summary>A resting leg at a moment of its hold, as the page draws it.</summary>
/// <param name="Rest">The leg.</param>
/// <param name="Moment">The moment.</param>
/// <param name="Side">Which leg.</param>
/// <remarks>Tightness shifts all that crosses the hip (see <see cref="HipTissue"/>), so a muscle's force is read where a hip of mean
/// tightness would pull as hard; what has relaxed since the leg was let go is taken off. Beyond the range of the model's joints the
/// picture stays at its end.</remarks>
public sealed record LegPicture(RestExplanation Rest, HoldMoment Moment, Side Side)
{
    // where a knee pulled to the chest comes to, as the resting leg's equations take it; the hands are drawn on it
    private static readonly LegPosture Opposite = new(HipFlexion.FromDegrees(112), KneeFlexion.FromDegrees(118));

    /// <summary>Every muscle where it is.</summary>
    public PostureExplanation Posture { get; } = Evaluate(Rest, Side, Moment, 0);

    /// <summary>Every muscle as tight as it is.</summary>
    public PostureExplanation Tense { get; } = Evaluate(Rest, Side, Moment, -Rest.Setting.Tissue.Tightness.Degrees);

    /// <summary>Whether the hip is further extended than the model's joints go.</summary>
    public bool IsBeyond => !ModelRanges.Hip.Allows(Moment.Hip.Angle.Degrees);

    /// <summary>What a muscle pulls with at this moment.</summary>
    public Force ForceOf(string muscle) => Force.FromNewtons(Tense.Find(muscle).PassiveForce.Newtons * (1 - Moment.RelaxedShare));

    /// <summary>The drawing.</summary>
    public string Draw(string title, FigureLabels? labels) =>
        FigureDrawing.Render(
            new Posture(
                TrunkRise.FromDegrees(0),
                Rest.Setting.Pelvis,
                new LegPosture(Posture.Pose.Hip, Posture.Pose.Knee),
                Opposite,
                Rest.Setting.Level switch
                {
                    StretchLevel.OnTheBed => Surface.Flat,
                    StretchLevel.OverTheEdge => Surface.Edge,
                },
                Hands.OnOppositeKnee,
                SacrumSupport.None
            ),
            Side,
            new FigureOptions(title, Labels: labels, Anatomy: new FigureAnatomy(Posture, ForceOf("psoas"), ForceOf("rectusFemoris")))
        );

    private static PostureExplanation Evaluate(RestExplanation rest, Side side, HoldMoment moment, double shiftDegrees) =>
        PostureExplanation.Compute(
            rest.Setting.Person,
            side,
            new JointPose(
                HipFlexion.FromDegrees(Within(ModelRanges.Hip, moment.Hip.Angle.Degrees + shiftDegrees)),
                KneeFlexion.FromDegrees(Within(ModelRanges.Knee, moment.Knee.Angle.Degrees)),
                Lordosis: rest.Lordosis
            )
        );

    private static double Within(ModelRange range, double value) => Math.Clamp(value, range.Least, range.Most);
}
