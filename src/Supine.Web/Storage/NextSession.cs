using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Protocols.Prescribing;

namespace Supine.Web.Storage;

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

    /// <summary>What somebody has fixed of it.</summary>
    public ImmutableArray<FixedValue> Fixed { get; init; } = [];

    /// <summary>What to do; null where nothing is suggested.</summary>
    public Programme? Programme => (Suggestion as Suggestion.Prescribe)?.Programme;

    /// <summary>Whether the safety questions leave nothing to suggest.</summary>
    public bool IsRuledOut => Suggestion is Suggestion.NotNow { Rule.Id: "screening" };

    /// <summary>Since the last session; null before the first.</summary>
    public int? DaysSince => Last is null ? null : Today.DayNumber - Last.Day.DayNumber;

    /// <summary>Whether the last session hurt so much that it counts whether the pain had gone a day later, and nobody has said.</summary>
    public bool AsksDayLater => Last is { Pain: >= Suggesting.LastingPain, PainNextDay: null } && DaysSince >= 1;

    /// <summary>Looks at what is kept, for somebody whose safety questions are answered.</summary>
    internal static async Task<NextSession> FindAsync(
        DbDataSource source,
        Screening screening,
        ProtocolLibrary library,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        var home = library.Read().Protocols.Where(protocol => protocol is { Audience: Audience.Home, Level: not null }).ToImmutableArray();

        // only what has a level: a break between two hours of sitting is no session of the programme
        var past = (await PastSession.ReadAsync(connection, today.AddDays(-7 * Weeks), today.AddDays(1)))
            .Where(session => home.Any(protocol => protocol.Id == session.Protocol))
            .ToImmutableArray();
        var sessions = await ReadSessionsAsync(connection, past, home);
        var readings = await StoredReading.ReadAllAsync(connection);
        var (left, right) = (Thigh(readings, Side.Left), Thigh(readings, Side.Right));
        var levels = Suggesting.LevelsOf(screening, home);
        var fixedValues = await FixedValue.ReadAllAsync(connection);
        var done = sessions.IsEmpty ? null : sessions[^1].Programme;
        var suggestion = Suggesting.Suggest(
            new(
                screening,
                levels,
                // who has nothing fixed and has done nothing yet begins as everybody does
                fixedValues.IsEmpty
                    ? done
                    : fixedValues.Aggregate(done ?? Suggesting.Beginning(levels), (programme, one) => one.ApplyTo(programme)),
                [.. fixedValues.Select(one => new LockedDial(one.Dial, one.By))],
                [.. sessions.Select(session => session.Done)],
                left,
                right,
                Forecast.OnTheBed(OwnBody.Of(await OwnBody.FindAsync(connection)), left, right)
            )
        );
        var protocol = suggestion is Suggestion.Prescribe { Programme: var programme }
            ? home.First(protocol => protocol.Level == programme.Level && screening.FindRefusal(protocol) is null)
            : null;
        var weeks = PracticeWeek.Arrange(PracticeWeek.MondayOf(today).AddDays(-7 * (Weeks - 1)), Weeks, past);
        return new(suggestion, protocol, weeks[^1], past.FirstOrDefault(), today)
        {
            WeeksInARow = PracticeWeek.CountInARow(weeks),
            Fixed = fixedValues,
        };
    }

    // the oldest first; what was prescribed stands in the track that was played
    private static async Task<ImmutableArray<(Programme Programme, DoneSession Done)>> ReadSessionsAsync(
        DbConnection connection,
        ImmutableArray<PastSession> past,
        ImmutableArray<Protocol> home
    )
    {
        var holds = (
            await connection.QueryAsync<HoldRow>(
                """
                SELECT session.id AS session, track_hold.side, MIN(track_hold.at_ms) AS atMs, MAX(track_hold.duration_ms) AS durationMs, COUNT(*) AS sets
                FROM session JOIN track_hold ON track_hold.track = session.track
                WHERE track_hold.side IS NOT NULL
                GROUP BY session.id, track_hold.side
                """
            )
        ).ToLookup(hold => hold.Session);
        return
        [
            .. from session in past.Reverse()
            let level = home.FirstOrDefault(protocol => protocol.Id == session.Protocol)?.Level
            let sides = holds[session.Id].OrderBy(hold => hold.AtMs).ToList()
            where level is not null && sides.Count > 0
            let hold = TimeSpan.FromMilliseconds(sides.Max(side => side.DurationMs))
            let sets = (int)sides.Max(side => side.Sets)
            let first = sides[0].Side == "left" ? Side.Left : Side.Right
            select (
                new Programme(level.Value, hold, sets, first, Suggesting.UsualDays),
                new DoneSession(
                    session.Day,
                    level.Value,
                    hold,
                    sets,
                    session.EndReason == "completed",
                    session.Pain,
                    session.PainNextDay,
                    session.StopReason == "tingling",
                    session.BackArched ?? false
                )
            ),
        ];
    }

    private static HangingThigh? Thigh(ImmutableArray<StoredReading> readings, Side side) =>
        StoredReading.FindLatest(readings, side) is { } latest
            ? new(latest.Below, Angle.FromDegrees(StoredReading.Half95 * latest.Uncertainty.Degrees))
            : null;

    private sealed record HoldRow
    {
        public required string Session { get; init; }

        public required string Side { get; init; }

        public required long AtMs { get; init; }

        public required long DurationMs { get; init; }

        public required long Sets { get; init; }
    }
}
