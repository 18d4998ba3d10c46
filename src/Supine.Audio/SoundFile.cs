namespace Supine.Audio;

/// <summary>What became of reading a file as sound.</summary>
public abstract record SoundReading
{
    private SoundReading() { }

    /// <summary>It is sound.</summary>
    /// <param name="Recording">Its channels made one.</param>
    public sealed record Read(Recording Recording) : SoundReading;

    /// <summary>It is not a file we take.</summary>
    /// <param name="Reason">Why, a sentence.</param>
    public sealed record Rejected(string Reason) : SoundReading;
}

/// <summary>A file of sound of a kind we take: WAV or Ogg Opus, known by its first bytes and never by its name.</summary>
public static class SoundFile
{
    internal const string Silent = "It is silent.";

    /// <summary>Reads a file whole. Never throws, whatever the bytes.</summary>
    public static SoundReading Read(ReadOnlySpan<byte> file) => OpusFile.Is(file) ? OpusFile.Read(file) : WaveFile.Read(file);

    /// <summary>A file that was made for the track, or why it is none, in a sentence.</summary>
    /// <remarks>Nothing is done to it but what its kind asks for: a WAV file loses the zeros at its ends, an Opus file is as long as it
    /// says.</remarks>
    internal static (Clip? Clip, string Reason) ReadClip(ReadOnlySpan<byte> file) =>
        Read(file) switch
        {
            SoundReading.Rejected(var reason) => (null, reason),
            SoundReading.Read(var recording) => (
                OpusFile.Is(file) ? Clip.FromDecoded(recording.Samples.Span) : Clip.FromRecording(recording)
            )
                is { } clip
                ? (clip, "")
                : (null, Silent),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
