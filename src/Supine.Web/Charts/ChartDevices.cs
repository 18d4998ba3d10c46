using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Supine.Storage;
using Supine.Storage.Practices;
using Supine.Web.Boundary;

namespace Supine.Web.Charts;

/// <summary>The devices of a practice's patients, and the links and codes that bind them.</summary>
internal sealed class ChartDevices(Database database, Writes writes, TimeProvider time)
{
    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan LinkLasts = PracticeRegister.LinkLasts;

    /// <summary>The longest name of a device, in characters.</summary>
    public const int LongestName = 60;

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Makes a link with a code. One that was open for the same patient ends.</summary>
    /// <param name="key">Which patient.</param>
    /// <param name="practitioner">Who makes it; null for the patient.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The secret and the code, which are not stored; null where this practice has no such patient.</returns>
    public async Task<NewPatientLink?> MakeLinkAsync(ChartKey key, string? practitioner, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (secret, code, now) = (Token.New(), ShortCode.New(), time.GetUtcNow());

            // slow on purpose, and so not in the transaction
            var hash = code.Hash(secret.Digest);
            switch (await writes.RunAsync(connection => InsertAsync(connection, secret, code, hash, now), cancellationToken))
            {
                case null:
                    return null;
                case true:
                    return new(secret, code, now + LinkLasts);
            }
        }

