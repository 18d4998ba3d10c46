using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Supine.Biomechanics;
using Supine.Motion;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;
using Supine.Web.Storage;

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

    public static void AddMeasure(this IServiceCollection services) => services.AddHostedService<ComputeAgain>();

    public static void MapMeasure(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal();
        pages.MapGet(
            "",
            (TimeProvider clock) =>
                Page(new(Guid.CreateVersion7(clock.GetUtcNow()).ToString("D"), "", "", "alone", "", "", []), StatusCodes.Status200OK)
        );
        pages.MapPost("", Add);
        pages.MapPost("/recordings", Upload).WithMetadata(new RequestSizeLimitAttribute(UploadBytesAtMost));
        RecordReading.Map(app);
        pages.MapPost("/{id}/correction", Correct);
        pages.MapPost("/{id}/delete", Delete);
    }

    private static async Task<Results<SeeOther, RazorComponentResult<MeasurePage>>> Add(
        [FromForm] string? id,
        [FromForm] string? left,
        [FromForm] string? right,
        [FromForm] string? moment,
        [FromForm] string? day,
        [FromForm] string? time,
        Writes writes,
        Texts texts,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var typed = new MeasurePage.Model(id ?? "", left ?? "", right ?? "", moment ?? "", day ?? "", time ?? "", []);
        var faults = new Faults();
        var (leftBelow, rightBelow) = (ReadAngle("left", left, texts, faults), ReadAngle("right", right, texts, faults));
        faults.Require(!string.IsNullOrWhiteSpace(left) || !string.IsNullOrWhiteSpace(right), "left", texts["measure.needsSide"]);
        var when = ReadTime(day, time, clock, texts, faults);
        var found = Words.FindMoment(moment);
        faults.Require(found is not null, "moment", texts["measure.needsMoment"]);
        faults.Require(Guid.TryParseExact(id, "D", out var guid) && guid.Version == 7, "id", texts["problem.goBack"]);
        if (!faults.AreNone)
        {
            return Page(typed with { Faults = [.. faults.Sentences] }, StatusCodes.Status400BadRequest);
        }

        await writes.RunAsync(
            async connection =>
            {
                foreach (var (side, below) in new[] { (Side.Left, leftBelow), (Side.Right, rightBelow) })
                {
                    if (below is { } angle)
                    {
                        await StoreAsync(connection, guid, side, when, found!.Value, angle);
                    }
                }
            },
            cancellationToken
        );
        return SeeOther.Page("/progress");
    }

    // Recordings that another program made: repeats of one side.
    private static async Task<Results<SeeOther, RazorComponentResult<MeasurePage>>> Upload(
        [FromForm] string? id,
        [FromForm] string? side,
        [FromForm] string? moment,
        IFormFileCollection recordings,
        Writes writes,
        Texts texts,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        var found = Words.FindMoment(moment);
        faults.Require(side is "left" or "right", "side", texts["measure.needsSide"]);
        faults.Require(found is not null, "moment", texts["measure.needsMoment"]);
        faults.Require(Guid.TryParseExact(id, "D", out var guid) && guid.Version == 7, "id", texts["problem.goBack"]);
        faults.Require(recordings.Count > 0, "recordings", texts["measure.needsFile"]);
        var files = new List<string>();
        foreach (var file in recordings)
        {
            using var reader = new StreamReader(file.OpenReadStream());
            files.Add(await reader.ReadToEndAsync(cancellationToken));
        }

        if (faults.AreNone && PhoneMeasurement.Compute(new(IsCut: false, [.. files])) is { Reason: { } reason })
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
            return Page(new(id ?? "", "", "", moment ?? "alone", "", "", [.. faults.Sentences]), StatusCodes.Status400BadRequest);
        }

        var now = clock.GetLocalNow();
        var report = new RecordReading.PhoneReport(
            side == "left" ? Side.Left : Side.Right,
            now,
            (int)now.Offset.TotalMinutes,
            found!.Value,
            IsCut: false,
            [.. files]
        );
        var reading = IdOf(guid, report.Side);
        await writes.RunAsync(
            async connection =>
            {
                await RecordReading.StoreAsync(connection, reading, report);
                await RecordReading.StoreAsync(connection, reading, PhoneMeasurement.Compute(new(IsCut: false, [.. files])));
            },
            cancellationToken
        );
        return SeeOther.Page("/progress#readings");
    }

    private static async Task<Results<SeeOther, ProblemHttpResult>> Correct(
        string id,
        [FromForm] string? below,
        Writes writes,
        DbDataSource source,
        Texts texts,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var faults = new Faults();
        var angle = ReadAngle("below", string.IsNullOrWhiteSpace(below) ? "…" : below, texts, faults);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM reading WHERE id = @id", new { id }) == 0)
        {
            return Problems.NotFound(texts["measure.unknown"]);
        }

        if (angle is null)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status400BadRequest,
                title: texts["problem.faulty"],
                detail: string.Join(' ', faults.Sentences)
            );
        }

        await writes.RunAsync(
            async changed =>
            {
                // this machine's clock may have been set back; the later correction still counts
                var latest = await changed.ExecuteScalarAsync<long?>(
                    "SELECT max(corrected_at) FROM reading_correction WHERE reading = @id",
                    new { id }
                );
                var at = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), (latest ?? 0) + 1);
                await changed.ExecuteAsync(
                    "INSERT INTO reading_correction (reading, corrected_at, below) VALUES (@id, @at, @below)",
                    new
                    {
                        id,
                        at,
                        below = angle.Value.Degrees,
                    }
                );
            },
            cancellationToken
        );
        return SeeOther.Page("/progress#readings");
    }

    private static async Task<SeeOther> Delete(
        string id,
        IFormCollection signed,
        Writes writes,
        DbDataSource source,
        CancellationToken cancellationToken
    )
    {
        // Reading the form is what checks that it is ours.
        _ = signed;
        await writes.RunAsync(
            async connection =>
            {
                await connection.ExecuteAsync("DELETE FROM reading WHERE id = @id", new { id });
                await connection.ExecuteAsync(
                    "INSERT INTO deleted_reading (id_digest) VALUES (@digest) ON CONFLICT (id_digest) DO NOTHING",
                    new { digest = Digest(id) }
                );
            },
            cancellationToken
        );
        (source as SqliteDataSource)?.EmptyLog();
        return SeeOther.Page("/progress#readings");
    }

    // The form's own id and the side name the reading, so that a form sent twice is one reading. One that is sent again with another angle
    // is another reading.
    private static async Task StoreAsync(
        DbConnection connection,
        Guid form,
        Side side,
        DateTimeOffset takenAt,
        ReadingMoment moment,
        Angle below
    )
    {
        var id = IdOf(form, side);
        var before = await connection.QuerySingleOrDefaultAsync<double?>("SELECT typed_below FROM reading WHERE id = @id", new { id });
        if (before == below.Degrees || await WasDeletedAsync(connection, id))
        {
            return;
        }

        if (before is not null)
        {
            id = Guid.CreateVersion7(takenAt).ToString("D");
        }

        await connection.ExecuteAsync(
            """
            INSERT INTO reading (id, side, taken_at, utc_offset_minutes, method, moment, typed_below)
            VALUES (@id, @side, @takenAt, @offset, 'goniometer', @moment, @below) ON CONFLICT (id) DO NOTHING
            """,
            new
            {
                id,
                side = Words.Of(side),
                takenAt = takenAt.ToUnixTimeMilliseconds(),
                offset = (long)takenAt.Offset.TotalMinutes,
                moment = Words.Of(moment),
                below = below.Degrees,
            }
        );
    }

    // the last bits of a UUID are random: two of them tell the sides of one form apart
    private static string IdOf(Guid form, Side side)
    {
        var text = form.ToString("D");
        return text[..^1]
            + side switch
            {
                Side.Left => '1',
                Side.Right => '2',
            };
    }

    private static Angle? ReadAngle(string place, string? text, Texts texts, Faults faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (Typed.FindNumber(text.Trim().TrimEnd('°')) is { } degrees and >= Least and <= Most)
        {
            return Angle.FromDegrees(degrees);
        }

        faults.Add(place, texts["measure.noAngle", ("text", text), ("least", Least), ("most", Most)]);
        return null;
    }

    // the person's own day and time; without them it is now
    private static DateTimeOffset ReadTime(string? day, string? time, TimeProvider clock, Texts texts, Faults faults)
    {
        var now = clock.GetLocalNow();
        if (string.IsNullOrWhiteSpace(day) && string.IsNullOrWhiteSpace(time))
        {
            return now;
        }

        var isDay = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var known);
        var isTime = TimeOnly.TryParseExact(
            string.IsNullOrWhiteSpace(time) ? "12:00" : time,
            "HH:mm",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var hour
        );
        faults.Require(isDay && isTime && known.Year >= 2000, "day", texts["measure.noDay", ("text", $"{day} {time}".Trim())]);
        if (!isDay || !isTime || known.Year < 2000)
        {
            return now;
        }

        var local = known.ToDateTime(hour);
        var when = new DateTimeOffset(local, clock.LocalTimeZone.GetUtcOffset(local));
        faults.Require(when <= now.AddDays(1), "day", texts["fault.future"]);
        return when;
    }

    private static RazorComponentResult<MeasurePage> Page(MeasurePage.Model view, int status) =>
        new(new { View = view }) { StatusCode = status };

    public static async Task<bool> WasDeletedAsync(DbConnection connection, string id) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM deleted_reading WHERE id_digest = @digest",
            new { digest = Digest(id) }
        ) > 0;

    private static string Digest(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
