using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Supine.Storage.Practices;

/// <summary>Makes practices, and the links with which practitioners join them.</summary>
internal static class PracticeRegister
{
    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan LinkLasts = TimeSpan.FromDays(7);

    /// <summary>The longest name of a practice, in characters.</summary>
    public const int LongestName = 100;

    private const string Household = "home";

    /// <summary>Makes a practice with a link for its first owner. A household's database becomes the practice's: its people are patients
    /// from then on. Where the database has a practice already, this is another one.</summary>
    /// <param name="connection">In whose transaction it is made.</param>
    /// <param name="variant">The word of the database.</param>
    /// <param name="name">What the practice is called.</param>
    /// <param name="now">When.</param>
    public static async Task<NewPractice> CreateAsync(DbConnection connection, string variant, string name, DateTimeOffset now)
    {
        var becomes =
            await connection.ExecuteAsync(
                "UPDATE practice SET name = @name WHERE id = @Household AND name IS NULL",
                new { name, Household }
            ) > 0;
        var id = becomes ? Household : Guid.CreateVersion7(now).ToString("D");
        if (becomes)
        {
            await RemoveNobodyAsync(connection, variant);
        }
        else
        {
            await connection.ExecuteAsync(
                "INSERT INTO practice (id, created_at, name) VALUES (@id, @at, @name)",
                new
                {
                    id,
                    at = now.ToUnixTimeMilliseconds(),
                    name,
                }
            );
        }

        await AuditTrail.AddAsync(connection, id, null, "practice-created", null, now);
        var patients = await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM person WHERE practice = @id", new { id });
        return new(id, (int)patients, await MakeLinkAsync(connection, id, "owner", null, now), now + LinkLasts);
    }

    /// <summary>Makes a link with which one practitioner joins.</summary>
    /// <param name="connection">In whose transaction it is made.</param>
    /// <param name="practice">Which practice.</param>
    /// <param name="role"><c>owner</c> or <c>practitioner</c>.</param>
    /// <param name="madeBy">The owner's id; null for the command line.</param>
    /// <param name="now">When.</param>
    /// <returns>The secret. It is not stored, and cannot be shown again.</returns>
    public static async Task<string> MakeLinkAsync(
        DbConnection connection,
        string practice,
        string role,
        string? madeBy,
        DateTimeOffset now
    )
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await connection.ExecuteAsync(
            """
            INSERT INTO practitioner_link (practice, digest, role, made_at, ends_at) VALUES (@practice, @digest, @role, @at, @endsAt)
            """,
            new
            {
                practice,
                digest = DigestOf(secret),
                role,
                at = now.ToUnixTimeMilliseconds(),
                endsAt = (now + LinkLasts).ToUnixTimeMilliseconds(),
            }
        );
        await AuditTrail.AddAsync(connection, practice, madeBy, $"link-made-{role}", null, now);
        return secret;
    }

    /// <summary>Uses a link up, as a part of the change that makes the practitioner.</summary>
    /// <returns>What it is for; null where there is no such link, it was used, or it has ended.</returns>
    public static Task<PractitionerLink?> UseLinkAsync(DbConnection connection, string secret, DateTimeOffset now) =>
        connection.QueryFirstOrDefaultAsync<PractitionerLink>(
            "DELETE FROM practitioner_link WHERE digest = @digest AND ends_at > @at RETURNING practice, role",
            new { digest = DigestOf(secret), at = now.ToUnixTimeMilliseconds() }
        );

    /// <summary>What is stored of a secret of 256 random bits.</summary>
    public static string DigestOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    // A new database begins with somebody without a name, who is no patient as long as nothing is recorded of them.
    private static async Task RemoveNobodyAsync(DbConnection connection, string variant)
    {
        var nobody = (
            await connection.QueryAsync<string>(
                "SELECT id FROM person WHERE practice = @Household AND name = '' AND zone IS NULL",
                new { Household }
            )
        ).ToList();
        var tables = (
            await connection.QueryAsync<string>(
                variant == "postgres"
                    ? "SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'person'"
                    : "SELECT m.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' AND c.name = 'person'"
            )
        ).ToList();
        foreach (var person in nobody)
        {
            var rows = 0L;
            foreach (var table in tables)
            {
                rows += await connection.ExecuteScalarAsync<long>(
                    $"SELECT count(*) FROM {table} WHERE practice = @Household AND person = @person",
                    new { Household, person }
                );
            }

            if (rows == 0)
            {
                await connection.ExecuteAsync("DELETE FROM person WHERE practice = @Household AND id = @person", new { Household, person });
            }
        }
    }
}

/// <summary>A practice that was made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Patients">How many people are its patients already.</param>
/// <param name="Secret">The secret of the first owner's link.</param>
/// <param name="LinkEndsAt">Until when it can be used.</param>
internal sealed record NewPractice(string Id, int Patients, string Secret, DateTimeOffset LinkEndsAt);

/// <summary>What a link is for.</summary>
/// <param name="Practice">Which practice.</param>
/// <param name="Role"><c>owner</c> or <c>practitioner</c>.</param>
internal sealed record PractitionerLink(string Practice, string Role);
