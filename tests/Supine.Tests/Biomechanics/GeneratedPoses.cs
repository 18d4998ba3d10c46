using FsCheck;
using FsCheck.Fluent;
using Supine.Biomechanics;
using Supine.Biomechanics.Geometry;

namespace Supine.Tests.Biomechanics;

/// <summary>Joint angles anywhere in the model's range, ends included.</summary>
internal static class GeneratedPoses
{
    public static Gen<JointCoordinates> Any { get; } =
        from hip in Within(ModelRanges.Hip)
        from adduction in Within(ModelRanges.Adduction)
        from rotation in Within(ModelRanges.Rotation)
        from knee in Within(ModelRanges.Knee)
        from lordosis in Within(ModelRanges.Lordosis)
        select new JointCoordinates(hip, adduction, rotation, knee, lordosis);

    /// <summary>The sagittal postures that the stretches are made of.</summary>
    public static Gen<JointCoordinates> Sagittal { get; } =
        from hip in Within(ModelRanges.Hip)
        from knee in Within(ModelRanges.Knee)
        select JointCoordinates.Sagittal(hip, knee);

    public static void ForAll(Action<JointCoordinates> holds, int cases = 300) => Properties.ForAll(cases, Any, holds);

    /// <summary>The coordinates with one of them moved.</summary>
    public static JointCoordinates Moved(this JointCoordinates q, Coordinate coordinate, double by) =>
        coordinate switch
        {
            Coordinate.HipFlexion => q with { HipFlexion = q.HipFlexion + by },
            Coordinate.HipAdduction => q with { HipAdduction = q.HipAdduction + by },
            Coordinate.HipRotation => q with { HipRotation = q.HipRotation + by },
            Coordinate.KneeFlexion => q with { KneeFlexion = q.KneeFlexion + by },
            _ => q,
        };

    private static Gen<double> Within(ModelRange range) =>
        Gen.Frequency(
            (
                6,
                Gen.Choose((int)(range.Least * 1000), (int)(range.Most * 1000))
                    .Select(thousandths => thousandths / 1000.0 * (Math.PI / 180))
            ),
            (1, Gen.Constant(range.Least * (Math.PI / 180))),
            (1, Gen.Constant(range.Most * (Math.PI / 180)))
        );
}
