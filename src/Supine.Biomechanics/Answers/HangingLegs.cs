using System.Runtime.Intrinsics;
using Supine.Biomechanics.Tissue;

namespace Supine.Biomechanics.Answers;

/// <summary>Four free hanging legs at once: what <see cref="HangingLeg"/> finds for one, in the lanes of a vector.</summary>
/// <remarks>Newton's method with the tables' own slopes; a lane that has not come to rest is left to the one-leg solver.</remarks>
internal static class HangingLegs
{
    private const double Degree = Math.PI / 180;
    private const double FootDroop = Math.PI / 3;
    private const int Most = 40;

    /// <summary>Finds rests; true for each lane that has come to one.</summary>
    public static Vector256<double> TryFind(
        Vector256<double> thigh,
        Vector256<double> shank,
        Vector256<double> foot,
        Vector256<double> tightness,
        Vector256<double> pelvis,
        out Vector256<double> hip,
        out Vector256<double> knee
    )
    {
        const double enough = HangingLeg.Enough;
        hip = Vector256.Create(-12.0) + tightness;
        knee = Vector256.Create(58.0);
        var isDone = Vector256<double>.Zero;
        for (var i = 0; i < Most; i++)
        {
            // gravity, and how it changes a degree
            var below = (-hip - pelvis) * Degree;
            var (sinThigh, cosThigh) = Vector256.SinCos(below);
            var (sinShank, cosShank) = Vector256.SinCos(below + (knee * Degree));
            var (sinFoot, cosFoot) = Vector256.SinCos(below + (knee * Degree) - Vector256.Create(FootDroop));
            var aboutKnee = (shank * cosShank) + (foot * cosFoot);
            var kneePerKnee = ((shank * sinShank) + (foot * sinFoot)) * -Degree;
            var aboutHip = (thigh * cosThigh) + aboutKnee;
            var hipPerHip = (thigh * sinThigh * Degree) - kneePerKnee;

            var (hipMoment, kneeMoment) = ReferenceMoments.Four(hip, hip - tightness, knee);
            var f = hipMoment.Moment - aboutHip;
            var g = kneeMoment.Moment + aboutKnee;
            var isNow = Vector256.LessThan(Vector256.Max(Vector256.Abs(f), Vector256.Abs(g)), Vector256.Create(enough));
            isDone |= isNow;
            if (isDone.Equals(Vector256<double>.AllBitsSet))
            {
                break;
            }

            var fHip = hipMoment.PerHip - hipPerHip;
            var fKnee = hipMoment.PerKnee - kneePerKnee;
            var gHip = kneeMoment.PerHip - kneePerKnee;
            var gKnee = kneeMoment.PerKnee + kneePerKnee;
            var determinant = (fHip * gKnee) - (fKnee * gHip);

            // no step beyond what the tables' cells can promise, and none for those at rest
            var limit = Vector256.Create(i < 10 ? 12.0 : 3.0);
            var stepHip = Vector256.Clamp(((fKnee * g) - (f * gKnee)) / determinant, -limit, limit);
            var stepKnee = Vector256.Clamp(((gHip * f) - (g * fHip)) / determinant, -limit, limit);
            hip = Vector256.ConditionalSelect(
                isDone,
                hip,
                Vector256.Clamp(hip + stepHip, Vector256.Create(-75.0), Vector256.Create(100.0))
            );
            knee = Vector256.ConditionalSelect(
                isDone,
                knee,
                Vector256.Clamp(knee + stepKnee, Vector256<double>.Zero, Vector256.Create(120.0))
            );
        }

        return isDone;
    }
}
