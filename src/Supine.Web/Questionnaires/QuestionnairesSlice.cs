using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols.Questionnaires;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;
using Supine.Web.Storage;

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
    private static async Task<Results<RazorComponentResult<ScoresPage>, RazorComponentResult<FormPage>>> Show(
        QuestionnaireRecords records,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var stored = await records.ReadAllAsync(cancellationToken);
        if (stored.IsEmpty)
        {
            return await Ask(records, clock, cancellationToken);
        }

        return new RazorComponentResult<ScoresPage>(
            new
            {
                View = new ScoresPage.Model(
                    records.Table,
                    stored,
                    FindCourses(records.Table, stored),
                    await records.FindStandingAsync(cancellationToken)
                ),
            }
        );
    }

    private static async Task<RazorComponentResult<FormPage>> Ask(
        QuestionnaireRecords records,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var stored = await records.ReadAllAsync(cancellationToken);
        return PageOf(
            new(
                records.Table,
                QuestionnaireForm.Empty(NewId(clock), stored),
                null,
                (await records.FindStandingAsync(cancellationToken)).IsDue,
                []
            ),
            StatusCodes.Status200OK
        );
    }

    private static async Task<Results<RazorComponentResult<FormPage>, ProblemHttpResult>> Correct(
        string id,
        QuestionnaireRecords records,
        Texts texts,
        CancellationToken cancellationToken
    ) =>
        await records.FindAsync(id, cancellationToken) is { } stored
            ? PageOf(new(records.Table, QuestionnaireForm.Of(stored), stored.Day, MayPutOff: false, []), StatusCodes.Status200OK)
            : Problems.NotFound(texts["questionnaires.unknown"]);

    private static async Task<Results<SeeOther, RazorComponentResult<FormPage>>> Save(
        IFormCollection sent,
        QuestionnaireRecords records,
        Texts texts,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var form = QuestionnaireForm.Read(sent, records.Table);
        var faults = new Faults();
        faults.Require(QuestionnairesApi.IsId(form.Id), QuestionnaireForm.FormPlace, texts["problem.goBack"]);
        var before = QuestionnairesApi.IsId(form.Id) ? await records.FindAsync(form.Id, cancellationToken) : null;
        var answers = form.ToAnswers(records.Table, texts, faults);
        if (answers is null || !faults.AreNone)
        {
            return PageOf(new(records.Table, form, before?.Day, MayPutOff: false, [.. faults.All]), StatusCodes.Status400BadRequest);
        }

        if (!await records.StoreAsync(form.Id, before?.AnsweredAt ?? clock.GetLocalNow(), texts.Language.Code, answers, cancellationToken))
        {
            // They were deleted meanwhile: what stands in the form is not lost, and is kept anew if they wish.
            faults.Add(QuestionnaireForm.FormPlace, texts["questionnaires.deletedFault"]);
            return PageOf(
                new(records.Table, form with { Id = NewId(clock) }, null, MayPutOff: false, [.. faults.All]),
                StatusCodes.Status409Conflict
            );
        }

        return SeeOther.Page(Path);
    }

    private static async Task<SeeOther> PutOff(IFormCollection sent, QuestionnaireRecords records, CancellationToken cancellationToken)
    {
        var days = PutOffDays.FirstOrDefault(days => days.ToString(CultureInfo.InvariantCulture) == sent["days"], PutOffDays[0]);
        await records.PutOffAsync(days, cancellationToken);
        return SeeOther.Page("/progress");
    }

    private static async Task<SeeOther> Delete(
        string id,
        IFormCollection signed,
        QuestionnaireRecords records,
        CancellationToken cancellationToken
    )
    {
        // Reading the form is what checks that it is ours.
        _ = signed;
        await records.DeleteAsync(id, cancellationToken);
        return SeeOther.Page($"{Path}#all");
    }

    // Scores alone: what an activity is called is nobody's column. The interface for programs has everything.
    private static async Task<FileContentHttpResult> Send(QuestionnaireRecords records, CancellationToken cancellationToken)
    {
        var csv = new StringBuilder(
            "answered_at,edition,language,pain_0_to_10,roland_morris_0_to_24,patient_specific_0_to_10,activities_rated\n"
        );
        foreach (var stored in await records.ReadAllAsync(cancellationToken))
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

    /// <summary>Every instrument that was answered, over time.</summary>
    public static ImmutableArray<ScoreCourse> FindCourses(QuestionnaireTable table, ImmutableArray<StoredQuestionnaire> stored)
    {
        var days = stored.Select(one => new AnswersOfDay(one.Day, one.Answers)).ToList();
        return [.. Enum.GetValues<Instrument>().Select(instrument => ScoreCourse.Find(table, instrument, days)).OfType<ScoreCourse>()];
    }

    private static string NewId(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow()).ToString("D");

    private static RazorComponentResult<FormPage> PageOf(FormPage.Model view, int status) =>
        new(new { View = view }) { StatusCode = status };
}
