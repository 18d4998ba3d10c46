using System.Globalization;

namespace Supine.Protocols;

/// <summary>How fast sentences are spoken, against the calm rate the protocols are laid out for. The default is that rate.</summary>
public readonly record struct SpeechRate : IComparable<SpeechRate>
{
    private const int NormalPercent = 100;
    private const int SlotStepMs = 100;

    private readonly int _percentOverNormal;

    private SpeechRate(int percent) => _percentOverNormal = percent - NormalPercent;

    /// <summary>The calm rate.</summary>
    public static SpeechRate Normal => default;

    /// <summary>The slowest that can be prescribed: 0.8.</summary>
    public static SpeechRate Slowest { get; } = new(80);

    /// <summary>The fastest that can be prescribed: 1.2.</summary>
    public static SpeechRate Fastest { get; } = new(120);

    /// <summary>In whole percent: 100 is the calm rate, 80 is slower.</summary>
    public int Percent => NormalPercent + _percentOverNormal;

    /// <summary>Words in the time of one at the calm rate: 0.8 is slower.</summary>
    public decimal Ratio => (decimal)Percent / NormalPercent;

    /// <summary>A rate from whole percent. Throws <see cref="ArgumentOutOfRangeException"/> outside 80 to 120.</summary>
    public static SpeechRate FromPercent(int percent) =>
        percent >= Slowest.Percent && percent <= Fastest.Percent
            ? new(percent)
            : throw new ArgumentOutOfRangeException(nameof(percent), percent, "Speech can be prescribed at 80 to 120 percent.");

    /// <summary>Reads a rate as people write it, <c>0.8</c> to <c>1.2</c> with at most two decimals; false when it is none.</summary>
    public static bool TryParse(string? text, out SpeechRate rate)
    {
        rate = Normal;
        if (
            !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio)
            || ratio < Slowest.Ratio
            || ratio > Fastest.Ratio
            || ratio * NormalPercent % 1 != 0
        )
        {
            return false;
        }

        rate = new((int)(ratio * NormalPercent));
        return true;
    }

    /// <summary>The time kept free for a sentence that takes so long at the calm rate, rounded up to 100 ms.</summary>
    public TimeSpan Slot(TimeSpan atNormalRate)
    {
        var step = TimeSpan.FromMilliseconds(SlotStepMs).Ticks;
        var ticks = (atNormalRate.Ticks * NormalPercent + Percent - 1) / Percent;
        return TimeSpan.FromTicks((ticks + step - 1) / step * step);
    }

    /// <inheritdoc/>
    public int CompareTo(SpeechRate other) => Percent.CompareTo(other.Percent);

    /// <summary>Whether one is slower.</summary>
    public static bool operator <(SpeechRate a, SpeechRate b) => a.Percent < b.Percent;

    /// <summary>Whether one is faster.</summary>
    public static bool operator >(SpeechRate a, SpeechRate b) => a.Percent > b.Percent;

    /// <summary>Whether one is slower or the same.</summary>
    public static bool operator <=(SpeechRate a, SpeechRate b) => a.Percent <= b.Percent;

    /// <summary>Whether one is faster or the same.</summary>
    public static bool operator >=(SpeechRate a, SpeechRate b) => a.Percent >= b.Percent;

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => Ratio.ToString("0.##", CultureInfo.InvariantCulture);
}
