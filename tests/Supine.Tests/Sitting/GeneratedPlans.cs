using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Supine.Sitting;

namespace Supine.Tests.Sitting;

/// <summary>Plans without faults, of all kinds.</summary>
internal static class GeneratedPlans
{
    private static Gen<TimeOnly> Time { get; } = Gen.Choose(0, 287).Select(step => TimeOnly.MinValue.AddMinutes(5 * step));

    private static Gen<ImmutableSortedSet<DayOfWeek>> Days { get; } =
        from kept in Gen.Choose(0, 127)
        select Enum.GetValues<DayOfWeek>().Where(day => (kept >> (int)day & 1) == 1).ToImmutableSortedSet();

    public static Gen<SittingPlan> Any { get; } =
        (
            from zone in Gen.Elements(
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "Asia/Kolkata",
                "America/Sao_Paulo",
                "Africa/Casablanca"
            )
            from days in Days
            from hours in Time.Two()
            from limit in Gen.Choose(10, 120)
            from rest in Gen.Choose(1, 30)
            from postpone in Gen.Choose(1, 60)
            from stretchDays in Days
            from stretches in Gen.Choose(0, 4).SelectMany(count => Time.ListOf(count))
            from quiet in Gen.Choose(0, 4).SelectMany(count => Time.Two().ListOf(count))
            select SittingPlan.TryCreate(
                new()
                {
                    Zone = zone,
                    WorkDays = days,
                    Hours = new(hours.Item1, hours.Item2),
                    Limit = TimeSpan.FromMinutes(limit),
                    Break = TimeSpan.FromMinutes(rest),
                    Postpone = TimeSpan.FromMinutes(Math.Min(postpone, limit)),
                    StretchDays = stretchDays,
                    Stretches = [.. stretches],
                    Quiet = [.. quiet.Select(span => new DaySpan(span.Item1, span.Item2))],
                },
                out _
            )
        )
            .Where(plan => plan is not null)
            .Select(plan => plan!);

    public static SittingPlan Create(PlanDraft draft) =>
        SittingPlan.TryCreate(draft, out var faults) ?? throw new InvalidOperationException(string.Join(", ", faults));
}
