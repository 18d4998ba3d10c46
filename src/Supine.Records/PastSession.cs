using Supine.Protocols.Prescribing;

namespace Supine.Records;

/// <summary>What was done of a session with the milder track it went on with after it was too strong.</summary>
/// <param name="Protocol">The id of the protocol.</param>
/// <param name="Title">What it was called.</param>
/// <param name="Asked">What its track asked for; null where the track has no hold of a side.</param>
/// <param name="Left">Held on the left; null when not measured.</param>
/// <param name="Right">Held on the right, likewise.</param>
public sealed record MilderPart(string Protocol, string Title, PrescribedHolds? Asked, TimeSpan? Left, TimeSpan? Right)
{
    /// <summary>Whether a side was held for as long as one hold of its track asks for.</summary>
    public bool HasWholeHold => Asked is { Hold: var hold } && (Left >= hold || Right >= hold);
}

/// <summary>A session as the history lists it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Protocol">The id of the protocol.</param>
/// <param name="Title">What it was called.</param>
/// <param name="StartedAt">In the person's own time.</param>
/// <param name="EndReason">How it ended; null when nothing says that it did.</param>
/// <param name="Left">Held on the left in all, corrected where the person did; null when not measured.</param>
/// <param name="Right">Held on the right, likewise.</param>
/// <param name="IsCorrected">Whether the person corrected one of the two.</param>
/// <param name="Pain">0 to 10, or null when not answered.</param>
/// <param name="StopReason">Why it was stopped early; null when not answered.</param>
public sealed record PastSession(
    string Id,
    string Protocol,
    string Title,
    DateTimeOffset StartedAt,
    EndReason? EndReason,
    TimeSpan? Left,
    TimeSpan? Right,
    bool IsCorrected,
    int? Pain,
    StopReason? StopReason
)
{
    /// <summary>What its track asked for; null where the track has no hold of a side.</summary>
    public PrescribedHolds? Asked { get; init; }

    /// <summary>Pain a day later, 0 to 10; null when not answered.</summary>
    public int? PainNextDay { get; init; }

    /// <summary>Whether the low back did not stay flat; null when not answered.</summary>
    public bool? BackArched { get; init; }

    /// <summary>What it went on with after it was too strong; null where it did not.</summary>
    public MilderPart? Milder { get; init; }

    /// <summary>Whether a side was held for as long as one hold of a track it played asks for.</summary>
    public bool HasWholeHold => HasWholeHoldBefore || Milder?.HasWholeHold == true;

    /// <summary>The same of the track it began with alone.</summary>
    public bool HasWholeHoldBefore =>
        Asked is { Hold: var hold } && (Less(Left, Milder?.Left) >= hold || Less(Right, Milder?.Right) >= hold);

    /// <summary>Whether it makes a day of practice: a whole hold; anything held where the track does not say how long that is.</summary>
    public bool IsPractice => Asked is null ? Left > TimeSpan.Zero || Right > TimeSpan.Zero : HasWholeHold;

    /// <summary>Whether it was played for less than <see cref="ShortTry"/>, pauses apart.</summary>
    public bool IsBrief { get; init; }

    /// <summary>A try that is shorter is folded in lists.</summary>
    public static TimeSpan ShortTry { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether it was only a short try that says nothing: without one whole hold, and without pain, a sign, a reason to stop or
    /// a correction, which always stand in a list.</summary>
    public bool IsShortTry =>
        IsBrief
        && !HasWholeHold
        && !IsCorrected
        && EndReason is not Records.EndReason.Completed
        && StopReason is null
        && Pain is null or 0
        && PainNextDay is null or 0
        && BackArched is not true;

    /// <summary>The day it belongs to, where the person was.</summary>
    public DateOnly Day => DateOnly.FromDateTime(StartedAt.DateTime);

    private static TimeSpan? Less(TimeSpan? all, TimeSpan? milder) => all - (milder ?? TimeSpan.Zero);
}
