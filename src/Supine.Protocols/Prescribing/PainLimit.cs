namespace Supine.Protocols.Prescribing;

/// <summary>What pain, told from 0 to 10, means: up to 3 is acceptable, 4 and 5 if it is gone after a day, 6 to 10 stop (facts).</summary>
public static class PainLimit
{
    /// <summary>Pain from which a session stops and was too much.</summary>
    public const int Stops = 6;

    /// <summary>Pain that has to be gone after a day.</summary>
    public const int Lasting = 4;
}
