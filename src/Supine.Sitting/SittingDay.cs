using System.Collections.Immutable;

namespace Supine.Sitting;

/// <summary>What a day asks for.</summary>
public enum Activity
{
    /// <summary>To stand up for a moment.</summary>
    Break,

    /// <summary>To lie down and stretch.</summary>
    Stretch,
}

/// <summary>Something a day asks for, at its time.</summary>
/// <param name="Activity">What.</param>
/// <param name="At">When, by the clock on the wall.</param>
/// <param name="Length">For how long.</param>
public sealed record Appointment(Activity Activity, TimeOnly At, TimeSpan Length);

/// <summary>A day of the week as the plan has it, if every break is taken when it is due.</summary>
public static class SittingDay
{
    private static readonly TimeSpan Midnight = TimeSpan.FromDays(1);

    /// <summary>What the day asks for, in order. Nothing of it overlaps.</summary>
    /// <remarks>
    /// A stretch is a break too, and sitting begins anew after it. A break that would come in quiet hours comes when they are over, as the
    /// prompts do. Work that goes on past
    /// midnight began the day before.
    /// </remarks>
    public static ImmutableArray<Appointment> Lay(SittingPlan plan, DayOfWeek day)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var draft = plan.Draft;
        var breaks = FindBreaks(plan, day)
            .Where(due => due < Midnight)
            .Concat(FindBreaks(plan, DayBefore(day)).Where(due => due >= Midnight).Select(due => due - Midnight));
        return
        [
            .. StretchesOf(draft, day)
                .Select(at => new Appointment(Activity.Stretch, TimeOnly.FromTimeSpan(at), draft.Stretch))
                .Concat(breaks.Select(at => new Appointment(Activity.Break, TimeOnly.FromTimeSpan(at), draft.Break)))
                .OrderBy(appointment => appointment.At),
        ];
    }

    // From the midnight before work begins.
    private static IEnumerable<TimeSpan> FindBreaks(SittingPlan plan, DayOfWeek day)
    {
        var draft = plan.Draft;
        if (!draft.WorkDays.Contains(day))
        {
            yield break;
        }

        var stretches = StretchesOf(draft, day).Concat(StretchesOf(draft, DayAfter(day)).Select(time => time + Midnight)).ToList();
        var until = draft.Hours.Until.ToTimeSpan() + (draft.Hours.GoesPastMidnight ? Midnight : TimeSpan.Zero);
        for (
            var satSince = draft.Hours.From.ToTimeSpan();
            FindDue(plan, satSince + draft.Limit, until) is { } due && due + draft.Break <= until;

        )
        {
            // a stretch that begins before such a break would be over stands in for it
            var begun = stretches.Where(time => time < due + draft.Break && time + draft.Stretch > satSince).ToList();
            if (begun.Count > 0)
            {
                satSince = begun[0] + draft.Stretch;
            }
            else
            {
                yield return due;
                satSince = due + draft.Break;
            }
        }
    }

    private static IEnumerable<TimeSpan> StretchesOf(PlanDraft draft, DayOfWeek day) =>
        draft.StretchDays.Contains(day) ? draft.Stretches.Select(time => time.ToTimeSpan()) : [];

    private static DayOfWeek DayBefore(DayOfWeek day) => (DayOfWeek)(((int)day + 6) % 7);

    private static DayOfWeek DayAfter(DayOfWeek day) => (DayOfWeek)(((int)day + 1) % 7);

    // As many times as there are quiet hours: one may begin in another.
    private static TimeSpan? FindDue(SittingPlan plan, TimeSpan due, TimeSpan until)
    {
        for (var tries = 0; tries <= SittingPlan.MostQuiet && due < until; tries++)
        {
            var midnight = TimeSpan.FromDays(due.Days);
            var time = TimeOnly.FromTimeSpan(due - midnight);
            if (plan.Draft.Quiet.Where(span => span.Contains(time)).Select(span => (DaySpan?)span).FirstOrDefault() is not { } quiet)
            {
                return due;
            }

            due = midnight + quiet.Until.ToTimeSpan() + (quiet.Until > time ? TimeSpan.Zero : Midnight);
        }

        return null;
    }
}
