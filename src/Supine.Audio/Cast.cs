using System.Collections.Immutable;

namespace Supine.Audio;

/// <summary>Who speaks a track: one voice, and others that step in, in order, where it lacks a sentence.</summary>
/// <param name="Lead">The voice that was chosen.</param>
/// <param name="Understudies">Each is asked where those before it cannot speak a sentence, or not in its time.</param>
public sealed record Cast(Speaker Lead, ImmutableArray<Speaker> Understudies)
{
    /// <summary>One voice alone: it speaks everything or nothing.</summary>
    public static Cast Of(Speaker lead) => new(lead, []);
}

/// <summary>A sentence that another voice than the chosen one speaks.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Voice">Who speaks it.</param>
/// <param name="Reason">Why the chosen voice does not.</param>
public sealed record StandIn(string Text, Voice Voice, RenderProblem Reason);
