using System.Data.Common;
using Dapper;
using Supine.Biomechanics;

namespace Supine.Web.Storage;

/// <summary>Whose hips are measured, as far as the person has said: at most one.</summary>
/// <param name="Sex">Which row of the body tables.</param>
/// <param name="Mass">Null where it is as usual.</param>
/// <param name="Height">Null where it is as usual.</param>
public sealed record OwnBody(Sex Sex, Mass? Mass, Length? Height)
{
    /// <summary>As the body model sees them: what was left open is as it usually is.</summary>
    public Person Person => new(Sex, Mass ?? Person.Typical(Sex).Mass, Height ?? Person.Typical(Sex).Height);

    /// <summary>Whom the body model takes: the person, or somebody usual where nobody has said.</summary>
    public static Person Of(OwnBody? own) => own?.Person ?? Person.Typical(Sex.Female);

    /// <summary>What is stored, or null.</summary>
    public static async Task<OwnBody?> FindAsync(DbConnection connection) =>
        await connection.QuerySingleOrDefaultAsync<Row>("SELECT sex, kilograms, metres FROM own_body") is { } row
            ? new(
                Enum.Parse<Sex>(row.Sex, ignoreCase: true),
                row.Kilograms is { } kilograms ? Biomechanics.Mass.FromKilograms(kilograms) : null,
                row.Metres is { } metres ? Length.FromMetres(metres) : null
            )
            : null;

    /// <summary>Stores it in place of what there was.</summary>
    internal Task StoreAsync(Writes writes, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
                await connection.ExecuteAsync(
                    """
                    INSERT INTO own_body (id, sex, kilograms, metres) VALUES (1, @sex, @kilograms, @metres)
                    ON CONFLICT (id) DO UPDATE SET sex = excluded.sex, kilograms = excluded.kilograms, metres = excluded.metres
                    """,
                    new
                    {
                        sex = Sex.ToString().ToLowerInvariant(),
                        kilograms = Mass?.Kilograms,
                        metres = Height?.Metres,
                    }
                ),
            cancellationToken
        );

    /// <summary>Forgets it.</summary>
    internal static Task RemoveAsync(Writes writes, CancellationToken cancellationToken) =>
        writes.RunAsync(async connection => await connection.ExecuteAsync("DELETE FROM own_body"), cancellationToken);

    private sealed record Row(string Sex, double? Kilograms, double? Metres);
}
