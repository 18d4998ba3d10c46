using System.Diagnostics;
using Supine.Biomechanics.Answers;
using Supine.Cli;

namespace Supine.Bench;

/// <summary>Cost of a simulated population against its people, as <c>docs/benchmarks/people.svg</c>.</summary>
/// <remarks>Every size in turn, round after round, and the best of each: a busy moment of the machine then disturbs no single
/// size.</remarks>
internal static class PeopleFigure
{
    private const int Rounds = 7;
    private const double GoalPeople = 100_000;
    private const double GoalSeconds = 10;

    private static readonly int[] Sizes = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000];

    public static int Draw()
    {
        var best = Sizes.ToDictionary(size => size, _ => double.PositiveInfinity);
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var size in Sizes)
            {
                var start = Stopwatch.GetTimestamp();
                _ = PopulationStudy.Compute(new StudyQuestion(size, round), null, CancellationToken.None);
                var took = Stopwatch.GetElapsedTime(start).TotalSeconds;

                // the first round warms up
                best[size] = round > 0 ? Math.Min(best[size], took) : best[size];
            }
        }

        var measured = Sizes.Select(size => ((double)size, 1e3 * best[size])).ToList();
        var cores = Environment.ProcessorCount;
        var chart = Chart.Render(
            "Time of a simulated population over its people",
            "people",
            "milliseconds",
            [
                new($"both stretches of everybody, {cores} cores, best of {Rounds}", SeriesLook.Strong, measured),
                new("", SeriesLook.Points, measured),
                new(
                    "goal: 100,000 in 10 s, in proportion",
                    SeriesLook.Dashed,
                    [.. new[] { Sizes[0], Sizes[^1] }.Select(size => ((double)size, 1e3 * GoalSeconds * size / GoalPeople))]
                ),
            ],
            ChartAxes.Logarithmic
        );
        var file = Path.Combine(Checkout.Root, "docs", "benchmarks", "people.svg");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, chart);
        foreach (var (size, milliseconds) in measured)
        {
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{size, 9:#,##0} people {milliseconds, 10:0.00} ms {1e3 * milliseconds / size, 8:0.00} µs each"
                )
            );
        }

        Console.WriteLine($"written: {file}");
        return 0;
    }
}
