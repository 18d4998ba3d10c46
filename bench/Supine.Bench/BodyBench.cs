using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Biomechanics.Geometry;

namespace Supine.Bench;

/// <summary>How long does one posture take on one core: 25 muscles, lengths, moment arms, fibres, forces? The baseline moves the bones alone.</summary>
[MemoryDiagnoser]
[Description("One posture: 25 muscles that cross the hip")]
public class PostureBench
{
    private readonly JointCoordinates[] _postures = BodyBenchPostures.Draw(1024);
    private readonly Skeleton _skeleton = new(1, Side.Right);
    private readonly PostureEvaluator _evaluator = new(Person.Generic, Side.Right);
    private int _next;

    [Benchmark(Baseline = true, Description = "bones alone")]
    public double Bones()
    {
        _skeleton.PoseLeg(_postures[_next++ & 1023]);
        return _skeleton.HipCentre.X;
    }

    [Benchmark(Description = "lengths and moment arms")]
    public double Paths()
    {
        _evaluator.MeasurePaths(_postures[_next++ & 1023]);
        return _evaluator.Lengths[0];
    }

    [Benchmark(Description = "the same with fibres and forces")]
    public double Everything()
    {
        _evaluator.Evaluate(_postures[_next++ & 1023]);
        return _evaluator.Forces[0];
    }
}

/// <summary>How long until a hanging leg has come to rest? Goal: 50 µs. The baseline evaluates its balance once.</summary>
[MemoryDiagnoser]
[Description("Level 2: the balance of a hanging leg, goal 50 µs")]
public class RestBench
{
    private readonly HangingLeg _mean = new(Person.TypicalMan, HipTissue.Mean, 5, 0);
    private readonly HangingLeg _short = new(Person.TypicalMan, new HipTissue(Angle.FromDegrees(6), Length.FromMillimetres(10)), 5, 0);

    [Benchmark(Baseline = true, Description = "the balance, once")]
    public double Once() => _mean.Moments(-12, 55).Hip;

    [Benchmark(Description = "rest")]
    public double Rest() => _mean.TryFindFree(double.PositiveInfinity, out var rest) ? rest.Hip : 0;

    [Benchmark(Description = "rest, tight and with a short psoas")]
    public double RestShort() => _short.TryFindFree(double.PositiveInfinity, out var rest) ? rest.Hip : 0;
}

/// <summary>How does a population's cost grow with its people? Goal: 100,000 in 10 s on two cores.</summary>
[MemoryDiagnoser]
[Description("A simulated population on all cores, goal 100,000 in 10 s")]
public class PopulationBench
{
    [Params(1_000, 10_000, 100_000)]
    public int People { get; set; }

    [Benchmark]
    public PopulationStudy Study() => PopulationStudy.Compute(new StudyQuestion(People, 1), null, CancellationToken.None);
}

/// <summary>Postures all over the range, the same for everybody who is compared.</summary>
internal static class BodyBenchPostures
{
    public static JointCoordinates[] Draw(int count)
    {
        var random = new Random(4);
        double Within(ModelRange range) => (range.Least + ((range.Most - range.Least) * random.NextDouble())) * (Math.PI / 180);
        return [.. Enumerable.Range(0, count).Select(_ => new JointCoordinates(Within(ModelRanges.Hip), Within(ModelRanges.Adduction) / 2, Within(ModelRanges.Rotation) / 2, Within(ModelRanges.Knee), 0))];
    }
}
