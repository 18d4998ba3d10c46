using System.Collections.Immutable;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>What a cue is.</summary>
public enum CueKind
{
    /// <summary>A sentence is spoken. Its duration is the slot kept free for it: whoever speaks it must fit in.</summary>
    Say,

    /// <summary>The stretch is held. One cue for the whole hold.</summary>
    Hold,

    /// <summary>One half of a breath, heard as a soft swell. Its text says which: in or out.</summary>
    Breathe,

    /// <summary>A soft tone: a hold begins or ends.</summary>
    Bell,

    /// <summary>Hands press on the tissue (the practice's own).</summary>
    Press,

    /// <summary>The muscle works against resistance.</summary>
    Contract,

    /// <summary>The muscle lets go after a contraction.</summary>
    Relax,
}

/// <summary>What a step is for. The player skips from one to the next; the language calls it <c>role</c>.</summary>
public enum StepRole
{
    /// <summary>Get the surface and the body ready.</summary>
    Prepare,

    /// <summary>Move into the position.</summary>
    Move,

    /// <summary>Feel whether the position is right.</summary>
    Check,

    /// <summary>Hold the stretch.</summary>
    Hold,

    /// <summary>Breathe, with nothing else to do.</summary>
    Breathe,

    /// <summary>Press on, rest, again: muscle activation by contraction and relaxation.</summary>
    ContractRelax,

    /// <summary>Steady pressure by hand.</summary>
    Compress,

    /// <summary>Come out of the position.</summary>
    Release,

    /// <summary>Change to the other side.</summary>
    ChangeSides,

    /// <summary>Take a reading.</summary>
    Measure,

    /// <summary>Get up safely.</summary>
    Rise,
}

/// <summary>One thing that happens at one time.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">From the start of the track, whole milliseconds.</param>
/// <param name="Duration">Whole milliseconds, above zero.</param>
/// <param name="Step">The index of the step in <see cref="CueSequence.Steps"/> that it belongs to.</param>
/// <param name="Text">What is spoken or shown; empty where there is nothing to say.</param>
public sealed record Cue(CueKind Kind, TimeSpan At, TimeSpan Duration, int Step, string Text)
{
    /// <summary>When it is over.</summary>
    public TimeSpan End => At + Duration;
}

/// <summary>One step of the protocol where it stands in time: the unit a person skips by.</summary>
/// <param name="Id">The step's id in the protocol.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Title">What it is called, in the sequence's language.</param>
/// <param name="At">Its start.</param>
/// <param name="Duration">Its length; steps follow each other without a gap.</param>
/// <param name="Side">The side stretched, or null where the step belongs to neither.</param>
/// <param name="Set">From 1, or null where the step belongs to none.</param>
/// <param name="Posture">The posture to draw.</param>
public sealed record SequenceStep(
    string Id,
    StepRole Role,
    string Title,
    TimeSpan At,
    TimeSpan Duration,
    Side? Side,
    int? Set,
    Posture Posture
)
{
    /// <summary>When it is over.</summary>
    public TimeSpan End => At + Duration;
}

/// <summary>A protocol laid out in time for one prescription: immutable, and all that a player needs.</summary>
/// <param name="ProtocolId">The protocol's id.</param>
/// <param name="Title">The protocol's title in the language.</param>
/// <param name="Language">The language of all texts.</param>
/// <param name="Steps">In order, without gaps, from zero to <paramref name="Total"/>.</param>
/// <param name="Cues">In order of time; of those at one time, the longer first.</param>
/// <param name="Total">The end of the last cue.</param>
/// <param name="Hash">64 hexadecimal digits over everything above: same input, same hash, on any machine.</param>
public sealed record CueSequence(
    string ProtocolId,
    string Title,
    Language Language,
    ImmutableArray<SequenceStep> Steps,
    ImmutableArray<Cue> Cues,
    TimeSpan Total,
    string Hash
)
{
    /// <summary>How fast the sentences are to be spoken; their slots are made for it.</summary>
    public SpeechRate SpeechRate { get; init; }

    /// <summary>The options it is done with, by the choice's name; those that the protocol says anyway are left out.</summary>
    public ImmutableSortedDictionary<string, string> Choices { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The step a cue belongs to.</summary>
    public SequenceStep StepOf(Cue cue)
    {
        ArgumentNullException.ThrowIfNull(cue);
        return Steps[cue.Step];
    }
}
