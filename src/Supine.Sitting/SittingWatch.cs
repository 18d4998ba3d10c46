namespace Supine.Sitting;

/// <summary>One look at the clocks and at the person.</summary>
/// <param name="Running">A clock that is never set and only runs forward; where it began does not matter.</param>
/// <param name="At">The clock on the wall, which is set now and then, and runs on while the machine sleeps.</param>
/// <param name="Idle">For how long nobody has used the machine; null when that is not known.</param>
public readonly record struct Look(TimeSpan Running, DateTimeOffset At, TimeSpan? Idle);

/// <summary>Watches over somebody's sitting: looked at every half minute or so, it says when to ask for a break.</summary>
/// <remarks>
/// How long they sit is measured by the clock that is never set. What the clock on the wall went ahead of it, the machine slept; setting it
/// forward looks the same and costs
/// one prompt at most. Setting it back costs nothing.
/// </remarks>
public sealed record SittingWatch
{
    /// <summary>Who does not look for longer than this was asleep all the while. A browser looks once a minute from a page in the
    /// background.</summary>
    public static TimeSpan LongestLook { get; } = TimeSpan.FromMinutes(2);

    /// <summary>A stretch that nobody could be asked for in time, because the machine slept or nobody was to disturb, is asked for as long
    /// as this after it.</summary>
    public static TimeSpan StretchPatience { get; } = TimeSpan.FromHours(1);

    private SittingWatch(SittingPlan plan, Look first)
    {
        (Plan, Last, SatSince) = (plan, first, first.Running);
        // what was before they came is over
        StretchesUntil = LocalMinute.AddMinutes(-1);
    }

    /// <summary>By what it watches.</summary>
    public SittingPlan Plan { get; }

    /// <summary>Whether this very look is the one at which to ask.</summary>
    public bool Rings { get; private init; }

    /// <summary>Whether the next break is left out.</summary>
    public bool SkipsNext { get; private init; }

    /// <summary>Whether they said that nothing is to disturb them now.</summary>
    public bool DoesNotDisturb => UndisturbedUntil is { } until && Last.Running < until.Running && Last.At < until.At;

    /// <summary>How things stand.</summary>
    public DeskState State
    {
        get
        {
            var sat = Last.Running - SatSince;
            return WasAskedToStretch ? new DeskState.StretchTime()
                : !IsOnDuty ? new DeskState.OffDuty()
                : sat < TimeSpan.Zero ? new DeskState.OnBreak(-sat)
                : sat < Plan.Draft.Limit ? new DeskState.Seated(Plan.Draft.Limit - sat)
                : IsSilenced ? new DeskState.Undisturbed()
                : WasAsked ? new DeskState.Asked()
                : new DeskState.Postponed((SilentUntil ?? Last.Running) - Last.Running);
        }
    }

    private Look Last { get; init; }

    // By the running clock. Ahead of it while a break is taken.
    private TimeSpan SatSince { get; init; }

    private TimeSpan? SilentUntil { get; init; }

    private bool WasAsked { get; init; }

    // By the clock on the wall: up to here every stretch has been seen, so that setting that clock asks for none twice.
    private DateTime StretchesUntil { get; init; }

    private DateTime? Stretch { get; init; }

    private TimeSpan? StretchSilentUntil { get; init; }

    private bool WasAskedToStretch { get; init; }

    private (TimeSpan Running, DateTimeOffset At)? UndisturbedUntil { get; init; }

    private bool IsOnDuty => Plan.IsWorkTime(Plan.ToLocal(Last.At));

    private bool IsSilenced => DoesNotDisturb || Plan.IsQuiet(TimeOnly.FromTimeSpan(Plan.ToLocal(Last.At).TimeOfDay));

