namespace Supine.Protocols.Prescribing;

/// <summary>What a session goes on with after it was only too strong.</summary>
/// <param name="Protocol">What is done: a lower level, or the same with a shorter hold.</param>
/// <param name="Hold">How long each side is held.</param>
/// <remarks>Sets, sides and their order stay, so that what is left of a session is found in the milder one by its side and set.</remarks>
public sealed record MilderDose(Protocol Protocol, TimeSpan Hold)
{
    /// <summary>The highest level below this one that may be done, held as long; where there is none, the shortest hold of the same
    /// protocol; null where nothing is milder.</summary>
    /// <param name="protocol">What is being done.</param>
    /// <param name="hold">How long each side is held; null for the protocol's own.</param>
    /// <param name="sets">How often; null for the protocol's own.</param>
    /// <param name="protocols">Every protocol.</param>
    /// <param name="isAllowed">Whether the safety questions let a protocol be done.</param>
    public static MilderDose? Find(
        Protocol protocol,
        TimeSpan? hold,
        int? sets,
        IEnumerable<Protocol> protocols,
        Func<Protocol, bool> isAllowed
    )
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(isAllowed);
        var dose = protocol.Dose;
        var (held, times) = (hold ?? dose.Hold.Default, sets ?? dose.Sets.Default);
        var lower = protocols
            .Where(other =>
                other.Level < protocol.Level
                && other.Audience == protocol.Audience
                && other.Sides == protocol.Sides
                && other.Dose.Hold.Least <= held
                && held <= other.Dose.Hold.Most
                && other.Dose.Sets.Least <= times
                && times <= other.Dose.Sets.Most
                && isAllowed(other)
            )
            .MaxBy(other => other.Level);
        return lower is not null ? new(lower, held)
            : held > dose.Hold.Least ? new(protocol, dose.Hold.Least)
            : null;
    }
}
