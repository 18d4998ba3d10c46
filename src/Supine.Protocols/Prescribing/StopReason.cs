namespace Supine.Protocols.Prescribing;

/// <summary>Why a person stopped before the end.</summary>
public enum StopReason
{
    /// <summary>There was no more time.</summary>
    Time,

    /// <summary>It hurt.</summary>
    Pain,

    /// <summary>Pain that travelled down the leg.</summary>
    LegPain,

    /// <summary>Tingling.</summary>
    Tingling,

    /// <summary>Weakness or numbness.</summary>
    Weakness,

    /// <summary>Something else.</summary>
    Other,

    /// <summary>Only too strong: no pain, and no sign.</summary>
    TooStrong,
}
