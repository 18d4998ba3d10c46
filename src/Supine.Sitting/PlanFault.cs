namespace Supine.Sitting;

/// <summary>What is wrong with a plan.</summary>
public enum PlanFault
{
    /// <summary>No time zone has this name.</summary>
    UnknownZone,

    /// <summary>No day is a working day.</summary>
    NoWorkDays,

    /// <summary>Work ends as it begins.</summary>
    EmptyHours,

    /// <summary>The sitting limit is outside <see cref="SittingPlan.LimitRange"/>.</summary>
    LimitOutOfRange,

    /// <summary>A break is outside <see cref="SittingPlan.BreakRange"/>.</summary>
    BreakOutOfRange,

    /// <summary>A break is put off by less than <see cref="SittingPlan.LeastPostpone"/> or by more than the sitting limit.</summary>
    PostponeOutOfRange,

    /// <summary>There are more than <see cref="SittingPlan.MostStretches"/> times to stretch.</summary>
    TooManyStretches,

    /// <summary>There are times to stretch and no day for them.</summary>
    NoStretchDays,

    /// <summary>The time a stretch takes is outside <see cref="SittingPlan.StretchRange"/>.</summary>
    StretchOutOfRange,

    /// <summary>A stretch begins before the one before it is over, or would not be over by midnight.</summary>
    StretchesTooClose,

    /// <summary>A time to stretch is in quiet hours.</summary>
    StretchInQuiet,

    /// <summary>There are more than <see cref="SittingPlan.MostQuiet"/> quiet hours.</summary>
    TooManyQuiet,

    /// <summary>Quiet hours end when they begin.</summary>
    EmptyQuiet,
}
