using System.CommandLine;
using Supine.Biomechanics;

namespace Supine.Cli;

/// <summary>The options that describe a person's body.</summary>
internal sealed class PersonOptions
{
    private readonly Option<Sex> _sex = PrescriptionOptions.Choice(
        "--sex",
        "Which body table.",
        Sex.Male,
        ("female", Sex.Female),
        ("male", Sex.Male),
        ("f", Sex.Female),
        ("m", Sex.Male)
    );
    private readonly Option<double?> _mass = Ranged.Optional("--mass", "Body mass", ModelRanges.Mass);
    private readonly Option<double?> _height = Ranged.Optional("--height", "Height", ModelRanges.Height);

    public void AddTo(Command command)
    {
        command.Add(_sex);
        command.Add(_mass);
        command.Add(_height);
    }

    /// <summary>The person; what was not given is the typical person's of that sex.</summary>
    public Person Read(ParseResult parsed) => Read(parsed, Person.Typical(parsed.GetValue(_sex)));

    /// <summary>The person; what was not given is somebody else's.</summary>
    public Person Read(ParseResult parsed, Person otherwise) =>
        new(
            parsed.GetResult(_sex) is { Implicit: false } ? parsed.GetValue(_sex) : otherwise.Sex,
            parsed.GetValue(_mass) is { } mass ? Mass.FromKilograms(mass) : otherwise.Mass,
            parsed.GetValue(_height) is { } height ? Length.FromMetres(height) : otherwise.Height
        );
}
