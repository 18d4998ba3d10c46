using Supine.Biomechanics.Answers;

namespace Supine.Web.Shell;

/// <summary>In what an answer of the body model goes beyond what was measured, as pages say it.</summary>
internal static class ExtrapolationInWords
{
    public static string Say(Texts texts, Extrapolation extrapolation) =>
        extrapolation switch
        {
            Extrapolation.HipExtension => texts["explain.extrapolatedHip", ("degrees", texts.Number(-Measured.LeastHip.Angle.Degrees, 0))],
            Extrapolation.MuscleLength => texts["explain.extrapolatedMuscle"],
            Extrapolation.BodySize => texts[
                "explain.extrapolatedSize",
                ("least", texts.Number(Measured.BodyMassIndex.Least, 0)),
                ("most", texts.Number(Measured.BodyMassIndex.Most, 0))
            ],
        };
}
