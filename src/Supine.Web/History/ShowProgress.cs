using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Web.Boundary;
using Supine.Web.Shell;
using Supine.Web.Storage;

namespace Supine.Web.History;

/// <summary>What has changed: readings over time beside what was done for it, as sentences, a chart, tables and CSV.</summary>
internal static class ShowProgress
{
    // a chart of more weeks than this shows none of them
    private const int MostWeeks = 104;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(
                "/progress",
                (DbDataSource source, TimeProvider clock, CancellationToken cancellationToken) =>
                    ShowAsync(source, null, clock, cancellationToken)
            )
            .ExcludeFromDescription()
            .Personal();
        app.MapGet("/progress.csv", Send).ExcludeFromDescription().Personal();
        app.MapPost("/progress/body", KeepBody).ExcludeFromDescription().Personal();
        app.MapPost("/progress/body/forget", ForgetBody).ExcludeFromDescription().Personal();
    }

    private static async Task<Results<SeeOther, RazorComponentResult<ProgressPage>>> KeepBody(
        IFormCollection sent,
        DbDataSource source,
        Writes writes,
        Texts texts,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var (form, own) = OwnBodyForm.Read(sent, texts);
        if (own is null)
        {
            return await ShowAsync(source, form, clock, cancellationToken);
        }

        await own.StoreAsync(writes, cancellationToken);
        return SeeOther.Page("/progress#model");
    }

    private static async Task<SeeOther> ForgetBody(
        IFormCollection signed,
        DbDataSource source,
        Writes writes,
        CancellationToken cancellationToken
    )
    {
        // Reading the form is what checks that it is ours.
        _ = signed;
        await OwnBody.RemoveAsync(writes, cancellationToken);
        (source as SqliteDataSource)?.EmptyLog();
        return SeeOther.Page("/progress#model");
    }

    private static async Task<RazorComponentResult<ProgressPage>> ShowAsync(
        DbDataSource source,
        OwnBodyForm? faulty,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var own = await OwnBody.FindAsync(connection);
        var readings = await StoredReading.ReadAllAsync(connection);
        var detectable = DetectableChange.Estimate(readings);
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        var first = new[]
        {
            readings.Select(reading => (DateOnly?)reading.Day).Min(),
            await PastSession.FindDayAsync(connection, Edge.First),
        }.Min();
        var monday = PracticeWeek.MondayOf(first ?? today);
        var earliest = PracticeWeek.MondayOf(today).AddDays(-7 * (MostWeeks - 1));
        monday = monday < earliest ? earliest : monday;
        var sessions = await PastSession.ReadAsync(connection, monday, today.AddDays(1));
        var weeks = PracticeWeek.Arrange(monday, ((today.DayNumber - monday.DayNumber) / 7) + 1, sessions);
        return new(
            new
            {
                View = new ProgressPage.Model(
                    readings,
                    [.. new[] { Side.Left, Side.Right }.Select(side => HipChange.Find(side, readings, detectable)).OfType<HipChange>()],
                    WithinDay.FindAll(readings),
                    detectable,
                    FindFit(OwnBody.Of(own), readings),
                    OwnBody.Of(own),
                    own is not null,
                    faulty ?? OwnBodyForm.Of(own),
                    weeks,
                    WriteSeries(readings, weeks, sessions)
                ),
            }
        )
        {
            StatusCode = faulty is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    // the latest day of each side; the pelvis as it was measured, or else as it usually is
    private static TightnessFit? FindFit(Person person, ImmutableArray<StoredReading> readings)
    {
        HipFlexion? Hip(LatestReading? latest)
        {
            var hip = latest is null ? (Angle?)null : -latest.Below - (latest.Pelvis ?? TightnessFit.UsualPelvis);
            return hip is { } angle && ModelRanges.MeasuredHip.Allows(angle.Degrees) ? new HipFlexion(angle) : null;
        }

        var (latestLeft, latestRight) = (StoredReading.FindLatest(readings, Side.Left), StoredReading.FindLatest(readings, Side.Right));
        var (left, right) = (Hip(latestLeft), Hip(latestRight));
        if (left is null && right is null)
        {
            return null;
        }

        var both = new[] { latestLeft, latestRight }.OfType<LatestReading>().ToList();
        var pelvis = both.Select(latest => (latest.Pelvis ?? TightnessFit.UsualPelvis).Degrees).Average();
        return TightnessFit.Compute(
            new FitQuestion(person, left, right)
            {
                Uncertainty = Within(ModelRanges.Uncertainty, both.Max(latest => (latest.HipUncertainty ?? latest.Uncertainty).Degrees)),
                Pelvis = new PosteriorTilt(Within(ModelRanges.Pelvis, pelvis)),
            }
        );
    }

    private static Angle Within(ModelRange range, double degrees) => Angle.FromDegrees(Math.Clamp(degrees, range.Least, range.Most));

    private static string WriteSeries(
        ImmutableArray<StoredReading> readings,
        ImmutableArray<PracticeWeek> weeks,
        ImmutableArray<PastSession> sessions
    ) =>
        JsonSerializer.Serialize(
            new
            {
                readings = from reading in readings
                where reading is { Below: not null, Uncertainty: not null }
                select new
                {
                    side = reading.Side switch
                    {
                        Side.Left => "left",
                        Side.Right => "right",
                    },
                    seconds = reading.TakenAt.ToUnixTimeSeconds(),
                    below = Math.Round(reading.Below!.Value.Degrees, 2),
                    half = Math.Round(StoredReading.Half95 * reading.Uncertainty!.Value.Degrees, 2),
                    after = reading.Moment == ReadingMoment.After,
                },
                weeks = from week in weeks
                select new
                {
                    seconds = new DateTimeOffset(week.Monday, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds(),
                    left = week.Left?.TotalMinutes,
                    right = week.Right?.TotalMinutes,
                    days = week.DaysPractised,
                },
                pain = from session in sessions
                where session.Pain is not null
                orderby session.StartedAt
                select new { seconds = session.StartedAt.ToUnixTimeSeconds(), pain = session.Pain },
            }
        );

    private static async Task<FileContentHttpResult> Send(DbDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var csv = new StringBuilder(
            "taken_at,side,method,moment,thigh_below_horizontal_degrees,measured_degrees,pelvis_degrees,uncertainty_degrees,reason,hip_extension_degrees,hip_extension_uncertainty_degrees\n"
        );
        foreach (var reading in await StoredReading.ReadAllAsync(connection))
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{reading.TakenAt:yyyy-MM-dd'T'HH:mm:sszzz},{Word(reading.Side)},{Word(reading.Method)},{Word(reading.Moment)},"
            );
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{reading.Below?.Degrees:0.##},{reading.Measured?.Degrees:0.##},{reading.Pelvis?.Degrees:0.##},{reading.Uncertainty?.Degrees:0.##},{reading.Reason},"
            );
            csv.Append(CultureInfo.InvariantCulture, $"{reading.HipExtension?.Degrees:0.##},{reading.HipUncertainty?.Degrees:0.##}\n");
        }

        return TypedResults.File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", "supine-readings.csv");
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
