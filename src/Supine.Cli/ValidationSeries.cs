using Supine.Biomechanics;
using Supine.Biomechanics.Answers;

namespace Supine.Cli;

/// <summary>What the validation's figures show.</summary>
internal static class ValidationSeries
{
    public static IReadOnlyList<Series> PsoasArm()
    {
        var (band, arnold) = (Table.Read("blemker-band"), Table.Read("arnold-psoas"));
        var hips = arnold.Column("hip_deg");
        IReadOnlyList<(double, double)> Band(string edge) =>
            [
                .. band
                    .Rows.Where(row => row[0] == "psoas" && row[1] == edge)
                    .Select(row => (X: Table.Number(row, 2), Y: 10 * Table.Number(row, 3)))
                    .OrderBy(point => point.X),
            ];
        IReadOnlyList<(double, double)> Subject(int number) =>
            [.. arnold.Rows.Select(row => (Table.Number(row, hips), 10 * Table.Number(row, number)))];
        return
        [
            new("fibres of one living psoas", SeriesLook.Band, Band("lb"), Band("ub")),
            new("three people", SeriesLook.Dashed, Subject(1)),
            new("", SeriesLook.Dashed, Subject(2)),
            new("", SeriesLook.Dashed, Subject(3)),
            new("the model", SeriesLook.Strong, Over(-30, 120, 2, hip => At(hip, 0).Find("psoas").Arms.HipFlexion.Millimetres)),
        ];
    }

    public static IReadOnlyList<Series> HipMoment() =>
        [
            new("muscles and capsule, knee 15°", SeriesLook.Strong, Over(-20, 30, 1, hip => At(hip, 15).PassiveHipMoment.NewtonMetres)),
            new("measured, knee 15°", SeriesLook.Dashed, Over(-20, 30, 1, hip => At(hip, 15).MeasuredHipMoment.NewtonMetres)),
            new("muscles and capsule, knee 60°", SeriesLook.Second, Over(-20, 30, 1, hip => At(hip, 60).PassiveHipMoment.NewtonMetres)),
            new("measured, knee 60°", SeriesLook.Third, Over(-20, 30, 1, hip => At(hip, 60).MeasuredHipMoment.NewtonMetres)),
        ];

    public static IReadOnlyList<Series> Knee() =>
        [
            new(
                "rectus femoris",
                SeriesLook.Second,
                Over(0, 120, 3, knee => At(-15, knee).Find("rectusFemoris").PassiveHipMoment.NewtonMetres)
            ),
            new("psoas", SeriesLook.Strong, Over(0, 120, 3, knee => At(-15, knee).Find("psoas").PassiveHipMoment.NewtonMetres)),
            new(
                "tensor fasciae latae",
                SeriesLook.Third,
                Over(0, 120, 3, knee => At(-15, knee).Find("tensorFasciaeLatae").PassiveHipMoment.NewtonMetres)
            ),
        ];

    public static IReadOnlyList<Series> Creep()
    {
        IReadOnlyList<(double, double)> Of(Sex sex) =>
            [
                .. RestExplanation
                    .Find(new RestSetting(Person.Typical(sex), StretchLevel.OverTheEdge) { Hold = TimeSpan.FromSeconds(120) })
                    .Course.Select(moment => (moment.At.TotalSeconds, -moment.Hip.Angle.Degrees)),
            ];
        var (man, woman) = (Of(Sex.Male), Of(Sex.Female));
        return
        [
            new("man", SeriesLook.Strong, man),
            new("woman", SeriesLook.Second, woman),
            new("measured after 120 s, from the third", SeriesLook.Points, [(120, man[3].Item2 + 4.9), (120, woman[3].Item2 + 4.9)]),
        ];
    }

    private static PostureExplanation At(double hipDegrees, double kneeDegrees) =>
        PostureExplanation.Compute(
            Person.Generic,
            Side.Right,
            new JointPose(HipFlexion.FromDegrees(hipDegrees), KneeFlexion.FromDegrees(kneeDegrees))
        );

    private static List<(double, double)> Over(int from, int to, int step, Func<double, double> of) =>
        [.. Enumerable.Range(0, ((to - from) / step) + 1).Select(index => (double)(from + (index * step))).Select(x => (x, of(x)))];
}