        // Null for no such patient; false where another link begins with the same four by chance.
        async Task<bool?> InsertAsync(DbConnection connection, Token secret, ShortCode code, string hash, DateTimeOffset now)
        {
            if (!await ChartPatients.IsHereAsync(connection, key))
            {
                return null;
            }

            await connection.ExecuteAsync(
                "DELETE FROM patient_link WHERE practice = @practice AND person = @person",
                new { practice = key.Practice, person = key.Person }
            );
            var made = await connection.ExecuteAsync(
                """
                INSERT INTO patient_link (practice, person, digest, code_start, code_hash, attempts, made_at, ends_at)
                VALUES (@practice, @person, @digest, @start, @hash, 0, @now, @endsAt)
                ON CONFLICT (code_start) DO NOTHING
                """,
                new
                {
                    practice = key.Practice,
                    person = key.Person,
                    digest = secret.Digest,
                    start = code.Start,
                    hash,
                    now = now.ToUnixTimeMilliseconds(),
                    endsAt = (now + LinkLasts).ToUnixTimeMilliseconds(),
                }
            );
            if (made > 0)
            {
                await AuditAsync(connection, key, practitioner, "patient-link-made", now);
            }

            return made > 0;
        }
    }

    /// <summary>Until when a patient's open link can be used; null where none is open.</summary>
    public async Task<DateTimeOffset?> FindLinkEndAsync(ChartKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        var endsAt = await connection.QueryFirstOrDefaultAsync<long?>(
            "SELECT ends_at FROM patient_link WHERE practice = @practice AND person = @person AND ends_at > @now",
            new
            {
                practice = key.Practice,
                person = key.Person,
                now = time.GetUtcNow().ToUnixTimeMilliseconds(),
            }
        );
        return endsAt is { } ms ? LocalInstant.FromStored(ms) : null;
    }

    /// <summary>Uses a link up and binds the device, both or neither.</summary>
    /// <param name="secret">The link's; empty where a code was typed.</param>
    /// <param name="code">What was typed.</param>
    /// <param name="name">What the device says it is, at most <see cref="LongestName"/> characters; empty where it says nothing.</param>
    /// <param name="before">The secret in the device's cookie, which a new one replaces; null where it has none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The secret for the device's cookie; null where the link or code was used, has ended, or never was.</returns>
    public async Task<Token?> BindAsync(string secret, string code, string name, Token? before, CancellationToken cancellationToken)
    {
        var link = secret.Length > 0 ? await FindLinkAsync(new(secret), cancellationToken) : await TryCodeAsync(code, cancellationToken);
        if (link is null)
        {
            return null;
        }

        // Its cookie is lost for good: nobody could use it any more.
        var replaced = before is null ? null : await FindAsync(before, cancellationToken);
        var token = Token.New();
        return await writes.RunAsync(
            async connection =>
            {
                var now = time.GetUtcNow();
                var used = await connection.ExecuteAsync(
                    "DELETE FROM patient_link WHERE practice = @practice AND person = @person AND digest = @digest AND ends_at > @now",
                    new
                    {
                        practice = link.Practice,
                        person = link.Person,
                        digest = link.Digest,
                        now = now.ToUnixTimeMilliseconds(),
                    }
                );
                if (used == 0)
                {
                    return null;
                }

                if (replaced is not null)
                {
                    await DeleteAsync(connection, replaced.Person.Key, replaced.Id);
                }

                var key = new ChartKey(link.Practice, link.Person);
                await connection.ExecuteAsync(
                    """
                    INSERT INTO patient_device (practice, person, id, digest, name, bound_at, used_on)
                    VALUES (@practice, @person, @id, @digest, @name, @now, @day)
                    """,
                    new
                    {
                        practice = key.Practice,
                        person = key.Person,
                        id = RecordId.New(now).Text,
                        digest = token.Digest,
                        name = name[..Math.Min(name.Length, LongestName)],
                        now = now.ToUnixTimeMilliseconds(),
                        day = Write(DateOnly.FromDateTime(now.UtcDateTime)),
                    }
                );
                await AuditAsync(connection, key, null, "patient-link-used", now);
                return token;
            },
            cancellationToken
        );
    }

    /// <summary>The device that has this secret in its cookie, as it is now; null where none has, or it was revoked.</summary>
    public async Task<BoundDevice?> FindAsync(Token token, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<BoundRow>(
            """
            SELECT patient_device.practice, patient_device.person, patient_device.id, patient_device.used_on AS usedOn,
                person.name, person.zone
            FROM patient_device JOIN person ON person.practice = patient_device.practice AND person.id = patient_device.person
            WHERE patient_device.digest = @digest
            """,
            new { digest = token.Digest }
        );
        return row is null ? null : new(new(new(row.Practice, row.Person), row.Name, row.Zone), row.Id, Read(row.UsedOn));
    }

    /// <summary>Notes that a device was used on a day of its person's.</summary>
    public Task NoteUseAsync(ChartKey key, string id, DateOnly day, CancellationToken cancellationToken) =>
        writes.RunAsync(
            connection =>
                connection.ExecuteAsync(
                    "UPDATE patient_device SET used_on = @day WHERE practice = @practice AND person = @person AND id = @id",
                    new
                    {
                        practice = key.Practice,
                        person = key.Person,
                        id,
                        day = Write(day),
                    }
                ),
            cancellationToken
        );

    /// <summary>A patient's devices, the first one first.</summary>
    public async Task<ImmutableArray<PatientDevice>> ListAsync(ChartKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<DeviceRow>(
            """
            SELECT id, name, bound_at AS boundAt, used_on AS usedOn FROM patient_device
            WHERE practice = @practice AND person = @person ORDER BY bound_at, id
            """,
            new { practice = key.Practice, person = key.Person }
        );
        return [.. rows.Select(row => new PatientDevice(row.Id, row.Name, LocalInstant.FromStored(row.BoundAt), Read(row.UsedOn)))];
    }

    /// <summary>Revokes a device: from then on its cookie opens nothing.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="practitioner">Who revokes it; null for the patient.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether this patient had such a device.</returns>
    public Task<bool> RevokeAsync(ChartKey key, string id, string? practitioner, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
            {
                if (await DeleteAsync(connection, key, id) == 0)
                {
                    return false;
                }

                await AuditAsync(connection, key, practitioner, "device-revoked", time.GetUtcNow());
                return true;
            },
            cancellationToken
        );

    private async Task<LinkRow?> FindLinkAsync(Token secret, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<LinkRow>(
            "SELECT practice, person, digest, code_hash AS codeHash, attempts FROM patient_link WHERE digest = @digest AND ends_at > @now",
            new { digest = secret.Digest, now = time.GetUtcNow().ToUnixTimeMilliseconds() }
        );
    }

    // An attempt is counted in one statement before the code is looked at, so that attempts at the same time, on several nodes, are no more
    // than the limit.
    private async Task<LinkRow?> TryCodeAsync(string typed, CancellationToken cancellationToken)
    {
        if (ShortCode.Find(typed) is not { } code)
        {
            return null;
        }

        var link = await writes.RunAsync(
            connection =>
                connection.QueryFirstOrDefaultAsync<LinkRow>(
                    """
                    UPDATE patient_link SET attempts = attempts + 1
                    WHERE code_start = @start AND attempts < @MostAttempts AND ends_at > @now
                    RETURNING practice, person, digest, code_hash AS codeHash, attempts
                    """,
                    new
                    {
                        start = code.Start,
                        ShortCode.MostAttempts,
                        now = time.GetUtcNow().ToUnixTimeMilliseconds(),
                    }
                ),
            cancellationToken
        );

        // as slow where there is no such link
        var hash = code.Hash(link?.Digest ?? "nobody");
        if (link is null || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hash), Encoding.UTF8.GetBytes(link.CodeHash)))
        {
            return link;
        }

        if (link.Attempts >= ShortCode.MostAttempts)
        {
            var key = new ChartKey(link.Practice, link.Person);
            await writes.RunAsync(
                async connection =>
                {
                    if (await ChartPatients.IsHereAsync(connection, key))
                    {
                        var subject = await ChartPatients.FindSubjectAsync(connection, key);
                        await AuditTrail.AddAsync(connection, key.Practice, null, "patient-code-locked", subject, time.GetUtcNow());
                    }
                },
                cancellationToken
            );
        }

        return null;
    }

    private static Task<int> DeleteAsync(DbConnection connection, ChartKey key, string id) =>
        connection.ExecuteAsync(
            "DELETE FROM patient_device WHERE practice = @practice AND person = @person AND id = @id",
            new
            {
                practice = key.Practice,
                person = key.Person,
                id,
            }
        );

    // What a patient does is done by their own random id.
    private static async Task AuditAsync(DbConnection connection, ChartKey key, string? practitioner, string act, DateTimeOffset now)
    {
        var subject = await ChartPatients.FindSubjectAsync(connection, key);
        await AuditTrail.AddAsync(connection, key.Practice, practitioner ?? subject, act, subject, now);
    }

    private static string Write(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static DateOnly Read(string day) => DateOnly.ParseExact(day, DayFormat, CultureInfo.InvariantCulture);

    private sealed record LinkRow(string Practice, string Person, string Digest, string CodeHash, long Attempts);

    private sealed record BoundRow(string Practice, string Person, string Id, string UsedOn, string Name, string? Zone);

    private sealed record DeviceRow(string Id, string Name, long BoundAt, string UsedOn);
}

/// <summary>A link that was made just now.</summary>
/// <param name="Secret">The secret in its address.</param>
/// <param name="Code">The same to be read out.</param>
/// <param name="EndsAt">Until when it can be used.</param>
internal sealed record NewPatientLink(Token Secret, ShortCode Code, DateTimeOffset EndsAt);

/// <summary>A device that asks.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="UsedOn">The last day on which it was used, as far as that is noted.</param>
internal sealed record BoundDevice(Person Person, string Id, DateOnly UsedOn);

/// <summary>A device of a patient, as pages list it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What its browser says it is; empty where it says nothing.</param>
/// <param name="BoundAt">Since when it is bound.</param>
/// <param name="UsedOn">The last day on which it was used.</param>
public sealed record PatientDevice(string Id, string Name, DateTimeOffset BoundAt, DateOnly UsedOn);
