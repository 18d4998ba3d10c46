using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Supine.Biomechanics;

namespace Supine.Cli;

/// <summary>The options that make up a posture; an angle outside its joint's range is refused with the range.</summary>
internal sealed class PostureOptions
{
    private readonly Option<double> _trunk = AngleOption(
        "--trunk",
        "Trunk against the surface: 0 lies, 90 sits",
        JointCoordinate.TrunkRise,
        0
    );
    private readonly Option<double> _pelvis = AngleOption(
        "--pelvis",
        "Pelvis tilted back: the low back lies flat from about 10",
        JointCoordinate.PosteriorTilt,
        12
    );
    private readonly Option<double> _hip = AngleOption(
        "--hip",
        "Hip of the stretched leg: flexion, extension below zero",
        JointCoordinate.HipFlexion,
        -12
    );
    private readonly Option<double> _knee = AngleOption(
        "--knee",
        "Knee of the stretched leg: 0 is straight",
        JointCoordinate.KneeFlexion,
        0
    );
    private readonly Option<double> _oppositeHip = AngleOption("--opposite-hip", "Hip of the other leg", JointCoordinate.HipFlexion, 112);
    private readonly Option<double> _oppositeKnee = AngleOption(
        "--opposite-knee",
        "Knee of the other leg",
        JointCoordinate.KneeFlexion,
        110
    );

    private readonly Option<Surface> _surface = PrescriptionOptions.Choice(
        "--surface",
        "What carries the person.",
        Surface.Flat,
        ("flat", Surface.Flat),
        ("edge", Surface.Edge),
        ("floor", Surface.Floor)
    );

    private readonly Option<Hands> _hands = PrescriptionOptions.Choice(
        "--hands",
        "Where the hands are.",
        Hands.OnOppositeKnee,
        ("knee", Hands.OnOppositeKnee),
        ("thigh", Hands.BehindOppositeThigh),
        ("sides", Hands.AtSides),
        ("support", Hands.OnSupport)
    );

    private readonly Option<bool> _blanket = new("--blanket") { Description = "A folded blanket under the sacrum." };

    private Option[] All => [_trunk, _pelvis, _hip, _knee, _oppositeHip, _oppositeKnee, _surface, _hands, _blanket];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>The name of the first of these options that was written, or null.</summary>
    public string? FindGiven(CommandResult result) => All.FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;

    public Posture Read(ParseResult parsed) =>
        new(
            TrunkRise.FromDegrees(parsed.GetValue(_trunk)),
            PosteriorTilt.FromDegrees(parsed.GetValue(_pelvis)),
            new LegPosture(HipFlexion.FromDegrees(parsed.GetValue(_hip)), KneeFlexion.FromDegrees(parsed.GetValue(_knee))),
            new LegPosture(HipFlexion.FromDegrees(parsed.GetValue(_oppositeHip)), KneeFlexion.FromDegrees(parsed.GetValue(_oppositeKnee))),
            parsed.GetValue(_surface),
            parsed.GetValue(_hands),
            parsed.GetValue(_blanket) ? SacrumSupport.Blanket : SacrumSupport.None
        );

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
                var isNumber =
                    double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees);
                if (!isNumber || !limit.Allows(Angle.FromDegrees(degrees)))
                {
                    result.AddError($"{name} is {range} degrees, not {text}.");
                }

                return degrees;
            },
        };
    }
}
