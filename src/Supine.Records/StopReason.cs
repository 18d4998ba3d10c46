namespace Supine.Records;

/// <summary>Why a person stopped before the end.</summary>
public enum StopReason
{
    /// <summary>There was no more time.</summary>
    Time,

    /// <summary>It hurt.</summary>
    Pain,

    /// <summary>Tingling or numbness.</summary>
    Tingling,

    /// <summary>Something else.</summary>
    Other,
}
