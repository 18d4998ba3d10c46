using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols.Prescribing;

/// <summary>What can be set, and so be suggested or prescribed.</summary>
public enum Dial
{
    /// <summary>1 on the bed, 2 over the edge.</summary>
    Level,

    /// <summary>How long each side is held.</summary>
    Hold,

    /// <summary>How often each side is held.</summary>
    Sets,

    /// <summary>The side that is stretched first.</summary>
    First,

    /// <summary>Days a week.</summary>
    Days,
}

/// <summary>What is done at a time.</summary>
/// <param name="Level">1 or 2.</param>
/// <param name="Hold">How long each side is held, 30 to 60 s.</param>
/// <param name="Sets">How often, 1 to 4.</param>
/// <param name="First">The side stretched first.</param>
/// <param name="Days">Days a week, 2 to 7.</param>
public sealed record Programme(int Level, TimeSpan Hold, int Sets, Side First, int Days)
{
    /// <summary>What a side is held in a week, in minutes.</summary>
    public double MinutesPerWeek => Hold.TotalMinutes * Sets * Days;
}

/// <summary>A dial of which somebody has prescribed the value.</summary>
/// <param name="Dial">What.</param>
/// <param name="By">Who, as the person knows them.</param>
public sealed record PrescribedDial(Dial Dial, string By);

/// <summary>A session that was done.</summary>
/// <param name="Day">When.</param>
/// <param name="Level">At which level.</param>
/// <param name="Hold">As prescribed.</param>
/// <param name="Sets">As prescribed.</param>
/// <param name="IsWhole">Played to its end.</param>
/// <param name="Pain">0 to 10, right after; null where it was not told.</param>
/// <param name="PainNextDay">0 to 10, a day later; null where it was not told.</param>
/// <param name="Stop">Why it was stopped early; null where it was not, or was not told.</param>
/// <param name="BackArched">Whether the low back did not stay flat; null where it was not told.</param>
public sealed record DoneSession(
    DateOnly Day,
    int Level,
    TimeSpan Hold,
    int Sets,
    bool IsWhole,
    int? Pain,
    int? PainNextDay,
    StopReason? Stop,
    bool? BackArched
)
{
    /// <summary>Whether a side was held for as long as one hold asks for: then its dose is one to go on from.</summary>
    public bool HasWholeHold { get; init; } = IsWhole;

    /// <summary>Pain or a sign after which one rests and answers the safety questions again.</summary>
    public bool IsReasonToRest => PainLimit.IsReasonToRest(Pain, PainNextDay, Stop);

    /// <summary>It hurt more than is acceptable, or for longer, or there was a sign that a nerve may be irritated.</summary>
    public bool HurtOrSign => IsReasonToRest || PainNextDay >= PainLimit.Lasting;

    /// <summary>Without a whole hold, and nothing was told of it that counts: as if it had not been.</summary>
    public bool IsTry =>
        !IsWhole && !HasWholeHold && !HurtOrSign && !(Pain >= PainLimit.Lasting) && BackArched != true && Stop != StopReason.TooStrong;

    /// <summary>Whether there is no less to do: level 1, one set, the shortest hold.</summary>
    public bool IsMildest => Level == 1 && Sets == 1 && Hold <= Suggesting.ShortHold;

    /// <summary>Whole, with little pain, told, and a low back that was told to have stayed flat: what was not told was not
    /// comfortable.</summary>
    public bool IsComfortable => IsWhole && Pain < PainLimit.Lasting && BackArched == false && Stop != StopReason.TooStrong && !HurtOrSign;
}

/// <summary>What a person stretches for, as they say.</summary>
public enum Goal
{
    /// <summary>Easier sitting and standing.</summary>
    Ease,

    /// <summary>A hip that hangs lower.</summary>
    Reach,

    /// <summary>Because their practice said so.</summary>
    Practice,

    /// <summary>They leave it open.</summary>
    Open,
}

/// <summary>How far a thigh hangs below the horizontal.</summary>
/// <param name="Below">The angle.</param>
/// <param name="Uncertainty">Half the width of its 95 % interval.</param>
public sealed record HangingThigh(Angle Below, Angle Uncertainty)
{
    /// <summary>The angle of the measuring day before; null where there was none.</summary>
    public Angle? Before { get; init; }
}

