namespace Supine.Sitting;

/// <summary>How things stand with somebody who sits.</summary>
public abstract record DeskState
{
    private DeskState() { }

    /// <summary>It is not their time to work.</summary>
    public sealed record OffDuty : DeskState;

    /// <summary>They sit, and no break is due yet.</summary>
    /// <param name="DueIn">When it will be.</param>
    public sealed record Seated(TimeSpan DueIn) : DeskState;

    /// <summary>They take a break.</summary>
    /// <param name="Left">For how much longer.</param>
    public sealed record OnBreak(TimeSpan Left) : DeskState;

    /// <summary>A break is due, and they were asked to take it.</summary>
    public sealed record Asked : DeskState;

    /// <summary>It is time to lie down and stretch, and they were asked to.</summary>
    public sealed record StretchTime : DeskState;

    /// <summary>A break is due, and they have put it off.</summary>
    /// <param name="Left">For how much longer.</param>
    public sealed record Postponed(TimeSpan Left) : DeskState;

    /// <summary>A break is due in quiet hours, or while nobody is to disturb: nothing asks.</summary>
    public sealed record Undisturbed : DeskState;
}
