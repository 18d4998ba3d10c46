namespace Supine.Biomechanics;

/// <summary>A mass. The default is zero; it is never NaN or infinite.</summary>
public readonly record struct Mass : IComparable<Mass>
{
    private Mass(double kilograms) => Kilograms = kilograms;

    /// <summary>The mass in kilograms.</summary>
    public double Kilograms { get; }

    /// <summary>A mass from kilograms. Throws <see cref="ArgumentOutOfRangeException"/> when it is not finite.</summary>
    public static Mass FromKilograms(double kilograms) =>
        double.IsFinite(kilograms)
            ? new(kilograms)
            : throw new ArgumentOutOfRangeException(nameof(kilograms), kilograms, "A mass is a finite number.");

    /// <inheritdoc/>
    public int CompareTo(Mass other) => Kilograms.CompareTo(other.Kilograms);

    /// <summary>Whether one mass is smaller.</summary>
    public static bool operator <(Mass a, Mass b) => a.Kilograms < b.Kilograms;

    /// <summary>Whether one mass is larger.</summary>
    public static bool operator >(Mass a, Mass b) => a.Kilograms > b.Kilograms;

    /// <summary>Whether one mass is smaller or the same.</summary>
    public static bool operator <=(Mass a, Mass b) => a.Kilograms <= b.Kilograms;

    /// <summary>Whether one mass is larger or the same.</summary>
    public static bool operator >=(Mass a, Mass b) => a.Kilograms >= b.Kilograms;
}