    private DateTime LocalMinute =>
        Plan.ToLocal(Last.At).DateTime is var local ? local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute)) : default;

    private bool IsDue => IsOnDuty && Last.Running - SatSince >= Plan.Draft.Limit;

    /// <summary>Begins to watch: they have just sat down.</summary>
    public static SittingWatch Start(SittingPlan plan, Look first)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new(plan, first);
    }

    /// <summary>Looks again.</summary>
    /// <param name="now">Not before the last look, by the running clock.</param>
    /// <exception cref="ArgumentException">The running clock ran backwards.</exception>
    public SittingWatch Observe(Look now)
    {
        if (now.Running < Last.Running)
        {
            throw new ArgumentException("The running clock only runs forward.", nameof(now));
        }

        var ran = now.Running - Last.Running;
        var asleep = now.At - Last.At - ran;
        var rested = now.Idle >= Plan.Draft.Break || asleep >= Plan.Draft.Break || (ran > LongestLook && ran >= Plan.Draft.Break);
        var seen = this with { Last = now, Rings = false };
        if (rested || !seen.IsOnDuty)
        {
            seen = seen.Anew(now.Running);
        }

        // one question at a time
        seen = seen.LookForStretch();
        if (seen.WasAskedToStretch || !seen.IsDue)
        {
            return seen;
        }

        return seen.SkipsNext ? seen.Anew(now.Running)
            : seen.IsSilenced || now.Running < seen.SilentUntil ? seen
            : seen with { Rings = true, WasAsked = true, SilentUntil = now.Running + Plan.Draft.Postpone };
    }

    /// <summary>They do what they were asked: sitting begins anew when the break, or the stretch, is over.</summary>
    public SittingWatch TakeBreak() =>
        WasAskedToStretch
            ? (this with { Stretch = null, WasAskedToStretch = false }).Anew(Last.Running + Plan.Draft.Stretch)
            : Anew(Last.Running + Plan.Draft.Break);

    /// <summary>They put off what they were asked, or a break that is due; before it is, nothing changes.</summary>
    public SittingWatch Postpone() =>
        WasAskedToStretch ? this with { Rings = false, WasAskedToStretch = false, StretchSilentUntil = Last.Running + Plan.Draft.Postpone }
        : IsDue ? this with { Rings = false, WasAsked = false, SilentUntil = Last.Running + Plan.Draft.Postpone }
        : this;

    /// <summary>They leave out the stretch they were asked for, or one break: the one that is due, or else the next.</summary>
    public SittingWatch SkipOnce() =>
        WasAskedToStretch ? this with { Rings = false, Stretch = null, WasAskedToStretch = false }
        : IsDue ? Anew(Last.Running)
        : this with { Rings = false, SkipsNext = true };

    /// <summary>Nothing asks for a while.</summary>
    /// <param name="time">For how long, by whichever clock is there first.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero, or more than a day.</exception>
    public SittingWatch DoNotDisturb(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromDays(1));
        return this with
        {
            Rings = false,
            WasAsked = false,
            WasAskedToStretch = false,
            UndisturbedUntil = (Last.Running + time, Last.At + time),
        };
    }

    /// <summary>Asks again as usual.</summary>
    public SittingWatch Disturb() => this with { Rings = false, UndisturbedUntil = null };

    private SittingWatch LookForStretch()
    {
        var now = LocalMinute;
        var next = new[] { now.Date, now.Date.AddDays(-1) }
            .Where(day => Plan.Draft.StretchDays.Contains(day.DayOfWeek))
            .SelectMany(day => Plan.Draft.Stretches.Select(time => day + time.ToTimeSpan()))
            .Where(at => at <= now && at > StretchesUntil && now - at <= StretchPatience)
            .Select(at => (DateTime?)at)
            .Max();
        var seen = next is { } found
            ? this with
            {
                StretchesUntil = found,
                Stretch = found,
                StretchSilentUntil = null,
                WasAskedToStretch = false,
            }
            : this;
        return seen.Stretch is not { } due ? seen
            : (now - due).Duration() > StretchPatience ? seen with { Stretch = null, WasAskedToStretch = false }
            : seen.WasAskedToStretch || now < due || seen.IsSilenced || Last.Running < seen.StretchSilentUntil ? seen
            : seen with { Rings = true, WasAskedToStretch = true };
    }

    private SittingWatch Anew(TimeSpan satSince) =>
        this with
        {
            Rings = false,
            SkipsNext = false,
            WasAsked = false,
            SilentUntil = null,
            SatSince = satSince,
        };
}
