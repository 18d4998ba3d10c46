using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.History;

/// <summary>What has changed: readings over time beside what was done for it, as a sentence, charts, tables and CSV.</summary>
internal static class ShowProgress
{
    // what the charts show: a course, and twelve weeks of practice
    private const int ShownWeeks = 12;

    // whose sessions are listed
    private const int ListedWeeks = 4;

    // each reading has three forms: a page has so many of them, and then all of their first day
    private const int MostListed = 40;

    // both sides of a form
    private const int MostSaved = 2;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(
                "/progress",
                (
                    string? until,
                    string[] saved,
                    string? undone,
                    Chart chart,
                    ProtocolLibrary library,
                    Texts texts,
                    CancellationToken cancellationToken
                ) => ShowAsync(new(until, saved, undone is not null, null), chart, library, texts, cancellationToken)
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
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var (form, own) = OwnBodyForm.Read(sent, texts);
        if (own is null)
        {
            return await ShowAsync(new(null, [], false, form), chart, library, texts, cancellationToken);
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

    // What is asked of the page: the last day of the readings that are listed, what was saved just now, and a faulty form.
    private sealed record Asked(string? Until, string[] Saved, bool IsUndone, OwnBodyForm? Faulty);

    private static async Task<RazorComponentResult> ShowAsync(
        Asked asked,
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var own = await chart.Body.FindAsync(cancellationToken);
        var readings = await chart.Readings.ListAsync(cancellationToken);
        var answers = await chart.Questionnaires.ListCoursesAsync(cancellationToken);
        var last = (await chart.Sessions.FindDaysAsync(cancellationToken))?.Last;
        var today = last > chart.Clock.Today ? last.Value : chart.Clock.Today;
        var first = PracticeWeek.MondayOf(today).AddDays(-7 * PracticeTrend.LongestWeeks);
        var sessions = await chart.Sessions.ListAsync(first, today, cancellationToken);
        var prescribed = await chart.Prescription.ListAsync(cancellationToken);
        ImmutableArray<ImmutableArray<HipChange>> changes =
        [
            .. new[] { Side.Left, Side.Right }.Select(side => HipChange.FindAll(side, readings)).Where(courses => !courses.IsEmpty),
        ];
        var (latest, whole) = FindCharts(readings, changes, today);
        return new RazorComponentResult<ProgressPage>(
            new
            {
                View = new ProgressPage.Model
                {
                    Today = today,
                    Verdict = BetterVerdict.Find(readings, answers, sessions, today),
                    Readings = readings,
                    Changes = changes,
                    Concerns = HipConcern.FindAll(readings),
                    Latest = latest,
                    Whole = whole,
                    Sessions = FindPractised(sessions, prescribed, today, library, texts),
                    Table = chart.Questionnaires.Table,
                    Answers = answers,
                    Listed = List(readings, asked.Until),
                    Fit = HipFit.Find(OwnBody.Of(own), readings),
                    Person = OwnBody.Of(own),
                    IsOwn = own is not null,
                    Body = asked.Faulty ?? OwnBodyForm.Of(own),
                    Saved =
                    [
                        .. asked
                            .Saved.Distinct()
                            .Take(MostSaved)
                            .Select(id => readings.FirstOrDefault(reading => reading.Id == id))
                            .OfType<HipRecord>(),
                    ],
                    IsUndone = asked.IsUndone,
                    IsCareFirst =
                        await chart.Screenings.ReadAsync(cancellationToken)
                            is ScreeningStanding.Answered { Screening.Outcome: ScreeningOutcome.Today or ScreeningOutcome.Emergency },
                },
            }
        )
        {
            StatusCode = asked.Faulty is null ? StatusCodes.Status200OK : Faulty.Status,
        };
    }

    // the twelve weeks up to today, or up to the latest measuring day where that was long ago; and all there is
    private static (AngleChart? Latest, AngleChart? Whole) FindCharts(
        ImmutableArray<HipRecord> readings,
        ImmutableArray<ImmutableArray<HipChange>> changes,
        DateOnly today
    )
    {
        var measured = readings.Where(reading => reading.Below is not null).Select(reading => reading.Day).ToList();
        if (measured.Count == 0)
        {
            return (null, null);
        }

        var last = measured.Max();
        var to = last > today || today.DayNumber - last.DayNumber > 7 * ShownWeeks ? last : today;
        var from = to.AddDays(1 - (7 * ShownWeeks));
        return (
            AngleChart.Find(readings, changes, from, to),
            measured.Min() < from ? AngleChart.Find(readings, changes, measured.Min(), to) : null
        );
    }

    private static ProgressPage.Practised FindPractised(
        ImmutableArray<PastSession> sessions,
        ImmutableArray<PrescribedValue> prescribed,
        DateOnly today,
        ProtocolLibrary library,
        Texts texts
    )
    {
        var monday = PracticeWeek.MondayOf(today);
        var all = PracticeWeek.Arrange(monday.AddDays(-7 * PracticeTrend.LongestWeeks), PracticeTrend.LongestWeeks + 1, sessions);
        var from = monday.AddDays(-7 * (ShownWeeks - 1));
        return new(
            all[^ShownWeeks..],
            [.. ShowPractice.Named([.. sessions.Where(session => session.Day >= monday.AddDays(-7 * (ListedWeeks - 1)))], library, texts)],
            PracticeTrend.Find(sessions, today),
            PainLine.PainWeek.FindAll(sessions, from),
            all[..^1].Max(week => week.DaysPractised),
            prescribed.FirstOrDefault(one => one.Dial == Dial.Days)?.Value ?? Suggesting.UsualDays
        );
    }

    private static ProgressPage.Listing List(ImmutableArray<HipRecord> readings, string? until)
    {
        var days = readings.Select(reading => reading.Day).Order().ToList();
        if (days.Count == 0)
        {
            return new([], [], null, IsLatest: true);
        }

        var last = Format.FindIsoDay(until) is { } asked && asked < days[^1] && asked >= days[0] ? asked : days[^1];
        var upToLast = days.TakeWhile(day => day <= last).ToList();
        var first = upToLast[Math.Max(0, upToLast.Count - MostListed)];
        ImmutableArray<HipRecord> listed = [.. readings.Where(reading => reading.Day >= first && reading.Day <= last)];
        return new(listed, WithinDay.FindAll(listed), first > days[0] ? upToLast.Last(day => day < first) : null, last == days[^1]);
    }

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
