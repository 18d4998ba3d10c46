using System.Collections.Immutable;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Answers;

/// <summary>In what an answer goes beyond what was measured on people.</summary>
public enum Extrapolation
{
    /// <summary>The hip, or the curve a tight hip is read from, is further extended than the measured sample's.</summary>
    HipExtension,

    /// <summary>A shortened muscle is longer, against its own length, than any in the measured range.</summary>
    MuscleLength,

    /// <summary>The body-mass index lies outside that of the people whose hips were compared by size.</summary>
    BodySize,
}

/// <summary>How far measurements reach.</summary>
public static class Measured
{
    /// <summary>The most extended hip whose passive moment was measured (source id <c>silder-2007</c>).</summary>
    public static HipFlexion LeastHip { get; } = HipFlexion.FromDegrees(ReferenceMoments.LeastHip);

    /// <summary>The body-mass index of the people the law of size is bounded by: four classes from underweight to obese
    /// (<c>hussein-farrag-2022</c>, abstract); the two ends are a choice, since they were not read.</summary>
    public static ModelRange BodyMassIndex { get; } = new("body-mass index", "kg/m²", 17, 40);

    /// <summary>In what an answer goes beyond.</summary>
    internal static ImmutableArray<Extrapolation> Find(Person person, bool isHipBeyond, bool isMuscleBeyond)
    {
        var found = ImmutableArray.CreateBuilder<Extrapolation>();
        if (isHipBeyond)
        {
            found.Add(Extrapolation.HipExtension);
        }

        if (isMuscleBeyond)
        {
            found.Add(Extrapolation.MuscleLength);
        }

        if (!BodyMassIndex.Allows(person.BodyMassIndex))
        {
            found.Add(Extrapolation.BodySize);
        }

        return found.ToImmutable();
    }

    /// <summary>Whether a hip, or the curve it is read from, lies beyond.</summary>
    internal static bool IsBeyond(double hipDegrees, double tightnessDegrees) =>
        Math.Min(hipDegrees, hipDegrees - tightnessDegrees) < ReferenceMoments.LeastHip - Rounding;

    // what stands exactly at the end was measured
    private const double Rounding = 1e-9;
}
