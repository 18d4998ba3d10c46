using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Protocols.Questionnaires;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Questionnaires;

/// <summary>The questionnaires for programs: everything that was answered, its scores, and when it is due.</summary>
internal static class QuestionnairesApi
{
    /// <summary>What can be said of the latest score.</summary>
    public enum ChangeKind
    {
        /// <summary>There is nothing to compare with.</summary>
        TooFew,

        /// <summary>No change that can be told.</summary>
        CannotTell,

        /// <summary>Changed for the better.</summary>
        Better,

        /// <summary>Changed for the worse.</summary>
        Worse,
    }

    /// <summary>An activity in the person's own words.</summary>
    /// <param name="Name">1 to 120 characters.</param>
    /// <param name="Rating">0 unable to 10 as before.</param>
    public sealed record ActivityRating(string Name, int Rating);

    /// <summary>Answers to one or more of the instruments.</summary>
    /// <param name="Edition">Of what was asked.</param>
    /// <param name="AnsweredAt">When, by the device's clock.</param>
    /// <param name="UtcOffsetMinutes">The person's own time, from UTC.</param>
    /// <param name="Language">The code of the language whose words were read.</param>
    /// <param name="Pain">0 none to 10, the average of the last week; null for no answer.</param>
    /// <param name="Statements">The ids that describe today; null for no answer, empty for none of them.</param>
    /// <param name="Activities">Up to five; empty for no answer.</param>
    public sealed record AnsweredQuestionnaire(
        int Edition,
        DateTimeOffset AnsweredAt,
        int UtcOffsetMinutes,
        string Language,
        int? Pain,
        IReadOnlyList<string>? Statements,
        IReadOnlyList<ActivityRating> Activities
    );

    /// <summary>Answers as they are kept, with their scores.</summary>
    /// <param name="Id">UUID of version 7.</param>
    /// <param name="Given">What was answered.</param>
    /// <param name="IsCorrected">Whether they were changed later.</param>
    /// <param name="RolandMorris">How many statements apply, 0 to 24; null for no answer.</param>
    /// <param name="PatientSpecific">The mean of the activities, 0 to 10; null for no answer.</param>
    public sealed record KeptQuestionnaire(
        string Id,
        AnsweredQuestionnaire Given,
        bool IsCorrected,
        int? RolandMorris,
        double? PatientSpecific
    );

    /// <summary>What has become of an instrument's score.</summary>
    /// <param name="Instrument">Which.</param>
    /// <param name="SinceFirst">Since the first answers.</param>
    /// <param name="SinceLast">Since the answers before the latest.</param>
    /// <param name="AskClinician">Whether the latest score is high, or it has got worse.</param>
    public sealed record QuestionnaireChange(Instrument Instrument, ChangeKind SinceFirst, ChangeKind SinceLast, bool AskClinician);

