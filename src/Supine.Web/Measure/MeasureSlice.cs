using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Biomechanics;
using Supine.Motion;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Measure;

/// <summary>Writing down how far a thigh hangs: measured by a phone, or typed in from a goniometer. Every form works without
/// script.</summary>
internal static class MeasureSlice
{
    public const string Path = "/measure";

    // a thigh that hangs straight down, and one at the chest
    private const double Least = -60;
    private const double Most = 60;

    private const int UploadBytesAtMost = 16_000_000;
    private const int FaultsAtMost = 5;

    public static void MapMeasure(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal();
        pages.MapGet(
            "",
            RazorComponentResult (Chart chart) =>
                Page(new(RecordId.New(chart.Clock.Now).Text, "", "", "alone", "", "", []), StatusCodes.Status200OK)
        );
        pages.MapPost("", Add);
        pages.MapPost("/recordings", Upload).WithMetadata(new RequestSizeLimitAttribute(UploadBytesAtMost));
        RecordReading.Map(app);
        pages.MapPost("/{id}/correction", Correct);
        pages.MapPost("/{id}/delete", Delete);
    }

    private static async Task<Results<SeeOther, RazorComponentResult>> Add(
        [FromForm] string? id,
        [FromForm] string? left,
        [FromForm] string? leftIs,
        [FromForm] string? right,
        [FromForm] string? rightIs,
        [FromForm] string? moment,
        [FromForm] string? day,
        [FromForm] string? time,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var typed = new MeasurePage.Model(id ?? "", left ?? "", right ?? "", moment ?? "", day ?? "", time ?? "", [])
        {
            LeftIs = leftIs,
            RightIs = rightIs,
        };
        var faults = new Faults();
        var leftBelow = ReadAngle("left", left, leftIs, texts, faults);
        var rightBelow = ReadAngle("right", right, rightIs, texts, faults);
        faults.Require(!string.IsNullOrWhiteSpace(left) || !string.IsNullOrWhiteSpace(right), "left", texts["measure.needsSide"]);
        var when = ReadTime(day, time, chart.Clock, texts, faults);
        var found = Words.FindMoment(moment);
        faults.Require(found is not null, "moment", texts["measure.needsMoment"]);
        var form = RecordId.Find(id);
        faults.Require(form is not null, "id", texts["problem.goBack"]);
        if (!faults.AreNone)
        {
            return Page(typed with { Faults = [.. faults.Sentences] }, Faulty.Status);
        }

        await chart.Readings.TypeAsync(
            form!.For($"typed {moment} {day} {time}"),
            [
                .. new[] { (Side.Left, leftBelow), (Side.Right, rightBelow) }
                    .Where(one => one.Item2 is not null)
                    .Select(one => new TypedReading(one.Item1, when, found!.Value, one.Item2!.Value)),
            ],
            cancellationToken
        );
        return SeeOther.Page("/progress");
    }

    // Recordings that another program made: repeats of one side.
    private static async Task<Results<SeeOther, RazorComponentResult>> Upload(
        [FromForm] string? id,
        [FromForm] string? side,
        [FromForm] string? moment,
        IFormFileCollection recordings,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        var found = Words.FindMoment(moment);
        faults.Require(side is "left" or "right", "side", texts["measure.needsSide"]);
        faults.Require(found is not null, "moment", texts["measure.needsMoment"]);
        var form = RecordId.Find(id);
        faults.Require(form is not null, "id", texts["problem.goBack"]);
        faults.Require(recordings.Count > 0, "recordings", texts["measure.needsFile"]);
        var files = new List<string>();
        foreach (var file in recordings)
        {
            using var reader = new StreamReader(file.OpenReadStream());
            files.Add(await reader.ReadToEndAsync(cancellationToken));
        }

        var raw = new RawRecordings(IsCut: false, [.. files]);
        var computed = PhoneMeasurement.Compute(raw);
        if (faults.AreNone && computed is { Reason: { } reason })
        {
            // the file stays where it is; what is no measurement is not kept
            faults.Add("recordings", texts[$"rejection.{reason}"]);
            foreach (
                var fault in files.SelectMany(file =>
                    RecordedFile.Read(Encoding.UTF8.GetBytes(file)) is RecordingReading.Failed failed
                        ? failed.Faults.Take(FaultsAtMost)
                        : []
                )
            )
            {
                faults.Add("recordings", texts["measure.line", ("line", fault.Line), ("fault", $"{fault.Message} {fault.Remedy}")]);
            }
        }

        if (!faults.AreNone)
        {
            return Page(new(id ?? "", "", "", moment ?? "alone", "", "", [.. faults.Sentences]), Faulty.Status);
        }

        var measured = side == "left" ? Side.Left : Side.Right;
        await chart.Readings.RecordAsync(
            form!.For($"{side} {moment} {JsonSerializer.Serialize(files)}"),
            new(measured, chart.Clock.Now, found!.Value, raw),
            computed,
            cancellationToken
        );
        return SeeOther.Page("/progress#readings");
    }

