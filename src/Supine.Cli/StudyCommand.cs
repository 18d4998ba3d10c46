using System.CommandLine;
using System.Globalization;
using System.Text;
using Supine.Biomechanics;
using Supine.Biomechanics.Answers;

namespace Supine.Cli;

/// <summary><c>supine study</c>: a simulated population on the two stretches.</summary>
internal static class StudyCommand
{
    private static readonly (string Name, Func<SimulatedPerson, double> Number)[] Columns =
    [
        ("mass_kg", person => person.Mass.Kilograms),
        ("height_m", person => person.Height.Metres),
        ("tightness_deg", person => person.Tightness.Degrees),
        ("pelvis_1_deg", person => person.PelvisOnBed.Angle.Degrees),
        ("pelvis_2_deg", person => person.PelvisOverEdge.Angle.Degrees),
        ("hip_1_deg", person => person.HipOnBed.Angle.Degrees),
        ("hip_2_deg", person => person.HipOverEdge.Angle.Degrees),
        ("knee_2_deg", person => person.KneeOverEdge.Angle.Degrees),
        ("thigh_below_measured_deg", person => person.ThighBelowMeasured.Degrees),
        ("moment_1_nm", person => person.MomentOnBed.NewtonMetres),
        ("moment_2_nm", person => person.MomentOverEdge.NewtonMetres),
        ("psoas_1_mm", person => person.PsoasOnBed.Millimetres),
        ("psoas_2_mm", person => person.PsoasOverEdge.Millimetres),
    ];

    public static Command Create()
    {
        var people = Ranged.Whole("--people", "How many", ModelRanges.People, 10_000);
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed gives the same people (1 unless given).",
            HelpName = "number",
            DefaultValueFactory = _ => 1,
        };
        var threshold = Ranged.Option(
            "--stretch-moment",
            "The passive hip moment from which a stretch counts as one",
            new ModelRange("stretch moment", "N·m", 1, 60),
            15
        );
        var file = new Option<FileInfo?>("--out") { Description = "A file for everybody, one line each.", HelpName = "file.csv" };
        var command = new Command("study", "Simulates people on the two stretches: who reaches a stretch at level 1, who needs level 2.")
        {
            people,
            seed,
            threshold,
            file,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                var question = new StudyQuestion(parsed.GetValue(people), parsed.GetValue(seed))
                {
                    StretchMoment = Moment.FromNewtonMetres(parsed.GetValue(threshold)),
                };
                var study = await ProgressBar.ShowAsync(
                    error,
                    "Simulating",
                    progress => Task.Run(() => PopulationStudy.Compute(question, progress, cancellationToken), cancellationToken)
                );
                if (parsed.GetValue(file) is { } target)
                {
                    await WriteAsync(study, target, cancellationToken);
                }

                output.WriteLine(FormattableString.Invariant($"{study.People.Length} people, seed {question.Seed}"));
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"level 1 stretches {100 * study.ReachOnBed:0.0} %, level 2 another {100 * study.NeedEdge:0.0} %; "
                            + $"a stretch is {question.StretchMoment.NewtonMetres:0.#} N·m of passive hip moment "
                            + $"in the adult of 75 kg and 1.70 m"
                    )
                );
                var beyond = 100.0 * study.People.Count(person => person.IsBeyondMeasured) / study.People.Length;
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"extrapolated: {beyond:0.0} % at level 2, "
                            + $"beyond the {-Measured.LeastHip.Angle.Degrees:0}° of extension that were measured"
                    )
                );
                output.WriteLine();
                output.WriteLine("                              mean      SD      5%     25%     50%     75%     95%");
                foreach (var (name, number) in Columns)
                {
                    var spread = study.Spread(number);
                    output.WriteLine(
                        FormattableString.Invariant($"{name, -26}{spread.Mean, 8:0.00}{spread.Spread, 8:0.00}")
                            + string.Concat(spread.Percentiles.Select(value => FormattableString.Invariant($"{value, 8:0.00}")))
                    );
                }

                return ExitCode.Fine;
            }
        );
        return command;
    }

    private static async Task WriteAsync(PopulationStudy study, FileInfo target, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(target.FullName, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await writer.WriteLineAsync($"person,sex,{string.Join(',', Columns.Select(column => column.Name))}");
        var line = new StringBuilder();
        for (var number = 0; number < study.People.Length; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var person = study.People[number];
            line.Clear().Append(CultureInfo.InvariantCulture, $"{number + 1},{(person.Sex == Sex.Female ? "female" : "male")}");
            foreach (var (_, value) in Columns)
            {
                line.Append(CultureInfo.InvariantCulture, $",{value(person):0.###}");
            }

            await writer.WriteLineAsync(line, cancellationToken);
        }
    }
}
