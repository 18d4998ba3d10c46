using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Supine.Storage.Practices;

/// <summary>Who did what in a practice. Rows are added and never changed: the database refuses that.</summary>
/// <remarks>It holds random ids and instants only. Each row's <c>chain</c> is a digest of the row and of the chain before it, so that a row
/// that was changed by another way, or taken out, is found.</remarks>
internal static class AuditTrail
{
    /// <summary>Adds a row as a part of a change.</summary>
    /// <param name="connection">In whose transaction it is added.</param>
    /// <param name="practice">Where.</param>
    /// <param name="actor">The id of the practitioner, or what the audit calls the patient; null for the command line, or where nobody is
    /// known.</param>
    /// <param name="act">What was done, in a few words of the program: <c>signed-in</c>.</param>
    /// <param name="subject">The id of what it was done to; null where there is none.</param>
    /// <param name="now">When.</param>
    public static async Task AddAsync(
        DbConnection connection,
        string practice,
        string? actor,
        string act,
        string? subject,
        DateTimeOffset now
    )
    {
        var last = await connection.QueryFirstOrDefaultAsync<AuditRow>(
            "SELECT number, at, actor, act, subject, chain FROM audit WHERE practice = @practice ORDER BY number DESC LIMIT 1",
            new { practice }
        );
        var row = new AuditRow((last?.Number ?? 0) + 1, now.ToUnixTimeMilliseconds(), actor, act, subject, "");
        await connection.ExecuteAsync(
            """
            INSERT INTO audit (practice, number, at, actor, act, subject, chain)
            VALUES (@practice, @Number, @At, @Actor, @Act, @Subject, @chain)
            """,
            new
            {
                practice,
                row.Number,
                row.At,
                row.Actor,
                row.Act,
                row.Subject,
                chain = ChainOf(practice, row, last?.Chain ?? ""),
            }
        );
    }

    /// <summary>All rows of a practice, the first one first.</summary>
    public static async Task<List<AuditRow>> ListAsync(DbConnection connection, string practice) =>
        [
            .. await connection.QueryAsync<AuditRow>(
                "SELECT number, at, actor, act, subject, chain FROM audit WHERE practice = @practice ORDER BY number",
                new { practice }
            ),
        ];

    /// <summary>The number of the first row that is not as it was written, or before which one is missing; null where all are
    /// whole.</summary>
    public static long? FindBroken(string practice, IEnumerable<AuditRow> rows)
    {
        var (number, chain) = (0L, "");
        foreach (var row in rows)
        {
            if (row.Number != ++number || row.Chain != ChainOf(practice, row, chain))
            {
                return row.Number;
            }

            chain = row.Chain;
        }

        return null;
    }

    private static string ChainOf(string practice, AuditRow row, string before) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{before}\n{practice}\n{row.Number}\n{row.At}\n{row.Actor}\n{row.Act}\n{row.Subject}"
                    )
                )
            )
        );
}

/// <summary>A row of the audit.</summary>
/// <param name="Number">From 1, without gaps, in each practice.</param>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Actor">Who; null for the command line, or where nobody is known.</param>
/// <param name="Act">What.</param>
/// <param name="Subject">To what; null where there is none.</param>
/// <param name="Chain">The digest.</param>
internal sealed record AuditRow(long Number, long At, string? Actor, string Act, string? Subject, string Chain);
