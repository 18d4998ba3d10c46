using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Protocols.Questionnaires;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;

namespace Supine.Web.Experiments;

/// <summary>A person's own experiment: one side drawn by lot is stretched, the other is not. All of it works without script.</summary>
internal static class ExperimentSlice
{
    private const string Path = "/experiment";

    public static void MapExperiments(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal();
        pages.MapGet("", Show);
        pages.MapGet("/days.csv", Send);
        pages.MapPost("", Draw);
        pages.MapPost("/end", End);
        pages.MapPost("/{id}/delete", Delete);
    }

    private static async Task<RazorComponentResult> Show(Chart chart, CancellationToken cancellationToken)
    {
        var all = await chart.Experiments.ListAsync(cancellationToken);
        var standing = await chart.FindExperimentAsync(cancellationToken);
        var readings = await chart.Readings.ListAsync(cancellationToken);
        return new RazorComponentResult<ExperimentPage>(
            new
            {
                View = new ExperimentPage.Model(
                    all.Length,
                    standing,
                    // which side counts as stretched makes no day more
                    ExperimentStanding.FindBaseline(readings, Side.Left, chart.Clock.Now).Length,
                    await MayStretchAsync(chart, cancellationToken),
                    chart.Clock.Today,
                    standing is null ? null : FindActivities(standing, await chart.Questionnaires.ListAsync(cancellationToken))
                ),
            }
        );
    }

    // The side is drawn where the rules have something to suggest and there are days enough; it is kept before it is shown.
    private static async Task<SeeOther> Draw(IFormCollection signed, Chart chart, CancellationToken cancellationToken)
    {
        // Reading the form is what checks that it is ours.
        _ = signed;
        var readings = await chart.Readings.ListAsync(cancellationToken);
        var standing = await chart.FindExperimentAsync(cancellationToken);
        if (
            standing is not { State: ExperimentState.Running }
            && ExperimentStanding.FindBaseline(readings, Side.Left, chart.Clock.Now).Length >= Experiment.LeastBaseline
            && await MayStretchAsync(chart, cancellationToken)
        )
        {
            // one that pain ended is over for good before another begins
            await chart.Experiments.EndAsync(cancellationToken);
            await chart.Experiments.StoreAsync(RandomNumberGenerator.GetInt32(2) == 0 ? Side.Left : Side.Right, cancellationToken);
        }

        return SeeOther.Page(Path);
    }

    private static async Task<SeeOther> End(IFormCollection signed, Chart chart, CancellationToken cancellationToken)
    {
        _ = signed;
        await chart.Experiments.EndAsync(cancellationToken);
        return SeeOther.Page(Path);
    }

    private static async Task<SeeOther> Delete(string id, IFormCollection signed, Chart chart, CancellationToken cancellationToken)
    {
        _ = signed;
        await chart.Experiments.ForgetAsync(id, cancellationToken);
        return SeeOther.Page(Path);
    }

    private static async Task<FileContentHttpResult> Send(Chart chart, CancellationToken cancellationToken)
    {
        var csv = new StringBuilder("day,part,stretched_side,stretched_below_degrees,control_below_degrees,difference_degrees\n");
        if (await chart.FindExperimentAsync(cancellationToken) is { } standing)
        {
            foreach (var (part, days) in new[] { ("before", standing.Before), ("during", standing.During) })
            {
                foreach (var day in days)
                {
                    csv.Append(
                        CultureInfo.InvariantCulture,
                        $"{day.Day:yyyy-MM-dd},{part},{Words.Of(standing.Experiment.Stretched)},{day.Stretched.Degrees:0.##},"
                    );
                    csv.Append(CultureInfo.InvariantCulture, $"{day.Control.Degrees:0.##},{day.DifferenceDegrees:0.##}\n");
                }
            }
        }

        return TypedResults.File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", "supine-experiment.csv");
    }

    private static async Task<bool> MayStretchAsync(Chart chart, CancellationToken cancellationToken) =>
        await chart.Screenings.ReadAsync(cancellationToken) is ScreeningStanding.Answered answered
        && (await chart.FindNextAsync(answered, cancellationToken)).Programme is not null;

    // The latest rating before the draw, and the latest of the second half and the two weeks after it.
    private static (double Before, double After)? FindActivities(ExperimentStanding standing, ImmutableArray<StoredQuestionnaire> all)
    {
        double? Latest(DateOnly from, DateOnly to) =>
            all.Where(one => one.Day >= from && one.Day <= to)
                .OrderBy(one => one.AnsweredAt)
                .Select(one => one.Answers.FindScore(Instrument.PatientSpecific)?.Value)
                .LastOrDefault(score => score is not null);

        var day = standing.Experiment.Day;
        return
            Latest(day.AddDays(-2 * Experiment.BaselineDays), day) is { } before
            && Latest(day.AddDays(Experiment.FirstResultDay), standing.LastDay.AddDays(14)) is { } after
            ? (before, after)
            : null;
    }
}
