using System.Collections.Immutable;
using NodaTime;
using NodaTime.Extensions;
using NodaTime.TimeZones;

namespace Supine.Sitting;

/// <summary>How somebody's days of sitting go: without faults, once it is there.</summary>
public sealed class SittingPlan
{
    private SittingPlan(PlanDraft draft, DateTimeZone zone) => (Draft, TimeZone) = (draft, zone);

    /// <summary>The shortest and the longest sitting limit.</summary>
    public static (TimeSpan Least, TimeSpan Most) LimitRange { get; } = (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(120));

    /// <summary>The shortest and the longest break.</summary>
    public static (TimeSpan Least, TimeSpan Most) BreakRange { get; } = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30));

    /// <summary>The shortest and the longest time that a stretch takes.</summary>
    public static (TimeSpan Least, TimeSpan Most) StretchRange { get; } = (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(60));

    /// <summary>A break is put off by at least this.</summary>
    public static TimeSpan LeastPostpone { get; } = TimeSpan.FromMinutes(1);

    /// <summary>More stretches than this a day are refused.</summary>
    public const int MostStretches = 6;

    /// <summary>More quiet hours than this a day are refused.</summary>
    public const int MostQuiet = 8;

    /// <summary>What it was made of.</summary>
    public PlanDraft Draft { get; }

    internal DateTimeZone TimeZone { get; }

    /// <summary>The names of all time zones, in order.</summary>
    public static ImmutableArray<string> Zones { get; } = [.. DateTimeZoneProviders.Tzdb.Ids.Order(StringComparer.Ordinal)];

    /// <summary>The name of a machine's own time zone, or UTC's where it has none of these names.</summary>
    /// <param name="local">The machine's.</param>
    public static string NameOf(TimeZoneInfo local)
    {
        ArgumentNullException.ThrowIfNull(local);
        var name = local.HasIanaId || !TimeZoneInfo.TryConvertWindowsIdToIanaId(local.Id, out var converted) ? local.Id : converted;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is null ? "Etc/UTC" : name;
    }

    /// <summary>Makes a plan of a draft.</summary>
    /// <param name="draft">As it was written.</param>
    /// <param name="faults">Everything that is wrong with it; none if there is a plan.</param>
    /// <returns>The plan, or null.</returns>
    public static SittingPlan? TryCreate(PlanDraft draft, out ImmutableArray<PlanFault> faults)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(draft.Zone);
        faults = [.. FindFaults(draft, zone)];
        return faults.IsEmpty ? new(draft, zone!) : null;
    }

    /// <summary>The clock on the wall at an instant.</summary>
    public DateTimeOffset ToLocal(DateTimeOffset instant) => instant.ToInstant().InZone(TimeZone).ToDateTimeOffset();

    /// <summary>The instant at which the clock on the wall shows a time: the first of two, or as much after the gap as the time is in
    /// it.</summary>
    public DateTimeOffset ToInstant(DateOnly day, TimeOnly time) =>
        LocalDateTime.FromDateTime(day.ToDateTime(time)).InZone(TimeZone, Resolvers.LenientResolver).ToInstant().ToDateTimeOffset();

    /// <summary>Whether the person works when the clock on the wall shows this.</summary>
    public bool IsWorkTime(DateTimeOffset local)
    {
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        var isOfTheDayBefore = Draft.Hours.GoesPastMidnight && time < Draft.Hours.Until;
        return Draft.Hours.Contains(time) && Draft.WorkDays.Contains(isOfTheDayBefore ? local.AddDays(-1).DayOfWeek : local.DayOfWeek);
    }

    /// <summary>Whether a time of day is in quiet hours.</summary>
    public bool IsQuiet(TimeOnly time) => Draft.Quiet.Any(span => span.Contains(time));

    private static IEnumerable<PlanFault> FindFaults(PlanDraft draft, DateTimeZone? zone) =>
        from check in new (PlanFault Fault, bool Found)[]
        {
            (PlanFault.UnknownZone, zone is null),
            (PlanFault.NoWorkDays, draft.WorkDays.IsEmpty),
            (PlanFault.EmptyHours, draft.Hours.Until == draft.Hours.From),
            (PlanFault.LimitOutOfRange, IsOutside(draft.Limit, LimitRange)),
            (PlanFault.BreakOutOfRange, IsOutside(draft.Break, BreakRange)),
            (PlanFault.PostponeOutOfRange, IsOutside(draft.Postpone, (LeastPostpone, draft.Limit))),
            (PlanFault.TooManyStretches, draft.Stretches.Count > MostStretches),
            (PlanFault.NoStretchDays, !draft.Stretches.IsEmpty && draft.StretchDays.IsEmpty),
            (PlanFault.StretchOutOfRange, IsOutside(draft.Stretch, StretchRange)),
            (
                PlanFault.StretchesTooClose,
                draft
                    .Stretches.Skip(1)
                    .Select(time => time.ToTimeSpan())
                    .Append(TimeSpan.FromDays(1))
                    .Zip(draft.Stretches, (next, time) => next - time.ToTimeSpan())
                    .Any(between => between < draft.Stretch)
            ),
            (PlanFault.StretchInQuiet, draft.Stretches.Any(time => draft.Quiet.Any(span => span.Contains(time)))),
            (PlanFault.TooManyQuiet, draft.Quiet.Length > MostQuiet),
            (PlanFault.EmptyQuiet, draft.Quiet.Any(span => span.From == span.Until)),
        }
        where check.Found
        select check.Fault;

    private static bool IsOutside(TimeSpan time, (TimeSpan Least, TimeSpan Most) range) => time < range.Least || time > range.Most;
}
