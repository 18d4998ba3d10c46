using System.Globalization;

namespace Supine.Audio;

/// <summary>A level against another one. The default is zero: unchanged.</summary>
public readonly record struct Decibels : IComparable<Decibels>
{
    private Decibels(double value) => Value = value;

    /// <summary>In decibels.</summary>
    public double Value { get; }

    /// <summary>What a sample is multiplied by.</summary>
    public double Gain => Math.Pow(10, Value / 20);

    /// <summary>A level from decibels. Throws <see cref="ArgumentOutOfRangeException"/> when it is not finite.</summary>
    public static Decibels From(double value) =>
        double.IsFinite(value)
            ? new(value)
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A level is a finite number of decibels.");

    /// <inheritdoc/>
    public int CompareTo(Decibels other) => Value.CompareTo(other.Value);

    /// <summary>Whether one level is lower.</summary>
    public static bool operator <(Decibels a, Decibels b) => a.Value < b.Value;

    /// <summary>Whether one level is higher.</summary>
    public static bool operator >(Decibels a, Decibels b) => a.Value > b.Value;

    /// <summary>Whether one level is lower or the same.</summary>
    public static bool operator <=(Decibels a, Decibels b) => a.Value <= b.Value;

    /// <summary>Whether one level is higher or the same.</summary>
    public static bool operator >=(Decibels a, Decibels b) => a.Value >= b.Value;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:0.0} dB");
}
