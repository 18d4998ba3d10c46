using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Protocols.Prescribing;

namespace Supine.Records;

/// <summary>What the track of a session asked for.</summary>
/// <param name="Hold">How long each side is held: the longest hold of a side.</param>
/// <param name="Sets">How often, from 1: of the side that is held more often.</param>
/// <param name="First">The side that is stretched first.</param>
public sealed record PrescribedHolds(TimeSpan Hold, int Sets, Side First)
{
    /// <summary>What the holds of a track ask for, in any order; null where none has a side.</summary>
    public static PrescribedHolds? Find(IEnumerable<PlannedHold> holds)
    {
        var sided = holds.Where(hold => hold.Side is not null).ToList();
        return sided.Count == 0
            ? null
            : new(
                sided.Max(hold => hold.Duration),
                sided.GroupBy(hold => hold.Side).Max(side => side.Count()),
                sided.MinBy(hold => hold.At)!.Side!.Value
            );
    }
}

/// <summary>What to do next, and why: what is kept of screening, sessions and readings, held against the table of rules. A person
/// decides.</summary>
/// <param name="Suggestion">What is suggested.</param>
/// <param name="Protocol">What it is done with; null where nothing is.</param>
/// <param name="Week">This week so far.</param>
/// <param name="Last">The last session; null before the first.</param>
/// <param name="Today">The day it is.</param>
public sealed record NextSession(Suggestion Suggestion, Protocol? Protocol, PracticeWeek Week, PastSession? Last, DateOnly Today)
{
    // as far back as what was taken back once still counts
    private const int Weeks = 26;

    /// <summary>Weeks in a row with enough days, this one where it has them already.</summary>
    public int WeeksInARow { get; init; }

    /// <summary>What somebody has prescribed of it.</summary>
    public ImmutableArray<PrescribedValue> Prescribed { get; init; } = [];

    /// <summary>The one side that is stretched while the person's own experiment runs; null where both are.</summary>
    public Side? OnlySide { get; init; }

    /// <summary>What to do; null where nothing is suggested.</summary>
    public Programme? Programme => (Suggestion as Suggestion.Prescribe)?.Programme;

    /// <summary>What the person stretches for; null where they were not asked.</summary>
    public Goal? Goal { get; init; }

    /// <summary>Whether the safety questions leave nothing to suggest.</summary>
    public bool IsRuledOut => Suggestion is Suggestion.NotNow { Rule.Id: "screening" };

    /// <summary>Whether the person is to ask somebody, and say whom, before anything is given out.</summary>
    public bool MustAsk => Suggestion is Suggestion.NotNow { Rule.Id: "pain-at-the-mildest" };

    /// <summary>Whether nothing is suggested because some of the records cannot be read.</summary>
    public bool IsIncomplete => Suggestion is Suggestion.NotNow { Rule.Id: "unreadable" };

    /// <summary>The last day with a whole hold; null where there is none.</summary>
    public DateOnly? LastPractised { get; init; }

    /// <summary>Days since the last day with a whole hold; null where there is none.</summary>
    public int? DaysSince => Today.DayNumber - LastPractised?.DayNumber;

    /// <summary>Whether a whole hold was done today.</summary>
    public bool IsDoneToday => DaysSince <= 0;

    /// <summary>Whether the last session hurt so much that it counts whether the pain had gone a day later, and nobody has said.</summary>
    public bool AsksDayLater => Last is { Pain: >= PainLimit.Lasting, PainNextDay: null, Day: var day } && day < Today;

    /// <summary>The first day whose sessions count.</summary>
    public static DateOnly FindFirstDay(DateOnly today) => today.AddDays(-7 * Weeks);

    /// <summary>The last day whose sessions count: a person may be a day ahead of the machine.</summary>
    public static DateOnly FindLastDay(DateOnly today) => today.AddDays(1);