    /// <summary>Everything there is.</summary>
    /// <param name="Edition">Of what is asked now.</param>
    /// <param name="NextDue">From this day on it is time to answer again.</param>
    /// <param name="IsDue">Whether it is time.</param>
    /// <param name="All">All answers, the earliest first.</param>
    /// <param name="Changes">What has become of each instrument that was answered.</param>
    public sealed record QuestionnairesState(
        int Edition,
        DateOnly NextDue,
        bool IsDue,
        ImmutableArray<KeptQuestionnaire> All,
        ImmutableArray<QuestionnaireChange> Changes
    );

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/questionnaires").WithTags("Questionnaires").Personal();
        api.MapGet("/", Read)
            .WithName("ReadQuestionnaires")
            .WithSummary("All answers with their scores, what has changed, and when it is due.");
        api.MapPut("/{id}", Record)
            .WithName("RecordQuestionnaire")
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithSummary("Stores answers. Sending them again changes nothing; other answers of the same id correct them.");
        api.MapDelete("/{id}", Delete).WithName("DeleteQuestionnaire").WithSummary("Removes answers. Removing them again changes nothing.");
    }

    private static async Task<Ok<QuestionnairesState>> Read(Chart chart, CancellationToken cancellationToken)
    {
        var stored = await chart.Questionnaires.ListAsync(cancellationToken);
        var standing = await chart.Questionnaires.FindStandingAsync(cancellationToken);
        return TypedResults.Ok(
            new QuestionnairesState(
                chart.Questionnaires.Table.Edition,
                standing.NextDue,
                standing.IsDue,
                [.. stored.Select(Describe)],
                [
                    .. chart
                        .Questionnaires.FindCourses(stored)
                        .Select(course => new QuestionnaireChange(
                            course.Instrument,
                            KindOf(course.SinceFirst),
                            KindOf(course.SinceLast),
                            !course.Reasons.IsEmpty
                        )),
                ]
            )
        );
    }

    private static async Task<Results<NoContent, Faulty, ProblemHttpResult>> Record(
        string id,
        AnsweredQuestionnaire given,
        Chart chart,
        Texts texts,
        TextCatalogue catalogue,
        CancellationToken cancellationToken
    )
    {
        var table = chart.Questionnaires.Table;
        var faults = new Faults();
        faults.Require(RecordId.Find(id) is not null, "id", RecordId.Rule);
        faults.Require(given.Edition == table.Edition, "edition", $"This is edition {table.Edition}.");
        LocalInstant.Check(given.AnsweredAt, chart.Clock.Now, "answeredAt", texts["fault.clock"], faults);
        LocalInstant.CheckOffset(given.UtcOffsetMinutes, faults);
        faults.Require(
            catalogue.Languages.Any(language => language.Code == given.Language),
            "language",
            $"It is one of {string.Join(", ", catalogue.Languages.Select(language => language.Code))}."
        );
        var draft = new QuestionnaireDraft(
            given.Pain,
            given.Statements?.ToImmutableArray(),
            [.. given.Activities.Select(activity => (activity?.Name ?? "", activity?.Rating))]
        );
        var answers = QuestionnaireAnswers.TryCreate(table, draft, out var wrong);
        foreach (var fault in wrong)
        {
            faults.Add(PlaceOf(fault), Explain(fault.Kind));
        }

        if (answers is null || !faults.AreNone)
        {
            return faults.ToProblem();
        }

        return await chart.Questionnaires.StoreAsync(
            RecordId.Find(id)!,
            given.AnsweredAt.ToOffset(TimeSpan.FromMinutes(given.UtcOffsetMinutes)),
            given.Language,
            answers,
            cancellationToken
        )
            ? TypedResults.NoContent()
            : Problems.Gone("These answers were deleted. Forget them.");
    }

    private static async Task<NoContent> Delete(string id, Chart chart, CancellationToken cancellationToken)
    {
        await chart.Questionnaires.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static KeptQuestionnaire Describe(StoredQuestionnaire stored)
    {
        var answers = stored.Answers;
        return new(
            stored.Id,
            new(
                answers.Edition,
                stored.AnsweredAt,
                (int)stored.AnsweredAt.Offset.TotalMinutes,
                stored.Language,
                answers.Pain,
                answers.Statements,
                [.. answers.Activities.Select(activity => new ActivityRating(activity.Name, activity.Rating))]
            ),
            stored.IsCorrected,
            answers.Statements?.Count,
            answers.FindScore(Instrument.PatientSpecific) is { } score ? Math.Round(score.Value, 3) : null
        );
    }

    private static ChangeKind KindOf(ScoreChange change) =>
        change switch
        {
            ScoreChange.TooFew => ChangeKind.TooFew,
            ScoreChange.CannotTell => ChangeKind.CannotTell,
            ScoreChange.Better => ChangeKind.Better,
            ScoreChange.Worse => ChangeKind.Worse,
            _ => throw new InvalidOperationException("A change is told, cannot be told, or there is nothing to compare with."),
        };

    private static string PlaceOf(AnswerFault fault) =>
        fault.Kind switch
        {
            AnswerFaultKind.Nothing or AnswerFaultKind.PainOutOfRange => "pain",
            AnswerFaultKind.UnknownStatement => $"statements[{fault.At}]",
            AnswerFaultKind.TooManyActivities => "activities",
            AnswerFaultKind.Unnamed or AnswerFaultKind.BadName or AnswerFaultKind.NamedTwice => $"activities[{fault.At}].name",
            AnswerFaultKind.Unrated or AnswerFaultKind.RatingOutOfRange => $"activities[{fault.At}].rating",
        };

    private static string Explain(AnswerFaultKind kind) =>
        kind switch
        {
            AnswerFaultKind.Nothing => "Nothing is answered. Answer at least one of pain, statements, activities.",
            AnswerFaultKind.PainOutOfRange or AnswerFaultKind.RatingOutOfRange or AnswerFaultKind.Unrated =>
                $"A rating is a whole number from 0 to {QuestionnaireTable.MostRating}.",
            AnswerFaultKind.UnknownStatement => "There is no statement of this id.",
            AnswerFaultKind.TooManyActivities => $"There are at most {QuestionnaireTable.MostActivities} activities.",
            AnswerFaultKind.Unnamed or AnswerFaultKind.BadName =>
                $"An activity has a name of 1 to {QuestionnaireTable.LongestActivity} characters.",
            AnswerFaultKind.NamedTwice => "Each activity is named once.",
        };
}
