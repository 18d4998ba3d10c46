using System.Data.Common;
using Dapper;
using Supine.Protocols;
using Supine.Web.Storage;

namespace Supine.Web.Tracks;

/// <summary>Keeps every sequence that was handed out, under its hash, so that it can be played and a session of it understood after its
/// protocol has changed.</summary>
internal static class TrackStore
{
    // The intensity option that a person is asked about after a session.
    private const string FootDangle = "foot-dangle";

    /// <summary>Stores a sequence. Storing it again changes nothing: its hash stands for its content.</summary>
    public static async Task AddAsync(
        DbDataSource source,
        Writes writes,
        Protocol protocol,
        CueSequence sequence,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // Nearly always it is there already, and then nothing waits for the disk.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (await ReadAsync(connection, sequence.Hash) is null)
        {
            await writes.RunAsync(changed => InsertAsync(changed, protocol, sequence, now), cancellationToken);
        }
    }

    /// <summary>The sequence of a hash, or null.</summary>
    public static async Task<CueSequence?> FindAsync(
        DbDataSource source,
        Languages languages,
        string hash,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await ReadAsync(connection, hash) is { } json ? CueSequenceJson.Read(json, languages) : null;
    }

    private static async Task InsertAsync(DbConnection connection, Protocol protocol, CueSequence sequence, DateTimeOffset now)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO track (hash, protocol, title, language, total_ms, foot_dangle, sequence, stored_at)
            VALUES (@Hash, @ProtocolId, @Title, @language, @totalMs, @footDangle, @json, @storedAt)
            ON CONFLICT (hash) DO NOTHING
            """,
            new
            {
                sequence.Hash,
                sequence.ProtocolId,
                sequence.Title,
                language = sequence.Language.Code,
                totalMs = (long)sequence.Total.TotalMilliseconds,
                footDangle = protocol.Intensity.Any(option => option.Id == FootDangle) ? 1L : 0L,
                json = CueSequenceJson.Write(sequence),
                storedAt = now.ToUnixTimeMilliseconds(),
            }
        );
        await connection.ExecuteAsync(
            """
            INSERT INTO track_hold (track, at_ms, duration_ms, side, set_number) VALUES (@Hash, @atMs, @durationMs, @side, @Set)
            ON CONFLICT (track, at_ms) DO NOTHING
            """,
            PlannedHold
                .FindAll(sequence)
                .Select(hold => new
                {
                    sequence.Hash,
                    atMs = (long)hold.At.TotalMilliseconds,
                    durationMs = (long)hold.Duration.TotalMilliseconds,
                    side = hold.Side is { } side ? CueSequenceJson.WordOf(side) : null,
                    hold.Set,
                })
        );
    }

    private static Task<string?> ReadAsync(DbConnection connection, string hash) =>
        connection.QuerySingleOrDefaultAsync<string?>("SELECT sequence FROM track WHERE hash = @hash", new { hash });
}
