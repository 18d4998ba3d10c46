using System.Runtime.Intrinsics;
using Supine.Biomechanics.Geometry;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Answers;

/// <summary>Lengths, moment arms, fibre lengths and forces of every muscle in many postures, four at a time, without allocating.</summary>
/// <remarks>
/// The numbers of <see cref="PostureExplanation"/>, which is their definition: lengths to 1e-13 m, arms to 1e-11 m, forces to 2e-5 of a
/// muscle's
/// maximum, fibres to 1e-5 (<see cref="PassiveForceTable"/>). Both sides have the same. Results stay until the next evaluation, a column a
/// muscle, bare numbers with their unit in the name: a quantity type
/// for each of millions would be all this spends its time on. Not for two threads at once.
/// </remarks>
internal sealed class PostureBatch
{
    // lengths over optimal ones and forces over lengths do not grow with the body, so everybody shares these
    private static readonly PathLanes[] Paths = [.. Anatomy.Muscles.Select(muscle => new PathLanes(muscle.Path))];
    private static readonly PassiveForceTable[] Tissues = [.. Anatomy.Muscles.Select(muscle => new PassiveForceTable(muscle.Tissue))];

    private readonly LegLanes _leg = new();
    private readonly double _scale;
    private readonly int _stride;
    private readonly double[] _lengths;
    private readonly double[] _forces;
    private readonly double[] _fibres;

    // hip flexion, adduction, rotation, knee flexion; each a block of all muscles
    private readonly double[][] _arms;

    /// <summary>Room for so many postures of a person.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="capacity">At least one.</param>
    public PostureBatch(Person person, int capacity)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _scale = person.Scale;
        Capacity = capacity;
        _stride = (capacity + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
        double[] Block() => new double[Muscles * _stride];
        (_lengths, _forces, _fibres, _arms) = (Block(), Block(), Block(), [Block(), Block(), Block(), Block()]);
    }

    /// <summary>The muscles, in the order of <see cref="PostureExplanation.MuscleNames"/>.</summary>
    public static int Muscles => Paths.Length;

    /// <summary>Postures at most.</summary>
    public int Capacity { get; }

    /// <summary>Postures of the last evaluation.</summary>
    public int Count { get; private set; }

    /// <summary>From origin to insertion, metres.</summary>
    public ReadOnlySpan<double> LengthsMetres(int muscle) => Column(_lengths, muscle);

    /// <summary>About a joint of the leg, metres.</summary>
    public ReadOnlySpan<double> ArmsMetres(int muscle, Coordinate coordinate) => Column(_arms[(int)coordinate], muscle);

    /// <summary>Along the tendon, newtons.</summary>
    public ReadOnlySpan<double> ForcesNewtons(int muscle) => Column(_forces, muscle);

    /// <summary>Fibre lengths over optimal ones.</summary>
    public ReadOnlySpan<double> NormalisedFibres(int muscle) => Column(_fibres, muscle);

    /// <summary>Measures every path in every posture.</summary>
    public void MeasurePaths(ReadOnlySpan<JointCoordinates> postures)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(postures.Length, Capacity, nameof(postures));
        Count = postures.Length;
        var scale = Vector256.Create(_scale);
        for (var start = 0; start < postures.Length; start += Lanes.Count)
        {
            Pose(postures[start..Math.Min(start + Lanes.Count, postures.Length)]);
            for (var muscle = 0; muscle < Paths.Length; muscle++)
            {
                var length = Paths[muscle].Measure(_leg, out var arms);
                var at = (muscle * _stride) + start;
                (scale * length).CopyTo(_lengths, at);
                (scale * arms.HipFlexion).CopyTo(_arms[(int)Coordinate.HipFlexion], at);
                (scale * arms.HipAdduction).CopyTo(_arms[(int)Coordinate.HipAdduction], at);
                (scale * arms.HipRotation).CopyTo(_arms[(int)Coordinate.HipRotation], at);
                (scale * arms.KneeFlexion).CopyTo(_arms[(int)Coordinate.KneeFlexion], at);
            }
        }
    }

    /// <summary>The same, and what each muscle pulls with.</summary>
    public void Evaluate(ReadOnlySpan<JointCoordinates> postures)
    {
        MeasurePaths(postures);

        // after all paths: whether a muscle pulls at all is guessed ahead, and a wrong guess would throw away half a path
        var perScale = Vector256.Create(1 / _scale);
        for (var muscle = 0; muscle < Tissues.Length; muscle++)
        {
            for (var start = 0; start < postures.Length; start += Lanes.Count)
            {
                var at = (muscle * _stride) + start;
                var (force, fibre) = Tissues[muscle].At(perScale * Vector256.Create(_lengths, at));
                force.CopyTo(_forces, at);
                fibre.CopyTo(_fibres, at);
            }
        }
    }

    // a last group that is not full repeats its last posture
    private void Pose(ReadOnlySpan<JointCoordinates> group)
    {
        Span<double> flexion = stackalloc double[Lanes.Count],
            adduction = stackalloc double[Lanes.Count],
            rotation = stackalloc double[Lanes.Count],
            knee = stackalloc double[Lanes.Count];
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            ref readonly var q = ref group[Math.Min(lane, group.Length - 1)];
            (flexion[lane], adduction[lane], rotation[lane], knee[lane]) = (q.HipFlexion, q.HipAdduction, q.HipRotation, q.KneeFlexion);
        }

        _leg.Pose(
            Vector256.Create<double>(flexion),
            Vector256.Create<double>(adduction),
            Vector256.Create<double>(rotation),
            Vector256.Create<double>(knee)
        );
    }

    private ReadOnlySpan<double> Column(double[] block, int muscle) => block.AsSpan(muscle * _stride, Count);
}
