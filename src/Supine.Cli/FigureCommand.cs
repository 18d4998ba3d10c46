using System.CommandLine;
using Supine.Biomechanics;
using Supine.Figure;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary><c>supine figure</c>: draws a step of a protocol, or a posture given by its joint angles.</summary>
internal static class FigureCommand
{
    public static Command Create()
    {
        var protocol = ProtocolArgument.Create();
        protocol.Arity = ArgumentArity.ZeroOrOne;
        protocol.Description += " Without it, the angles below are drawn.";
        var step = new Option<string?>("--step")
        {
            Description = "The protocol's step to draw: the first hold unless given.",
            HelpName = "id",
        };
        var side = PrescriptionOptions.Choice("--side", "The side stretched.", Side.Right, ("left", Side.Left), ("right", Side.Right));
        var language = LanguageOption.Create("The language of the title.");
        var labels = new Option<bool>("--labels") { Description = "Names the psoas and the low back in the picture." };
        var file = new Option<FileInfo?>("--out")
        {
            Description = "The file to write; without it, standard output.",
            HelpName = "file.svg",
        };
        var angles = new PostureOptions();

        var command = new Command("figure", "Draws a step of a protocol, or a posture, from the side stretched, as SVG.")
        {
            protocol,
            step,
            side,
            language,
            labels,
            file,
        };
        angles.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(protocol) is { Tokens.Count: > 0 } && angles.FindGiven(result) is { } given)
            {
                result.AddError($"{given}: a protocol's step has its own posture. Name a protocol or angles, not both.");
            }
            else if (result.GetResult(protocol) is not { Tokens.Count: > 0 } && result.GetResult(step) is not null)
            {
                result.AddError("--step: name the protocol that the step belongs to.");
            }
        });
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var stretched = parsed.GetValue(side);
            var posture = angles.Read(parsed);
            var title = "A posture, seen from the side";
            if (parsed.GetValue(protocol) is { } idOrFile)
            {
                var (found, exit) = FindStep(idOrFile, parsed.GetValue(step), stretched, parsed.GetRequiredValue(language), error);
                if (found is null)
                {
                    return exit;
                }

                (posture, title) = (found.Posture, found.Title);
            }

            var words = parsed.GetRequiredValue(language).Figure;
            var names = parsed.GetValue(labels) ? new FigureLabels(words.Psoas, words.LowBack) : null;
            var svg = FigureDrawing.Render(posture, stretched, new FigureOptions(title, FigureStyling.Embedded, names));
            if (parsed.GetValue(file) is { } target)
            {
                File.WriteAllText(target.FullName, svg + "\n");
            }
            else
            {
                output.WriteLine(svg);
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static (SequenceStep? Step, int Exit) FindStep(string idOrFile, string? id, Side side, Language language, TextWriter error)
    {
        var (sequence, exit) = CompileCommand.Compile(idOrFile, new Prescription { First = side, Language = language }, error);
        if (sequence is null)
        {
            return (null, exit);
        }

        // a step between the sides belongs to the one that comes next
        var named = id is null
            ? [.. sequence.Steps.Where(step => step.Role == StepRole.Hold)]
            : sequence.Steps.Where(step => step.Id == id).ToList();
        var found =
            named.Find(step => step.Side is null || step.Side == side) ?? named.FirstOrDefault() ?? (id is null ? sequence.Steps[0] : null);
        if (found is null)
        {
            error.WriteLine(
                $"supine: {sequence.ProtocolId} has no step `{id}`. Its steps: "
                    + $"{string.Join(", ", sequence.Steps.Select(step => step.Id).Distinct())}."
            );
            return (null, ExitCode.BadUsage);
        }

        return (found, ExitCode.Fine);
    }
}
