using System.Collections.Immutable;
using System.Text.Json;
using Supine.Biomechanics;

namespace Supine.Motion;

/// <summary>Readings as the JSON that command line and page share: degrees; null for what was not measured.</summary>
public static class ReadingJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The word for a reason: tooFewSamples, moved, phoneSlid, sweepTooSmall, notStill, wrongOrder, implausible or
    /// malformed.</summary>
    public static string WordOf(Rejection reason) =>
        reason switch
        {
            Rejection.TooFewSamples => "tooFewSamples",
            Rejection.Moved => "moved",
            Rejection.PhoneSlid => "phoneSlid",
            Rejection.SweepTooSmall => "sweepTooSmall",
            Rejection.NotStill => "notStill",
            Rejection.WrongOrder => "wrongOrder",
            Rejection.Implausible => "implausible",
            Rejection.Malformed => "malformed",
            _ => throw new InvalidOperationException("A rejection has one of eight reasons."),
        };

    /// <summary>The reading of one side.</summary>
    /// <param name="reading">Of all repeats together.</param>
    /// <param name="repeats">Each recording by its name, and what it gives alone.</param>
    public static string Write(Reading reading, ImmutableArray<(string Name, Reading Alone)> repeats)
    {
        var measured = reading as Reading.Measured;
        var hip = measured?.Hip as HipReading.Known;
        return JsonSerializer.Serialize(
            new
            {
                result = ResultOf(reading),
                thighBelowHorizontalDegrees = Degrees(measured?.ThighBelowHorizontal),
                pelvisDegrees = Degrees(hip?.Pelvis.Angle),
                hipExtensionDegrees = Degrees(hip?.Extension),
                uncertaintyDegrees = Degrees(measured?.Uncertainty),
                hipExtensionUncertaintyDegrees = Degrees(hip?.Uncertainty),
                repeats = repeats.Length,
                reason = ReasonOf(reading),
                oneDeviationDegrees = measured is null
                    ? null
                    : new
                    {
                        noise = Degrees(measured.Budget.Noise),
                        drift = Degrees(measured.Budget.Drift),
                        outOfPlane = Degrees(measured.Budget.OutOfPlane),
                        unseen = Degrees(measured.Budget.Unseen),
                        repeats = Degrees(measured.Budget.Repeats),
                    },
                recordings = repeats.Select(repeat => new
                {
                    name = repeat.Name,
                    result = ResultOf(repeat.Alone),
                    thighBelowHorizontalDegrees = Degrees((repeat.Alone as Reading.Measured)?.ThighBelowHorizontal),
                    reason = ReasonOf(repeat.Alone),
                    faults = repeat.Alone is Reading.Rejected { Reason: Rejection.Malformed malformed }
                        ? malformed.Faults.Select(fault => new
                        {
                            line = fault.Line,
                            message = fault.Message,
                            remedy = fault.Remedy,
                        })
                        : [],
                }),
            },
            Options
        );
    }

    private static string ResultOf(Reading reading) => reading is Reading.Measured ? "measured" : "rejected";

    private static string? ReasonOf(Reading reading) => reading is Reading.Rejected rejected ? WordOf(rejected.Reason) : null;

    // never a minus zero, which JSON would keep
    private static double? Degrees(Angle? angle) => angle is { } known ? Math.Round(known.Degrees, 2) + 0.0 : null;
}
