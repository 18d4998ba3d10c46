using System.Globalization;
using Supine.Biomechanics;

namespace Supine.Bench.Records;

/// <summary>The tables of docs/models/change.md.</summary>
internal static class ChangeTable
{
    public static int Run(int people)
    {
        Console.WriteLine("| Days a week | within a day | between days | wrong on either side | 3° told | 5° told | 8° told |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var cell in ChangeCell.Grid)
        {
            string Told(double change) => cell.CountTold(change, people).ToString("0 %", CultureInfo.InvariantCulture);
            var wrong = cell.CountEitherSide(people).ToString("0.0 %", CultureInfo.InvariantCulture);
            var scatter = string.Create(CultureInfo.InvariantCulture, $"{cell.WithinDegrees:0.0}° | {cell.BetweenDegrees:0}°");
            Console.WriteLine($"| {cell.DaysAWeek} | {scatter} | {wrong} | {Told(3)} | {Told(5)} | {Told(8)} |");
        }

        Console.WriteLine();
        Console.WriteLine("| Days a week | between days | alike 0 | 0.2 | 0.4 | 0.6 |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var cell in ChangeCell.Grid.Where(cell => cell is { WithinDegrees: 1, BetweenDegrees: 2 or 4 }))
        {
            string Rate(double alike) =>
                (cell with { Alike = alike }).CountEitherSide(people).ToString("0.0 %", CultureInfo.InvariantCulture);
            Console.WriteLine($"| {cell.DaysAWeek} | {cell.BetweenDegrees:0}° | {Rate(0)} | {Rate(0.2)} | {Rate(0.4)} | {Rate(0.6)} |");
        }

        Console.WriteLine();
        Console.WriteLine("| What | Standard deviation | Rests on |");
        Console.WriteLine("|---|---|---|");
        foreach (var error in AngleErrors.All)
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"| {error.Origin} | {error.Deviation.Degrees:0.0}° | {error.Basis} |")
            );
        }

        Console.WriteLine();
        Console.WriteLine("| Published | MDC95 | Source | Read |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var published in AngleErrors.Published)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {published.What} | {published.Detectable.Degrees:0.0}° | {published.Source} | {published.Read} |"
                )
            );
        }

        return 0;
    }
}
