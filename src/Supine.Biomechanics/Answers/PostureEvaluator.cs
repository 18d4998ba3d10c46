using Supine.Biomechanics.Geometry;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Answers;

/// <summary>Lengths, moment arms, fibre lengths and forces of every muscle, posture after posture: the inner loop, without allocating.</summary>
/// <remarks>The numbers of <see cref="PostureExplanation"/>. Not for two threads at once.</remarks>
internal sealed class PostureEvaluator
{
    private readonly Skeleton _skeleton;
    private readonly MusclePath[] _paths;
    private readonly PassiveForceTable[] _tissues;

    public PostureEvaluator(Person person, Side side)
    {
        var muscles = Anatomy.Muscles.Select(muscle => muscle.For(person.Scale, side)).ToList();
        _skeleton = new Skeleton(person.Scale, side);
        _paths = [.. muscles.Select(muscle => muscle.Path)];
        _tissues = [.. muscles.Select(muscle => new PassiveForceTable(muscle.Tissue))];
        (Lengths, Arms, Forces, Fibres) = (new double[_paths.Length], new MomentArms[_paths.Length], new double[_paths.Length], new double[_paths.Length]);
    }

    /// <summary>Metres.</summary>
    public double[] Lengths { get; }

    /// <summary>Metres.</summary>
    public MomentArms[] Arms { get; }

    /// <summary>Newtons.</summary>
    public double[] Forces { get; }

    /// <summary>Fibre lengths over optimal ones.</summary>
    public double[] Fibres { get; }

    /// <summary>Moves to a posture and measures every path.</summary>
    public void MeasurePaths(in JointCoordinates posture)
    {
        _skeleton.PoseLeg(posture);
        for (var i = 0; i < _paths.Length; i++)
        {
            Lengths[i] = _paths[i].Measure(_skeleton, ref Arms[i]);
        }
    }

    /// <summary>The same, and what each muscle pulls with.</summary>
    public void Evaluate(in JointCoordinates posture)
    {
        MeasurePaths(posture);
        for (var i = 0; i < _tissues.Length; i++)
        {
            (Forces[i], Fibres[i]) = _tissues[i].At(Lengths[i]);
        }
    }
}
