using System.Collections.Immutable;
using Supine.Protocols;

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

/// <summary>Speech programs that are known by name.</summary>
public static class SpeechPrograms
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = ["espeak-ng", "festival", "piper", "say"];

    /// <summary>The command of a program at a calm rate, or null where it is not known or does not speak the language.</summary>
    /// <param name="name">One of <see cref="Names"/>; piper needs its model too: <c>piper:voice.onnx</c>.</param>
    /// <param name="language">What is spoken.</param>
    public static Voice.SpeechCommand? Find(string name, Language language)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Split(':', 2) switch
        {
            ["espeak-ng"] => new("espeak-ng", ["-v", "{language}", "-s", "130", "--stdin", "-w", "{out}"], Patience),
            // the HTS voice takes its rate from its engine and ignores Duration_Stretch
            ["festival"] when language == Language.English => new(
                "text2wave",
                [
                    "-eval", "(voice_cmu_us_slt_arctic_hts)",
                    "-eval", "(set! hts_engine_params (append hts_engine_params (list (list \"-r\" 0.8))))",
                    "-o", "{out}",
                ],
                Patience),
            ["piper", var model] => new("piper", ["--model", model, "--length_scale", "1.2", "--output_file", "{out}"], Patience),
            ["say"] => new("say", ["-v", SayVoice(language), "-r", "140", "--file-format=WAVE", "--data-format=LEI16@22050", "-f", "-", "-o", "{out}"], Patience),
            _ => null,
        };
    }

    private static string SayVoice(Language language) => language switch
    {
        Language.English => "Samantha",
        Language.German => "Anna",
        Language.Spanish => "Mónica",
    };
}
