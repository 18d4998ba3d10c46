using System.Collections.Immutable;
using System.Globalization;

namespace Supine.Audio;

/// <summary>One thing that is wrong with an archive, or with the folder of a pack.</summary>
public abstract record PackFault
{
    private const string ExportAgain = "Export the voice again.";

    private const string RecordAgain = "Record the sentence again, and export the voice.";

    private PackFault(string file) => File = file;

    /// <summary>Where: the name of a file in it, or empty for the archive itself.</summary>
    public string File { get; }

    /// <summary>What is wrong, a sentence.</summary>
    public abstract string Message { get; }

    /// <summary>What to do, a sentence.</summary>
    public virtual string Remedy => ExportAgain;

    /// <inheritdoc/>
    public sealed override string ToString() =>
        string.Concat(
            // whatever an archive says of itself: nothing of it is for the terminal
            $"{(File.Length == 0 ? "" : File + ": ")}{Message} {Remedy}".Select(one => char.IsControl(one) ? '·' : one)
        );

    /// <summary>The archive is larger than <see cref="PackArchive.ArchiveBytesAtMost"/>.</summary>
    public sealed record TooLarge() : PackFault("")
    {
        /// <inheritdoc/>
        public override string Message => "The file is larger than 64 MB.";

        /// <inheritdoc/>
        public override string Remedy => "A voice of all sentences takes about 15 MB: choose the file that was exported.";
    }

    /// <summary>It cannot be unpacked.</summary>
    public sealed record NoArchive() : PackFault("")
    {
        /// <inheritdoc/>
        public override string Message => "This is no ZIP file, or it was cut short.";

        /// <inheritdoc/>
        public override string Remedy => "Export it again, and choose that file as it is.";
    }

    /// <summary>It holds more files than a voice has.</summary>
    /// <param name="Count">So many.</param>
    public sealed record TooManyFiles(int Count) : PackFault("")
    {
        /// <inheritdoc/>
        public override string Message => $"It holds {Count} files; {PackArchive.FilesAtMost} are the most.";

        /// <inheritdoc/>
        public override string Remedy => "A pack has one manifest and one clip a sentence.";
    }

    /// <summary>It holds nothing of a voice.</summary>
    public sealed record NoVoice() : PackFault("")
    {
        /// <inheritdoc/>
        public override string Message => "There is no voice in it.";

        /// <inheritdoc/>
        public override string Remedy => "Choose a file that was exported as a voice.";
    }

    /// <summary>A pack's folder has a name that no pack may have.</summary>
    /// <param name="Name">The folder's.</param>
    public sealed record FolderName(string Name) : PackFault("")
    {
        /// <inheritdoc/>
        public override string Message => $"“{Name}” is no name for a voice's folder.";

        /// <inheritdoc/>
        public override string Remedy => "Use small letters, digits and hyphens.";
    }

    /// <summary>A file is called or placed like none of a pack.</summary>
    /// <param name="File">Which.</param>
    public sealed record Misplaced(string File) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message => "This file does not belong in a voice pack.";

