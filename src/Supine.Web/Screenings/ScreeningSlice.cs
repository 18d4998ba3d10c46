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

    public static void MapScreenings(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal();
        pages.MapGet("", Show);
        pages.MapGet("/questions", Ask);
        pages.MapPost("/questions", Answer);
        pages.MapPost("/release", Release);
        pages.MapPost("/asked", Clear);
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
        var table = chart.Screenings.Table;
        var last = standing.LastAnswers?.Answers.Yes.Where(id => table.Find(id) is not null).ToImmutableHashSet() ?? [];
        var ages = table.Ages.Select(age => age.Id).ToImmutableHashSet();
        return PageOf(
            new(table, table.Groups[0], last.Except(ages), last.FirstOrDefault(ages.Contains), [], null)
            {
                Again = (standing as ScreeningStanding.Again)?.Reason,
            },
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
        var age = table.Ages.FirstOrDefault(known => known.Id == form["age"])?.Id;
        var answered = form["answered"].OfType<string>().Where(id => table.Groups.Any(known => known.Id == id)).ToImmutableHashSet();
        var sent = form["yes"].OfType<string>().Where(id => table.Find(id) is not null).ToImmutableHashSet();

        // what follows from a tick goes with it
        var ticked = sent.Where(id => table.Find(id)!.After is not { } after || sent.Contains(after)).ToImmutableHashSet();
        var isFollowUp = form["more"] == "yes" && group.FollowUps(ticked).Any();
        var here = (isFollowUp ? group.FollowUps(ticked) : group.First).Where(question => ticked.Contains(question.Id)).ToList();
        RazorComponentResult<QuestionsPage> Page(ScreeningGroup of, bool more, string? fault) =>
            PageOf(
                new(table, of, ticked, age, answered, fault) { IsFollowUp = more },
                fault is null ? StatusCodes.Status200OK : Faulty.Status
            );

        if (form["go"] == "back")
        {
            return Page(isFollowUp ? group : table.Groups[Math.Max(0, index - 1)], false, null);
        }

        var isNone = form["go"] == "none";
        if (isNone != (here.Count == 0))
        {
            return Page(group, isFollowUp, texts[isNone ? "screening.bothFault" : "screening.neitherFault"]);
        }

        // Who needs care now is told so now; all else is asked another time.
        var isEmergency = here.Any(question => question.Effect == ScreeningEffect.Emergency);
        if (index == 0 && age is null && !isEmergency)
        {
            return Page(group, isFollowUp, texts["screening.ageFault"]);
        }

        if (!isFollowUp && !isEmergency && group.FollowUps(ticked).Any())
        {
            return Page(group, true, null);
        }

        answered = answered.Add(group.Id);
        if (isEmergency || table.Groups.All(known => answered.Contains(known.Id)))
        {
            await chart.Screenings.AnswerAsync(age is null ? ticked : ticked.Add(age), cancellationToken);
            return SeeOther.Page(Path);
        }

        return Page(
            index + 1 < table.Groups.Length ? table.Groups[index + 1] : table.Groups.First(known => !answered.Contains(known.Id)),
            false,
            null
        );
    }

    private static async Task<Results<SeeOther, RazorComponentResult>> Release(
        IFormCollection form,
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (await chart.Screenings.ReadAsync(cancellationToken) is not ScreeningStanding.Answered answered)
        {
            return SeeOther.Page(Path);
        }

        var typed = TypedClearance.Read(form);
        var released = form["released"].OfType<string>().Where(id => chart.Screenings.Table.Find(id) is not null).Distinct().ToList();
        var until = Format.FindIsoDay(typed.Until);
        if (
            typed.Find(chart.Clock.Today) is not { } clearance
            || released.Count == 0
            || (typed.Until.Length > 0 && !(until >= clearance.On))
        )
        {
            var fault = texts["screening.releaseFault", ("most", TypedClearance.LongestName)];
            return ResultOf(answered, chart, library, new(fault, typed, [.. released]), Faulty.Status);
        }

        await chart.Screenings.ReleaseAsync(
            [
                .. released.Select(id => new ScreeningRelease(
                    id,
                    clearance,
                    until,
                    [
                        .. form["keeps"]
                            .OfType<string>()
                            .Where(kept => kept.StartsWith(id + " ", StringComparison.Ordinal))
                            .Select(kept => ScreeningTable.FindLimit(kept[(id.Length + 1)..]))
                            .OfType<Limit>(),
                    ]
                )),
            ],
            cancellationToken
        );
        return SeeOther.Page(Path);
    }

    // Whom the person asked after the mildest dose hurt.
    private static async Task<Results<SeeOther, RazorComponentResult>> Clear(
        IFormCollection form,
        Chart chart,
        ProtocolLibrary library,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        if (
            await chart.Screenings.ReadAsync(cancellationToken)
            is not ScreeningStanding.Answered { AfterPain: AfterPain.MustAsk(var since) } answered
        )
        {
            return SeeOther.Page(Path);
        }

        var typed = TypedClearance.Read(form);
        if (typed.Find(chart.Clock.Today) is not { } clearance || clearance.On < since)
        {
            var fault = texts["screening.clearFault", ("most", TypedClearance.LongestName), ("since", texts.Day(since))];
            return ResultOf(answered, chart, library, new(fault, typed, []), Faulty.Status);
        }

        await chart.Screenings.ClearAsync(clearance, cancellationToken);
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
        await chart.Screenings.ReadAsync(cancellationToken) is ScreeningStanding.Answered { Stored: var stored } answered
            ? answered.ExplainPain(texts) is { } sentence
                ? Problems.Refused(sentence)
                : TypedResults.File(
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
        ResultPage.Refused? refused,
        int status
    )
    {
        var folder = library.Read();
        DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(chart.Clock.At(at).DateTime);
        return new(
            new
            {
                View = new ResultPage.Model(
                    answered,
                    chart.Screenings.Table,
                    folder.Protocols,
                    folder.Sources,
                    DayOf(answered.Stored.AnsweredAt),
                    DayOf(answered.Until),
                    chart.Clock.Today,
                    refused
                ),
            }
        )
        {
            StatusCode = status,
        };
    }
}
