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
    /// <summary>What the day asks for, in order. Nothing of it overlaps.</summary>
    /// <remarks>A stretch is a break too, and sitting begins anew after it. A break that would come in quiet hours comes when they are over, as the prompts do.</remarks>
    public static ImmutableArray<Appointment> Lay(SittingPlan plan, DayOfWeek day)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var draft = plan.Draft;
        var stretches = draft.StretchDays.Contains(day) ? draft.Stretches : [];
        var laid = stretches.Select(time => new Appointment(Activity.Stretch, time, draft.Stretch)).ToList();
        if (draft.WorkDays.Contains(day))
        {
            var until = draft.Hours.Until.ToTimeSpan();
            for (var satSince = draft.Hours.From.ToTimeSpan(); FindDue(plan, satSince + draft.Limit) is { } due && due + draft.Break <= until;)
            {
                // a stretch that begins before such a break would be over stands in for it
                var begun = stretches.Where(time => time.ToTimeSpan() < due + draft.Break && time.ToTimeSpan() + draft.Stretch > satSince).ToList();
                if (begun.Count > 0)
                {
                    satSince = begun[0].ToTimeSpan() + draft.Stretch;
                }
                else
                {
                    laid.Add(new(Activity.Break, TimeOnly.FromTimeSpan(due), draft.Break));
                    satSince = due + draft.Break;
                }
            }
        }

        return [.. laid.OrderBy(appointment => appointment.At)];
    }

    // As many times as there are quiet hours: one may begin in another.
    private static TimeSpan? FindDue(SittingPlan plan, TimeSpan due)
    {
        for (var tries = 0; tries <= SittingPlan.MostQuiet && due < TimeSpan.FromDays(1); tries++)
        {
            var time = TimeOnly.FromTimeSpan(due);
            if (plan.Draft.Quiet.Where(span => span.Contains(time)).Select(span => (DaySpan?)span).FirstOrDefault() is not { } quiet)
            {
                return due;
            }

            due = quiet.Until > time ? quiet.Until.ToTimeSpan() : TimeSpan.FromDays(1);
        }

        return null;
    }
}
