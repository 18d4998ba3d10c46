using System.Collections.Immutable;
using System.CommandLine;
using Supine.Motion;

namespace Supine.Cli;

/// <summary><c>supine angle FILE…</c>: how far a thigh hangs, from a phone that lay on it.</summary>
internal static class AngleCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description = $"Recordings, CSV ({RecordedFile.Header}) or JSON; several are repeats of one side.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print the answer as JSON." };
        var command = new Command("angle", "Measures how far a thigh hangs below the horizontal, from a phone that lay on it.")
        {
            files,
            json,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(files) ?? [],
                parsed.GetValue(json),
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error
            )
        );
        return command;
    }

    private static int Run(string[] files, bool json, TextWriter output, TextWriter error)
    {
        var missing = files.Where(file => !File.Exists(file)).ToList();
        foreach (var file in missing)
        {
            error.WriteLine($"supine: there is no file {file}.");
        }

        if (missing.Count > 0)
        {
            return ExitCode.BadUsage;
        }

        var readings = files.Select(file => (Name: file, Read: RecordedFile.Read(File.ReadAllBytes(file)))).ToList();
        var alone = readings.Select(one => (one.Name, Measure([one.Read]))).ToImmutableArray();
        var reading = Measure([.. readings.Select(one => one.Read)]);
        if (json)
        {
            output.WriteLine(ReadingJson.Write(reading, alone));
        }
        else
        {
            foreach (
                var line in reading is Reading.Measured measured
                    ? Sentences(measured)
                    : alone.SelectMany(one => Refusals(one.Name, one.Item2))
            )
            {
                output.WriteLine(line);
            }
        }

        return reading is Reading.Measured ? ExitCode.Fine : ExitCode.Faults;
    }

    private static Reading Measure(ImmutableArray<RecordingReading> files) =>
        files.OfType<RecordingReading.Failed>().FirstOrDefault() is { } failed
            ? new Reading.Rejected(new Rejection.Malformed(failed.Faults))
            : Inclinometer.Measure([.. files.OfType<RecordingReading.Succeeded>().Select(read => read.Recording)]);

    private static IEnumerable<string> Sentences(Reading.Measured measured)
    {
        var below = measured.ThighBelowHorizontal.Degrees;
        var (verb, where) = below > 0 ? ("hangs", "below") : ("is raised", "above");
        var rests = Math.Abs(below) < 0.05 ? "lies level" : Line($"{verb} {Math.Abs(below):0.0}° {where} the horizontal");
        var recordings = measured.Repeats == 1 ? "one recording" : Line($"{measured.Repeats} recordings");
        yield return Line($"The thigh {rests}, ± {measured.Uncertainty.Degrees:0.0}° (95 %), from {recordings}.");
        switch (measured.Hip)
        {
            case HipReading.Known hip:
                var (pelvis, extension) = (hip.Pelvis.Angle.Degrees, hip.Extension.Degrees);
                yield return Line(
                    $"The pelvis is tilted {Math.Abs(pelvis):0.0}° {(pelvis < 0 ? "forward" : "back")}: ",
                    $"the hip itself is {(extension < 0 ? "bent" : "extended")} by {Math.Abs(extension):0.0}°, ",
                    $"± {hip.Uncertainty.Degrees:0.0}°."
                );
                break;
            case HipReading.PelvisNotMeasured:
                yield return "The pelvis was not measured: a low back that arches makes a thigh hang lower than the hip allows.";
                break;
        }
    }

    private static IEnumerable<string> Refusals(string file, Reading reading) =>
        reading switch
        {
            Reading.Measured => [$"{file}: fine."],
            Reading.Rejected { Reason: Rejection.Malformed malformed } => malformed.Faults.Select(fault =>
                Line($"{file}:{fault.Line}: {fault.Message} {fault.Remedy}")
            ),
            Reading.Rejected rejected => [$"{file}: {Sentence(rejected.Reason)}"],
            _ => throw new InvalidOperationException("A recording is measured or rejected."),
        };

    private static string Sentence(Rejection reason) =>
        reason switch
        {
            Rejection.TooFewSamples { Samples: 0 } few => $"there is no {RecordedFile.WordOf(few.Phase)}. Record zero, sweep and hold.",
            Rejection.TooFewSamples few => Line(
                $"{RecordedFile.WordOf(few.Phase)} has {few.Samples} samples over {few.Lasts.TotalSeconds:0.0} s, ",
                $"with up to {few.LongestGap.TotalSeconds:0.0} s between two. Record {LeastOf(few.Phase).TotalSeconds:0} s at least, ",
                $"{InclinometerLimits.LeastSamples} samples, no gap over {InclinometerLimits.LongestGap.TotalSeconds:0} s."
            ),
            Rejection.Moved moved => Line(
                $"the phone moved by {moved.By.Degrees:0.0}° in {RecordedFile.WordOf(moved.Phase)}. ",
                $"Keep it still to {InclinometerLimits.StillAtZero.Degrees:0.0}°."
            ),
            Rejection.PhoneSlid slid => Line(
                $"the phone no longer lay as it did at zero: {slid.By.Degrees:0.0}° off in {RecordedFile.WordOf(slid.Phase)}. ",
                $"Fasten it, and begin again with zero."
            ),
            Rejection.SweepTooSmall sweep => Line(
                $"the leg was lifted by {sweep.Range.Degrees:0.0}° only. ",
                $"Lift it by {InclinometerLimits.LeastSweep.Degrees:0}° at least, better 30°."
            ),
            Rejection.NotStill still => Line($"the thigh moved by {still.By.Degrees:0.0}° in the hold. Wait until it hangs still."),
            Rejection.WrongOrder order =>
                $"{RecordedFile.WordOf(order.Phase)} stands where it cannot. The order is zero, sweep, hold, each once; "
                    + "the bench comes first; the pelvis is not between sweep and hold.",
            Rejection.Implausible odd => Line(
                $"{RecordedFile.WordOf(odd.Phase)} shows {Math.Abs(odd.Found.Degrees):0}°, which no ",
                $"{(odd.Phase == Phase.Bench ? "bench" : "body")} does. Lay the phone with its screen up, its top edge towards the feet."
            ),
            _ => throw new InvalidOperationException("A rejection has one of eight reasons."),
        };

    private static TimeSpan LeastOf(Phase phase) => phase == Phase.Hold ? InclinometerLimits.LeastHold : InclinometerLimits.LeastTime;

    private static string Line(params FormattableString[] parts) => string.Concat(parts.Select(FormattableString.Invariant));
}
