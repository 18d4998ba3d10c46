using Supine.Biomechanics;

namespace Supine.Motion;

/// <summary>What two readings of a person's two sides say about each other.</summary>
public enum SideVerdict
{
    /// <summary>The difference may be chance.</summary>
    CannotTell,

    /// <summary>The left thigh hangs lower (or, with both pelvis readings, the left hip extends further).</summary>
    LeftFurther,

    /// <summary>The right one does.</summary>
    RightFurther,
}

/// <summary>One side against the other.</summary>
/// <param name="Difference">Left less right: of the hips where both know the pelvis, else of the thighs.</param>
/// <param name="Detectable">The least difference that is no chance: the 95 % interval of a difference, and never under <see cref="LeastDetectable"/>.</param>
public sealed record SideComparison(Angle Difference, Angle Detectable)
{
    /// <summary>5°: nobody has published a detectable change for a phone one holds to oneself, so a cautious one stands in.</summary>
    public static Angle LeastDetectable { get; } = Angle.FromDegrees(5);

    /// <summary>Which side goes further, if that can be told.</summary>
    public SideVerdict Verdict =>
        Difference > Detectable ? SideVerdict.LeftFurther : Difference < -Detectable ? SideVerdict.RightFurther : SideVerdict.CannotTell;

    /// <summary>Compares two readings.</summary>
    /// <param name="left">Of the left side.</param>
    /// <param name="right">Of the right side.</param>
    public static SideComparison Of(Reading.Measured left, Reading.Measured right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left.Hip is HipReading.Known leftHip && right.Hip is HipReading.Known rightHip
            ? Of(leftHip.Extension - rightHip.Extension, leftHip.Uncertainty, rightHip.Uncertainty)
            : Of(left.ThighBelowHorizontal - right.ThighBelowHorizontal, left.Uncertainty, right.Uncertainty);
    }

    private static SideComparison Of(Angle difference, Angle left, Angle right)
    {
        var both = Angle.FromRadians(Math.Sqrt((left.Radians * left.Radians) + (right.Radians * right.Radians)));
        return new(difference, both > LeastDetectable ? both : LeastDetectable);
    }
}