    /// <summary>Finds what to do next for somebody whose safety questions are answered.</summary>
    /// <param name="screening">What came of the safety questions.</param>
    /// <param name="protocols">Every protocol; those for home that have a level count.</param>
    /// <param name="practised">What was done from <see cref="FindFirstDay"/> to <see cref="FindLastDay"/>, in any order. What is of no such
    /// protocol does not count: a break between two hours of sitting is no session of the programme.</param>
    /// <param name="readings">So many measured hips that the latest day of each side is among them.</param>
    /// <param name="prescribed">What somebody has prescribed, at most one value a dial.</param>
    /// <param name="goal">What the person stretches for; null where they were not asked.</param>
    /// <param name="afterPain">Why nothing is given out for a while; null where nothing is in the way.</param>
    /// <param name="today">The person's day.</param>
    /// <param name="isIncomplete">Whether some of it could not be read: then nothing is suggested.</param>
    public static NextSession Find(
        Screening screening,
        IEnumerable<Protocol> protocols,
        IEnumerable<PastSession> practised,
        IReadOnlyCollection<HipRecord> readings,
        ImmutableArray<PrescribedValue> prescribed,
        Goal? goal,
        AfterPain? afterPain,
        DateOnly today,
        bool isIncomplete = false
    )
    {
        ArgumentNullException.ThrowIfNull(screening);
        var home = FindHome(protocols);
        var past = practised
            .Where(one => home.Any(protocol => protocol.Id == one.Protocol))
            .OrderByDescending(one => one.StartedAt)
            .ThenBy(one => one.Id, StringComparer.Ordinal)
            .ToImmutableArray();
        var done = ToDone(past, home);
        var (left, right) = (Thigh(readings, Side.Left), Thigh(readings, Side.Right));
        var levels = Suggesting.LevelsOf(screening, home);
        // what is gone on from is what was last done for at least a whole hold, or else what was last begun
        var now = done.LastOrDefault(one => one.Session.HasWholeHold).Programme ?? done.LastOrDefault().Programme;
        var suggestion = Suggesting.Suggest(
            new(
                screening,
                levels,
                // who has nothing prescribed and has done nothing yet begins as everybody does
                prescribed.IsEmpty
                    ? now
                    : prescribed.Aggregate(now ?? Suggesting.Beginning(levels), (programme, one) => one.ApplyTo(programme)),
                [.. prescribed.Select(one => new PrescribedDial(one.Dial, one.By))],
                [.. done.Select(one => one.Session)],
                left,
                right
            )
            {
                IsIncomplete = isIncomplete,
                Goal = goal,
                AfterPain = afterPain,
            }
        );
        var protocol = suggestion is Suggestion.Prescribe { Programme: var programme }
            ? home.First(protocol => protocol.Level == programme.Level && screening.FindRefusal(protocol) is null)
            : null;
        var weeks = PracticeWeek.Arrange(PracticeWeek.MondayOf(today).AddDays(-7 * (Weeks - 1)), Weeks, past);
        return new(suggestion, protocol, weeks[^1], past.FirstOrDefault(), today)
        {
            LastPractised = past.FirstOrDefault(one => one.IsPractice)?.Day,
            WeeksInARow = PracticeWeek.CountInARow(weeks),
            Prescribed = prescribed,
            Goal = goal,
        };
    }

    /// <summary>Sessions as a suggestion looks at them, the oldest first.</summary>
    /// <param name="practised">In any order; what is of no home protocol with a level is left out.</param>
    /// <param name="protocols">Every protocol.</param>
    public static ImmutableArray<DoneSession> FindDone(IEnumerable<PastSession> practised, IEnumerable<Protocol> protocols)
    {
        var home = FindHome(protocols);
        return
        [
            .. ToDone(
                    practised
                        .Where(one => home.Any(protocol => protocol.Id == one.Protocol))
                        .OrderByDescending(one => one.StartedAt)
                        .ThenBy(one => one.Id, StringComparer.Ordinal),
                    home
                )
                .Select(one => one.Session),
        ];
    }

    private static ImmutableArray<Protocol> FindHome(IEnumerable<Protocol> protocols) =>
        [.. protocols.Where(protocol => protocol is { Audience: Audience.Home, Level: not null })];

    private static ImmutableArray<(Programme Programme, DoneSession Session)> ToDone(
        IEnumerable<PastSession> latestFirst,
        ImmutableArray<Protocol> home
    ) => [.. latestFirst.Reverse().Where(one => one.Asked is not null).SelectMany(one => ToDone(one, one.Asked!, home))];

    // One that went on with a milder track is two: what was too strong, and what it went on with. Neither is whole, so that nothing is
    // claimed to have been comfortable; pain afterwards may be of either and counts for both.
    private static IEnumerable<(Programme Programme, DoneSession Session)> ToDone(
        PastSession session,
        PrescribedHolds asked,
        ImmutableArray<Protocol> home
    )
    {
        if (session.Milder is not { Asked: { } milder } part)
        {
            var isWhole = session.EndReason == EndReason.Completed;
            return [Part(session.Protocol, asked, isWhole, isWhole || session.HasWholeHold, session.StopReason)];
        }

        var first = Part(session.Protocol, asked, isWhole: false, session.HasWholeHoldBefore, StopReason.TooStrong);
        return home.Any(protocol => protocol.Id == part.Protocol)
            ? [first, Part(part.Protocol, milder, isWhole: false, part.HasWholeHold, session.StopReason)]
            : [first];

        (Programme, DoneSession) Part(string protocol, PrescribedHolds holds, bool isWhole, bool hasWholeHold, StopReason? stop)
        {
            var level = home.First(one => one.Id == protocol).Level!.Value;
            return (
                new(level, holds.Hold, holds.Sets, holds.First, Suggesting.UsualDays),
                new(session.Day, level, holds.Hold, holds.Sets, isWhole, session.Pain, session.PainNextDay, stop, session.BackArched)
                {
                    HasWholeHold = hasWholeHold,
                }
            );
        }
    }

    // what is compared is the hip: a pelvis that nobody measured is part of the doubt
    private static HangingThigh? Thigh(IReadOnlyCollection<HipRecord> readings, Side side) =>
        LatestHip.Find(readings, side) is { } latest
            ? new(latest.Below, AngleErrors.HalfInterval(latest.HipDeviation)) { Before = LatestHip.FindBefore(readings, side)?.Below }
            : null;
}
