using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>How much is said.</summary>
public enum Instruction
{
    /// <summary>Every sentence: for the first times.</summary>
    Full,

    /// <summary>Only what is needed to keep time.</summary>
    Brief,

    /// <summary>No sentence: bells at the start, where a hold begins, is half over and ends, and where sides are changed. Steps in which
    /// the body moves last as long as with <see cref="Brief"/>.</summary>
    Bells,
}

/// <summary>What the person or the practice chose for one session. Null means the protocol's own default.</summary>
public sealed record Prescription
{
    /// <summary>The language spoken.</summary>
    public Language Language { get; init; } = Language.English;

    /// <summary>How long each side is held, in whole milliseconds.</summary>
    public TimeSpan? Hold { get; init; }

    /// <summary>How often each side is held.</summary>
    public int? Sets { get; init; }

    /// <summary>The side stretched first.</summary>
    public Side First { get; init; } = Side.Left;

    /// <summary>The one side that is stretched; null for both. A protocol without sides takes none.</summary>
    public Side? Only { get; init; }

    /// <summary>Time to lie down after the introduction; 0 to 120 s.</summary>
    public TimeSpan? GetReady { get; init; }

    /// <summary>Time to change sides; 0 to 120 s. It takes nothing from a hold.</summary>
    public TimeSpan? ChangeSides { get; init; }

    /// <summary>How much is said.</summary>
    public Instruction Instruction { get; init; } = Instruction.Full;

    /// <summary>How fast it is said. The time kept free for a sentence follows, and nothing else.</summary>
    public SpeechRate SpeechRate { get; init; }

    /// <summary>Values for the protocol's own times, by name.</summary>
    public ImmutableSortedDictionary<string, TimeSpan> Times { get; init; } =
        ImmutableSortedDictionary.Create<string, TimeSpan>(StringComparer.Ordinal);

    /// <summary>Values for the protocol's own counts, by name.</summary>
    public ImmutableSortedDictionary<string, int> Counts { get; init; } =
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Options of the protocol's own choices, by the choice's name, like <c>grip</c>: <c>thigh</c>.</summary>
    public ImmutableSortedDictionary<string, string> Choices { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
