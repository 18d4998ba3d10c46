using System.Collections.Immutable;
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

    // a page that asks carries the files with it: larger ones are saved, and can be undone
    private const int KeptAtMost = 2_000_000;

    private const int FaultsAtMost = 5;

    // both sides of a form
    private const int MostUndone = 2;

    public static void MapMeasure(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal();
        pages.MapGet(
            "",
            RazorComponentResult (Chart chart) =>
                Page(new(RecordId.New(chart.Clock.Now).Text, "", "", "alone", "", ""), StatusCodes.Status200OK)
        );
        pages.MapPost("", Add);
        pages.MapPost("/recordings", Upload).WithMetadata(new RequestSizeLimitAttribute(UploadBytesAtMost));
        RecordReading.Map(app);
        pages.MapPost("/undo", Undo);
        pages.MapPost("/{id}/correction", Correct);
        pages.MapPost("/{id}/delete", Delete);
    }

    // What a person answers to the question about an unusual angle.
    private const string Sure = "yes";
    private const string WantsToChange = "change";

    private static async Task<Results<SeeOther, RazorComponentResult>> Add(
        [FromForm] string? id,
        [FromForm] string? left,
        [FromForm] string? leftIs,
        [FromForm] string? right,
        [FromForm] string? rightIs,
        [FromForm] string? moment,
        [FromForm] string? day,
        [FromForm] string? time,
        [FromForm] string? sure,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var typed = new MeasurePage.Model(id ?? "", left ?? "", right ?? "", moment ?? "", day ?? "", time ?? "")
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
        if (!faults.AreNone || sure == WantsToChange)
        {
            return Page(
                typed with
                {
                    Faults = FormFaults.Find(faults, "left", "right", "moment", "day"),
                },
                faults.AreNone ? StatusCodes.Status200OK : Faulty.Status
            );
        }

        TypedReading[] readings =
        [
            .. new[] { (Side: Side.Left, Below: leftBelow), (Side: Side.Right, Below: rightBelow) }
                .Where(one => one.Below is not null)
                .Select(one => new TypedReading(one.Side, when, found!.Value, one.Below!.Value)),
        ];
        if (sure != Sure && await FindUnusualAsync(chart, readings, cancellationToken) is { IsEmpty: false } unusual)
        {
            return Ask(new(unusual, Path, FieldsOf(typed, Sure), FindOther(typed, unusual), FieldsOf(typed, WantsToChange), Path));
        }

        return Saved(await chart.Readings.TypeAsync(form!.For($"typed {moment} {day} {time}"), readings, cancellationToken));
    }

    private static async Task<ImmutableArray<UnusualAngle>> FindUnusualAsync(
        Chart chart,
        IEnumerable<TypedReading> readings,
        CancellationToken cancellationToken
    )
    {
        var known = await chart.Readings.ListAsync(cancellationToken);
        return
        [
            .. readings
                .Select(one =>
                    UnusualAngle.Find(known, one.Side, DateOnly.FromDateTime(one.TakenAt.DateTime), one.Below, ReadingMethod.Goniometer)
                )
                .OfType<UnusualAngle>(),
        ];
    }

    private static ImmutableArray<(string Name, string Value)> FieldsOf(MeasurePage.Model typed, string sure) =>
        [
            ("id", typed.Id),
            ("left", typed.Left),
            ("leftIs", typed.LeftIs ?? ""),
            ("right", typed.Right),
            ("rightIs", typed.RightIs ?? ""),
            ("moment", typed.Moment),
            ("day", typed.Day),
            ("time", typed.Time),
            ("sure", sure),
        ];

    // the same, with the other sign where that is closer to the usual
    private static ImmutableArray<(string Name, string Value)>? FindOther(MeasurePage.Model typed, ImmutableArray<UnusualAngle> unusual)
    {
        var turned = unusual.Where(angle => angle.IsOtherSignCloser).ToList();
        foreach (var angle in turned)
        {
            var (degrees, direction) = Turned(angle.Given);
            typed =
                angle.Side == Side.Left
                    ? typed with
                    {
                        Left = degrees,
                        LeftIs = direction,
                    }
                    : typed with
                    {
                        Right = degrees,
                        RightIs = direction,
                    };
        }

        return turned.Count == 0 ? null : FieldsOf(typed, Sure);
    }

    // How an angle is typed that is as far on the other side of the horizontal.
    private static (string Degrees, string Direction) Turned(Angle angle) =>
        (
            Math.Abs(angle.Degrees).ToString("0.##", CultureInfo.InvariantCulture),
            angle.Degrees < 0 ? ThighDirection.Below : ThighDirection.Above
        );

    private static SeeOther Saved(IEnumerable<string> ids) =>
        SeeOther.Page($"/progress?{string.Join('&', ids.Select(id => $"saved={id}"))}");

    private static RazorComponentResult<AskPage> Ask(AskPage.Model view) => new(new { View = view });

    // What was saved just now is taken back with one tap.
    private static async Task<SeeOther> Undo([FromForm] string[] reading, Chart chart, CancellationToken cancellationToken)
    {
        foreach (var id in reading.Where(id => RecordId.Find(id) is not null).Take(MostUndone))
        {
            await chart.Readings.DeleteAsync(id, cancellationToken);
        }

        return SeeOther.Page("/progress?undone=1");
    }

    // Recordings that another program made: repeats of one side.
    private static async Task<Results<SeeOther, RazorComponentResult>> Upload(
        [FromForm] string? id,
        [FromForm] string? side,
        [FromForm] string? moment,
        [FromForm] string[] kept,
        [FromForm] string? sure,
        IFormFileCollection recordings,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        var found = Words.FindMoment(moment);
        faults.Require(side is "left" or "right", "file-side", texts["measure.needsSide"]);
        faults.Require(found is not null, "file-moment", texts["measure.needsMoment"]);
        var form = RecordId.Find(id);
        faults.Require(form is not null, "id", texts["problem.goBack"]);
        faults.Require(recordings.Count + kept.Length > 0, "recordings", texts["measure.needsFile"]);

        // what was asked about comes back as it was sent; a browser's form ends its lines in its own way
        List<string> files = [.. kept.Select(file => file.ReplaceLineEndings("\n"))];
        foreach (var file in recordings)
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            var bytes = content.ToArray();
            faults.Require(!Picture.IsOne(bytes), "recordings", texts["measure.isPicture", ("file", file.FileName)]);
            files.Add(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'));
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
            return Page(
                new(id ?? "", "", "", moment ?? "alone", "", "")
                {
                    FileSide = side,
                    Faults = FormFaults.Find(faults, "file-side", "file-moment", "recordings"),
                },
                Faulty.Status
            );
        }

        var measured = side == "left" ? Side.Left : Side.Right;
        if (
            sure != Sure
            && files.Sum(file => file.Length) <= KeptAtMost
            && UnusualAngle.Find(
                await chart.Readings.ListAsync(cancellationToken),
                measured,
                chart.Clock.Today,
                computed.Below!.Value,
                ReadingMethod.Phone
            )
                is { } unusual
        )
        {
            ImmutableArray<(string, string)> asItIs =
            [
                ("id", id!),
                ("side", side!),
                ("moment", moment!),
                .. files.Select(file => ("kept", file)),
                ("sure", Sure),
            ];
            return Ask(new([unusual], $"{Path}/recordings", asItIs, null, null, $"{Path}#files"));
        }

        var reading = form!.For($"{side} {moment} {JsonSerializer.Serialize(files)}");
        await chart.Readings.RecordAsync(reading, new(measured, chart.Clock.Now, found!.Value, raw), computed, cancellationToken);
        return Saved([reading.Text]);
    }

    private static async Task<Results<SeeOther, RazorComponentResult, ProblemHttpResult>> Correct(
        string id,
        [FromForm] string? below,
        [FromForm] string? belowIs,
        [FromForm] string? sure,
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

        var readings = await chart.Readings.ListAsync(cancellationToken);
        if (
            sure != Sure
            && angle is { } given
            && readings.FirstOrDefault(reading => reading.Id == id) is { } corrected
            && UnusualAngle.Find(
                readings.Where(reading => reading.Id != id),
                corrected.Side,
                corrected.Day,
                given,
                ReadingMethod.Goniometer
            )
                is { } unusual
        )
        {
            var (degrees, direction) = Turned(given);
            return Ask(
                new(
                    [unusual],
                    $"{Path}/{id}/correction",
                    [("below", below ?? ""), ("belowIs", belowIs ?? ""), ("sure", Sure)],
                    unusual.IsOtherSignCloser ? [("below", degrees), ("belowIs", direction), ("sure", Sure)] : null,
                    null,
                    "/progress#readings"
                )
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

        var sentence = texts["measure.noAngle", ("text", text), ("least", texts.Number(Least, 0)), ("most", texts.Number(Most, 0))];
        faults.Add(
            place,
            place switch
            {
                "left" => $"{texts["side.left"]}: {sentence}",
                "right" => $"{texts["side.right"]}: {sentence}",
                _ => sentence,
            }
        );
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
