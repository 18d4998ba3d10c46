using System.Globalization;

namespace Supine.Audio;

/// <summary>Why a sequence cannot be rendered with a voice.</summary>
public abstract record RenderProblem
{
    private RenderProblem() { }

    /// <summary>What is wrong, a sentence.</summary>
    public abstract string Message { get; }

    /// <summary>What to do, a sentence.</summary>
    public abstract string Remedy { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => $"{Message} {Remedy}";

    /// <summary>A pack lacks a sentence.</summary>
    /// <param name="Text">The sentence.</param>
    /// <param name="Folder">The pack.</param>
    /// <param name="LanguageCode">What it is spoken in.</param>
    public sealed record MissingClip(string Text, string Folder, string LanguageCode) : RenderProblem
    {
        /// <inheritdoc/>
        public override string Message => $"No clip for “{Text}” in {Folder}.";

        /// <inheritdoc/>
        public override string Remedy =>
            $"Make it with: ./supine pack --lang {LanguageCode} --voice <program> --out {Folder}, or record it.";
    }

    /// <summary>A file of a pack is not there or not sound.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Text">The sentence it should hold.</param>
    /// <param name="Reason">Why, a sentence.</param>
    public sealed record UnreadableClip(string File, string Text, string Reason) : RenderProblem
    {
        /// <inheritdoc/>
        public override string Message => $"{File} cannot be used for “{Text}”: {Reason}";

        /// <inheritdoc/>
        public override string Remedy => "Record it again, or delete it and run ./supine pack.";
    }

    /// <summary>A folder is not a pack.</summary>
    /// <param name="Folder">The folder.</param>
    /// <param name="Reason">Why, a sentence.</param>
    public sealed record UnreadablePack(string Folder, string Reason) : RenderProblem
    {
        /// <inheritdoc/>
        public override string Message => $"{Folder} is not a voice pack: {Reason}";

        /// <inheritdoc/>
        public override string Remedy => "Name a folder that holds a manifest.json, or make one with ./supine pack.";
    }

    /// <summary>A voice speaks another language.</summary>
    /// <param name="Folder">The pack.</param>
    /// <param name="Spoken">What it speaks.</param>
    /// <param name="Needed">What is needed.</param>
    public sealed record WrongLanguage(string Folder, string Spoken, string Needed) : RenderProblem
    {
        /// <inheritdoc/>
        public override string Message => $"{Folder} speaks {Spoken}, and the sequence is in {Needed}.";

        /// <inheritdoc/>
        public override string Remedy => $"Choose a voice for {Needed}, or compile with --lang {Spoken}.";
    }

    /// <summary>A speech program is not there.</summary>
    /// <param name="Program">Its name.</param>
    public sealed record MissingProgram(string Program) : RenderProblem
    {
        /// <inheritdoc/>
        public override string Message => $"The speech program {Program} was not found.";

        /// <inheritdoc/>
        public override string Remedy => "Install it, or choose another voice: a pack's folder, espeak-ng, festival, piper, say or device.";
    }

    /// <summary>A speech program ran and brought no sound.</summary>
    /// <param name="Program">Its name.</param>
    /// <param name="Text">The sentence.</param>
    /// <param name="Reason">What it said, or what was wrong with its file.</param>
    public sealed record SpeechFailed(string Program, string Text, string Reason) : RenderProblem
    {
        /// <inheritdoc/>
        public override string Message => $"{Program} could not speak “{Text}”: {Reason}";

        /// <inheritdoc/>
        public override string Remedy => "Try the program by hand with that sentence, or choose another voice.";
    }

    /// <summary>A voice cannot speak on this machine.</summary>
    /// <param name="Voice">What people call it.</param>
    /// <param name="Reason">Why, a sentence.</param>
    public sealed record VoiceUnavailable(string Voice, string Reason) : RenderProblem
    {
        /// <inheritdoc/>
        public override string Message => $"{Voice} cannot speak here: {Reason}";

        /// <inheritdoc/>
        public override string Remedy => "Choose another voice: ./supine voices lists what can speak here.";
    }

    /// <summary>A voice can speak, but not this sentence.</summary>
    /// <param name="Voice">What people call it.</param>
    /// <param name="Text">The sentence.</param>
    /// <param name="Reason">Why, a sentence.</param>
    public sealed record TextRefused(string Voice, string Text, string Reason) : RenderProblem
    {
        /// <inheritdoc/>
        public override string Message => $"{Voice} cannot speak “{Text}”: {Reason}";

        /// <inheritdoc/>
        public override string Remedy => "Write the sentence otherwise, or choose another voice.";
    }

    /// <summary>Only WAV can be written here.</summary>
    /// <param name="Format">What was asked for.</param>
    public sealed record MissingEncoder(SoundFormat Format) : RenderProblem
    {
        /// <inheritdoc/>
        public override string Message => $"{Format.Name()} is made by ffmpeg, and it was not found.";

        /// <inheritdoc/>
        public override string Remedy => "Install ffmpeg, name it with SUPINE_FFMPEG=/its/path, or take the WAV file.";
    }

    /// <summary>The encoder ran and brought no file.</summary>
    /// <param name="Format">What was asked for.</param>
    /// <param name="Reason">What it said, or that it took too long.</param>
    public sealed record EncodingFailed(SoundFormat Format, string Reason) : RenderProblem
    {
        /// <inheritdoc/>
        public override string Message => $"ffmpeg could not make the {Format.Name()} file: {Reason}";

        /// <inheritdoc/>
        public override string Remedy => "Try another ffmpeg with SUPINE_FFMPEG=/its/path, or take the WAV file.";
    }

    /// <summary>A sentence lasts longer than the time kept free for it.</summary>
    /// <param name="Text">The sentence.</param>
    /// <param name="Length">How long it lasts.</param>
    /// <param name="Slot">How long it may last.</param>
    public sealed record ClipTooLong(string Text, TimeSpan Length, TimeSpan Slot) : RenderProblem
    {
        /// <inheritdoc/>
        public override string Message =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"“{Text}” lasts {Length.TotalSeconds:0.000} s, and {Slot.TotalSeconds:0.000} s are free for it."
            );

        /// <inheritdoc/>
        public override string Remedy => "Speak it faster, or say it in fewer words.";
    }
}
