using System.Collections.Immutable;
using System.Text;
using Supine.Biomechanics;
using Supine.Motion;

namespace Supine.Records;

/// <summary>Samples of a phone as they are kept.</summary>
/// <param name="IsCut">Whether the sensor fell silent before the end.</param>
/// <param name="Recordings">One text a repeat: CSV <c>tMs,phase,x,y,z</c> or JSON with the same fields.</param>
public sealed record RawRecordings(bool IsCut, ImmutableArray<string> Recordings);

/// <summary>What this version of the maths makes of samples: angles, or the word of a reason why there are none.</summary>
/// <param name="Below">How far the thigh hung below the horizontal; null without a measurement.</param>
/// <param name="Pelvis">How far the pelvis was tilted back; null where it was not measured.</param>
/// <param name="HalfInterval">Of the thigh: half of the interval that holds the true angle 95 times in 100; null without a
/// measurement.</param>
/// <param name="HipHalfInterval">The same half of the thigh against the pelvis; null where that was not measured.</param>
/// <param name="Repeats">How many recordings there are.</param>
/// <param name="Reason">Why there is no angle: <c>phoneSlid</c>, <c>movedOnPelvis</c>…; null where there is one.</param>
public sealed record PhoneMeasurement(Angle? Below, Angle? Pelvis, Angle? HalfInterval, Angle? HipHalfInterval, int Repeats, string? Reason)
{
    /// <summary>The word of the reason where the sensor fell silent.</summary>
    public const string SensorSilent = "sensorSilent";

    /// <summary>All words of reasons.</summary>
    public static ImmutableHashSet<string> Reasons { get; } =
        ImmutableHashSet.Create(
            StringComparer.Ordinal,
            "tooFewSamples",
            "moved",
            "phoneSlid",
            "sweepTooSmall",
            "notStill",
            "wrongOrder",
            "implausible",
            "malformed",
            "tooFewSamplesOnPelvis",
            "movedOnPelvis",
            "implausibleOnPelvis",
            SensorSilent
        );

    /// <summary>Computes the mean of recordings, or why there is none. What is no recording is a reason, and never thrown.</summary>
    public static PhoneMeasurement Compute(RawRecordings raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        var read = raw.Recordings.Select(text => RecordedFile.Read(Encoding.UTF8.GetBytes(text))).ToList();
        var reading = read.OfType<RecordingReading.Failed>().FirstOrDefault() is { } failed
            ? new Reading.Rejected(new Rejection.Malformed(failed.Faults))
            : Inclinometer.Measure([.. read.OfType<RecordingReading.Succeeded>().Select(one => one.Recording)]);
        return reading switch
        {
            Reading.Measured measured => new(
                measured.ThighBelowHorizontal,
                (measured.Hip as HipReading.Known)?.Pelvis.Angle,
                measured.Uncertainty,
                (measured.Hip as HipReading.Known)?.Uncertainty,
                measured.Repeats,
                null
            ),
            Reading.Rejected rejected => new(null, null, null, null, read.Count, raw.IsCut ? SensorSilent : WordOf(rejected.Reason)),
            _ => throw new InvalidOperationException("A reading is measured or rejected."),
        };
    }

    // what a person is to do differs where the phone lay on the pelvis
    private static string WordOf(Rejection reason) =>
        reason switch
        {
            Rejection.TooFewSamples { Phase: Phase.Pelvis }
            or Rejection.Moved { Phase: Phase.Pelvis }
            or Rejection.Implausible { Phase: Phase.Pelvis } => $"{ReadingJson.WordOf(reason)}OnPelvis",
            _ => ReadingJson.WordOf(reason),
        };
}
