using Supine.Biomechanics;
using Supine.Records;

namespace Supine.Web.Charts;

/// <summary>The size of a person's body, as far as they gave it: at most one.</summary>
internal sealed class ChartBody(ChartRows rows)
{
    /// <summary>What is stored, or null.</summary>
    public Task<OwnBody?> FindAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync(
            async connection =>
                await connection.FindAsync<Row>(
                    "SELECT sex, kilograms, metres FROM body_size WHERE practice = @practice AND person = @person"
                )
                    is { } row
                    ? rows.Unreadable.TryRead(ChartPart.Body, "", row.ToBody)
                    : null,
            cancellationToken
        );

    /// <summary>Stores it in place of what there was.</summary>
    public Task StoreAsync(OwnBody body, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    INSERT INTO body_size (practice, person, sex, kilograms, metres) VALUES (@practice, @person, @sex, @kilograms, @metres)
                    ON CONFLICT (practice, person)
                    DO UPDATE SET sex = excluded.sex, kilograms = excluded.kilograms, metres = excluded.metres
                    """,
                    new
                    {
                        sex = body.Sex.ToString().ToLowerInvariant(),
                        kilograms = body.Mass?.Kilograms,
                        metres = body.Height?.Metres,
                    }
                ),
            cancellationToken
        );

    /// <summary>Forgets it, for good.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken) =>
        rows.ForgetAsync(
            connection => connection.ExecuteAsync("DELETE FROM body_size WHERE practice = @practice AND person = @person"),
            cancellationToken
        );

    private sealed record Row(string Sex, double? Kilograms, double? Metres)
    {
        public OwnBody ToBody() =>
            new(
                Enum.Parse<Sex>(Sex, ignoreCase: true),
                Kilograms is { } kilograms ? Mass.FromKilograms(UnreadableRows.Within(kilograms, 1, 1000)) : null,
                Metres is { } metres ? Length.FromMetres(UnreadableRows.Within(metres, 0.1, 3)) : null
            );
    }
}
