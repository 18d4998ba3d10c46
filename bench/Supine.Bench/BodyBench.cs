using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;
using Supine.Biomechanics.Geometry;
using Supine.Biomechanics.Tissue;

namespace Supine.Bench;

/// <summary>How long do 64 postures take on one core: 25 muscles, lengths, moment arms, fibres, forces? The baseline takes them one after
/// the other.</summary>
[MemoryDiagnoser]
[Description("64 postures: 25 muscles that cross the hip")]
public class PostureBench
{
    private readonly JointCoordinates[] _postures = BodyBenchPostures.Draw(BodyBenchPostures.Batch);
    private readonly OnePosture _one = new();
    private readonly PostureBatch _batch = new(Person.Generic, BodyBenchPostures.Batch);

    [Benchmark(Baseline = true, Description = "one after the other, lengths and moment arms")]
    public double Paths()
    {
        foreach (ref readonly var posture in _postures.AsSpan())
        {
            _one.MeasurePaths(posture);
        }

        return _one.Lengths[0];
    }

    [Benchmark(Description = "one after the other, with fibres and forces")]
    public double Everything()
    {
        foreach (ref readonly var posture in _postures.AsSpan())
        {
            _one.Evaluate(posture);
        }

        return _one.Forces[0];
    }

    [Benchmark(Description = "four at once, lengths and moment arms")]
    public double PathsInLanes()
    {
        _batch.MeasurePaths(_postures);
        return _batch.LengthsMetres(0)[0];
    }

    [Benchmark(Description = "four at once, with fibres and forces")]
    public double EverythingInLanes()
    {
        _batch.Evaluate(_postures);
        return _batch.ForcesNewtons(0)[0];
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
    /// <summary>So many are evaluated together: their results stay in the processor's nearer caches.</summary>
    public const int Batch = 64;

    public static JointCoordinates[] Draw(int count)
    {
        var random = new Random(4);
        double Within(ModelRange range) => (range.Least + ((range.Most - range.Least) * random.NextDouble())) * (Math.PI / 180);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => new JointCoordinates(
                    Within(ModelRanges.Hip),
                    Within(ModelRanges.Adduction) / 2,
                    Within(ModelRanges.Rotation) / 2,
                    Within(ModelRanges.Knee),
                    0
                )),
        ];
    }
}

/// <summary>The paths and the tissue as the model defines them, one posture after the other.</summary>
internal sealed class OnePosture
{
    private readonly Skeleton _skeleton = new(1, Side.Right);
    private readonly MusclePath[] _paths = [.. Anatomy.Muscles.Select(muscle => muscle.Path)];
    private readonly PassiveForceTable[] _tissues = [.. Anatomy.Muscles.Select(muscle => new PassiveForceTable(muscle.Tissue))];

    /// <summary>Metres.</summary>
    public double[] Lengths { get; } = new double[Anatomy.Muscles.Length];

    /// <summary>Metres.</summary>
    public MomentArms[] Arms { get; } = new MomentArms[Anatomy.Muscles.Length];

    /// <summary>Newtons.</summary>
    public double[] Forces { get; } = new double[Anatomy.Muscles.Length];

    /// <summary>Over optimal lengths.</summary>
    public double[] Fibres { get; } = new double[Anatomy.Muscles.Length];

    public void MeasurePaths(in JointCoordinates posture)
    {
        _skeleton.PoseLeg(posture);
        for (var i = 0; i < _paths.Length; i++)
        {
            Lengths[i] = _paths[i].Measure(_skeleton, ref Arms[i]);
        }
    }

    public void Evaluate(in JointCoordinates posture)
    {
        MeasurePaths(posture);
        for (var i = 0; i < _tissues.Length; i++)
        {
            (Forces[i], Fibres[i]) = _tissues[i].At(Lengths[i]);
        }
    }
}
