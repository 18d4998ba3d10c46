using System.Collections.Immutable;
using System.Globalization;
using Supine.Protocols.Questionnaires;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Shell;

namespace Supine.Web.Questionnaires;

/// <summary>The answers as they stand in the page's form: what somebody typed or ticked stays, even if it cannot be read.</summary>
/// <param name="Id">Names the answers, so that a form sent twice is one; empty where none was sent.</param>
/// <param name="Pain">The rating of pain; empty for no answer.</param>
/// <param name="Statements">The ids that are ticked.</param>
/// <param name="NoStatement">Whether none of them is.</param>
/// <param name="Activities">As many rows as there are.</param>
public sealed record QuestionnaireForm(
    string Id,
    string Pain,
    ImmutableHashSet<string> Statements,
    bool NoStatement,
    ImmutableArray<(string Name, string Rating)> Activities
)
{
    /// <summary>The place of the rating of pain, which the page's address may lead to.</summary>
    public const string PainPlace = "pain";

    /// <summary>The place of the statements.</summary>
    public const string StatementsPlace = "statements";

    /// <summary>The place of all that was asked.</summary>
    public const string FormPlace = "answers";

    /// <summary>The place of an activity.</summary>
    public static string ActivityPlace(int at) => string.Create(CultureInfo.InvariantCulture, $"activity-{at + 1}");

    /// <summary>An empty form in which the activities of the last time stand by name.</summary>
    public static QuestionnaireForm Empty(string id, IEnumerable<StoredQuestionnaire> earlier)
    {
        var last = earlier.LastOrDefault(one => !one.Answers.Activities.IsEmpty)?.Answers.Activities ?? [];
        return new(id, "", [], false, Rows(last.Select(activity => (activity.Name, ""))));
    }

    /// <summary>What was kept, to be corrected.</summary>
    public static QuestionnaireForm Of(StoredQuestionnaire stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var answers = stored.Answers;
        return new(
            stored.Id,
            answers.Pain is { } pain ? Written(pain) : "",
            [.. answers.Statements ?? []],
            answers.Statements?.IsEmpty == true,
            Rows(answers.Activities.Select(activity => (activity.Name, Written(activity.Rating))))
        );
    }

    /// <summary>What was sent.</summary>
    public static QuestionnaireForm Read(IFormCollection sent, QuestionnaireTable table)
    {
        ArgumentNullException.ThrowIfNull(sent);
        ArgumentNullException.ThrowIfNull(table);
        var (names, ratings) = (sent["activity"], sent["rating"]);
        return new(
            sent["id"].ToString(),
            sent["pain"].ToString(),
            [.. sent["statement"].OfType<string>().Where(table.HasStatement)],
            sent["none"] == "yes",
            Rows(
                Enumerable
                    .Range(0, Math.Max(names.Count, ratings.Count))
                    .Select(at => (names.ElementAtOrDefault(at) ?? "", ratings.ElementAtOrDefault(at) ?? ""))
                    .Take(QuestionnaireTable.MostActivities)
            )
        );
    }

    /// <summary>The answers; null, with every fault at its place, where there are none.</summary>
    internal QuestionnaireAnswers? ToAnswers(QuestionnaireTable table, Texts texts, Faults faults)
    {
        faults.Require(!NoStatement || Statements.IsEmpty, StatementsPlace, texts["questionnaires.bothFault"]);
        ImmutableArray<string>? statements = NoStatement || !Statements.IsEmpty ? [.. Statements] : null;
        var draft = new QuestionnaireDraft(ToRating(Pain), statements, [.. Activities.Select(row => (row.Name, ToRating(row.Rating)))]);
        var answers = QuestionnaireAnswers.TryCreate(table, draft, out var wrong);
        foreach (var fault in wrong)
        {
            faults.Add(PlaceOf(fault), Explain(fault, texts));
        }

        return faults.AreNone ? answers : null;
    }

    private static string PlaceOf(AnswerFault fault) =>
        fault.Kind switch
        {
            AnswerFaultKind.Nothing => FormPlace,
            AnswerFaultKind.PainOutOfRange => PainPlace,
            AnswerFaultKind.UnknownStatement => StatementsPlace,
            AnswerFaultKind.TooManyActivities
            or AnswerFaultKind.Unnamed
            or AnswerFaultKind.BadName
            or AnswerFaultKind.Unrated
            or AnswerFaultKind.RatingOutOfRange
            or AnswerFaultKind.NamedTwice => ActivityPlace(fault.At),
        };

    private string Explain(AnswerFault fault, Texts texts) =>
        fault.Kind switch
        {
            AnswerFaultKind.Nothing => texts["questionnaires.nothingFault"],
            AnswerFaultKind.PainOutOfRange => texts["questionnaires.ratingFault"],
            AnswerFaultKind.UnknownStatement => texts["problem.goBack"],
            AnswerFaultKind.TooManyActivities => texts["questionnaires.manyFault", ("most", QuestionnaireTable.MostActivities)],
            AnswerFaultKind.Unnamed => texts["questionnaires.unnamedFault", ("number", fault.At + 1)],
            AnswerFaultKind.BadName => texts[
                "questionnaires.nameFault",
                ("number", fault.At + 1),
                ("most", QuestionnaireTable.LongestActivity)
            ],
            AnswerFaultKind.Unrated => texts["questionnaires.unratedFault", ("name", Activities[fault.At].Name.Trim())],
            AnswerFaultKind.RatingOutOfRange => texts["questionnaires.ratingFault"],
            AnswerFaultKind.NamedTwice => texts["questionnaires.twiceFault", ("name", Activities[fault.At].Name.Trim())],
        };

    // What is no number is none of the scale either, and is told as such.
    private static int? ToRating(string text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rating) ? rating
        : -1;

    private static string Written(int rating) => rating.ToString(CultureInfo.InvariantCulture);

    private static ImmutableArray<(string Name, string Rating)> Rows(IEnumerable<(string Name, string Rating)> rows) =>
        [.. rows.Concat(Enumerable.Repeat(("", ""), QuestionnaireTable.MostActivities)).Take(QuestionnaireTable.MostActivities)];
}
