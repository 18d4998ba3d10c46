using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols.Prescribing;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Library;
using Supine.Web.Shell;

namespace Supine.Web.Screenings;

/// <summary>Whether it is safe: one screen a group, what comes of it, what to do. All of it works without script, and no address says
/// anything about a person.</summary>
internal static class ScreeningSlice
{
    public const string Path = "/screening";
    public const string Questions = Path + "/questions";

    /// <summary>Who released it is named in so many characters.</summary>
    public const int LongestName = 120;

    public static void MapScreenings(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal();
        pages.MapGet("", Show);
        pages.MapGet("/questions", Ask);
        pages.MapPost("/questions", Answer);
        pages.MapPost("/release", Release);
        pages.MapPost("/symptom", ReportSymptom);
        pages.MapGet("/answers.json", Save);
        ScreeningApi.Map(app);
    }

    // Who has nothing that counts is asked at once.
    private static async Task<RazorComponentResult> Show(Chart chart, ProtocolLibrary library, CancellationToken cancellationToken) =>
        await chart.Screenings.ReadAsync(cancellationToken) is ScreeningStanding.Answered answered
            ? ResultOf(answered, chart, library, null, StatusCodes.Status200OK)
            : await Ask(chart, cancellationToken);

    private static async Task<RazorComponentResult> Ask(Chart chart, CancellationToken cancellationToken)
    {
        var standing = await chart.Screenings.ReadAsync(cancellationToken);
        var ticked = standing.LastAnswers?.Answers.Yes.Where(id => chart.Screenings.Table.Find(id) is not null).ToImmutableHashSet() ?? [];
        return PageOf(
            new(chart.Screenings.Table, chart.Screenings.Table.Groups[0], ticked, [], (standing as ScreeningStanding.Again)?.Reason, null),
            StatusCodes.Status200OK
        );
    }

    private static async Task<Results<SeeOther, RazorComponentResult>> Answer(
        IFormCollection form,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var table = chart.Screenings.Table;
        var group = table.Groups.FirstOrDefault(known => known.Id == form["group"]) ?? table.Groups[0];
        var index = table.Groups.IndexOf(group);
        var ticked = form["yes"].OfType<string>().Where(id => table.Find(id) is not null).ToImmutableHashSet();
        var answered = form["answered"].OfType<string>().Where(id => table.Groups.Any(known => known.Id == id)).ToImmutableHashSet();
        if (form["go"] == "back")
        {
            return PageOf(new(table, table.Groups[Math.Max(0, index - 1)], ticked, answered, null, null), StatusCodes.Status200OK);
        }

        var here = group.Questions.Where(question => ticked.Contains(question.Id)).ToList();
        var isNone = form["go"] == "none";
        if (isNone != (here.Count == 0))
        {
            var fault = texts[isNone ? "screening.bothFault" : "screening.neitherFault"];
            return PageOf(new(table, group, ticked, answered, null, fault), Faulty.Status);
        }

        answered = answered.Add(group.Id);

        // Who needs care now is told so now; all else is asked another time.
        if (here.Any(question => question.Effect == ScreeningEffect.Emergency) || table.Groups.All(known => answered.Contains(known.Id)))
        {
            await chart.Screenings.AnswerAsync(ticked, cancellationToken);
            return SeeOther.Page(Path);
        }

        var next = index + 1 < table.Groups.Length ? table.Groups[index + 1] : table.Groups.First(known => !answered.Contains(known.Id));
        return PageOf(new(table, next, ticked, answered, null, null), StatusCodes.Status200OK);
    }

    private static async Task<Results<SeeOther, RazorComponentResult>> Release(
        IFormCollection form,
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var by = form["by"].ToString().Trim();
        var released = form["released"].OfType<string>().ToList();
        if (await chart.Screenings.ReadAsync(cancellationToken) is not ScreeningStanding.Answered answered)
        {
            return SeeOther.Page(Path);
        }

        if (by.Length is 0 or > LongestName || !PlainText.IsLine(by) || released.Count == 0)
        {
            return ResultOf(answered, chart, library, texts["screening.releaseFault", ("most", LongestName)], Faulty.Status);
        }

        await chart.Screenings.ReleaseAsync(released, by, cancellationToken);
        return SeeOther.Page(Path);
    }

    private static async Task<SeeOther> ReportSymptom(IFormCollection signed, Chart chart, CancellationToken cancellationToken)
    {
        // Reading the form is what checks that it is ours.
        _ = signed;
        await chart.Screenings.ReportSymptomAsync(cancellationToken);
        return SeeOther.Page(Questions);
    }

    /// <summary>The answers as a file, for the command line.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Save(
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    ) =>
        await chart.Screenings.ReadAsync(cancellationToken) is ScreeningStanding.Answered { Stored: var stored }
            ? TypedResults.File(
                Encoding.UTF8.GetBytes(ScreeningJson.Write(stored.Answers, stored.AnsweredAt)),
                "application/json",
                "screening.json"
            )
            : Problems.NotFound(texts["screening.first"]);

    private static RazorComponentResult<QuestionsPage> PageOf(QuestionsPage.Model view, int status) =>
        new(new { View = view }) { StatusCode = status };

    private static RazorComponentResult<ResultPage> ResultOf(
        ScreeningStanding.Answered answered,
        Chart chart,
        ProtocolLibrary library,
        string? fault,
        int status
    )
    {
        var folder = library.Read();
        return new(new { View = new ResultPage.Model(answered, chart.Screenings.Table, folder.Protocols, folder.Sources, fault) })
        {
            StatusCode = status,
        };
    }
}
