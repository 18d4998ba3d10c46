using FsCheck;
using FsCheck.Fluent;
using Supine.Biomechanics;

namespace Supine.Tests.Biomechanics;

/// <summary>Postures anywhere inside the joint limits, ends included.</summary>
internal static class GeneratedPostures
{
    public static Gen<Posture> Any { get; } =
        from trunk in Within(JointCoordinate.TrunkRise)
        from pelvis in Within(JointCoordinate.PosteriorTilt)
        from stretched in Leg
        from opposite in Leg
        from surface in Gen.Elements(Surface.Flat, Surface.Edge, Surface.Floor)
        // the wall is only there for somebody who stands
        from hands in surface == Surface.Floor
            ? Gen.Elements(Hands.AtSides, Hands.OnSupport)
            : Gen.Elements(Hands.AtSides, Hands.OnOppositeKnee, Hands.BehindOppositeThigh)
        from sacrum in Gen.Elements(SacrumSupport.None, SacrumSupport.Blanket)
        select new Posture(new TrunkRise(trunk), new PosteriorTilt(pelvis), stretched, opposite, surface, hands, sacrum);

    private static Gen<LegPosture> Leg =>
        from hip in Within(JointCoordinate.HipFlexion)
        from knee in Within(JointCoordinate.KneeFlexion)
        select new LegPosture(new HipFlexion(hip), new KneeFlexion(knee));

    public static void ForAll<T>(Gen<T> values, Action<T> holds) => Properties.ForAll(300, values, holds);

    public static void ForAll(Action<Posture> holds) => ForAll(Any, holds);

    public static Posture Of(
        double hip,
        double knee,
        double oppositeHip,
        double oppositeKnee,
        double pelvis = 0,
        double trunk = 0,
        Surface surface = Surface.Flat,
        Hands hands = Hands.AtSides,
        SacrumSupport sacrum = SacrumSupport.None
    ) =>
        new(
            TrunkRise.FromDegrees(trunk),
            PosteriorTilt.FromDegrees(pelvis),
            new LegPosture(HipFlexion.FromDegrees(hip), KneeFlexion.FromDegrees(knee)),
            new LegPosture(HipFlexion.FromDegrees(oppositeHip), KneeFlexion.FromDegrees(oppositeKnee)),
            surface,
            hands,
            sacrum
        );

    // a third of the values are the ends of the range
    private static Gen<Angle> Within(JointCoordinate coordinate)
    {
        var limit = JointLimits.Of(coordinate);
        var (least, most) = ((int)Math.Round(limit.Least.Degrees), (int)Math.Round(limit.Most.Degrees));
        return Gen.Frequency(
            (4, Gen.Choose(least * 10, most * 10).Select(tenths => Angle.FromDegrees(tenths / 10.0))),
            (1, Gen.Constant(limit.Least)),
            (1, Gen.Constant(limit.Most))
        );
    }
}
