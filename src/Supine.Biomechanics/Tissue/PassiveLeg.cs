using Supine.Biomechanics.Geometry;

namespace Supine.Biomechanics.Tissue;

/// <summary>What a person's hip and knee resist with: the measured reference, shifted by tightness, and what single muscles add by being
/// short.</summary>
/// <remarks>
/// <code>Mh = Mref(hip − tightness, knee) + Σ [F(L + s) − F(L)] r</code>
/// over psoas, iliacus and rectus femoris. Tightness is the hip's alone; a short rectus femoris pulls on the knee as well. Not for two
/// threads at once: the skeleton is posed in place.
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

    private readonly double _tightness;
    private readonly double _scale;
    private readonly (MusclePath Path, PassiveForceTable Tissue, double Shortening)[] _short;
    private readonly Skeleton? _skeleton;
    private MomentArms _arms;

    public PassiveLeg(Person person, HipTissue tissue)
        : this(tissue.Tightness.Degrees, Shortened(person, tissue), person.Scale) { }

    private PassiveLeg(double tightness, (MusclePath Path, PassiveForceTable Tissue, double Shortening)[] shortened, double scale) =>
        (_tightness, _scale, _short, _skeleton) = (
            tightness,
            scale,
            shortened,
            shortened.Length > 0 ? new Skeleton(scale, Side.Right) : null
        );

    /// <summary>Passive hip and knee moment, newton metres, flexing positive.</summary>
    public (double Hip, double Knee) Moments(double hipDegrees, double kneeDegrees)
    {
        var hip = ReferenceMoments.Hip(hipDegrees - _tightness, kneeDegrees);
        var knee = ReferenceMoments.Knee(hipDegrees, kneeDegrees);
        if (_skeleton is not null)
        {
            _skeleton.PoseLeg(JointCoordinates.Sagittal(hipDegrees * Degree, kneeDegrees * Degree));
            foreach (var (path, tissue, shortening) in _short)
            {
                var length = path.Measure(_skeleton, ref _arms);
                var more = tissue.At((length + shortening) / _scale).Force - tissue.At(length / _scale).Force;
                hip += more * _arms[Coordinate.HipFlexion];
                knee += more * _arms[Coordinate.KneeFlexion];
            }
        }

        return (hip, knee);
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
