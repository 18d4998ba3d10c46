using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Protocols.Prescribing;

namespace Supine.Records;

/// <summary>A person's own experiment as it is kept: which side was drawn, and when.</summary>
/// <param name="Id">UUID of version 7.</param>
/// <param name="Stretched">The side that is stretched; the other one is the control.</param>
/// <param name="DrawnAt">When it was drawn, in the person's own time.</param>
/// <param name="EndedAt">When the person ended it; null where they did not.</param>
public sealed record Experiment(string Id, Side Stretched, DateTimeOffset DrawnAt, DateTimeOffset? EndedAt)
{
    /// <summary>For so many days one side alone is stretched.</summary>
    public const int OneSidedDays = 28;

    /// <summary>The result is of the second half of them.</summary>
    public const int FirstResultDay = 14;

    /// <summary>Days measured before the draw count for so long.</summary>
    public const int BaselineDays = 28;

    /// <summary>On so many days both sides are measured before the side is drawn.</summary>
    public const int LeastBaseline = 5;

    /// <summary>On so many days both sides are measured in the second half.</summary>
    public const int LeastResult = 3;

    /// <summary>The side that is not stretched.</summary>
    public Side Control => Stretched.Other();

    /// <summary>The day of the draw.</summary>
    public DateOnly Day => DateOnly.FromDateTime(DrawnAt.DateTime);

    /// <summary>The last day on which one side alone is stretched.</summary>
    public DateOnly LastDay => Day.AddDays(OneSidedDays - 1);
}

/// <summary>How an experiment stands.</summary>
public enum ExperimentState
{
    /// <summary>One side alone is stretched.</summary>
    Running,

    /// <summary>The four weeks are over: both sides are stretched.</summary>
    Over,

    /// <summary>The person ended it before.</summary>
    EndedByPerson,

    /// <summary>A session hurt so much that it ended the experiment.</summary>
    EndedByPain,
}

/// <summary>A day on which both sides were measured with one instrument, on their own or before a stretch.</summary>
/// <param name="Day">The day.</param>
/// <param name="Stretched">The stretched thigh below the horizontal.</param>
/// <param name="Control">The other.</param>
public sealed record PairedDay(DateOnly Day, Angle Stretched, Angle Control)
{
    /// <summary>Stretched less control, degrees.</summary>
    public double DifferenceDegrees => (Stretched - Control).Degrees;

    /// <summary>All of them, the earliest first, by the instrument that has more; of two alike by the one used last.</summary>
    /// <param name="stretched">The side that counts as stretched.</param>
    /// <param name="readings">Of any sides and days.</param>
    public static ImmutableArray<PairedDay> FindAll(Side stretched, IEnumerable<HipRecord> readings) =>
        readings
            .Where(reading => reading.Moment != ReadingMoment.After && reading.Below is not null)
            .GroupBy(reading => (reading.Method, reading.Day))
            .Where(day => day.Select(reading => reading.Side).Distinct().Count() == 2)
            .Select(day => (day.Key.Method, Pair: new PairedDay(day.Key.Day, Mean(day, stretched), Mean(day, stretched.Other()))))
            .OrderBy(day => day.Pair.Day)
            .GroupBy(day => day.Method, day => day.Pair)
            .OrderByDescending(days => days.Count())
            .ThenByDescending(days => days.Last().Day)
            .Select(days => days.ToImmutableArray())
            .FirstOrDefault([]);

    private static Angle Mean(IEnumerable<HipRecord> day, Side side) =>
        Angle.FromDegrees(day.Where(reading => reading.Side == side).Average(reading => reading.Below!.Value.Degrees));
}

/// <summary>What came of an experiment.</summary>
/// <param name="Stretched">How much lower the stretched thigh hung in the second half than before.</param>
/// <param name="Control">The same of the other.</param>
/// <param name="Difference">Stretched less control.</param>
/// <param name="HalfInterval">Half of the interval of that, which holds the true one 95 times in 100.</param>
/// <remarks>
/// <code>
/// d_i = stretched − control on day i
/// difference = mean d after − mean d before
/// half = t(0.975, ν) s √(1/n₁ + 1/n₂),   s² = (Σ (d − mean before)² + Σ (d − mean after)²) / ν,   ν = n₁ + n₂ − 2
/// </code>
/// What both thighs share on a day, the bench and much of the pelvis, is in neither d nor s. The interval is for one look: it is shown when
/// the four weeks are over or the experiment has ended, and no day counts that was measured later.
/// </remarks>
public sealed record ExperimentResult(Angle Stretched, Angle Control, Angle Difference, Angle HalfInterval)
{
    /// <summary>The lower end of the interval.</summary>
    public Angle Least => Difference - HalfInterval;

    /// <summary>The upper end.</summary>
    public Angle Most => Difference + HalfInterval;

    /// <summary>Computes it; null with too few days before or after.</summary>
    public static ExperimentResult? Find(IReadOnlyCollection<PairedDay> before, IReadOnlyCollection<PairedDay> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Count < Experiment.LeastBaseline || after.Count < Experiment.LeastResult)
        {
            return null;
        }

