using System.Collections.Immutable;

namespace Supine.Biomechanics;

/// <summary>Where a hip angle, or a part of it, comes from.</summary>
public enum AngleOrigin
{
    /// <summary>The thigh against the horizontal, from a phone lying on it.</summary>
    PhoneOnThigh,

    /// <summary>The thigh against the pelvis, with the phone laid on both.</summary>
    PhoneOnThighAndPelvis,

    /// <summary>The thigh against the horizontal, read off an instrument and typed in.</summary>
    TypedIn,

    /// <summary>The pelvis, where nobody measured it.</summary>
    AssumedPelvis,
}

/// <summary>The error of one origin.</summary>
/// <param name="Origin">Which.</param>
/// <param name="Deviation">One standard deviation.</param>
/// <param name="Basis">What the figure rests on.</param>
public sealed record AngleError(AngleOrigin Origin, Angle Deviation, string Basis);

/// <summary>A published detectable change of an angle, of people and a position that are not the ones here.</summary>
/// <param name="What">What was measured, by whom.</param>
/// <param name="Detectable">The smallest change that was more than chance, 95 times in 100.</param>
/// <param name="Source">Source id.</param>
/// <param name="Read">What of the source was read, and whom it is about.</param>
public sealed record PublishedChange(string What, Angle Detectable, string Source, string Read);

/// <summary>Every figure for how wrong a hip angle can be: whatever shows or uses one takes it from here.</summary>
public static class AngleErrors
{
    /// <summary>A phone on the thigh: the error budget of one recording, 2.2° at 95 %.</summary>
    public static AngleError PhoneOnThigh { get; } =
        new(
            AngleOrigin.PhoneOnThigh,
            Angle.FromDegrees(1.1),
            "error budget, simulated from assumed parts: docs/models/inclinometer.md; not tried on people"
        );

    /// <summary>A phone on thigh and pelvis: the same budget, 4.6° at 95 %.</summary>
    public static AngleError PhoneOnThighAndPelvis { get; } =
        new(
            AngleOrigin.PhoneOnThighAndPelvis,
            Angle.FromDegrees(2.4),
            "error budget, simulated from assumed parts: docs/models/inclinometer.md; not tried on people"
        );

    /// <summary>Read off and typed in.</summary>
    public static AngleError TypedIn { get; } =
        new(
            AngleOrigin.TypedIn,
            Angle.FromDegrees(4),
            "assumed; for this position only coefficients of reliability were found (ICC 0.51 and 0.54, one examiner, 22 people of 18 to "
                + "36 years, thomas-goniometer-2015, abstract)"
        );

    /// <summary>The spread of the pelvis among people who draw one knee to the chest.</summary>
    public static AngleError AssumedPelvis { get; } =
        new(AngleOrigin.AssumedPelvis, Angle.FromDegrees(4), "assumed, as in the simulated population: docs/models/body.md");

    /// <summary>All of them.</summary>
    public static ImmutableArray<AngleError> All { get; } = [PhoneOnThigh, PhoneOnThighAndPelvis, TypedIn, AssumedPelvis];

    /// <summary>What has been published on detectable change. None is of a phone that somebody lays on their own thigh.</summary>
    public static ImmutableArray<PublishedChange> Published { get; } =
    [
        new(
            "hip extension by phone, one examiner",
            Angle.FromDegrees(3.9),
            "phone-hip-extension-2024",
            "abstract; 36 people, mean age 21.6; held by an examiner, another position"
        ),
        new(
            "hip extension by phone, two examiners",
            Angle.FromDegrees(9.6),
            "phone-hip-extension-2024",
            "abstract; 36 people, mean age 21.6; held by an examiner, another position"
        ),
    ];

    /// <summary>The deviation of an angle that is the sum of two independent parts.</summary>
    public static Angle Both(Angle one, Angle other) =>
        Angle.FromDegrees(Math.Sqrt((one.Degrees * one.Degrees) + (other.Degrees * other.Degrees)));

    /// <summary>The deviation of the hip angle where a thigh was measured and the pelvis was not.</summary>
    /// <param name="thigh">One standard deviation of the thigh.</param>
    public static Angle WithAssumedPelvis(Angle thigh) => Both(thigh, AssumedPelvis.Deviation);

    /// <summary>One standard deviation of a hip angle as most people come by it: a phone on the thigh, the pelvis assumed.</summary>
    public static Angle UsualHip { get; } = WithAssumedPelvis(PhoneOnThigh.Deviation);

    /// <summary>Half of the interval that holds the true angle 95 times in 100.</summary>
    /// <param name="deviation">One standard deviation.</param>
    public static Angle HalfInterval(Angle deviation) => Angle.FromDegrees(Quantile.Normal * deviation.Degrees);
}
