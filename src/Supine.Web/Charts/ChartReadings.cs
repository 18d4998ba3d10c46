using System.Collections.Immutable;
using System.Text.Json;
using Supine.Biomechanics;
using Supine.Motion;
using Supine.Records;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>A side that was measured by a phone, as it is stored.</summary>
/// <param name="Side">Which leg hung.</param>
/// <param name="TakenAt">In the person's own time.</param>
/// <param name="Moment">When in relation to a stretch.</param>
/// <param name="Raw">What the phone felt.</param>
internal sealed record PhoneReading(Side Side, DateTimeOffset TakenAt, ReadingMoment Moment, RawRecordings Raw);

/// <summary>An angle that was typed in.</summary>
/// <param name="Side">Which leg hung.</param>
/// <param name="TakenAt">In the person's own time.</param>
/// <param name="Moment">When in relation to a stretch.</param>
/// <param name="Below">How far the thigh hung below the horizontal.</param>
internal sealed record TypedReading(Side Side, DateTimeOffset TakenAt, ReadingMoment Moment, Angle Below);

/// <summary>What became of a reading that was sent.</summary>
internal enum Kept
{
    /// <summary>It is stored.</summary>
    Here,

    /// <summary>It was deleted and does not come back.</summary>
    Deleted,

    /// <summary>The id belongs to a reading of other samples, another side or another moment, which stays as it is.</summary>
    IsAnother,
}

/// <summary>A person's measured hips.</summary>
internal sealed class ChartReadings(ChartRows rows, PersonClock clock)
{
    // as many as hold both sides' latest days, of nearly everybody
    private const int Enough = 40;

    /// <summary>All of them, the earliest first.</summary>
    public Task<ImmutableArray<HipRecord>> ListAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync(connection => ListAsync(connection, long.MaxValue), cancellationToken);

    /// <summary>The latest of them, the earliest first: enough to find the latest day of each side.</summary>
    public Task<ImmutableArray<HipRecord>> ListLatestAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync(
            async connection =>
            {
                var latest = await ListAsync(connection, Enough);
                var isAll = latest.Length < Enough && rows.Unreadable.All.Count == 0;
                return isAll || LatestHip.IsWholeIn(latest) ? latest : await ListAsync(connection, long.MaxValue);
            },
            cancellationToken
        );

    /// <summary>Whether there is a reading of an id.</summary>
    public Task<bool> ExistsAsync(string id, CancellationToken cancellationToken) =>
        rows.ReadAsync(async connection => await CountAsync(connection, id) > 0, cancellationToken);

    /// <summary>Keeps what a phone felt, and what this version of the maths makes of it. Sent again, the first one counts.</summary>
    public Task<Kept> RecordAsync(RecordId id, PhoneReading reading, PhoneMeasurement computed, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            async connection =>
            {
                if (await WasDeletedAsync(connection, id.Text))
                {
                    return Kept.Deleted;
                }

                var raw = JsonSerializer.Serialize(reading.Raw);
                var known = await connection.FindAsync<ContentRow>(
                    "SELECT side, moment, raw FROM reading WHERE practice = @practice AND person = @person AND id = @id",
                    new { id = id.Text }
                );
                if (known is not null && known != new ContentRow(Words.Of(reading.Side), Words.Of(reading.Moment), raw))
                {
                    return Kept.IsAnother;
                }

                await connection.ExecuteAsync(
                    """
                    INSERT INTO reading (practice, person, id, side, taken_at, utc_offset_minutes, method, moment, raw)
                    VALUES (@practice, @person, @id, @side, @takenAt, @offset, 'phone', @moment, @raw)
                    ON CONFLICT (practice, person, id) DO NOTHING
                    """,
                    new
                    {
                        id = id.Text,
                        side = Words.Of(reading.Side),
                        takenAt = reading.TakenAt.ToUnixTimeMilliseconds(),
                        offset = (long)reading.TakenAt.Offset.TotalMinutes,
                        moment = Words.Of(reading.Moment),
                        raw,
                    }
                );
                await StoreAsync(connection, id.Text, computed);
                return Kept.Here;
            },
            cancellationToken
        );

