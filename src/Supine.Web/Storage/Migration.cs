using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Supine.Web.Storage;

/// <summary>One numbered step of the database's shape. Once released it never changes.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">Its file name.</param>
/// <param name="Sql">What it runs.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>The steps this program knows.</summary>
    public static ImmutableArray<Migration> All { get; } = ReadEmbedded();

    /// <summary>What tells whether an applied step is still the same.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>Brings the database to the last of <paramref name="migrations"/>, or throws <see cref="StartRefusedException"/> and leaves
    /// it as it was.</summary>
    public static async Task ApplyAsync(
        DbDataSource source,
        ImmutableArray<Migration> migrations,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            CREATE TABLE IF NOT EXISTS migration (
                number     BIGINT NOT NULL PRIMARY KEY,
                name       TEXT   NOT NULL,
                checksum   TEXT   NOT NULL,
                applied_at BIGINT NOT NULL
            )
            """
        );
        var applied = (await connection.QueryAsync<Applied>("SELECT number, name, checksum FROM migration ORDER BY number")).ToList();
        Check(migrations, applied);
        foreach (var migration in migrations.Skip(applied.Count))
        {
            await connection.ExecuteAsync(migration.Sql);
            await connection.ExecuteAsync(
                "INSERT INTO migration (number, name, checksum, applied_at) VALUES (@Number, @Name, @Checksum, @AppliedAt)",
                new
                {
                    migration.Number,
                    migration.Name,
                    migration.Checksum,
                    AppliedAt = now.ToUnixTimeMilliseconds(),
                }
            );
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static void Check(ImmutableArray<Migration> known, List<Applied> applied)
    {
        for (var i = 0; i < known.Length; i++)
        {
            if (known[i].Number != i + 1)
            {
                throw new ArgumentException($"{known[i].Name} should be number {i + 1}.", nameof(known));
            }
        }

        for (var i = 0; i < applied.Count; i++)
        {
            var row = applied[i];
            if (row.Number != i + 1)
            {
                throw new StartRefusedException(
                    $"The database lacks step {i + 1} of its shape but has step {row.Number} ({row.Name}). Restore it from a backup."
                );
            }

            if (i >= known.Length)
            {
                throw new StartRefusedException(
                    $"The database is newer than this program: it has step {row.Number} ({row.Name}), the program knows {known.Length}. Start the newer program."
                );
            }

            if (row.Checksum != known[i].Checksum)
            {
                throw new StartRefusedException(
                    $"Step {row.Number} ({row.Name}) was applied with another content than this program has. Start the program that made the database."
                );
            }
        }
    }

    private static ImmutableArray<Migration> ReadEmbedded()
    {
        const string folder = ".Storage.Migrations.";
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
            where resource.Contains(folder, StringComparison.Ordinal)
            let name = resource[(resource.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..]
            let number = int.Parse(name[..4], NumberStyles.None, CultureInfo.InvariantCulture)
            orderby number
            select new Migration(number, name, ReadText(assembly, resource)),
        ];
    }

    private static string ReadText(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private sealed record Applied(long Number, string Name, string Checksum);
}
