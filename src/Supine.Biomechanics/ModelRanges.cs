using System.Globalization;

namespace Supine.Biomechanics;

/// <summary>The range of a number the body model takes.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Unit">The unit of both ends.</param>
/// <param name="Least">Inclusive, in the unit.</param>
/// <param name="Most">Inclusive, in the unit.</param>
public sealed record ModelRange(string Name, string Unit, double Least, double Most)
{
    /// <summary>Whether a number, in the range's unit, lies in it; one that is no number never does.</summary>
    public bool Allows(double inUnit) => inUnit >= Least && inUnit <= Most;

    /// <summary>What is said of a number outside, for people.</summary>
    /// <param name="written">The number as they wrote it.</param>
    public string Refuse(string written) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Name} is {Least:0.##} to {Most:0.##}{(Unit.Length > 0 ? " " : "")}{Unit}, not {written}."
        );

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/>, with the range, for a number outside.</summary>
    internal double Check(double inUnit, string parameter) =>
        Allows(inUnit)
            ? inUnit
            : throw new ArgumentOutOfRangeException(parameter, inUnit, Refuse(inUnit.ToString("0.######", CultureInfo.InvariantCulture)));

    /// <summary>The range of a joint angle.</summary>
    internal static ModelRange Of(string name, JointCoordinate coordinate)
    {
        var limit = JointLimits.Of(coordinate);
        return new ModelRange(name, "degrees", Math.Round(limit.Least.Degrees), Math.Round(limit.Most.Degrees));
    }
}

/// <summary>Every range the body model checks.</summary>
/// <remarks>Those of the joints are <see cref="JointLimits"/>; the others are where the published numbers still mean something
/// (source id <c>supine-body</c>): adults, loads a leg can hang with, shortenings that leave the muscle on its curve.</remarks>
public static class ModelRanges
{
    // joint limits are kept in radians; a rounding of the last digit is not a fault
    private const double Rounding = 1e-9;

    /// <summary>Body mass.</summary>
    public static ModelRange Mass { get; } = new("mass", "kg", 30, 250);

    /// <summary>Standing height.</summary>
    public static ModelRange Height { get; } = new("height", "m", 1.2, 2.3);

    /// <summary>Tightness of all that crosses the hip.</summary>
    public static ModelRange Tightness { get; } = new("tightness", "degrees", -30, 30);

    /// <summary>Shortening of a single muscle.</summary>
    public static ModelRange Shortening { get; } = new("shortening", "mm", -30, 40);

    /// <summary>Posterior tilt of the pelvis while lying.</summary>
    public static ModelRange Pelvis { get; } = ModelRange.Of("posterior tilt of the pelvis", JointCoordinate.PosteriorTilt);

    /// <summary>Hip flexion.</summary>
    public static ModelRange Hip { get; } = ModelRange.Of("hip flexion", JointCoordinate.HipFlexion);

    /// <summary>Hip adduction.</summary>
    public static ModelRange Adduction { get; } = ModelRange.Of("hip adduction", JointCoordinate.HipAdduction);

    /// <summary>Hip rotation.</summary>
    public static ModelRange Rotation { get; } = ModelRange.Of("hip rotation", JointCoordinate.HipRotation);

    /// <summary>Knee flexion.</summary>
    public static ModelRange Knee { get; } = ModelRange.Of("knee flexion", JointCoordinate.KneeFlexion);

    /// <summary>Change of lordosis.</summary>
    public static ModelRange Lordosis { get; } = ModelRange.Of("change of lordosis", JointCoordinate.LordosisChange);

    /// <summary>Distance of the edge that carries the thigh from the hip.</summary>
    public static ModelRange Edge { get; } = new("distance of the edge from the hip", "mm", 0, 400);

    /// <summary>How far the foot dangles.</summary>
    public static ModelRange FootFurther { get; } = new("steps the foot goes further off the edge", "", 0, 3);

    /// <summary>Extra mass at the ankle.</summary>
    public static ModelRange AnkleMass { get; } = new("mass at the ankle", "kg", 0, 10);

    /// <summary>How long a side is held.</summary>
    public static ModelRange Hold { get; } = new("hold", "s", 5, 180);

    /// <summary>Stiffness of the whole lumbar spine.</summary>
    public static ModelRange LumbarStiffness { get; } = new("lumbar stiffness", "N·m a degree", 0.3, 5);

    /// <summary>Uncertainty of a measured angle, one standard deviation.</summary>
    public static ModelRange Uncertainty { get; } = new("uncertainty", "degrees", 0.5, 15);

    /// <summary>A hip angle as it is measured hanging.</summary>
    public static ModelRange MeasuredHip { get; } = new("measured hip angle", "degrees", -45, 45);

    /// <summary>People of a simulated population.</summary>
    public static ModelRange People { get; } = new("number of people", "", 1, 1_000_000);

    /// <summary>Checks an angle.</summary>
    internal static double CheckDegrees(this ModelRange range, Angle angle, string parameter)
    {
        var degrees = angle.Degrees;
        return range.Check(
            Math.Abs(degrees - range.Least) < Rounding ? range.Least
                : Math.Abs(degrees - range.Most) < Rounding ? range.Most
                : degrees,
            parameter
        );
    }
}
