using System.CommandLine;
using System.Globalization;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary><c>supine compile</c>: lays a protocol out in time and prints it.</summary>
internal static class CompileCommand
{
    public static Command Create()
    {
        var protocol = ProtocolArgument.Create();
        var json = new Option<bool>("--json") { Description = "Print the cue sequence as JSON." };
        var options = new PrescriptionOptions();
        var screening = ScreeningOption.Create();
        var command = new Command("compile", "Lays a protocol out in time for one prescription.") { protocol, json, screening };
        options.AddTo(command);
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(protocol)!,
                options.Read(parsed),
                parsed.GetValue(screening),
                parsed.GetValue(json),
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error
            )
        );
        return command;
    }

    /// <summary>Reads and compiles; prints what is wrong and answers the exit code when it cannot.</summary>
    public static (CueSequence? Sequence, int Exit) Compile(
        string idOrFile,
        Prescription prescription,
        TextWriter error,
        string? screening = null
    )
    {
        var (protocol, exit) = ProtocolArgument.Read(idOrFile, error);
        if (protocol is null)
        {
            return (null, exit);
        }

        if (ScreeningOption.Refuse(screening, protocol, TimeProvider.System, error) is { } refused)
        {
            return (null, refused);
        }

        switch (ProtocolCompiler.Compile(protocol, prescription))
        {
            case Compilation.Succeeded succeeded:
                return (succeeded.Sequence, ExitCode.Fine);
            case Compilation.Failed failed:
                foreach (var diagnostic in failed.Diagnostics)
                {
                    error.WriteLine(diagnostic);
                }

                return (null, ExitCode.Faults);
            default:
                throw new InvalidOperationException("A compilation succeeds or fails.");
        }
    }

    private static int Run(string idOrFile, Prescription prescription, string? screening, bool json, TextWriter output, TextWriter error)
    {
        var (sequence, exit) = Compile(idOrFile, prescription, error, screening);
        if (sequence is null)
        {
            return exit;
        }

        if (json)
        {
            output.WriteLine(CueSequenceJson.Write(sequence, indented: true));
            return exit;
        }

        output.WriteLine($"{sequence.Title} · {Clock(sequence.Total)} · {sequence.Hash[..12]}");
        foreach (var (step, index) in sequence.Steps.Select((step, index) => (step, index)))
        {
            var side = step.Side is { } known ? $" · {CueSequenceJson.WordOf(known)}" : "";
            var set = step.Set is { } number and > 1 ? $" · set {number}" : "";
            output.WriteLine();
            output.WriteLine($"{Clock(step.At)}  {step.Title}{side}{set}");
            foreach (var cue in sequence.Cues.Where(cue => cue.Step == index && cue.Kind != CueKind.Breathe))
            {
                output.WriteLine(
                    $"{Clock(cue.At)}    {CueSequenceJson.WordOf(cue.Kind), -8} {DurationText.Write(cue.Duration), 6}  {cue.Text}".TrimEnd()
                );
            }
        }

        return exit;
    }

    private static string Clock(TimeSpan time) => time.ToString(@"m\:ss\.fff", CultureInfo.InvariantCulture);
}