    private static async Task<Results<SeeOther, ProblemHttpResult>> Correct(
        string id,
        [FromForm] string? below,
        [FromForm] string? belowIs,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        var angle = ReadAngle("below", string.IsNullOrWhiteSpace(below) ? "…" : below, belowIs, texts, faults);
        if (angle is null && await chart.Readings.ExistsAsync(id, cancellationToken))
        {
            return TypedResults.Problem(
                statusCode: Faulty.Status,
                title: texts["problem.faulty"],
                detail: string.Join(' ', faults.Sentences)
            );
        }

        return angle is { } known && await chart.Readings.CorrectAsync(id, known, cancellationToken)
            ? SeeOther.Page("/progress#readings")
            : Problems.NotFound(texts["measure.unknown"]);
    }

    private static async Task<SeeOther> Delete(string id, IFormCollection signed, Chart chart, CancellationToken cancellationToken)
    {
        // Reading the form is what checks that it is ours.
        _ = signed;
        await chart.Readings.DeleteAsync(id, cancellationToken);
        return SeeOther.Page("/progress#readings");
    }

    // Below the horizontal counts as positive. A number with a minus is above it, whatever is chosen beside it.
    private static Angle? ReadAngle(string place, string? text, string? direction, Texts texts, Faults faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (
            Typed.FindNumber(text.Trim().TrimEnd('°')) is { } degrees
            && (direction == ThighDirection.Above ? -Math.Abs(degrees) : degrees) is >= Least and <= Most
        )
        {
            return Angle.FromDegrees(direction == ThighDirection.Above ? -Math.Abs(degrees) : degrees);
        }

        faults.Add(place, texts["measure.noAngle", ("text", text), ("least", Least), ("most", Most)]);
        return null;
    }

    // the person's own day and time; without them it is now
    private static DateTimeOffset ReadTime(string? day, string? time, PersonClock clock, Texts texts, Faults faults)
    {
        if (string.IsNullOrWhiteSpace(day) && string.IsNullOrWhiteSpace(time))
        {
            return clock.Now;
        }

        var isDay = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var known);
        var isTime = TimeOnly.TryParseExact(
            string.IsNullOrWhiteSpace(time) ? "12:00" : time,
            "HH:mm",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var hour
        );
        var isPossible = isDay && isTime && known.Year >= LocalInstant.Earliest.Year && known.Year < DateOnly.MaxValue.Year;
        faults.Require(isPossible, "day", texts["measure.noDay", ("text", $"{day} {time}".Trim())]);
        if (!isPossible)
        {
            return clock.Now;
        }

        var when = clock.At(known, hour);
        faults.Require(LocalInstant.IsPossible(when, clock.Now) || when < clock.Now, "day", texts["fault.future"]);
        return when;
    }

    private static RazorComponentResult<MeasurePage> Page(MeasurePage.Model view, int status) =>
        new(new { View = view }) { StatusCode = status };
}
