using System.Collections.Immutable;

namespace Supine.Audio;

/// <summary>What became of rendering a sequence.</summary>
public abstract record Rendering
{
    private Rendering() { }

    /// <summary>The track is written.</summary>
    /// <param name="Length">How long it is.</param>
    /// <param name="Bytes">The size of the file.</param>
    /// <param name="StandIns">The sentences that another voice than the chosen one speaks, in order of time.</param>
    public sealed record Succeeded(TimeSpan Length, long Bytes, ImmutableArray<StandIn> StandIns) : Rendering;

    /// <summary>Nothing is written.</summary>
    /// <param name="Problems">All of them, in order of time; at least one.</param>
    public sealed record Failed(ImmutableArray<RenderProblem> Problems) : Rendering;
}

/// <summary>How far a rendering is.</summary>
/// <param name="Done">What is ready of the track.</param>
/// <param name="Total">The whole track.</param>
public readonly record struct RenderProgress(TimeSpan Done, TimeSpan Total);

/// <summary>How loud bells and breathing are, as a person chooses it.</summary>
public enum ToneVolume
{
    /// <summary>As they are meant, well under speech.</summary>
    Normal,

    /// <summary>None.</summary>
    Off,

    /// <summary>8 dB softer.</summary>
    Quiet,

    /// <summary>6 dB louder.</summary>
    Loud,
}

/// <summary>What a person may choose about the sound of a track.</summary>
public sealed record RenderOptions
{
    /// <summary>How much louder (or, below zero, softer) bells and breathing are than usual: −30 to +6 dB; null leaves them out.</summary>
    public Decibels? ToneLevel
    {
        get;
        init =>
            field = value is null or { Value: >= -30 and <= 6 }
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value, "Tones may be changed by −30 to +6 dB.");
    } = Decibels.From(0);

    /// <summary>The options of a volume.</summary>
    public static RenderOptions With(ToneVolume tones) =>
        new()
        {
            ToneLevel = tones switch
            {
                ToneVolume.Normal => Decibels.From(0),
                ToneVolume.Off => null,
                ToneVolume.Quiet => Decibels.From(-8),
                ToneVolume.Loud => Decibels.From(6),
            },
        };
}
