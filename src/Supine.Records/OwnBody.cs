using Supine.Biomechanics;

namespace Supine.Records;

/// <summary>Whose hips are measured, as far as the person has said.</summary>
/// <param name="Sex">Which row of the body tables.</param>
/// <param name="Mass">Null where it is as usual.</param>
/// <param name="Height">Null where it is as usual.</param>
public sealed record OwnBody(Sex Sex, Mass? Mass, Length? Height)
{
    /// <summary>As the body model sees them: what was left open is as it usually is.</summary>
    public Person Person => new(Sex, Mass ?? Person.Typical(Sex).Mass, Height ?? Person.Typical(Sex).Height);

    /// <summary>Whom the body model takes: the person, or somebody usual where nobody has said.</summary>
    public static Person Of(OwnBody? own) => own?.Person ?? Person.Typical(Sex.Female);
}
