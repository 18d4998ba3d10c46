using System.Globalization;
using Supine.Motion;

namespace Supine.Bench.Motion;

/// <summary>How wrong the inclinometer is, and whether it knows: simulated people by the ten thousand.</summary>
/// <remarks>dotnet run -c Release --project bench/Supine.Bench -- budget [runs a condition]</remarks>
internal static class ErrorBudget
{
    private const double Radian = 180 / Math.PI;

    public static int Run(int runs)
    {
        Console.WriteLine("| Condition | measured | mean | SD | worst | stated ± | held by ± | naive SD | naive worst |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, draw) in Conditions())
        {
            var outcomes = new Outcome[runs];
            Parallel.For(0, runs, run => outcomes[run] = draw(new Random(run)));
            Console.WriteLine(Row(name, outcomes));
        }

        return 0;
    }

    private static IEnumerable<(string Name, Func<Random, Outcome> Draw)> Conditions()
    {
        yield return (
            "sensor noise alone, phone as told",
            random => Thigh(random, new SimulatedThigh { Raised = Bell(random, -12, 6), Noise = 0.05 })
        );
        yield return ("usual, as above", random => Thigh(random, Usual(random)));
        yield return (
            "misplaced, SD 30°",
            random => Thigh(random, Usual(random) with { Placed = (Bell(random, 0, 30), Bell(random, 0, 5), Bell(random, 0, 10)) })
        );
        yield return ("noise 0.15 m/s²", random => Thigh(random, Usual(random) with { Noise = 0.15 }));
        yield return (
            "sensor offset, SD 0.3 m/s² an axis",
            random => Thigh(random, Usual(random) with { Offset = (Bell(random, 0, 0.3), Bell(random, 0, 0.3), Bell(random, 0, 0.3)) })
        );
        yield return ("slow slide, SD 10, 3, 10° a minute", random => Thigh(random, Usual(random) with { SlidePerMinute = Slide(random) }));
        yield return ("breathing, 1°", random => Thigh(random, Usual(random) with { Breath = 1 }));
        yield return (
            "tremor, 0.15° at 4–8 Hz",
            random => Thigh(random, Usual(random) with { Tremor = 0.15, TremorHz = 4 + (4 * random.NextDouble()) })
        );
        yield return ("the thigh sinks by 2° in the hold", random => Thigh(random, Usual(random) with { Sinks = 2 }));
        yield return ("the leg rolls out, SD 5°", random => Thigh(random, Usual(random) with { LegRoll = Bell(random, 0, 5) }));
        yield return ("30 % of samples lost", random => Thigh(random, Usual(random) with { Dropped = 0.3 }));
        yield return ("10 Hz", random => Thigh(random, Usual(random) with { Rate = 10 }));
        yield return ("100 Hz", random => Thigh(random, Usual(random) with { Rate = 100 }));
        yield return ("steps of 0.1 m/s² (Chromium)", random => Thigh(random, Usual(random) with { Quantum = 0.1 }));
        yield return (
            "bench recorded, its slope SD 3°",
            random => Thigh(random, Usual(random) with { BenchSlope = Bell(random, 0, 3), BenchRecorded = true })
        );
        yield return ("the mean of two, holds scatter by 1.5°", random => Repeated(random, Usual(random), 2));
        yield return ("the mean of three, holds scatter by 1.5°", random => Repeated(random, Usual(random), 3));
        yield return ("hip, pelvis recorded", random => Hip(random, Usual(random)));
        yield return (
            "hip, bench and pelvis recorded",
            random => Hip(random, Usual(random) with { BenchRecorded = true, BenchSlope = Bell(random, 0, 3) })
        );
        yield return ("**the whole mixture**", random => Thigh(random, Mixed(random)));
        yield return (
            "soft tissue twice as bad as stated",
            random => Thigh(random, Usual(random) with { SoftTissue = Bell(random, 0, 2) })
        );
    }

    // everything nobody can see is drawn from what the floor states, and the phone lies as people lay it
    private static SimulatedThigh Usual(Random random) =>
        new()
        {
            Raised = Bell(random, -12, 6),
            Sweep = 25 + (20 * random.NextDouble()),
            Placed = (Bell(random, 0, 10), Bell(random, 0, 5), Bell(random, 0, 10)),
            SoftTissue = Bell(random, 0, 1),
            BenchSlope = Bell(random, 0, 0.5),
            BenchPlaced = Bell(random, 0, 0.3),
            Offset = (Bell(random, 0, 0.1), Bell(random, 0, 0.1), Bell(random, 0, 0.1)),
            Noise = 0.05,
            Breath = 0.3,
        };

    private static SimulatedThigh Mixed(Random random)
    {
        var usual = Usual(random);
        var steep = random.NextDouble() < 0.25;
        return usual with
        {
            Placed = (Bell(random, 0, 30), Bell(random, 0, 5), Bell(random, 0, 10)),
            SlidePerMinute = random.NextDouble() < 0.3 ? Slide(random) : default,
            LegRoll = Bell(random, 0, 3),
            Sinks = 2 * random.NextDouble(),
            Breath = random.NextDouble(),
            Tremor = random.NextDouble() < 0.3 ? 0.15 * random.NextDouble() : 0,
            TremorHz = 4 + (4 * random.NextDouble()),
            Noise = 0.02 + (0.13 * random.NextDouble()),
            Quantum = random.NextDouble() < 0.5 ? 0.1 : 0,
            Rate = Math.Pow(10, 1 + random.NextDouble()),
            Dropped = 0.3 * random.NextDouble(),
            HoldSeconds = 3 + (5 * random.NextDouble()),
            BenchSlope = steep ? Bell(random, 0, 3) : usual.BenchSlope,
            BenchRecorded = steep,
        };
    }

    private static (double Yaw, double Pitch, double Roll) Slide(Random random) =>
        (Bell(random, 0, 10), Bell(random, 0, 3), Bell(random, 0, 10));

    private static Outcome Thigh(Random random, SimulatedThigh simulated)
    {
        var (samples, truth) = simulated.Record(random);
        return Inclinometer.Measure(SimulatedThigh.AsRecording(samples)) is Reading.Measured measured
            ? new(measured.ThighBelowHorizontal.Degrees - truth, measured.Uncertainty.Degrees, Naive(samples) - truth)
            : new(null, 0, Naive(samples) - truth);
    }

    // what is asked for is how far the thigh of this person usually hangs
    private static Outcome Repeated(Random random, SimulatedThigh simulated, int times)
    {
        var recorded = Enumerable
            .Range(0, times)
            .Select(_ =>
                (
                    simulated with
                    {
                        Raised = simulated.Raised + Bell(random, 0, 1.5),
                        Placed = (Bell(random, 0, 10), Bell(random, 0, 5), Bell(random, 0, 10)),
                    }
                )
                    .Record(random)
                    .Samples
            )
            .ToList();
        var naive = recorded.Average(samples => Naive(samples)) + simulated.Raised;
        return Inclinometer.Measure([.. recorded.Select(samples => SimulatedThigh.AsRecording(samples))]) is Reading.Measured measured
            ? new(measured.ThighBelowHorizontal.Degrees + simulated.Raised, measured.Uncertainty.Degrees, naive)
            : new(null, 0, naive);
    }

    private static Outcome Hip(Random random, SimulatedThigh simulated)
    {
        simulated = simulated with
        {
            PelvisRecorded = true,
            Pelvis = Bell(random, 5, 5),
            PelvisPlaced = (Bell(random, 0, 8), Bell(random, 0, 2), Bell(random, 0, 5)),
        };
        var (samples, truth) = simulated.Record(random);
        var extension = truth + simulated.Pelvis;
        var naive = Naive(samples) + LongAxis(samples, Phase.Pelvis) - extension;
        return Inclinometer.Measure(SimulatedThigh.AsRecording(samples)) is Reading.Measured { Hip: HipReading.Known hip }
            ? new(hip.Extension.Degrees - extension, hip.Uncertainty.Degrees, naive)
            : new(null, 0, naive);
    }

    // the phone's long axis taken for the thigh's, from the same zero and the same bench
    private static double Naive(IReadOnlyCollection<Felt> samples) =>
        LongAxis(samples, Phase.Zero) - LongAxis(samples, Phase.Hold) - LongAxis(samples, Phase.Bench);

    private static double LongAxis(IEnumerable<Felt> samples, Phase phase)
    {
        var of = samples.Where(felt => felt.Phase == phase).ToList();
        if (of.Count == 0)
        {
            return 0;
        }

        var (x, y, z) = (of.Average(felt => felt.X), of.Average(felt => felt.Y), of.Average(felt => felt.Z));
        return Math.Asin(y / Math.Sqrt((x * x) + (y * y) + (z * z))) * Radian;
    }

    private static string Row(string name, Outcome[] outcomes)
    {
        var measured = outcomes.Where(outcome => outcome.Error is not null).ToList();
        var errors = measured.Select(outcome => outcome.Error!.Value).ToList();
        var naive = outcomes.Select(outcome => outcome.Naive).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {100.0 * measured.Count / outcomes.Length:0.0} % | {Signed(errors.Average())} | {Deviation(errors):0.00} | "
                + $"{errors.Max(Math.Abs):0.0} | {measured.Average(outcome => outcome.Stated):0.0} | "
                + $"{100.0 * measured.Count(outcome => Math.Abs(outcome.Error!.Value) <= outcome.Stated) / measured.Count:0.0} % "
                + $"| {Deviation(naive):0.00} | {naive.Max(Math.Abs):0.0} |"
        );
    }

    private static string Signed(double degrees) =>
        (degrees < 0 ? "−" : "+") + Math.Abs(degrees).ToString("0.00", CultureInfo.InvariantCulture);

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    private static double Bell(Random random, double mean, double deviation) => mean + SimulatedThigh.Bell(random, deviation);

    /// <param name="Error">Degrees; null where the recording was rejected.</param>
    /// <param name="Stated">The stated uncertainty.</param>
    /// <param name="Naive">The naive reading's error.</param>
    private sealed record Outcome(double? Error, double Stated, double Naive);
}
