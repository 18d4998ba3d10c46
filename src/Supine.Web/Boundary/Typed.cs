using System.Globalization;

namespace Supine.Web.Boundary;

/// <summary>What people type.</summary>
internal static class Typed
{
    /// <summary>A number, with either decimal sign and whichever minus, whatever the reader's language: a number has no thousands here.
    /// Null where it is none.</summary>
    public static double? FindNumber(string? text) =>
        double.TryParse(text?.Trim().Replace(',', '.').Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;
}
