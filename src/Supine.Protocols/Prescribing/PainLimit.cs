namespace Supine.Protocols.Prescribing;

/// <summary>What pain, told from 0 to 10, means: up to 3 is acceptable, 4 and 5 if it is gone after a day, 6 to 10 stop (facts).</summary>
public static class PainLimit
{
    /// <summary>Pain from which a session stops and was too much.</summary>
    public const int Stops = 6;

    /// <summary>Pain that has to be gone after a day.</summary>
    public const int Lasting = 4;

    /// <summary>Whether a session was stopped for a sign that a nerve may be irritated.</summary>
    public static bool IsSign(StopReason? reason) => reason is StopReason.LegPain or StopReason.Tingling or StopReason.Weakness;

    /// <summary>Whether what was told of a session is a reason to rest and to ask the safety questions again.</summary>
    /// <param name="pain">0 to 10; null when it was not answered.</param>
    /// <param name="painNextDay">The same a day later.</param>
    /// <param name="reason">Why it was stopped early; null when it was not, or was not answered.</param>
    public static bool IsReasonToRest(int? pain, int? painNextDay, StopReason? reason) =>
        pain >= Stops || painNextDay >= Stops || reason == StopReason.Pain || IsSign(reason);
}
