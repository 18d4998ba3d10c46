using Supine.Biomechanics.Answers;
using Supine.Biomechanics.Geometry;

namespace Supine.Biomechanics.Tissue;

/// <summary>What a person's hip and knee resist with: the measured reference, shifted by tightness and grown with the body, and what
/// single muscles add by being short.</summary>
/// <remarks>
/// <code>
/// Mh = k Mref(hip − tightness, knee) + Σ kF [F(L + s) − F(L)] r
/// Mk = k Mref(hip, knee)             + Σ kF [F(L + s) − F(L)] r
/// </code>
/// k and kF are <see cref="BodySize"/>'s; the sums go over psoas, iliacus and rectus femoris. Tightness is the hip's alone; a short
/// rectus femoris pulls on the knee as well. Not for two threads at once: the skeleton is posed in place.
/// </remarks>
internal sealed class PassiveLeg
{
    private const double Degree = Math.PI / 180;

    // a body of another size has the same curves over its own lengths
    private static readonly (string Name, Lazy<PassiveForceTable> Tissue)[] Tables =
    [
        .. new[] { "psoas", "iliacus", "rectusFemoris" }.Select(name =>
            (name, new Lazy<PassiveForceTable>(() => new PassiveForceTable(Anatomy.Find(name).Tissue)))
        ),
    ];

    // where the muscles of the measured legs were longest, degrees
    private const double LongestKnee = 110;

    private readonly double _tightness;
    private readonly double _scale;
    private readonly (double Moment, double Force) _strength;
    private readonly (MusclePath Path, PassiveForceTable Tissue, double Shortening)[] _short;
    private readonly Skeleton? _skeleton;
    private MomentArms _arms;

    public PassiveLeg(Person person, HipTissue tissue)
        : this(
            tissue.Tightness.Degrees,
            Shortened(person, tissue),
            person.Scale,
            (BodySize.MomentFactor(person), BodySize.ForceFactor(person))
        ) { }

    private PassiveLeg(
        double tightness,
        (MusclePath Path, PassiveForceTable Tissue, double Shortening)[] shortened,
        double scale,
        (double Moment, double Force) strength
    ) =>
        (_tightness, _scale, _short, _strength, _skeleton) = (
            tightness,
            scale,
            shortened,
            strength,
            shortened.Length > 0 ? new Skeleton(scale, Side.Right) : null
        );

    /// <summary>Passive hip and knee moment, newton metres, flexing positive.</summary>
    public (double Hip, double Knee) Moments(double hipDegrees, double kneeDegrees)
    {
        var hip = _strength.Moment * ReferenceMoments.Hip(hipDegrees - _tightness, kneeDegrees);
        var knee = _strength.Moment * ReferenceMoments.Knee(hipDegrees, kneeDegrees);
        if (_skeleton is not null)
        {
            _skeleton.PoseLeg(JointCoordinates.Sagittal(hipDegrees * Degree, kneeDegrees * Degree));
            foreach (var (path, tissue, shortening) in _short)
            {
                var length = path.Measure(_skeleton, ref _arms);
                var more = _strength.Force * (tissue.At((length + shortening) / _scale).Force - tissue.At(length / _scale).Force);
                hip += more * _arms[Coordinate.HipFlexion];
                knee += more * _arms[Coordinate.KneeFlexion];
            }
        }

        return (hip, knee);
    }

    /// <summary>Whether the hip, or the curve it is read from, is further extended than was measured.</summary>
    public bool IsHipBeyondMeasured(double hipDegrees) => Measured.IsBeyond(hipDegrees, _tightness);

    /// <summary>Whether a muscle that is short is, against its own length, longer here than in any leg that was measured.</summary>
    public bool IsMuscleBeyondMeasured(double hipDegrees, double kneeDegrees)
    {
        if (_skeleton is null)
        {
            return false;
        }

        bool IsLonger((MusclePath Path, PassiveForceTable Tissue, double Shortening) muscle)
        {
            _skeleton.PoseLeg(JointCoordinates.Sagittal(ReferenceMoments.LeastHip * Degree, LongestKnee * Degree));
            var longest = muscle.Path.Length(_skeleton);
            _skeleton.PoseLeg(JointCoordinates.Sagittal(hipDegrees * Degree, kneeDegrees * Degree));
            return muscle.Path.Length(_skeleton) + muscle.Shortening > longest;
        }

        return Array.Exists(_short, IsLonger);
    }

    private static (MusclePath Path, PassiveForceTable Tissue, double Shortening)[] Shortened(Person person, HipTissue tissue)
    {
        Length[] all = [tissue.PsoasShortening, tissue.IliacusShortening, tissue.RectusFemorisShortening];
        return
        [
            .. Tables
                .Zip(all)
                .Where(muscle => muscle.Second.Metres != 0)
                .Select(muscle =>
                    (Anatomy.Find(muscle.First.Name).Path.For(person.Scale, Side.Right), muscle.First.Tissue.Value, muscle.Second.Metres)
                ),
        ];
    }
}
