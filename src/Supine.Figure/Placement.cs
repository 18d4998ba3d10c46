using System.Globalization;

namespace Supine.Figure;

/// <summary>Where a part stands on the part that carries it: moved, then turned, then stretched.</summary>
/// <remarks>A part always states the same functions in the same order, so that a page can animate each by itself.</remarks>
internal readonly record struct Placement(Vector Move, double TurnDegrees, double StretchX, double StretchY)
{
    public static Placement At(Vector move, double turnDegrees = 0) => new(move, turnDegrees, 1, 1);

    public static Placement At(double x, double y, double turnDegrees = 0) => At(new Vector(x, y), turnDegrees);

    /// <summary>Where a point of the part lies on its carrier.</summary>
    public Vector Apply(Vector point) => Move + new Vector(StretchX * point.X, StretchY * point.Y).Turn(TurnDegrees);

    /// <summary>For a part that keeps its size in every posture.</summary>
    public string ToTransform() =>
        string.Create(CultureInfo.InvariantCulture, $"translate({Format(Move.X)} {Format(Move.Y)}) rotate({Format(TurnDegrees)})");

    /// <summary>For a part that is stretched in some postures.</summary>
    public string ToStretchingTransform() =>
        string.Create(CultureInfo.InvariantCulture, $"{ToTransform()} scale({Format(StretchX)} {Format(StretchY)})");

    // adding zero turns a rounded minus zero into zero
    private static string Format(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);
}
