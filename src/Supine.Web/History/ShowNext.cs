using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Supine.Biomechanics;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Web.Boundary;
using Supine.Web.Storage;

namespace Supine.Web.History;

/// <summary>What to do next, and why: what is kept of screening, sessions and readings, held against the table of rules. A person decides.</summary>
internal static class ShowNext
{
    // as far back as what was taken back once still counts
    private const int Weeks = 26;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/next", Show).ExcludeFromDescription().Personal();

    /// <summary>Where the guide begins with a programme.</summary>
    internal static string AddressOf(Protocol protocol, Programme programme) => string.Create(
        CultureInfo.InvariantCulture,
        $"/?protocol={protocol.Id}&hold={programme.Hold.TotalSeconds:0}s&sets={programme.Sets}&first={(programme.First == Side.Left ? "left" : "right")}");

    // Who has not answered the safety questions is asked those first.
    private static async Task<Results<SeeOther, RazorComponentResult<NextPage>>> Show(
        DbDataSource source, ScreeningRecords screenings, ProtocolLibrary library, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await screenings.ReadAsync(cancellationToken) is not ScreeningStanding.Answered { Screening: var screening })
        {
            return SeeOther.Page("/screening");
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        var past = await PastSession.ReadAsync(connection, today.AddDays(-7 * Weeks), today.AddDays(1));
        var home = library.Read().Protocols.Where(protocol => protocol is { Audience: Audience.Home, Level: not null }).ToImmutableArray();
        var sessions = await ReadSessionsAsync(connection, past, home);
        var readings = await StoredReading.ReadAllAsync(connection);
        var (left, right) = (Thigh(readings, Side.Left), Thigh(readings, Side.Right));
        var suggestion = Suggesting.Suggest(new(
            screening,
            Suggesting.LevelsOf(screening, home),
            sessions.IsEmpty ? null : sessions[^1].Programme,
            [],
            [.. sessions.Select(session => session.Done)],
            left,
            right,
            Forecast.OnTheBed(Person.Typical(Sex.Female), left, right)));
        var week = PracticeWeek.Arrange(PracticeWeek.MondayOf(today), 1, past)[0];
        var next = suggestion is Suggestion.Prescribe { Programme: var programme }
            ? home.First(protocol => protocol.Level == programme.Level && screening.FindRefusal(protocol) is null)
            : null;
        int? since = past.IsEmpty ? null : today.DayNumber - past.Max(session => session.Day).DayNumber;
        return new RazorComponentResult<NextPage>(new { View = new NextPage.Model(suggestion, next, week, since) });
    }

    // the oldest first; what was prescribed stands in the track that was played
    private static async Task<ImmutableArray<(Programme Programme, DoneSession Done)>> ReadSessionsAsync(DbConnection connection, ImmutableArray<PastSession> past, ImmutableArray<Protocol> home)
    {
        var holds = (await connection.QueryAsync<HoldRow>(
            """
            SELECT session.id AS session, track_hold.side, MIN(track_hold.at_ms) AS atMs, MAX(track_hold.duration_ms) AS durationMs, COUNT(*) AS sets
            FROM session JOIN track_hold ON track_hold.track = session.track
            WHERE track_hold.side IS NOT NULL
            GROUP BY session.id, track_hold.side
            """)).ToLookup(hold => hold.Session);
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
                   new DoneSession(session.Day, level.Value, hold, sets, session.EndReason == "completed", session.Pain, null, session.StopReason == "tingling", BackArched: false)),
        ];
    }

    private static HangingThigh? Thigh(ImmutableArray<StoredReading> readings, Side side) =>
        StoredReading.FindLatest(readings, side) is { } latest ? new(latest.Below, latest.Uncertainty) : null;

    private sealed record HoldRow
    {
        public required string Session { get; init; }

        public required string Side { get; init; }

        public required long AtMs { get; init; }

        public required long DurationMs { get; init; }

        public required long Sets { get; init; }
    }
}
