namespace Supine.Web.Charts;

/// <summary>Whose chart it is: the practice that keeps it, and the person in it. Every row about somebody has both in its key.</summary>
/// <param name="Practice">The practice; a household is one, too.</param>
/// <param name="Person">The person in it.</param>
public readonly record struct ChartKey(string Practice, string Person)
{
    /// <summary>The practice that a household is.</summary>
    public const string Home = "home";

    /// <summary>The id of the person who used a household's program before it knew several.</summary>
    public const string First = "first";
}

/// <summary>Somebody who practises.</summary>
/// <param name="Key">Whose chart.</param>
/// <param name="Name">What they are called here; empty until somebody has said.</param>
/// <param name="Zone">The IANA name of the time zone their device was in last; null until one has said.</param>
public sealed record Person(ChartKey Key, string Name, string? Zone)
{
    /// <summary>The id, in pages and requests.</summary>
    public string Id => Key.Person;
}
