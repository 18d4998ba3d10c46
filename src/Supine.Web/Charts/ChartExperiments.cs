using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Records;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>The experiments a person has made with their own two sides.</summary>
internal sealed class ChartExperiments(ChartRows rows, PersonClock clock)
{
    /// <summary>All of them, the earliest first.</summary>
    public Task<ImmutableArray<Experiment>> ListAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync<ImmutableArray<Experiment>>(
            async connection =>
            {
                var stored = await connection.QueryAsync<Row>(
                    """
                    SELECT id, side, drawn_at AS drawnAt, ended_at AS endedAt, utc_offset_minutes AS utcOffsetMinutes FROM experiment
                    WHERE practice = @practice AND person = @person
                    """
                );
                return
                [
                    .. rows
                        .Unreadable.Read(ChartPart.Experiment, stored, row => row.Id, row => row.ToExperiment())
                        .OrderBy(one => one.DrawnAt)
                        .ThenBy(one => one.Id, StringComparer.Ordinal),
                ];
            },
            cancellationToken
        );

    /// <summary>Stores a draw. It is never drawn again: false where one of the last four weeks has not been ended.</summary>
    public Task<bool> StoreAsync(Side side, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        return rows.ChangeAsync(
            async connection =>
                await connection.ExecuteAsync(
                    """
                    INSERT INTO experiment (practice, person, id, side, drawn_at, ended_at, utc_offset_minutes)
                    SELECT @practice, @person, @id, @side, @now, NULL, @offset
                    WHERE NOT EXISTS (
                        SELECT 1 FROM experiment
                        WHERE practice = @practice AND person = @person AND ended_at IS NULL AND drawn_at > @since)
                    """,
                    new
                    {
                        id = RecordId.New(now).Text,
                        side = Words.Of(side),
                        now = now.ToUnixTimeMilliseconds(),
                        offset = (long)now.Offset.TotalMinutes,
                        since = now.AddDays(-Experiment.OneSidedDays).ToUnixTimeMilliseconds(),
                    }
                ) > 0,
            cancellationToken
        );
    }

    /// <summary>Ends what runs. The draw and all records stay.</summary>
    public Task EndAsync(CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            connection =>
                connection.ExecuteAsync(
                    "UPDATE experiment SET ended_at = @now WHERE practice = @practice AND person = @person AND ended_at IS NULL",
                    new { now = clock.Now.ToUnixTimeMilliseconds() }
                ),
            cancellationToken
        );

    /// <summary>Deletes one for good.</summary>
    public Task ForgetAsync(string id, CancellationToken cancellationToken) =>
        rows.ForgetAsync(
            connection =>
                connection.ExecuteAsync("DELETE FROM experiment WHERE practice = @practice AND person = @person AND id = @id", new { id }),
            cancellationToken
        );

    private sealed record Row(string Id, string Side, long DrawnAt, long? EndedAt, long UtcOffsetMinutes)
    {
        public Experiment ToExperiment()
        {
            var offset = TimeSpan.FromMinutes(UnreadableRows.Within(UtcOffsetMinutes, -14 * 60, 14 * 60));
            return new(
                Id,
                Enum.Parse<Side>(Side, ignoreCase: true),
                DateTimeOffset.FromUnixTimeMilliseconds(DrawnAt).ToOffset(offset),
                EndedAt is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended).ToOffset(offset) : null
            );
        }
    }
}
