using System.Collections.Immutable;
using Supine.Biomechanics;
using Supine.Protocols.Prescribing;

namespace Supine.Records;

/// <summary>A value of the programme that somebody has prescribed: it stays as it is until they change it.</summary>
/// <param name="Dial">Which value.</param>
/// <param name="Value">Level, seconds of a hold, sets, days a week; of the first side 0 is left and 1 right.</param>
/// <param name="By">Who, as the person knows them.</param>
public sealed record PrescribedValue(Dial Dial, int Value, string By)
{
    /// <summary>What can be prescribed of each dial.</summary>
    public static ImmutableArray<int> ValuesOf(Dial dial) =>
        dial switch
        {
            Dial.Level => [1, 2],
            Dial.Hold => [30, 35, 40, 45, 50, 55, 60],
            Dial.Sets => [.. Enumerable.Range(1, Suggesting.MostSets)],
            Dial.First => [0, 1],
            Dial.Days => [2, 3, 4, 5, 6, 7],
        };

    /// <summary>The word of a dial, in forms and in the database.</summary>
    public static string WordOf(Dial dial) =>
        dial switch
        {
            Dial.Level => "level",
            Dial.Hold => "hold",
            Dial.Sets => "sets",
            Dial.First => "first",
            Dial.Days => "days",
        };

    /// <summary>The programme with this value.</summary>
    public Programme ApplyTo(Programme programme)
    {
        ArgumentNullException.ThrowIfNull(programme);
        return Dial switch
        {
            Dial.Level => programme with { Level = Value },
            Dial.Hold => programme with { Hold = TimeSpan.FromSeconds(Value) },
            Dial.Sets => programme with { Sets = Value },
            Dial.First => programme with { First = Value == 0 ? Side.Left : Side.Right },
            Dial.Days => programme with { Days = Value },
        };
    }
}
