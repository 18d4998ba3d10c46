namespace Supine.Biomechanics;

/// <summary>A length. The default is zero; it is never NaN or infinite.</summary>
public readonly record struct Length : IComparable<Length>
{
    private Length(double metres) => Metres = metres;

    /// <summary>The length in metres.</summary>
    public double Metres { get; }

    /// <summary>A length from metres. Throws <see cref="ArgumentOutOfRangeException"/> when it is not finite.</summary>
    public static Length FromMetres(double metres) =>
        double.IsFinite(metres)
            ? new(metres)
            : throw new ArgumentOutOfRangeException(nameof(metres), metres, "A length is a finite number.");

    /// <summary>The length in millimetres.</summary>
    public double Millimetres => Metres * 1000;

    /// <summary>A length from millimetres. Throws <see cref="ArgumentOutOfRangeException"/> when it is not finite.</summary>
    public static Length FromMillimetres(double millimetres) => FromMetres(millimetres / 1000);

    /// <inheritdoc/>
    public int CompareTo(Length other) => Metres.CompareTo(other.Metres);

    /// <summary>Whether one length is smaller.</summary>
    public static bool operator <(Length a, Length b) => a.Metres < b.Metres;

    /// <summary>Whether one length is larger.</summary>
    public static bool operator >(Length a, Length b) => a.Metres > b.Metres;

    /// <summary>Whether one length is smaller or the same.</summary>
    public static bool operator <=(Length a, Length b) => a.Metres <= b.Metres;

    /// <summary>Whether one length is larger or the same.</summary>
    public static bool operator >=(Length a, Length b) => a.Metres >= b.Metres;
}
