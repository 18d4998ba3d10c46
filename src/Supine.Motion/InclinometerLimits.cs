using Supine.Biomechanics;

namespace Supine.Motion;

/// <summary>What a recording must keep to be measured, and what no sample can show. Reasons: <c>docs/models/inclinometer.md</c>.</summary>
public static class InclinometerLimits
{
    /// <summary>Samples each phase needs.</summary>
    public const int LeastSamples = 10;

    /// <summary>How long bench, zero, pelvis and sweep last at least, first sample to last.</summary>
    public static TimeSpan LeastTime { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the hold lasts at least.</summary>
    public static TimeSpan LeastHold { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest gap between two samples of a phase: a movement could hide in a longer one.</summary>
    public static TimeSpan LongestGap { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How far a half-second mean may lie from the mean of bench, zero or pelvis.</summary>
    public static Angle StillAtZero { get; } = Angle.FromDegrees(1.5);

    /// <summary>How far a half-second mean may lie from the mean of the hold: a muscle that lets go lets the thigh sink.</summary>
    public static Angle StillInHold { get; } = Angle.FromDegrees(2.5);

    /// <summary>The least lift that tells the hinge.</summary>
    public static Angle LeastSweep { get; } = Angle.FromDegrees(15);

    /// <summary>How far up may leave the plane it turns in, in the hold: more than a leg that rolls out a little.</summary>
    public static Angle MostOutOfPlane { get; } = Angle.FromDegrees(15);

    /// <summary>How far from zero the sweep may begin and end.</summary>
    public static Angle SweepEndsWithin { get; } = Angle.FromDegrees(6);

    /// <summary>The steepest bench.</summary>
    public static Angle SteepestBench { get; } = Angle.FromDegrees(20);

    /// <summary>The most a phone across the hip bones may be tilted, any way.</summary>
    public static Angle MostPelvis { get; } = Angle.FromDegrees(45);

    /// <summary>The furthest a thigh may be raised or hang in the hold.</summary>
    public static Angle MostThigh { get; } = Angle.FromDegrees(60);

    /// <summary>One standard deviation: skin and muscle carry the phone along otherwise than the bone goes. Assumed.</summary>
    public static Angle SoftTissue { get; } = Angle.FromDegrees(1.0);

    /// <summary>One standard deviation: the slope of a bench that nobody measured. Assumed.</summary>
    public static Angle UnmeasuredBench { get; } = Angle.FromDegrees(0.5);

    /// <summary>One standard deviation: a phone laid on the bench is not quite parallel to it. Assumed.</summary>
    public static Angle BenchPlacement { get; } = Angle.FromDegrees(0.3);

    /// <summary>One standard deviation of an axis of the accelerometer, as the angle it makes with gravity (0.1 m/s²). Assumed.</summary>
    public static Angle SensorOffset { get; } = Angle.FromRadians(0.1 / 9.80665);

    /// <summary>One standard deviation: a phone across the hip bones against the pelvis under it. Assumed.</summary>
    public static Angle PelvisPlacement { get; } = Angle.FromDegrees(2.0);

    /// <summary>One standard deviation for each degree out of plane: what turned sideways has probably turned the other way too.</summary>
    public const double PerOutOfPlane = 0.25;
}
