using System.Collections.Immutable;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>A speech program that is known by name.</summary>
/// <param name="VoiceName">What people call the voice it speaks with.</param>
/// <param name="Licence">What may be done with what it speaks, and who is to be named.</param>
/// <param name="Command">How it is run, at a calm rate.</param>
public sealed record SpeechProgram(string VoiceName, string Licence, Voice.SpeechCommand Command)
{
    private static readonly Dictionary<string, string> PicoCodes = new()
    {
        ["de"] = "de-DE",
        ["en"] = "en-US",
        ["es"] = "es-ES",
        ["fr"] = "fr-FR",
        ["it"] = "it-IT",
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The names that are known.</summary>
    public static ImmutableArray<string> Names { get; } = ["espeak-ng", "festival", "pico", "piper", "say"];

    /// <summary>Whether a program is in one of the folders where programs are looked for.</summary>
    /// <param name="command">How it is run.</param>
    /// <param name="path">Those folders, as the variable PATH lists them.</param>
    public static bool IsInstalled(Voice.SpeechCommand command, string? path) =>
        command is not null
        && (path ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? command.Program + ".exe" : command.Program)));

    /// <summary>A program, or null where it is not known or does not speak the language.</summary>
    /// <param name="name">One of <see cref="Names"/>; piper needs its model too: <c>piper:voice.onnx</c>.</param>
    /// <param name="language">What is spoken.</param>
    public static SpeechProgram? Find(string name, Language language)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(language);
        return name.Split(':', 2) switch
        {
            ["espeak-ng"] => new(
                "eSpeak NG",
                "Spoken by eSpeak NG; what it speaks is free to use.",
                new("espeak-ng", ["-v", "{language}", "-s", "{rate:130}", "--stdin", "-w", "{out}"], Patience)
            ),

            // the HTS voice takes its rate from its engine and ignores Duration_Stretch
            ["festival"] when language == Language.English => new(
                "CMU slt",
                "CMU ARCTIC slt, HTS voice for Festival. Copyright 2003 Carnegie Mellon University; HTS: "
                    + "Nagoya Institute of Technology. Free to use, copy, modify and distribute with this notice.",
                new(
                    "text2wave",
                    [
                        "-eval",
                        "(voice_cmu_us_slt_arctic_hts)",
                        "-eval",
                        "(set! hts_engine_params (append hts_engine_params (list (list \"-r\" {rate:0.8}))))",
                        "-o",
                        "{out}",
                    ],
                    Patience
                )
            ),

            ["pico"] when PicoCodes.TryGetValue(language.Code, out var code) => new(
                "Pico",
                "Spoken by SVOX Pico, Copyright 2008-2009 SVOX AG, Apache-2.0.",
                new("pico2wave", ["-l", code, "-w", "{out}", "<speed level='{rate:88}'>{xml}</speed>"], Patience)
            ),

            ["piper", { Length: > 0 } model] => new(
                $"Piper {Path.GetFileNameWithoutExtension(model)}",
                "Spoken by Piper; the model's own licence holds.",
                new("piper", ["--model", model, "--length_scale", "{length:1.2}", "--output_file", "{out}"], Patience)
            ),

            ["say"] when language.MacVoice is { } voice => new(
                voice,
                "Spoken by macOS; for your own use only, Apple's licence does not let it be given away.",
                new(
                    "say",
                    ["-v", voice, "-r", "{rate:140}", "--file-format=WAVE", "--data-format=LEI16@22050", "-f", "-", "-o", "{out}"],
                    Patience
                )
            ),

            _ => null,
        };
    }
}