/// <summary>Everything a suggestion looks at.</summary>
/// <param name="Screening">What came of the safety questions.</param>
/// <param name="Levels">The levels whose protocols the screening does not refuse.</param>
/// <param name="Now">What is done now; null before anything was chosen.</param>
/// <param name="Prescribed">What somebody has prescribed, one a dial at most.</param>
/// <param name="Sessions">What was done, the oldest first.</param>
/// <param name="Left">The left thigh's latest reading; null without one.</param>
/// <param name="Right">The right thigh's.</param>
public sealed record SuggestionQuestion(
    Screening Screening,
    ImmutableSortedSet<int> Levels,
    Programme? Now,
    ImmutableArray<PrescribedDial> Prescribed,
    ImmutableArray<DoneSession> Sessions,
    HangingThigh? Left,
    HangingThigh? Right
)
{
    /// <summary>Why nothing is given out for a while; null where nothing is in the way.</summary>
    public AfterPain? AfterPain { get; init; }

    /// <summary>What the person stretches for; null where they were not asked.</summary>
    public Goal? Goal { get; init; }

    /// <summary>Whether some of what was recorded could not be read.</summary>
    public bool IsIncomplete { get; init; }
}

/// <summary>A suggested value with its reason.</summary>
/// <param name="Dial">What; null for the minutes a week that come of the others.</param>
/// <param name="Why">One sentence.</param>
/// <param name="PrescribedBy">Who prescribed it; then that is the reason. Null where nobody did.</param>
public sealed record SuggestedValue(Dial? Dial, LocalizedText Why, string? PrescribedBy);

/// <summary>What is suggested.</summary>
public abstract record Suggestion
{
    private Suggestion(SuggestionRule rule) => Rule = rule;

    /// <summary>The row that decided.</summary>
    public SuggestionRule Rule { get; }

    /// <summary>No session now.</summary>
    public sealed record NotNow : Suggestion
    {
        internal NotNow(SuggestionRule rule, string? askBy = null, DateTimeOffset? until = null)
            : base(rule) => (Ask, Until) = (askBy, until);

        /// <summary>Who prescribed what would have to be taken back; null where it is not that.</summary>
        public string? Ask { get; }

        /// <summary>Until when to rest; null where it is not that.</summary>
        public DateTimeOffset? Until { get; }
    }

    /// <summary>What to do from the next session on.</summary>
    public sealed record Prescribe : Suggestion
    {
        internal Prescribe(SuggestionRule rule, Programme programme, Dial? changed, ImmutableArray<SuggestedValue> values)
            : base(rule) => (Programme, Changed, Values) = (programme, changed, values);

        /// <summary>All values.</summary>
        public Programme Programme { get; }

        /// <summary>The one that differs from now; null where none does, and at the beginning.</summary>
        public Dial? Changed { get; }

        /// <summary>Each value's reason: level, hold, sets, first side, days and minutes a week.</summary>
        public ImmutableArray<SuggestedValue> Values { get; }
    }
}

/// <summary>Suggests level, hold, sets, first side and days, by the table <see cref="SuggestionTable"/>.</summary>
/// <remarks>The first rule that applies decides, and no suggestion differs from what is done now in more than one value; but where that
/// would be more than <see cref="EnoughMinutes"/>, there are fewer sets besides.</remarks>
public static class Suggesting
{
    /// <summary>So many comfortable sessions in a row before something is added.</summary>
    public const int EnoughComfortable = 3;

    /// <summary>Minutes a week and side up to which more may help. Nothing beyond is suggested.</summary>
    public const int EnoughMinutes = 10;

    /// <summary>Most sets.</summary>
    public const int MostSets = 4;

    /// <summary>After so many times that level 2 was taken back it is not suggested again.</summary>
    public const int TakenBackForGood = 2;

    /// <summary>Days a week, to begin with.</summary>
    public const int UsualDays = 5;

    private const int FirstSets = 1;
    private const int MostDoublings = 3;

