using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Supine.Storage;

/// <summary>One numbered step of the database's shape. Once released it never changes.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">Its file name.</param>
/// <param name="Sql">What it runs.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>The steps this program knows, as one database runs them.</summary>
    /// <param name="variant">The database's word: a step may have a file for one database alone, <c>0012_people.postgres.sql</c>.</param>
    public static ImmutableArray<Migration> AllFor(string variant) => ReadEmbedded(variant);

    /// <summary>What tells whether an applied step is still the same.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>Brings the database to the last of <paramref name="migrations"/>.</summary>
    /// <exception cref="StartRefusedException">It cannot be brought there; it is left as it was.</exception>
    public static Task ApplyAsync(
        Database database,
        ImmutableArray<Migration> migrations,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => database.RebuildAsync(connection => ApplyAsync(connection, migrations, now), cancellationToken);

    /// <summary>The same, over a connection in whose transaction it is committed.</summary>
    /// <exception cref="StartRefusedException">It cannot be brought there.</exception>
    public static async Task ApplyAsync(DbConnection connection, ImmutableArray<Migration> migrations, DateTimeOffset now)
    {
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
        var applied = await CountAppliedAsync(connection, migrations);
        foreach (var migration in migrations.Skip(applied))
        {
            await connection.ExecuteAsync(migration.Sql);
            await connection.ExecuteAsync(
                "INSERT INTO migration (number, name, checksum, applied_at) VALUES (@number, @Name, @Checksum, @appliedAt)",
                new
                {
                    number = (long)migration.Number,
                    migration.Name,
                    migration.Checksum,
                    appliedAt = now.ToUnixTimeMilliseconds(),
                }
            );
        }
    }

    /// <summary>How many of the steps a database has.</summary>
    /// <exception cref="StartRefusedException">It has other steps than these.</exception>
    public static async Task<int> CountAppliedAsync(DbConnection connection, ImmutableArray<Migration> migrations)
    {
        var applied = (await connection.QueryAsync<Applied>("SELECT number, name, checksum FROM migration ORDER BY number")).ToList();
        Check(migrations, applied);
        return applied.Count;
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
                    $"The database is newer than this program: it has step {row.Number} ({row.Name}), the program knows {known.Length}. "
                        + "Start the newer program."
                );
            }

            if (row.Checksum != known[i].Checksum)
            {
                throw new StartRefusedException(
                    $"Step {row.Number} ({row.Name}) was applied with another content than this program has. "
                        + "Start the program that made the database."
                );
            }
        }
    }

    private static ImmutableArray<Migration> ReadEmbedded(string variant)
    {
        const string folder = ".Storage.Migrations.";
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
            where resource.Contains(folder, StringComparison.Ordinal)
            let name = resource[(resource.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..]
            let parts = name.Split('.')
            where parts is [_, "sql"] || parts[1] == variant
            group (Resource: resource, Name: name, IsVariant: parts.Length > 2) by int.Parse(
                name[..4],
                NumberStyles.None,
                CultureInfo.InvariantCulture
            ) into step
            orderby step.Key
            let file = step.OrderByDescending(file => file.IsVariant).First()
            select new Migration(step.Key, file.Name, ReadText(assembly, file.Resource)),
        ];
    }

    private static string ReadText(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private sealed record Applied(long Number, string Name, string Checksum);
}
