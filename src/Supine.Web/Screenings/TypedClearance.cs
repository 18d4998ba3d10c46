using Supine.Protocols.Prescribing;
using Supine.Web.Boundary;

namespace Supine.Web.Screenings;

/// <summary>Who agreed, as it stands in a form.</summary>
/// <param name="By">Who.</param>
/// <param name="Profession">What they are.</param>
/// <param name="On">The day they were asked.</param>
/// <param name="Until">The last day it holds; empty where none was named.</param>
public sealed record TypedClearance(string By, string Profession, string On, string Until)
{
    /// <summary>A name and a profession have so many characters at most.</summary>
    public const int LongestName = 120;

    /// <summary>What the form says.</summary>
    internal static TypedClearance Read(IFormCollection form) =>
        new(form["by"].ToString().Trim(), form["profession"].ToString().Trim(), form["on"].ToString(), form["until"].ToString());

    /// <summary>It as it can be kept; null where something is missing, is no line, or is in the future.</summary>
    public Clearance? Find(DateOnly today) =>
        IsLine(By) && IsLine(Profession) && Format.FindIsoDay(On) is { } on && on <= today ? new(By, Profession, on) : null;

    private static bool IsLine(string text) => text.Length is > 0 and <= LongestName && PlainText.IsLine(text);
}
