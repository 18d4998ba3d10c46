using Supine.Biomechanics;
using Supine.Biomechanics.Answers;

namespace Supine.Records;

/// <summary>What the body model makes of a person's latest readings.</summary>
public static class HipFit
{
    /// <summary>Fits the latest day of each side, the pelvis as it was measured or else as it usually is.</summary>
    /// <param name="person">Whose hips were measured.</param>
    /// <param name="readings">Of any sides and days.</param>
    /// <returns>The fit; null where no side has an angle that the model can take.</returns>
    public static TightnessFit? Find(Person person, IReadOnlyCollection<HipRecord> readings)
    {
        var (latestLeft, latestRight) = (LatestHip.Find(readings, Side.Left), LatestHip.Find(readings, Side.Right));
        var (left, right) = (Hip(latestLeft), Hip(latestRight));
        if (left is null && right is null)
        {
            return null;
        }

        var both = new[] { latestLeft, latestRight }.OfType<LatestHip>().ToList();
        var deviation = both.Max(latest => latest.HipDeviation.Degrees);
        var pelvis = both.Select(PelvisOf).Average(angle => angle.Degrees);
        return TightnessFit.Compute(
            new FitQuestion(person, left, right)
            {
                Uncertainty = Within(ModelRanges.Uncertainty, Angle.FromDegrees(deviation)),
                Pelvis = new PosteriorTilt(Within(ModelRanges.Pelvis, Angle.FromDegrees(pelvis))),
            }
        );
    }

    private static HipFlexion? Hip(LatestHip? latest) =>
        latest is not null && -latest.Below - PelvisOf(latest) is var angle && ModelRanges.MeasuredHip.Allows(angle.Degrees)
            ? new HipFlexion(angle)
            : null;

    private static Angle PelvisOf(LatestHip latest) => latest.Pelvis ?? TightnessFit.UsualPelvis;

    private static Angle Within(ModelRange range, Angle angle) => Angle.FromDegrees(Math.Clamp(angle.Degrees, range.Least, range.Most));
}
