using System.Collections.Immutable;
using Supine.Protocols.Prescribing;
using Supine.Records;

namespace Supine.Web.Charts;

/// <summary>What somebody has prescribed: one value a dial at most.</summary>
internal sealed class ChartPrescription(ChartRows rows)
{
    /// <summary>All that is prescribed.</summary>
    public Task<ImmutableArray<PrescribedValue>> ListAsync(CancellationToken cancellationToken) =>
        rows.ReadAsync<ImmutableArray<PrescribedValue>>(
            async connection =>
            {
                var stored = await connection.QueryAsync<Row>(
                    """
                    SELECT dial, value, prescribed_by AS prescribedBy FROM prescribed_value
                    WHERE practice = @practice AND person = @person
                    """
                );
                return
                [
                    .. rows.Unreadable.Read(ChartPart.Prescription, stored, row => row.Dial, row => row.ToValue()).OrderBy(one => one.Dial),
                ];
            },
            cancellationToken
        );

    /// <summary>Stores what is prescribed in place of what was.</summary>
    public Task StoreAsync(ImmutableArray<PrescribedValue> all, CancellationToken cancellationToken) =>
        rows.ChangeAsync(
            async connection =>
            {
                await connection.ExecuteAsync("DELETE FROM prescribed_value WHERE practice = @practice AND person = @person");
                await connection.ExecuteEachAsync(
                    """
                    INSERT INTO prescribed_value (practice, person, dial, value, prescribed_by)
                    VALUES (@practice, @person, @dial, @value, @by)
                    """,
                    all.Select(one => new
                    {
                        dial = PrescribedValue.WordOf(one.Dial),
                        value = (long)one.Value,
                        by = one.By,
                    })
                );
            },
            cancellationToken
        );

    private sealed record Row(string Dial, long Value, string PrescribedBy)
    {
        public PrescribedValue ToValue()
        {
            var dial = Enum.Parse<Dial>(Dial, ignoreCase: true);
            return PrescribedValue.ValuesOf(dial).Contains(UnreadableRows.Within(Value, 0, int.MaxValue))
                ? new(dial, (int)Value, PrescribedBy)
                : throw new FormatException();
        }
    }
}
