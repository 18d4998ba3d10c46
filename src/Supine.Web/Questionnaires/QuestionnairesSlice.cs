using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols.Questionnaires;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Questionnaires;

/// <summary>What is asked every four weeks, and what has become of it. All of it works without script.</summary>
internal static class QuestionnairesSlice
{
    public const string Path = "/questions";
    public const string New = $"{Path}/new";
    public const string Later = $"{Path}/later";
    public const string Csv = $"{Path}/scores.csv";

    /// <summary>For so many days it can be put off.</summary>
    public static ImmutableArray<int> PutOffDays { get; } = [7, 28];

    public static void MapQuestionnaires(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Path).ExcludeFromDescription().Personal();
        pages.MapGet("", Show);
        pages.MapGet("/new", Ask);
        pages.MapGet("/scores.csv", Send);
        pages.MapGet("/{id}", Correct);
        pages.MapPost("", Save);
        pages.MapPost("/later", PutOff);
        pages.MapPost("/{id}/delete", Delete);
        QuestionnairesApi.Map(app);
    }

    // Who has answered nothing is asked at once.
    private static async Task<RazorComponentResult> Show(Chart chart, CancellationToken cancellationToken)
    {
        var stored = await chart.Questionnaires.ListAsync(cancellationToken);
        if (stored.IsEmpty)
        {
            return await Ask(chart, cancellationToken);
        }

        return new RazorComponentResult<ScoresPage>(
            new
            {
                View = new ScoresPage.Model(
                    chart.Questionnaires.Table,
                    stored,
                    chart.Questionnaires.FindCourses(stored),
                    await chart.Questionnaires.FindStandingAsync(cancellationToken)
                ),
            }
        );
    }

    private static async Task<RazorComponentResult> Ask(Chart chart, CancellationToken cancellationToken)
    {
        var stored = await chart.Questionnaires.ListAsync(cancellationToken);
        return PageOf(
            new(
                chart.Questionnaires.Table,
                QuestionnaireForm.Empty(RecordId.New(chart.Clock.Now).Text, stored),
                null,
                (await chart.Questionnaires.FindStandingAsync(cancellationToken)).IsDue,
                []
            ),
            StatusCodes.Status200OK
        );
    }

    private static async Task<Results<RazorComponentResult, ProblemHttpResult>> Correct(
        string id,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    ) =>
        await chart.Questionnaires.FindAsync(id, cancellationToken) is { } stored
            ? PageOf(
                new(chart.Questionnaires.Table, QuestionnaireForm.Of(stored), stored.Day, MayPutOff: false, []),
                StatusCodes.Status200OK
            )
            : Problems.NotFound(texts["questionnaires.unknown"]);

    private static async Task<Results<SeeOther, RazorComponentResult>> Save(
        IFormCollection sent,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var form = QuestionnaireForm.Read(sent, chart.Questionnaires.Table);
        var faults = new Faults();
        var id = RecordId.Find(form.Id);
        faults.Require(id is not null, QuestionnaireForm.FormPlace, texts["problem.goBack"]);
        var before = id is not null ? await chart.Questionnaires.FindAsync(form.Id, cancellationToken) : null;
        var answers = form.ToAnswers(chart.Questionnaires.Table, texts, faults);
        if (answers is null || !faults.AreNone)
        {
            return PageOf(new(chart.Questionnaires.Table, form, before?.Day, MayPutOff: false, [.. faults.All]), Faulty.Status);
        }

        if (
            !await chart.Questionnaires.StoreAsync(
                id!,
                before?.AnsweredAt ?? chart.Clock.Now,
                texts.Language.Code,
                answers,
                cancellationToken
            )
        )
        {
            // They were deleted meanwhile: what stands in the form is not lost, and is kept anew if they wish.
            faults.Add(QuestionnaireForm.FormPlace, texts["questionnaires.deletedFault"]);
            return PageOf(
                new(
                    chart.Questionnaires.Table,
                    form with
                    {
                        Id = RecordId.New(chart.Clock.Now).Text,
                    },
                    null,
                    MayPutOff: false,
                    [.. faults.All]
                ),
                StatusCodes.Status409Conflict
            );
        }

        return SeeOther.Page(Path);
    }

    private static async Task<SeeOther> PutOff(IFormCollection sent, Chart chart, CancellationToken cancellationToken)
    {
        var days = PutOffDays.FirstOrDefault(days => days.ToString(CultureInfo.InvariantCulture) == sent["days"], PutOffDays[0]);
        await chart.Questionnaires.PutOffAsync(days, cancellationToken);
        return SeeOther.Page("/progress");
    }

    private static async Task<SeeOther> Delete(string id, IFormCollection signed, Chart chart, CancellationToken cancellationToken)
    {
        // Reading the form is what checks that it is ours.
        _ = signed;
        await chart.Questionnaires.DeleteAsync(id, cancellationToken);
        return SeeOther.Page($"{Path}#all");
    }

    // Scores alone: what an activity is called is nobody's column. The interface for programs has everything.
    private static async Task<FileContentHttpResult> Send(Chart chart, CancellationToken cancellationToken)
    {
        var csv = new StringBuilder(
            "answered_at,edition,language,pain_0_to_10,roland_morris_0_to_24,patient_specific_0_to_10,activities_rated\n"
        );
        foreach (var stored in await chart.Questionnaires.ListAsync(cancellationToken))
        {
            var activities = stored.Answers.FindScore(Instrument.PatientSpecific);
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{stored.AnsweredAt:yyyy-MM-dd'T'HH:mm:sszzz},{stored.Answers.Edition},{stored.Language},"
            );
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{stored.Answers.Pain},{stored.Answers.Statements?.Count},{activities?.Value:0.##},{activities?.Count}\n"
            );
        }

        return TypedResults.File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", "supine-questionnaires.csv");
    }

    private static RazorComponentResult<FormPage> PageOf(FormPage.Model view, int status) =>
        new(new { View = view }) { StatusCode = status };
}
