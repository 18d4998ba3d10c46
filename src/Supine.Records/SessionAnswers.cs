using Supine.Protocols.Prescribing;

namespace Supine.Records;

/// <summary>What a person answers after a session. What is null was not answered.</summary>
/// <param name="AnsweredAt">When the answers were given. A second answer for the same instant is the first one sent again.</param>
/// <param name="Pain">0 none to 10 worst.</param>
/// <param name="FootDangle">How far the foot dangled off the edge, 0 to 3.</param>
/// <param name="Note">In the person's own words.</param>
/// <param name="StopReason">Why the session was stopped early.</param>
/// <param name="BackArched">Whether the low back did not stay flat.</param>
/// <param name="PainNextDay">0 none to 10 worst, a day later.</param>
public sealed record SessionAnswers(
    DateTimeOffset AnsweredAt,
    int? Pain,
    int? FootDangle,
    string? Note,
    StopReason? StopReason,
    bool? BackArched,
    int? PainNextDay
);

/// <summary>How long a side was held, as the person corrects it. Null leaves a side as it was measured.</summary>
/// <param name="CorrectedAt">When the correction was made. A second one for the same instant is the first one sent again.</param>
/// <param name="LeftMs">Held on the left, all sets together, in milliseconds.</param>
/// <param name="RightMs">Held on the right, all sets together, in milliseconds.</param>
public sealed record HeldCorrection(DateTimeOffset CorrectedAt, long? LeftMs, long? RightMs);
