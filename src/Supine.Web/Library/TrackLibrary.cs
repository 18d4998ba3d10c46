using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Supine.Protocols;
using Supine.Records;
using Supine.Storage;
using Supine.Storage.Folders;

namespace Supine.Web.Library;

/// <summary>What every track is made of that a device keeps or somebody played, under its hash, so that a session of it is understood after
/// its protocol has changed. A hash stands for its content and for nobody: all people share it.</summary>
internal sealed class TrackLibrary(DbDataSource source, Writes writes, TimeProvider time)
{
    // The intensity option that a person is asked about after a session.
    private const string FootDangle = "foot-dangle";

    // A device may play what it keeps long after it was there last.
    private static readonly TimeSpan UnusedAfter = TimeSpan.FromDays(400);

    private const string Unused = """
        FROM track WHERE stored_at < @before
        AND NOT EXISTS (SELECT 1 FROM session WHERE session.track = track.hash OR session.milder_track = track.hash)
        """;

    // What a hash stands for never changes, so what was read once need not be read again; a household knows a few dozen.
    private const int MostRemembered = 1000;
    private readonly ConcurrentDictionary<string, PlayedTrack> _played = new(StringComparer.Ordinal);

    // What could not be stored because the disk is full, so that it can be played all the same.
    private const int MostUnstored = 100;
    private readonly ConcurrentDictionary<string, (Protocol Protocol, CueSequence Sequence)> _unstored = new(StringComparer.Ordinal);

    /// <summary>Stores a sequence. Storing it again changes nothing. On a full disk it is kept in memory, and stored with the first session
    /// of it.</summary>
    public async Task AddAsync(Protocol protocol, CueSequence sequence, CancellationToken cancellationToken)
    {
        // Nearly always it is there already, and then nothing waits for the disk.
        if (await ReadAsync(sequence.Hash, cancellationToken) is null)
        {
            try
            {
                await StoreAsync(protocol, sequence, cancellationToken);
            }
            catch (Exception fault) when (DiskFault.IsFull(fault) && _unstored.Count < MostUnstored)
            {
                _unstored[sequence.Hash] = (protocol, sequence);
            }
        }
    }

    /// <summary>The sequence of a hash; null where there is none, or none that can be read.</summary>
    public async Task<CueSequence?> FindAsync(string hash, Languages languages, CancellationToken cancellationToken) =>
        await ReadAsync(hash, cancellationToken) is { } json ? StoredRow.TryRead(() => CueSequenceJson.Read(json, languages))
        : _unstored.TryGetValue(hash, out var unstored) ? unstored.Sequence
        : null;

    /// <summary>What a session needs to know of the track of a hash; null where there is none, or none that can be read.</summary>
    public async Task<PlayedTrack?> FindPlayedAsync(string hash, CancellationToken cancellationToken)
    {
        if (_played.TryGetValue(hash, out var known))
        {
            return known;
        }

        if (_unstored.TryGetValue(hash, out var unstored))
        {
            await StoreAsync(unstored.Protocol, unstored.Sequence, cancellationToken);
            _unstored.TryRemove(hash, out _);
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            "SELECT protocol, title, total_ms AS totalMs, foot_dangle AS footDangle FROM track WHERE hash = @hash",
            new { hash }
        );
        if (row is null)
        {
            return null;
        }

        var holds = await connection.QueryAsync<HoldRow>(
            """
            SELECT side, set_number AS setNumber, at_ms AS atMs, duration_ms AS durationMs FROM track_hold
            WHERE track = @hash ORDER BY at_ms
            """,
            new { hash }
        );
        var track = StoredRow.TryRead(() =>
            new PlayedTrack(hash, row.Protocol, row.Title, row.TotalMs, row.FootDangle != 0, [.. holds.Select(hold => hold.ToHold())])
        );
        if (track is not null && _played.Count < MostRemembered)
        {
            _played.TryAdd(hash, track);
        }

        return track;
    }

    /// <summary>Forgets what no session was recorded of for a year and more.</summary>
    /// <returns>How many tracks.</returns>
    public async Task<int> ForgetUnusedAsync(CancellationToken cancellationToken)
    {
        var before = (time.GetUtcNow() - UnusedAfter).ToUnixTimeMilliseconds();
        var forgotten = await writes.RunAsync(
            async connection =>
            {
                await connection.ExecuteAsync($"DELETE FROM track_hold WHERE track IN (SELECT hash {Unused})", new { before });
                return await connection.ExecuteAsync($"DELETE {Unused}", new { before });
            },
            cancellationToken
        );
        if (forgotten > 0)
        {
            _played.Clear();
        }

        return forgotten;
    }

    private Task StoreAsync(Protocol protocol, CueSequence sequence, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return writes.RunAsync(changed => InsertAsync(changed, protocol, sequence, now), cancellationToken);
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
            INSERT INTO track_hold (track, at_ms, duration_ms, side, set_number) VALUES (@Hash, @atMs, @durationMs, @side, @set)
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
                    set = (long?)hold.Set,
                })
        );
    }

    private async Task<string?> ReadAsync(string hash, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<string?>("SELECT sequence FROM track WHERE hash = @hash", new { hash });
    }

    private sealed record Row(string Protocol, string Title, long TotalMs, long FootDangle);

    private sealed record HoldRow(string? Side, long? SetNumber, long AtMs, long DurationMs)
    {
        public PlannedHold ToHold() =>
            new(Words.FindSide(Side), (int?)SetNumber, TimeSpan.FromMilliseconds(AtMs), TimeSpan.FromMilliseconds(DurationMs));
    }
}