    /// <summary>The shortest hold.</summary>
    public static readonly TimeSpan ShortHold = TimeSpan.FromSeconds(30);

    /// <summary>The longest hold.</summary>
    public static readonly TimeSpan LongHold = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan HoldStep = TimeSpan.FromSeconds(15);

    /// <summary>A thigh that hangs farther below the horizontal is not short: Ferber's criterion is 9.69°.</summary>
    public static readonly Angle NotShort = Angle.FromDegrees(10);

    /// <summary>A thigh that stays so far above the horizontal, or so far from the other, is for somebody who can examine a hip.</summary>
    public static readonly Angle ToBeExamined = Angle.FromDegrees(10);

    /// <summary>A reading beyond this is outside of what was measured in the people the model rests on.</summary>
    public static readonly Angle Implausible = Angle.FromDegrees(25);

    /// <summary>Two sides differ by this at least.</summary>
    public static readonly Angle SidesApart = Angle.FromDegrees(5);

    private static readonly (string Id, Func<SuggestionQuestion, Answer?> Find)[] Rules =
    [
        ("screening", question => question.Screening is Screening.NotNow || question.Levels.IsEmpty ? Answer.Nothing : null),
        ("unreadable", question => question.IsIncomplete ? Answer.Nothing : null),
        ("rest-after-pain", question => question.AfterPain is AfterPain.Resting ? Answer.Nothing : null),
        ("pain-at-the-mildest", question => question.AfterPain is AfterPain.MustAsk ? Answer.Nothing : null),
        ("prescribed-but-hurts", PrescribedButHurts),
        (
            "signs-at-the-edge",
            question =>
                Trouble(question) is { } trouble && PainLimit.IsSign(trouble.Stop) && question.Now!.Level == 2
                    ? new(Dial.Level, now => now with { Level = 1 })
                    : null
        ),
        (
            "level-ruled-out",
            question =>
                question.Now is { } now && !question.Levels.Contains(now.Level)
                    ? new(Dial.Level, programme => programme with { Level = question.Levels.Min })
                    : null
        ),
        (
            "pain-fewer-sets",
            question =>
                Trouble(question) is { HurtOrSign: true } && question.Now!.Sets > 1
                    ? new(Dial.Sets, now => now with { Sets = now.Sets - 1 })
                    : null
        ),
        (
            "pain-shorter-hold",
            question =>
                Trouble(question) is { HurtOrSign: true } && question.Now!.Hold > ShortHold
                    ? new(Dial.Hold, now => now with { Hold = ShortHold })
                    : null
        ),
        (
            "pain-at-the-edge",
            question =>
                Trouble(question) is { HurtOrSign: true } && question.Now!.Level == 2
                    ? new(Dial.Level, now => now with { Level = 1 })
                    : null
        ),
        ("asked-after-pain", question => Trouble(question) is { HurtOrSign: true } ? Answer.Same : null),
        (
            "too-strong-at-the-edge",
            question =>
                Trouble(question) is { Stop: StopReason.TooStrong } && question.Now!.Level == 2
                    ? new(Dial.Level, now => now with { Level = 1 })
                    : null
        ),
        (
            "too-strong-on-the-bed",
            question =>
                Trouble(question) is { Stop: StopReason.TooStrong } && question.Now!.Hold > ShortHold
                    ? new(Dial.Hold, now => now with { Hold = ShortHold })
                    : null
        ),
        (
            "arching-at-the-edge",
            question =>
                Trouble(question) is { BackArched: true } && question.Now!.Level == 2
                    ? new(Dial.Level, now => now with { Level = 1 })
                    : null
        ),
        ("arching-on-the-bed", question => Trouble(question) is { BackArched: true } ? Answer.Same : null),
        ("begin", question => question.Now is null ? Answer.Same : null),
        ("to-be-examined", question => IsToBeExamined(question) ? Answer.Same : null),
        ("beyond-the-range", question => Thighs(question).Any(thigh => thigh.Below > Implausible) ? Answer.Same : null),
        ("not-short", question => IsNotShort(question) ? Answer.Same : null),
        (
            "more-than-enough",
            question =>
                question.Now is { } now && now.Sets > FindMostSets(now)
                    ? new(Dial.Sets, programme => programme with { Sets = FindMostSets(programme) })
                    : null
        ),
        (
            "over-the-edge",
            question =>
                question.Now is { Level: 1 } && IsComfortable(question) && MayHang(question)
                    ? new(Dial.Level, now => now with { Level = 2 })
                    : null
        ),
        (
            "one-more-set",
            question =>
                IsComfortable(question) && question.Now is { } now && now.Sets < FindMostSets(now)
                    ? new(Dial.Sets, programme => programme with { Sets = programme.Sets + 1 })
                    : null
        ),
        (
            "longer-hold",
            question =>
                IsComfortable(question)
                && question.Now is { } now
                && now.Sets >= FindMostSets(now)
                && now.Hold < LongHold
                && Lengthen(now) is var longer
                && longer.Sets <= FindMostSets(longer)
                    ? new(Dial.Hold, Lengthen)
                    : null
        ),
        (
            "tighter-first",
            question =>
                question.Now is { } now && Tighter(question) is { } side && side != now.First
                    ? new(Dial.First, programme => programme with { First = side })
                    : null
        ),
        ("enough", question => IsComfortable(question) ? Answer.Same : null),
        ("not-yet", _ => Answer.Same),
    ];

