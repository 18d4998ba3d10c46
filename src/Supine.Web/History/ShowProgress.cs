using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.History;

/// <summary>What has changed: readings over time beside what was done for it, as sentences, a chart, tables and CSV.</summary>
internal static class ShowProgress
{
    // a chart of more weeks than this shows none of them
    private const int MostWeeks = 104;

    // each reading has three forms: a page has so many of them, and then all of their first day
    private const int MostListed = 40;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(
                "/progress",
                (string? until, Chart chart, CancellationToken cancellationToken) => ShowAsync(chart, until, null, cancellationToken)
            )
            .ExcludeFromDescription()
            .Personal();
        app.MapGet("/progress.csv", Send).ExcludeFromDescription().Personal();
        app.MapPost("/progress/body", KeepBody).ExcludeFromDescription().Personal();
        app.MapPost("/progress/body/forget", ForgetBody).ExcludeFromDescription().Personal();
    }

    private static async Task<Results<SeeOther, RazorComponentResult>> KeepBody(
        IFormCollection sent,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var (form, own) = OwnBodyForm.Read(sent, texts);
        if (own is null)
        {
            return await ShowAsync(chart, null, form, cancellationToken);
        }

        await chart.Body.StoreAsync(own, cancellationToken);
        return SeeOther.Page("/progress#model");
    }

    private static async Task<SeeOther> ForgetBody(IFormCollection signed, Chart chart, CancellationToken cancellationToken)
    {
        // Reading the form is what checks that it is ours.
        _ = signed;
        await chart.Body.ForgetAsync(cancellationToken);
        return SeeOther.Page("/progress#model");
    }

    // All readings count; those of some days are listed, of which `until` is the last.
    private static async Task<RazorComponentResult> ShowAsync(
        Chart chart,
        string? until,
        OwnBodyForm? faulty,
        CancellationToken cancellationToken
    )
    {
        var own = await chart.Body.FindAsync(cancellationToken);
        var readings = await chart.Readings.ListAsync(cancellationToken);
        var days = await chart.Sessions.FindDaysAsync(cancellationToken);
        var today = new[] { chart.Clock.Today, days?.Last ?? chart.Clock.Today }.Max();
        var first = new[] { readings.Select(reading => (DateOnly?)reading.Day).Min(), days?.First }.Min();
        var monday = PracticeWeek.MondayOf(first ?? today);
        var earliest = PracticeWeek.MondayOf(today).AddDays(-7 * (MostWeeks - 1));
        monday = monday < earliest ? earliest : monday;
        var sessions = await chart.Sessions.ListAsync(monday, today, cancellationToken);
        var weeks = PracticeWeek.Arrange(monday, ((today.DayNumber - monday.DayNumber) / 7) + 1, sessions);
        return new RazorComponentResult<ProgressPage>(
            new
            {
                View = new ProgressPage.Model(
                    readings,
                    [
                        .. new[] { Side.Left, Side.Right }
                            .Select(side => HipChange.FindAll(side, readings))
                            .Where(courses => !courses.IsEmpty),
                    ],
                    HipConcern.FindAll(readings),
                    List(readings, until),
                    HipFit.Find(OwnBody.Of(own), readings),
                    OwnBody.Of(own),
                    own is not null,
                    faulty ?? OwnBodyForm.Of(own),
                    weeks,
                    WriteSeries(readings, weeks, sessions)
                ),
            }
        )
        {
            StatusCode = faulty is null ? StatusCodes.Status200OK : Faulty.Status,
        };
    }

    private static ProgressPage.Listing List(ImmutableArray<HipRecord> readings, string? until)
    {
        var days = readings.Select(reading => reading.Day).Order().ToList();
        if (days.Count == 0)
        {
            return new([], [], null, IsLatest: true);
        }

        var last =
            DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked)
            && asked < days[^1]
            && asked >= days[0]
                ? asked
                : days[^1];
        var upToLast = days.TakeWhile(day => day <= last).ToList();
        var first = upToLast[Math.Max(0, upToLast.Count - MostListed)];
        ImmutableArray<HipRecord> listed = [.. readings.Where(reading => reading.Day >= first && reading.Day <= last)];
        return new(listed, WithinDay.FindAll(listed), first > days[0] ? upToLast.Last(day => day < first) : null, last == days[^1]);
    }

    private static string WriteSeries(
        ImmutableArray<HipRecord> readings,
        ImmutableArray<PracticeWeek> weeks,
        ImmutableArray<PastSession> sessions
    ) =>
        JsonSerializer.Serialize(
            new
            {
                readings = from reading in readings
                where reading is { Below: not null, HalfInterval: not null }
                select new
                {
                    side = Words.Of(reading.Side),
                    seconds = reading.TakenAt.ToUnixTimeSeconds(),
                    below = Math.Round(reading.Below!.Value.Degrees, 2),
                    half = Math.Round(reading.HalfInterval!.Value.Degrees, 2),
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

    private static async Task<FileContentHttpResult> Send(Chart chart, CancellationToken cancellationToken)
    {
        var csv = new StringBuilder(
            "taken_at,side,method,moment,thigh_below_horizontal_degrees,measured_degrees,pelvis_degrees,interval_95_half_degrees,reason,"
                + "hip_extension_degrees,hip_extension_interval_95_half_degrees\n"
        );
        foreach (var reading in await chart.Readings.ListAsync(cancellationToken))
        {
            csv.Append(CultureInfo.InvariantCulture, $"{reading.TakenAt:yyyy-MM-dd'T'HH:mm:sszzz},{Words.Of(reading.Side)},");
            csv.Append(CultureInfo.InvariantCulture, $"{Words.Of(reading.Method)},{Words.Of(reading.Moment)},");
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{reading.Below?.Degrees:0.##},{reading.Measured?.Degrees:0.##},{reading.Pelvis?.Degrees:0.##},"
            );
            csv.Append(CultureInfo.InvariantCulture, $"{reading.HalfInterval?.Degrees:0.##},{reading.Reason},");
            csv.Append(CultureInfo.InvariantCulture, $"{reading.HipExtension?.Degrees:0.##},{reading.HipHalfInterval?.Degrees:0.##}\n");
        }

        return TypedResults.File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", "supine-readings.csv");
    }
}
