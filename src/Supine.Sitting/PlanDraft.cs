using System.Collections.Immutable;

namespace Supine.Sitting;

/// <summary>A plan as somebody wrote it: it may have faults. The defaults have none.</summary>
public sealed record PlanDraft
{
    /// <summary>Monday to Friday.</summary>
    public static ImmutableSortedSet<DayOfWeek> Weekdays { get; } =
    [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>All seven.</summary>
    public static ImmutableSortedSet<DayOfWeek> EveryDay { get; } = [.. Enum.GetValues<DayOfWeek>()];

    /// <summary>The time zone's name in the IANA database: <c>Europe/Berlin</c>.</summary>
    public string Zone { get; init; } = "Etc/UTC";

    /// <summary>The days on which the person sits at work.</summary>
    public ImmutableSortedSet<DayOfWeek> WorkDays { get; init; } = Weekdays;

    /// <summary>From when to when; past midnight where they end before they begin, and then the day is the one on which they
    /// begin.</summary>
    public DaySpan Hours { get; init; } = new(new(9, 0), new(17, 0));

    /// <summary>The longest time to sit without a break.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a break is. Who is away as long has had one.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>By how long a break is put off.</summary>
    public TimeSpan Postpone { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The days of the stretches.</summary>
    public ImmutableSortedSet<DayOfWeek> StretchDays { get; init; } = EveryDay;

    /// <summary>When to lie down and stretch.</summary>
    public ImmutableSortedSet<TimeOnly> Stretches { get; init; } = [];

    /// <summary>How long that takes, changing sides and getting up included.</summary>
    public TimeSpan Stretch { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>When nothing asks for a break: a meeting, a nap.</summary>
    public ImmutableArray<DaySpan> Quiet { get; init; } = [];
}
