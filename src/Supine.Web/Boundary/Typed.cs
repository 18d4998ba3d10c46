using System.Globalization;

namespace Supine.Web.Boundary;

/// <summary>What people type.</summary>
internal static class Typed
{
    // What keyboards and texts have in the place of a minus: hyphens and dashes of every width.
    private const string Minuses = "−–—‒‐‑﹣－";

    /// <summary>A number, with either decimal sign and whichever minus, whatever the reader's language: a number has no thousands here.
    /// Null where it is none.</summary>
    public static double? FindNumber(string? text) =>
        double.TryParse(
            string.Concat((text ?? "").Trim().Select(sign => Minuses.Contains(sign) ? '-' : sign)).Replace(',', '.'),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var number
        ) && double.IsFinite(number)
            ? number
            : null;
}