        /// <inheritdoc/>
        public override string Remedy =>
            $"A pack is one folder with {ClipManifest.FileName} and WAV or Opus files in it, named as they were exported.";
    }

    /// <summary>There is a second voice.</summary>
    /// <param name="File">A file of it.</param>
    /// <param name="Folder">The first voice's folder.</param>
    public sealed record SecondVoice(string File, string Folder) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message => $"It is in another folder than {Folder}.";

        /// <inheritdoc/>
        public override string Remedy => "One archive holds one voice: take the other one out.";
    }

    /// <summary>A file is encrypted.</summary>
    /// <param name="File">Which.</param>
    public sealed record Locked(string File) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message => "It is locked with a password.";

        /// <inheritdoc/>
        public override string Remedy => "Export the voice without one.";
    }

    /// <summary>A file unpacks to more than a clip may have, or makes the whole larger than a voice may be.</summary>
    /// <param name="File">Which.</param>
    public sealed record FileTooLarge(string File) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message => "It is larger than a sentence can be, or the whole larger than a voice.";

        /// <inheritdoc/>
        public override string Remedy => "A clip has at most 4 MB, all together at most 128 MB.";
    }

    /// <summary>A file is in the archive twice.</summary>
    /// <param name="File">Which.</param>
    public sealed record Twice(string File) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message => "It is there twice.";
    }

    /// <summary>A clip that the manifest does not name.</summary>
    /// <param name="File">Which.</param>
    public sealed record Stray(string File) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message => "No sentence is spoken in it.";

        /// <inheritdoc/>
        public override string Remedy => "Take it out.";
    }

    /// <summary>There is no manifest.</summary>
    public sealed record NoManifest() : PackFault(ClipManifest.FileName)
    {
        /// <inheritdoc/>
        public override string Message => "It is missing.";

        /// <inheritdoc/>
        public override string Remedy => "Without it nobody knows what the clips say: export the voice again.";
    }

    /// <summary>The manifest cannot be read.</summary>
    /// <param name="Reason">Why, in English.</param>
    public sealed record UnreadableManifest(string Reason) : PackFault(ClipManifest.FileName)
    {
        /// <inheritdoc/>
        public override string Message => char.ToUpperInvariant(Reason[0]) + Reason[1..];
    }

    /// <summary>The voice has no name that can be shown.</summary>
    public sealed record Unnamed() : PackFault(ClipManifest.FileName)
    {
        /// <inheritdoc/>
        public override string Message => "The voice has no name, or one that cannot be shown.";

        /// <inheritdoc/>
        public override string Remedy => $"Give it a name of at most {PackArchive.NameCharactersAtMost} characters.";
    }

    /// <summary>The voice speaks a language that is not known here.</summary>
    /// <param name="Code">What the manifest says.</param>
    /// <param name="Known">The codes that are known.</param>
    public sealed record UnknownLanguage(string Code, ImmutableArray<string> Known) : PackFault(ClipManifest.FileName)
    {
        /// <inheritdoc/>
        public override string Message => $"The voice speaks “{Code}”.";

        /// <inheritdoc/>
        public override string Remedy => $"Spoken are {string.Join(", ", Known)}.";
    }

    /// <summary>The manifest has a sentence twice.</summary>
    /// <param name="Text">The sentence.</param>
    public sealed record SentenceTwice(string Text) : PackFault(ClipManifest.FileName)
    {
        /// <inheritdoc/>
        public override string Message => $"“{Text}” is there twice.";
    }

    /// <summary>The manifest has something that nobody can say.</summary>
    /// <param name="Text">What it has.</param>
    public sealed record NoSentence(string Text) : PackFault(ClipManifest.FileName)
    {
        /// <inheritdoc/>
        public override string Message => $"“{Text}” is no sentence.";
    }

    /// <summary>The manifest names a rate that no clip can have.</summary>
    /// <param name="File">Which.</param>
    /// <param name="Hertz">Samples a second.</param>
    public sealed record OtherRate(string File, int Hertz) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message => $"It has {Hertz} samples a second.";

        /// <inheritdoc/>
        public override string Remedy => "8000 to 192000 are needed: record the voice here.";
    }

    /// <summary>A clip that the manifest names is not there.</summary>
    /// <param name="File">Its name.</param>
    /// <param name="Text">What it should say.</param>
    public sealed record MissingClip(string File, string Text) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message => $"It is missing, and should say “{Text}”.";
    }

    /// <summary>A clip is not what it was when it was recorded.</summary>
    /// <param name="File">Which.</param>
    public sealed record Damaged(string File) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message => "Its content is not what its name says: it was damaged or exchanged.";
    }

    /// <summary>A clip is no sound that can be read.</summary>
    /// <param name="File">Its name.</param>
    /// <param name="Reason">Why, a sentence in English.</param>
    public sealed record UnreadableClip(string File, string Reason) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message => Reason;

        /// <inheritdoc/>
        public override string Remedy => RecordAgain;
    }

    /// <summary>Nothing is to be heard in a clip.</summary>
    /// <param name="File">Its name.</param>
    /// <param name="Text">What it should say.</param>
    public sealed record SilentClip(string File, string Text) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message => $"It is silent, and should say “{Text}”.";

        /// <inheritdoc/>
        public override string Remedy => RecordAgain;
    }

    /// <summary>A clip is longer or shorter than the manifest says.</summary>
    /// <param name="File">Its name.</param>
    /// <param name="Length">How long it is.</param>
    /// <param name="Said">How long it should be.</param>
    public sealed record OtherLength(string File, TimeSpan Length, TimeSpan Said) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message =>
            $"It lasts {(int)Length.TotalMilliseconds} ms, and the manifest says {(int)Said.TotalMilliseconds}.";
    }

    /// <summary>A clip is longer than the time kept free for its sentence.</summary>
    /// <param name="File">Its name.</param>
    /// <param name="Text">What it says.</param>
    /// <param name="Length">How long it is.</param>
    /// <param name="Slot">How long it may be.</param>
    public sealed record ClipTooLong(string File, string Text, TimeSpan Length, TimeSpan Slot) : PackFault(File)
    {
        /// <inheritdoc/>
        public override string Message =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"“{Text}” lasts {Length.TotalSeconds:0.0} s, and {Slot.TotalSeconds:0.0} s are free for it."
            );

        /// <inheritdoc/>
        public override string Remedy => "Record it a little faster, and export the voice.";
    }
}
