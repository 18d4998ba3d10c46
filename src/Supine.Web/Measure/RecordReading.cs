using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Measure;

/// <summary>What the samples of a phone are.</summary>
public enum ReadingResult
{
    /// <summary>An angle.</summary>
    Measured,

    /// <summary>No measurement, for a reason.</summary>
    Rejected,
}

/// <summary>Stores the samples of a phone as they came, and what this version of the maths makes of them.</summary>
internal static class RecordReading
{
    private const int MostRepeats = 10;
    private const int MostBytes = 16_000_000;

    /// <summary>A side that was measured.</summary>
    /// <param name="Side">Which leg hung.</param>
    /// <param name="TakenAt">When, by the device's clock.</param>
    /// <param name="UtcOffsetMinutes">The person's own time, from UTC.</param>
    /// <param name="Moment">When in relation to a stretch.</param>
    /// <param name="IsCut">Whether the sensor fell silent before the end.</param>
    /// <param name="Recordings">One text a repeat: CSV <c>tMs,phase,x,y,z</c> or JSON with the same fields.</param>
    public sealed record PhoneReport(
        Side Side,
        DateTimeOffset TakenAt,
        int UtcOffsetMinutes,
        ReadingMoment Moment,
        bool IsCut,
        ImmutableArray<string> Recordings
    );

    /// <summary>What became of it.</summary>
    /// <param name="Result">An angle or not.</param>
    /// <param name="ThighBelowHorizontalDegrees">Positive where it hangs; null with no measurement.</param>
    /// <param name="PelvisDegrees">How far the pelvis was tilted back; null where it was not measured.</param>
    /// <param name="UncertaintyDegrees">Of the thigh: half of the interval that holds the true angle 95 times in 100.</param>
    /// <param name="HipExtensionDegrees">The thigh against the pelvis, negative where the hip is flexed; null where the pelvis was not
    /// measured.</param>
    /// <param name="HipExtensionUncertaintyDegrees">Of the hip: half of the interval that holds the true angle 95 times in 100.</param>
    /// <param name="Repeats">How many recordings it is the mean of.</param>
    /// <param name="Reason">A sentence why it is no measurement, in the reader's language.</param>
    public sealed record ReadingAnswer(
        ReadingResult Result,
        double? ThighBelowHorizontalDegrees,
        double? PelvisDegrees,
        double? UncertaintyDegrees,
        double? HipExtensionDegrees,
        double? HipExtensionUncertaintyDegrees,
        int Repeats,
        string? Reason
    );

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPut("/api/readings/{id}", Handle)
            .WithName("RecordReading")
            .WithTags("Readings")
            .WithSummary("Stores the samples of a phone on the thigh and answers with the angle. Sending it again changes nothing.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes))
            .Personal();

    private static async Task<Results<Ok<ReadingAnswer>, Faulty, ProblemHttpResult>> Handle(
        string id,
        PhoneReport report,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        faults.Require(RecordId.Find(id) is not null, "id", RecordId.Rule);
        LocalInstant.Check(report.TakenAt, chart.Clock.Now, "takenAt", texts["fault.clock"], faults);
        LocalInstant.CheckOffset(report.UtcOffsetMinutes, faults);
        faults.Require(
            !report.Recordings.IsDefaultOrEmpty
                && report.Recordings.Length <= MostRepeats
                && report.Recordings.All(text => text is not null),
            "recordings",
            $"There are 1 to {MostRepeats} recordings."
        );
        if (!faults.AreNone)
        {
            return faults.ToProblem();
        }

        var raw = new RawRecordings(report.IsCut, report.Recordings);
        var computed = PhoneMeasurement.Compute(raw);
        var takenAt = report.TakenAt.ToOffset(TimeSpan.FromMinutes(report.UtcOffsetMinutes));
        return await chart.Readings.RecordAsync(
            RecordId.Find(id)!,
            new(report.Side, takenAt, report.Moment, raw),
            computed,
            cancellationToken
        ) switch
        {
            Kept.Here => TypedResults.Ok(ToReadingAnswer(computed, texts)),
            Kept.Deleted => Problems.Gone("This reading was deleted. Forget it."),
            Kept.IsAnother => Problems.Conflict("This id belongs to a reading of other samples. Make a new id."),
        };
    }

    private static ReadingAnswer ToReadingAnswer(PhoneMeasurement computed, Texts texts) =>
        new(
            computed.Reason is null ? ReadingResult.Measured : ReadingResult.Rejected,
            Rounded(computed.Below),
            Rounded(computed.Pelvis),
            Rounded(computed.HalfInterval),
            Rounded(computed.Below + computed.Pelvis),
            Rounded(computed.HipHalfInterval),
            computed.Repeats,
            computed.Reason is { } reason ? texts[$"rejection.{reason}"] : null
        );

    private static double? Rounded(Angle? angle) => angle is { } known ? Math.Round(known.Degrees, 3) + 0.0 : null;
}
