using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Supine.Biomechanics;
using Supine.Protocols.Prescribing;

namespace Supine.Web.Storage;

/// <summary>A value of the programme that somebody has fixed, as it is stored.</summary>
/// <param name="Dial">What.</param>
/// <param name="Value">Level, seconds of a hold, sets, days a week; of the first side 0 is left and 1 right.</param>
/// <param name="By">Who, as the person knows them.</param>
public sealed record FixedValue(Dial Dial, int Value, string By)
{
    /// <summary>What can be fixed of each dial.</summary>
    public static ImmutableArray<int> ValuesOf(Dial dial) =>
        dial switch
        {
            Dial.Level => [1, 2],
            Dial.Hold => [30, 35, 40, 45, 50, 55, 60],
            Dial.Sets => [.. Enumerable.Range(1, Suggesting.MostSets)],
            Dial.First => [0, 1],
            Dial.Days => [2, 3, 4, 5, 6, 7],
        };

    /// <summary>The programme with this value.</summary>
    public Programme ApplyTo(Programme programme) =>
        Dial switch
        {
            Dial.Level => programme with { Level = Value },
            Dial.Hold => programme with { Hold = TimeSpan.FromSeconds(Value) },
            Dial.Sets => programme with { Sets = Value },
            Dial.First => programme with { First = Value == 0 ? Side.Left : Side.Right },
            Dial.Days => programme with { Days = Value },
        };

    /// <summary>All that is fixed.</summary>
    internal static async Task<ImmutableArray<FixedValue>> ReadAllAsync(DbConnection connection) =>
        [
            .. (await connection.QueryAsync<Row>("SELECT dial, value, fixed_by AS fixedBy FROM fixed_value"))
                .Select(row => new FixedValue(Enum.Parse<Dial>(row.Dial, ignoreCase: true), (int)row.Value, row.FixedBy))
                .OrderBy(one => one.Dial),
        ];

    /// <summary>Stores what is fixed in place of what was.</summary>
    internal static Task StoreAsync(Writes writes, ImmutableArray<FixedValue> all, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async connection =>
            {
                await connection.ExecuteAsync("DELETE FROM fixed_value");
                await connection.ExecuteAsync(
                    "INSERT INTO fixed_value (dial, value, fixed_by) VALUES (@dial, @value, @by)",
                    all.Select(one => new
                    {
                        dial = WordOf(one.Dial),
                        value = (long)one.Value,
                        by = one.By,
                    })
                );
            },
            cancellationToken
        );

    /// <summary>The word of a dial, in forms and in the database.</summary>
    public static string WordOf(Dial dial) => dial.ToString().ToLowerInvariant();

    private sealed record Row(string Dial, long Value, string FixedBy);
}
