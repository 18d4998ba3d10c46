namespace Supine.Protocols.Prescribing;

/// <summary>What somebody who can examine the person has said, by the person's word.</summary>
/// <param name="By">Who.</param>
/// <param name="Profession">What they are.</param>
/// <param name="On">The day they were asked.</param>
public sealed record Clearance(string By, string Profession, DateOnly On);