    // what takes something back after a symptom
    private static readonly ImmutableHashSet<string> TakeBack =
    [
        "signs-at-the-edge",
        "level-ruled-out",
        "pain-fewer-sets",
        "pain-shorter-hold",
        "pain-at-the-edge",
        "too-strong-at-the-edge",
        "too-strong-on-the-bed",
        "arching-at-the-edge",
    ];

    /// <summary>Every row of the table must be one of these, and each must have one.</summary>
    internal static ImmutableArray<string> RuleIds => [.. Rules.Select(rule => rule.Id)];

    /// <summary>What the table gives a reason for, besides its rows.</summary>
    internal static ImmutableArray<string> ValueIds =>
        ["on-the-bed", "at-the-edge", "hold", "sets", "tighter-side", "either-side", "days", "minutes"];

    /// <summary>The numbers that the table speaks of.</summary>
    internal static ImmutableSortedDictionary<string, double> Numbers =>
        new Dictionary<string, double>
        {
            ["pain"] = PainLimit.Stops,
            ["lasting"] = PainLimit.Lasting,
            ["comfortable"] = EnoughComfortable,
            ["minutes"] = EnoughMinutes,
            ["mostSets"] = MostSets,
            ["firstSets"] = FirstSets,
            ["days"] = UsualDays,
            ["hold"] = ShortHold.TotalSeconds,
            ["longest"] = LongHold.TotalSeconds,
            ["step"] = HoldStep.TotalSeconds,
            ["rest"] = AfterPain.Rest.TotalHours,
            ["notShort"] = NotShort.Degrees,
            ["examined"] = ToBeExamined.Degrees,
            ["implausible"] = Implausible.Degrees,
            ["apart"] = SidesApart.Degrees,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The levels of home protocols that a screening does not refuse.</summary>
    public static ImmutableSortedSet<int> LevelsOf(Screening screening, IEnumerable<Protocol> protocols)
    {
        ArgumentNullException.ThrowIfNull(screening);
        return [.. protocols.Where(protocol => screening.FindRefusal(protocol) is null).Select(protocol => protocol.Level).OfType<int>()];
    }

    /// <summary>What everybody begins with.</summary>
    /// <param name="levels">The levels that may be done.</param>
    public static Programme Beginning(ImmutableSortedSet<int> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return new(levels.IsEmpty ? 1 : levels.Min, ShortHold, FirstSets, Side.Left, UsualDays);
    }

    /// <summary>Suggests.</summary>
    public static Suggestion Suggest(SuggestionQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var start = question.Now ?? Beginning(question.Levels);
        foreach (var (id, find) in Rules)
        {
            // what is prescribed is passed over: the next row may have something to say
            if (find(question) is not { } answer || (answer.Dial is { } dial && FindPrescribed(question, dial) is not null))
            {
                continue;
            }

            var rule = SuggestionTable.Shipped[id];
            return answer.Change is { } change
                ? Prescribe(question, change(start), answer.Dial, rule)
                : new Suggestion.NotNow(
                    rule,
                    id == "prescribed-but-hurts" ? FindInTheWay(question)?.By : null,
                    id == "rest-after-pain" ? (question.AfterPain as AfterPain.Resting)?.Until : null
                );
        }

        throw new InvalidOperationException("The last rule always applies.");
    }

    // So many sets as fit into the ten minutes, one at least; in whole ticks, so that no rounding decides.
    private static int FindMostSets(Programme programme) =>
        (int)Math.Clamp(TimeSpan.FromMinutes(EnoughMinutes).Ticks / (programme.Hold.Ticks * programme.Days), 1, MostSets);

    private static Programme Lengthen(Programme programme) => programme with { Hold = Least(programme.Hold + HoldStep, LongHold) };

    // Whatever the rule, no more sets are suggested than fit into the ten minutes; what is prescribed stays.
    private static Suggestion.Prescribe Prescribe(SuggestionQuestion question, Programme programme, Dial? changed, SuggestionRule rule)
    {
        var most = FindMostSets(programme);
        var isTooMuch = programme.Sets > most && FindPrescribed(question, Dial.Sets) is null;
        var fitting = isTooMuch ? programme with { Sets = most } : programme;
        return new(rule, fitting, changed, Explain(question, fitting, changed, rule, isTooMuch));
    }

    private static ImmutableArray<SuggestedValue> Explain(
        SuggestionQuestion question,
        Programme programme,
        Dial? changed,
        SuggestionRule rule,
        bool isTooMuch
    )
    {
        var values = SuggestionTable.Shipped.Values;
        LocalizedText Why(string id) =>
            isTooMuch && id == "sets" ? SuggestionTable.Shipped["more-than-enough"].Why : values.First(value => value.Id == id).Why;
        SuggestedValue Value(Dial dial, string id) => new(dial, dial == changed ? rule.Why : Why(id), FindPrescribed(question, dial)?.By);
        return
        [
            Value(Dial.Level, programme.Level == 1 ? "on-the-bed" : "at-the-edge"),
            Value(Dial.Hold, "hold"),
            Value(Dial.Sets, "sets"),
            Value(Dial.First, Tighter(question) == programme.First ? "tighter-side" : "either-side"),
            Value(Dial.Days, "days"),
            new(null, Why("minutes"), null),
        ];
    }

    private static Answer? PrescribedButHurts(SuggestionQuestion question) => FindInTheWay(question) is null ? null : Answer.Nothing;

    // what is prescribed and asks for more than the session that did not go well; or the first row that would take something back, if that
    // is prescribed and not less already
    private static PrescribedDial? FindInTheWay(SuggestionQuestion question)
    {
        var trouble = Trouble(question);
        if (trouble is not null && question.Prescribed.FirstOrDefault(one => More(question.Now!, trouble, one.Dial) > 0) is { } asksMore)
        {
            return asksMore;
        }

        var first = Rules
            .Where(rule => TakeBack.Contains(rule.Id))
            .Select(rule => rule.Find(question))
            .FirstOrDefault(answer => answer is not null);
        return first is { Dial: { } dial } && !(trouble is not null && More(question.Now!, trouble, dial) < 0)
            ? FindPrescribed(question, dial)
            : null;
    }

    // whether a programme asks for more of something than a session, less, or as much
    private static int More(Programme programme, DoneSession session, Dial dial) =>
        dial switch
        {
            Dial.Level => programme.Level.CompareTo(session.Level),
            Dial.Hold => programme.Hold.CompareTo(session.Hold),
            Dial.Sets => programme.Sets.CompareTo(session.Sets),
            Dial.First or Dial.Days => 0,
        };

    private static PrescribedDial? FindPrescribed(SuggestionQuestion question, Dial dial) =>
        question.Prescribed.FirstOrDefault(one => one.Dial == dial);

    // the session that is to be answered with less, unless what is done now is less already
    private static DoneSession? Trouble(SuggestionQuestion question) =>
        question.Now is { } now && AfterPain.FindTrouble(question.Sessions) is { } trouble && !IsLess(question, now, trouble)
            ? trouble
            : null;

    // what is less because it is prescribed was no answer to the session
    private static bool IsLess(SuggestionQuestion question, Programme now, DoneSession session)
    {
        bool IsLower(Dial dial) => More(now, session, dial) < 0 && FindPrescribed(question, dial) is null;
        return IsLower(Dial.Level)
            || (
                now.Level <= session.Level
                && now.Hold <= session.Hold
                && now.Sets <= session.Sets
                && (IsLower(Dial.Hold) || IsLower(Dial.Sets))
            );
    }

    // sessions of what is done now, the latest first, as far back as nothing else was done; tries are no sessions
    private static IEnumerable<DoneSession> AtThis(SuggestionQuestion question) =>
        question.Now is { } now
            ? question
                .Sessions.Reverse()
                .Where(session => !session.IsTry)
                .TakeWhile(session => session.Level == now.Level && session.Hold == now.Hold && session.Sets == now.Sets)
            : [];

    private static bool IsComfortable(SuggestionQuestion question)
    {
        var needed =
            EnoughComfortable
            << Math.Min(
                MostDoublings,
                Falls(question.Sessions, session => session.Level)
                    + Falls(question.Sessions, session => session.Hold.TotalSeconds * session.Sets)
            );
        return AtThis(question).TakeWhile(session => session.IsComfortable).Select(session => session.Day).Distinct().Take(needed).Count()
            == needed;
    }

    // who wants to sit and stand more easily has no reason to hang the leg over the edge
    private static bool MayHang(SuggestionQuestion question) =>
        question.Levels.Contains(2)
        && question.Goal is not Goal.Ease
        && !question.Sessions.Any(session => PainLimit.IsSign(session.Stop))
        && Falls(question.Sessions, session => session.Level) < TakenBackForGood
        && Thighs(question).Any(thigh => thigh.Below < NotShort);

    // on each of the last two days; of the sides that they stay apart in the same direction
    private static bool IsToBeExamined(SuggestionQuestion question)
    {
        // angles are kept in radians; a rounding of the last digit decides nothing
        static bool IsFar(Angle? angle) => angle?.Degrees >= ToBeExamined.Degrees - 1e-9;
        return Thighs(question).Any(thigh => IsFar(-thigh.Below) && IsFar(-thigh.Before))
            || (IsFar(question.Left?.Below - question.Right?.Below) && IsFar(question.Left?.Before - question.Right?.Before))
            || (IsFar(question.Right?.Below - question.Left?.Below) && IsFar(question.Right?.Before - question.Left?.Before));
    }

    // every side that was measured, on each of its last two days
    private static bool IsNotShort(SuggestionQuestion question) =>
        Thighs(question).Any() && Thighs(question).All(thigh => thigh.Below > NotShort && thigh.Before > NotShort);

    private static IEnumerable<HangingThigh> Thighs(SuggestionQuestion question) =>
        new[] { question.Left, question.Right }.OfType<HangingThigh>();

    // how often something went down from one session to the next
    private static int Falls(ImmutableArray<DoneSession> sessions, Func<DoneSession, double> value)
    {
        var falls = 0;
        for (var i = 1; i < sessions.Length; i++)
        {
            falls += value(sessions[i]) < value(sessions[i - 1]) ? 1 : 0;
        }

        return falls;
    }

    private static Side? Tighter(SuggestionQuestion question)
    {
        if (question is not { Left: { } left, Right: { } right })
        {
            return null;
        }

        var apart = (left.Below - right.Below).Degrees;
        var chance = Math.Max(
            SidesApart.Degrees,
            Math.Sqrt(Math.Pow(left.Uncertainty.Degrees, 2) + Math.Pow(right.Uncertainty.Degrees, 2))
        );
        return Math.Abs(apart) < chance ? null
            : apart < 0 ? Side.Left
            : Side.Right;
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    // what a rule answers: a change of one dial, the same, or nothing at all
    private sealed record Answer(Dial? Dial, Func<Programme, Programme>? Change)
    {
        public static Answer Nothing { get; } = new(null, null);

        public static Answer Same { get; } = new(null, programme => programme);
    }
}