        static double Squares(IReadOnlyCollection<PairedDay> days)
        {
            var mean = days.Average(day => day.DifferenceDegrees);
            return days.Sum(day => Math.Pow(day.DifferenceDegrees - mean, 2));
        }

        var freedom = before.Count + after.Count - 2;
        var deviation = Math.Sqrt((Squares(before) + Squares(after)) / freedom);
        var half = Quantile.StudentT(freedom) * deviation * Math.Sqrt((1.0 / before.Count) + (1.0 / after.Count));
        var stretched = after.Average(day => day.Stretched.Degrees) - before.Average(day => day.Stretched.Degrees);
        var control = after.Average(day => day.Control.Degrees) - before.Average(day => day.Control.Degrees);
        return new(
            Angle.FromDegrees(stretched),
            Angle.FromDegrees(control),
            Angle.FromDegrees(stretched - control),
            Angle.FromDegrees(half)
        );
    }
}

/// <summary>An experiment with everything that is kept of its weeks.</summary>
/// <param name="Experiment">The draw.</param>
/// <param name="State">How it stands.</param>
/// <param name="LastDay">The last day that counts.</param>
/// <param name="EndedBy">The session that ended it; null where none did.</param>
/// <param name="Before">The paired days before the draw.</param>
/// <param name="During">Those from the draw to the last day.</param>
/// <param name="Sessions">The sessions of these weeks, the earliest first.</param>
/// <param name="Result">What came of it; null while it runs, and with too few days.</param>
public sealed record ExperimentStanding(
    Experiment Experiment,
    ExperimentState State,
    DateOnly LastDay,
    PastSession? EndedBy,
    ImmutableArray<PairedDay> Before,
    ImmutableArray<PairedDay> During,
    ImmutableArray<PastSession> Sessions,
    ExperimentResult? Result
)
{
    /// <summary>The paired days of the second half.</summary>
    public IEnumerable<PairedDay> After => During.Where(day => day.Day >= Experiment.Day.AddDays(Experiment.FirstResultDay));

    /// <summary>The one side that is stretched now; null where both are.</summary>
    public Side? OnlySide => State == ExperimentState.Running ? Experiment.Stretched : null;

    /// <summary>Minutes held on a side in these weeks; null where nothing was.</summary>
    public TimeSpan? HeldOn(Side side) => Total.Of(Sessions.Select(session => side == Side.Left ? session.Left : session.Right));

    /// <summary>The paired days that may stand before a draw made now.</summary>
    public static ImmutableArray<PairedDay> FindBaseline(IEnumerable<HipRecord> readings, Side stretched, DateTimeOffset drawnAt)
    {
        var first = DateOnly.FromDateTime(drawnAt.DateTime).AddDays(-Experiment.BaselineDays);
        return PairedDay.FindAll(stretched, readings.Where(reading => reading.TakenAt <= drawnAt && reading.Day >= first));
    }

    /// <summary>Finds how an experiment stands.</summary>
    /// <param name="experiment">The draw.</param>
    /// <param name="readings">Of any sides and days.</param>
    /// <param name="sessions">Of any days.</param>
    /// <param name="today">The person's day.</param>
    public static ExperimentStanding Find(
        Experiment experiment,
        IReadOnlyCollection<HipRecord> readings,
        IEnumerable<PastSession> sessions,
        DateOnly today
    )
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(readings);
        var ended = experiment.EndedAt is { } at ? DateOnly.FromDateTime(at.DateTime) : (DateOnly?)null;
        var planned = ended < experiment.LastDay ? ended.Value : experiment.LastDay;
        var practised = sessions
            .Where(session => session.StartedAt >= experiment.DrawnAt && session.Day <= planned)
            .OrderBy(session => session.StartedAt)
            .ToImmutableArray();
        var hurt = practised.FirstOrDefault(EndsIt);
        var last = hurt?.Day ?? planned;
        var state =
            hurt is not null ? ExperimentState.EndedByPain
            : ended <= experiment.LastDay ? ExperimentState.EndedByPerson
            : today > experiment.LastDay ? ExperimentState.Over
            : ExperimentState.Running;
        var before = FindBaseline(readings, experiment.Stretched, experiment.DrawnAt);
        var during = PairedDay.FindAll(
            experiment.Stretched,
            readings.Where(reading => reading.TakenAt > experiment.DrawnAt && reading.Day <= last)
        );
        var standing = new ExperimentStanding(
            experiment,
            state,
            last,
            hurt,
            before,
            during,
            [.. practised.Where(session => session.Day <= last)],
            null
        );
        return state == ExperimentState.Running ? standing : standing with { Result = ExperimentResult.Find(before, [.. standing.After]) };
    }

    // the same limits as those by which a session is too much
    private static bool EndsIt(PastSession session) =>
        session.Pain >= PainLimit.Stops
        || session.PainNextDay >= PainLimit.Lasting
        || session.StopReason switch
        {
            StopReason.Pain or StopReason.LegPain or StopReason.Tingling or StopReason.Weakness => true,
            StopReason.Time or StopReason.Other or StopReason.TooStrong or null => false,
        };
}
