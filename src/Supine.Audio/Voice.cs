using System.Collections.Immutable;

namespace Supine.Audio;

/// <summary>Who speaks.</summary>
public abstract record Voice
{
    private Voice()
    {
    }

    /// <summary>Clips in a folder, with a <c>manifest.json</c>: see <see cref="ClipManifest"/>.</summary>
    /// <param name="Folder">Where they are.</param>
    public sealed record ClipPack(string Folder) : Voice;

    /// <summary>A program that writes what it speaks into a WAV file. The text goes to its standard input, unless an argument holds <c>{text}</c>.</summary>
    /// <param name="Program">Its name or path.</param>
    /// <param name="Arguments">Each passed on as it is, without a shell; <c>{out}</c>, <c>{language}</c> and <c>{text}</c> are replaced.</param>
    /// <param name="Patience">How long one sentence may take.</param>
    public sealed record SpeechCommand(string Program, ImmutableArray<string> Arguments, TimeSpan Patience) : Voice
    {
        /// <inheritdoc/>
        public bool Equals(SpeechCommand? other) =>
            other is not null && Program == other.Program && Patience == other.Patience && Arguments.SequenceEqual(other.Arguments);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Program, Patience, Arguments.Length);
    }

    /// <summary>Nobody in the track: tones and breathing only, and the device speaks the captions.</summary>
    public sealed record Device : Voice;
}
