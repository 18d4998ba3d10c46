using System.Collections.Immutable;

namespace Supine.Motion;

/// <summary>What the person was doing while a sample was taken.</summary>
public enum Phase
{
    /// <summary>The phone lies on the bench, screen up, top edge towards the foot end. May be left out.</summary>
    Bench,

    /// <summary>The phone lies on the thigh, the leg flat on the bench.</summary>
    Zero,

    /// <summary>The phone lies across the two front hip bones in the position that is measured, screen up, top edge towards the feet. May
    /// be left out.</summary>
    Pelvis,

    /// <summary>The phone lies on the thigh, the leg is lifted and lowered once.</summary>
    Sweep,

    /// <summary>The phone lies on the thigh, the leg is in the position that is measured.</summary>
    Hold,
}

/// <summary>Where up was at a moment.</summary>
/// <param name="At">Since any moment the whole recording shares.</param>
/// <param name="Phase">What the person was doing.</param>
/// <param name="Up">In the axes of the device.</param>
public readonly record struct Sample(TimeSpan At, Phase Phase, UpDirection Up);

/// <summary>One placement of the phone, from zero to hold, once.</summary>
/// <param name="Samples">In order of time.</param>
public sealed record Recording(ImmutableArray<Sample> Samples);

/// <summary>One fault of a recorded file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Message">What is wrong, a sentence.</param>
/// <param name="Remedy">What to do, a sentence.</param>
public sealed record RecordingFault(int Line, string Message, string Remedy);

/// <summary>What became of reading a recorded file.</summary>
public abstract record RecordingReading
{
    private RecordingReading() { }

    /// <summary>Every sample could be read.</summary>
    /// <param name="Recording">Not yet judged.</param>
    public sealed record Succeeded(Recording Recording) : RecordingReading;

    /// <summary>It is no recording.</summary>
    /// <param name="Faults">All of them, in order of line; at least one.</param>
    public sealed record Failed(ImmutableArray<RecordingFault> Faults) : RecordingReading;
}
