using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Supine.Biomechanics;
using Supine.Figure;

namespace Supine.Cli;

/// <summary>Draws a posture given by its joint angles.</summary>
internal static class FigureCommand
{
    private const string English = "Lying psoas stretch, {0} side";

    public static Command Create()
    {
        var hip = AngleOption("--hip", "Hip of the stretched leg: flexion, extension below zero", JointCoordinate.HipFlexion, -12);
        var knee = AngleOption("--knee", "Knee of the stretched leg: 0 is straight", JointCoordinate.KneeFlexion, 0);
        var oppositeHip = AngleOption("--opposite-hip", "Hip of the other leg", JointCoordinate.HipFlexion, 112);
        var oppositeKnee = AngleOption("--opposite-knee", "Knee of the other leg", JointCoordinate.KneeFlexion, 110);
        var pelvis = AngleOption("--pelvis", "Posterior tilt of the pelvis: the low back lies flat from about 10", JointCoordinate.PosteriorTilt, 12);
        var trunk = AngleOption("--trunk", "Trunk against the surface: 0 lies, 90 sits", JointCoordinate.TrunkRise, 0);
        var surface = ChoiceOption("--surface", "What carries the person", Choice("flat", Surface.Flat), Choice("edge", Surface.Edge));
        var hands = ChoiceOption("--hands", "Where the hands are", Choice("knee", Hands.OnOppositeKnee), Choice("sides", Hands.AtSides));
        var side = ChoiceOption("--side", "The side stretched", Choice("right", Side.Right), Choice("left", Side.Left));
        var blanket = new Option<bool>("--blanket") { Description = "A folded blanket under the sacrum." };
        var labels = new Option<bool>("--labels") { Description = "Names the psoas and the low back." };
        var file = new Option<FileInfo?>("--out") { Description = "The file to write; without it, standard output." };

        var command = new Command("figure", "Draws a posture as SVG, seen from the stretched side. Angles are in degrees.")
        {
            hip, knee, oppositeHip, oppositeKnee, pelvis, trunk, surface, hands, side, blanket, labels, file,
        };
        command.SetAction(async (given, cancellation) =>
        {
            var posture = new Posture(
                TrunkRise.FromDegrees(given.GetValue(trunk)),
                PosteriorTilt.FromDegrees(given.GetValue(pelvis)),
                new LegPosture(HipFlexion.FromDegrees(given.GetValue(hip)), KneeFlexion.FromDegrees(given.GetValue(knee))),
                new LegPosture(HipFlexion.FromDegrees(given.GetValue(oppositeHip)), KneeFlexion.FromDegrees(given.GetValue(oppositeKnee))),
                given.GetValue(surface),
                given.GetValue(hands),
                given.GetValue(blanket) ? SacrumSupport.Blanket : SacrumSupport.None);
            var stretched = given.GetValue(side);
            var title = string.Format(CultureInfo.InvariantCulture, English, stretched switch { Side.Left => "left", Side.Right => "right" });
            var svg = FigureDrawing.Render(posture, stretched, new FigureOptions(
                title,
                FigureStyling.Embedded,
                given.GetValue(labels) ? new FigureLabels("psoas", "low back") : null));
            if (given.GetValue(file) is { } target)
            {
                await File.WriteAllTextAsync(target.FullName, svg + "\n", cancellation);
            }
            else
            {
                await given.InvocationConfiguration.Output.WriteLineAsync(svg.AsMemory(), cancellation);
            }

            return 0;
        });
        return command;
    }

    private static Option<double> AngleOption(string name, string description, JointCoordinate coordinate, double usual)
    {
        var limit = JointLimits.Of(coordinate);
        var range = string.Create(CultureInfo.InvariantCulture, $"{limit.Least.Degrees:0.#} to {limit.Most.Degrees:0.#}");
        return new Option<double>(name)
        {
            Description = $"{description} ({range}).",
            HelpName = "degrees",
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees);
                if (!isNumber || !limit.Allows(Angle.FromDegrees(degrees)))
                {
                    result.AddError($"{name} is {range} degrees, not {text}.");
                }

                return degrees;
            },
        };
    }

    private static (string Word, T Value) Choice<T>(string word, T value) => (word, value);

    /// <summary>One of a few words; the first is the usual one.</summary>
    private static Option<T> ChoiceOption<T>(string name, string description, params ImmutableArray<(string Word, T Value)> choices)
    {
        var words = string.Join("|", choices.Select(choice => choice.Word));
        return new Option<T>(name)
        {
            Description = $"{description}: {choices[0].Word} unless given.",
            HelpName = words,
            DefaultValueFactory = _ => choices[0].Value,
            CustomParser = (ArgumentResult result) =>
            {
                var text = result.Tokens[^1].Value;
                foreach (var (word, value) in choices)
                {
                    if (word == text)
                    {
                        return value;
                    }
                }

                result.AddError($"{name} is {words}, not {text}.");
                return choices[0].Value;
            },
        };
    }
}