    /// <summary>Keeps typed angles, one a side at most. A form that is sent twice is one reading; one that is sent again with other content
    /// is another reading.</summary>
    /// <param name="form">The id of what the form says, but for the angles.</param>
    /// <param name="readings">What was typed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The id of each reading, in their order.</returns>
    public Task<ImmutableArray<string>> TypeAsync(
        RecordId form,
        IReadOnlyCollection<TypedReading> readings,
        CancellationToken cancellationToken
    ) =>
        rows.ChangeAsync(
            async connection =>
            {
                var ids = ImmutableArray.CreateBuilder<string>();
                foreach (var reading in readings)
                {
                    ids.Add(await StoreAsync(connection, form, reading));
                }

                return ids.ToImmutable();
            },
            cancellationToken
        );

    /// <summary>Keeps an angle as the person corrects it, later than all before. False where there is no such reading.</summary>
    public Task<bool> CorrectAsync(string id, Angle below, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            async connection =>
            {
                if (await CountAsync(connection, id) == 0)
                {
                    return false;
                }

                var latest = await connection.FindAsync<long?>(
                    "SELECT max(corrected_at) FROM reading_correction WHERE practice = @practice AND person = @person AND reading = @id",
                    new { id }
                );
                await connection.ExecuteAsync(
                    """
                    INSERT INTO reading_correction (practice, person, reading, corrected_at, below)
                    VALUES (@practice, @person, @id, @at, @below)
                    """,
                    new
                    {
                        id,
                        at = clock.After(latest is { } ms ? LocalInstant.FromStored(ms) : null).ToUnixTimeMilliseconds(),
                        below = below.Degrees,
                    }
                );
                return true;
            },
            cancellationToken
        );

