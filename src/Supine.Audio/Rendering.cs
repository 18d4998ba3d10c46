using System.Collections.Immutable;

namespace Supine.Audio;

/// <summary>What became of rendering a sequence.</summary>
public abstract record Rendering
{
    private Rendering()
    {
    }

    /// <summary>The track is written.</summary>
    /// <param name="Length">How long it is.</param>
    /// <param name="Bytes">The size of the file.</param>
    public sealed record Succeeded(TimeSpan Length, long Bytes) : Rendering;

    /// <summary>Nothing is written.</summary>
    /// <param name="Problems">All of them, in order of time; at least one.</param>
    public sealed record Failed(ImmutableArray<RenderProblem> Problems) : Rendering;
}

/// <summary>How far a rendering is.</summary>
/// <param name="Done">What is ready of the track.</param>
/// <param name="Total">The whole track.</param>
public readonly record struct RenderProgress(TimeSpan Done, TimeSpan Total);

/// <summary>What a person may choose about the sound of a track.</summary>
public sealed record RenderOptions
{
    /// <summary>How much louder (or, below zero, softer) bells and breathing are than usual: −30 to +6 dB.</summary>
    public Decibels ToneLevel
    {
        get;
        init => field = value.Value is >= -30 and <= 6
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Tones may be changed by −30 to +6 dB.");
    }
}
