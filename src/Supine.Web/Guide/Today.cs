using Supine.Protocols.Questionnaires;
using Supine.Records;

namespace Supine.Web.Guide;

/// <summary>Today at a glance.</summary>
/// <param name="Session">What is suggested, why, and the week so far.</param>
/// <param name="ScreenedUntil">When the safety questions are due again.</param>
/// <param name="Questionnaires">Whether the questionnaires are due, and when they will be.</param>
/// <param name="StretchAt">When the day of sitting asks for the next stretch; null where it does not.</param>
/// <param name="Better">Whether anything is getting better.</param>
public sealed record Today(
    NextSession Session,
    DateTimeOffset ScreenedUntil,
    QuestionnaireStanding Questionnaires,
    TimeOnly? StretchAt,
    BetterVerdict Better
);
