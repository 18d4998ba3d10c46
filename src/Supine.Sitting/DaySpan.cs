namespace Supine.Sitting;

/// <summary>A part of the day by the clock on the wall, its beginning in it and its end not. One that ends before it begins goes on past
/// midnight; the default is empty.</summary>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it ends.</param>
public readonly record struct DaySpan(TimeOnly From, TimeOnly Until)
{
    /// <summary>Whether it ends on the day after the one on which it begins.</summary>
    public bool GoesPastMidnight => Until < From;

    /// <summary>Whether a time of day is in it.</summary>
    public bool Contains(TimeOnly time) => From <= Until ? From <= time && time < Until : From <= time || time < Until;
}