    /// <summary>Deletes a reading with everything about it, for good.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        rows.ForgetAsync(
            async connection =>
            {
                await connection.ExecuteAsync(
                    "DELETE FROM reading WHERE practice = @practice AND person = @person AND id = @id",
                    new { id }
                );
                await connection.ExecuteAsync(
                    """
                    INSERT INTO deleted_reading (practice, person, id_digest) VALUES (@practice, @person, @digest)
                    ON CONFLICT (practice, person, id_digest) DO NOTHING
                    """,
                    new { digest = RecordId.DigestOf(id) }
                );
            },
            cancellationToken
        );

    /// <summary>Computes again what a newer version of the maths has not seen.</summary>
    public async Task ComputeAgainAsync(CancellationToken cancellationToken)
    {
        var unseen = await rows.ReadAsync(
            connection =>
                connection.QueryAsync<RawRow>(
                    """
                    SELECT id, raw FROM reading
                    WHERE practice = @practice AND person = @person AND method = 'phone' AND NOT EXISTS (
                        SELECT 1 FROM reading_result
                        WHERE practice = @practice AND person = @person AND reading = reading.id AND maths_version >= @version)
                    """,
                    new { version = (long)Inclinometer.Version }
                ),
            cancellationToken
        );
        foreach (var (id, raw) in unseen)
        {
            // samples that cannot be read stay as they are
            var recordings = rows.Unreadable.TryRead(ChartPart.Reading, id, () => JsonSerializer.Deserialize<RawRecordings>(raw)!);
            if (recordings is not null)
            {
                var computed = PhoneMeasurement.Compute(recordings);
                await rows.ChangeAsync(connection => StoreAsync(connection, id, computed), cancellationToken);
            }
        }
    }

    private async Task<ImmutableArray<HipRecord>> ListAsync(ChartConnection connection, long most)
    {
        var latest = await connection.QueryAsync<Row>(
            """
            SELECT reading.id, reading.side, reading.taken_at AS takenAt, reading.utc_offset_minutes AS utcOffsetMinutes,
                   reading.method, reading.moment, reading.typed_below AS typedBelow, reading_result.below,
                   reading_result.pelvis, reading_result.half_interval AS halfInterval,
                   reading_result.hip_half_interval AS hipHalfInterval, reading_result.reason,
                   (SELECT below FROM reading_correction
                    WHERE practice = @practice AND person = @person AND reading = reading.id
                    ORDER BY corrected_at DESC LIMIT 1) AS correctedBelow
            FROM reading LEFT JOIN reading_result
              ON reading_result.practice = reading.practice AND reading_result.person = reading.person
             AND reading_result.reading = reading.id AND reading_result.maths_version = (
                SELECT max(maths_version) FROM reading_result
                WHERE practice = @practice AND person = @person AND reading = reading.id)
            WHERE reading.practice = @practice AND reading.person = @person
            ORDER BY reading.taken_at DESC, reading.side DESC, reading.id DESC LIMIT @most
            """,
            new { most }
        );
        latest.Reverse();
        return [.. rows.Unreadable.Read(ChartPart.Reading, latest, row => row.Id, row => row.ToRecord())];
    }

    private static Task<long> CountAsync(ChartConnection connection, string id) =>
        connection.CountAsync("SELECT count(*) FROM reading WHERE practice = @practice AND person = @person AND id = @id", new { id });

    private static async Task<bool> WasDeletedAsync(ChartConnection connection, string id) =>
        await connection.CountAsync(
            "SELECT count(*) FROM deleted_reading WHERE practice = @practice AND person = @person AND id_digest = @digest",
            new { digest = RecordId.DigestOf(id) }
        ) > 0;

    private static Task<int> StoreAsync(ChartConnection connection, string id, PhoneMeasurement computed) =>
        connection.ExecuteAsync(
            """
            INSERT INTO reading_result
                (practice, person, reading, maths_version, below, pelvis, half_interval, hip_half_interval, repeats, reason)
            VALUES (@practice, @person, @id, @version, @below, @pelvis, @half, @hipHalf, @repeats, @reason)
            ON CONFLICT (practice, person, reading, maths_version) DO NOTHING
            """,
            new
            {
                id,
                version = (long)Inclinometer.Version,
                below = computed.Below?.Degrees,
                pelvis = computed.Pelvis?.Degrees,
                half = computed.HalfInterval?.Degrees,
                hipHalf = computed.HipHalfInterval?.Degrees,
                repeats = (long)computed.Repeats,
                reason = computed.Reason,
            }
        );

    private static async Task<string> StoreAsync(ChartConnection connection, RecordId form, TypedReading reading)
    {
        var id = form.For(FormattableString.Invariant($"{Words.Of(reading.Side)} {reading.Below.Degrees}")).Text;
        if (await WasDeletedAsync(connection, id))
        {
            return id;
        }

        await connection.ExecuteAsync(
            """
            INSERT INTO reading (practice, person, id, side, taken_at, utc_offset_minutes, method, moment, typed_below)
            VALUES (@practice, @person, @id, @side, @takenAt, @offset, 'goniometer', @moment, @below)
            ON CONFLICT (practice, person, id) DO NOTHING
            """,
            new
            {
                id,
                side = Words.Of(reading.Side),
                takenAt = reading.TakenAt.ToUnixTimeMilliseconds(),
                offset = (long)reading.TakenAt.Offset.TotalMinutes,
                moment = Words.Of(reading.Moment),
                below = reading.Below.Degrees,
            }
        );
        return id;
    }

    private sealed record ContentRow(string Side, string Moment, string? Raw);

    private sealed record RawRow(string Id, string Raw);

    private sealed record Row(
        string Id,
        string Side,
        long TakenAt,
        long UtcOffsetMinutes,
        string Method,
        string Moment,
        double? TypedBelow,
        double? Below,
        double? Pelvis,
        double? HalfInterval,
        double? HipHalfInterval,
        string? Reason,
        double? CorrectedBelow
    )
    {
        public HipRecord ToRecord() =>
            new(
                Id,
                Words.FindSide(Side)!.Value,
                LocalInstant.FromStored(TakenAt, UtcOffsetMinutes),
                Words.FindMethod(Method)!.Value,
                Words.FindMoment(Moment)!.Value,
                Degrees(TypedBelow ?? Below),
                Degrees(CorrectedBelow),
                Degrees(Pelvis),
                IsOnlyTyped ? HipRecord.TypedHalfInterval : Degrees(HalfInterval),
                Degrees(HipHalfInterval),
                Reason is null ? null
                    : PhoneMeasurement.Reasons.Contains(Reason) ? $"rejection.{Reason}"
                    : throw new FormatException()
            );

        // samples that were no measurement say nothing of an angle that somebody gave for them
        private bool IsOnlyTyped => TypedBelow is not null || (Below is null && CorrectedBelow is not null);

        private static Angle? Degrees(double? degrees) =>
            degrees is { } known ? Angle.FromDegrees(UnreadableRows.Within(known, -180, 180)) : null;
    }
}
