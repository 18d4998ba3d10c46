using Supine.Protocols.Questionnaires;

namespace Supine.Records;

/// <summary>Answers to the questionnaires as they are kept.</summary>
/// <param name="Id">Made by whoever asked; UUID of version 7.</param>
/// <param name="AnsweredAt">In the person's own time.</param>
/// <param name="Language">The code of the language whose words were read.</param>
/// <param name="IsCorrected">Whether they were changed later.</param>
/// <param name="Answers">What counts now.</param>
public sealed record StoredQuestionnaire(
    string Id,
    DateTimeOffset AnsweredAt,
    string Language,
    bool IsCorrected,
    QuestionnaireAnswers Answers
)
{
    /// <summary>The day it belongs to, where the person was.</summary>
    public DateOnly Day => DateOnly.FromDateTime(AnsweredAt.DateTime);
}
