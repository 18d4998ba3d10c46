using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Records;
using Supine.Web.Boundary;
using Supine.Web.Charts;
using Supine.Web.Shell;

namespace Supine.Web.Sessions;

/// <summary>Stores what the person answers after a session. It can be answered again: every answer is kept, the latest one
/// counts.</summary>
internal static class AnswerAfter
{
    public const int LongestNote = 2000;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/{id}/after", Handle)
            .WithName("AnswerAfter")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone)
            .WithSummary("Answers after a session. Earlier answers are kept; the latest counts.");

    public static Faults Check(SessionAnswers answers, Texts texts, DateTimeOffset now)
    {
        var faults = new Faults();
        LocalInstant.Check(answers.AnsweredAt, now, "answeredAt", texts["fault.clock"], faults);
        faults.Require(answers.Pain is null or (>= 0 and <= 10), "pain", texts["fault.pain"]);
        faults.Require(answers.PainNextDay is null or (>= 0 and <= 10), "painNextDay", texts["fault.pain"]);
        faults.Require(answers.FootDangle is null or (>= 0 and <= 3), "footDangle", texts["fault.footDangle"]);
        faults.Require(answers.Note is null || answers.Note.Length <= LongestNote, "note", texts["fault.note", ("most", LongestNote)]);
        faults.Require(answers.Note is null || PlainText.AreLines(answers.Note), "note", texts["fault.hidden"]);
        return faults;
    }

    private static async Task<Results<NoContent, Faulty, ProblemHttpResult>> Handle(
        string id,
        SessionAnswers answers,
        Chart chart,
        Texts texts,
        CancellationToken cancellationToken
    )
    {
        var faults = Check(answers, texts, chart.Clock.Now);
        return faults.AreNone ? SessionsApi.ToResult(await chart.Sessions.AnswerAsync(id, answers, cancellationToken)) : faults.ToProblem();
    }
}
