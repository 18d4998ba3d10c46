using System.Collections.Immutable;
using System.CommandLine;
using Supine.Audio;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary>Who speaks, as it is written on the command line.</summary>
internal static class VoiceOption
{
    public const string Auto = "auto";
    public const string BuiltIn = "heart";
    public const string Device = "device";

    public static Option<string> Create(string otherwise) =>
        new("--voice")
        {
            Description =
                $"Who speaks: {Auto}, the folder of a pack, {BuiltIn} (built in, English), {string.Join(", ", SpeechProgram.Names)} (piper:MODEL.onnx), "
                + $"or {Device} (tones only).",
            HelpName = "voice",
            DefaultValueFactory = _ => otherwise,
        };

    /// <summary>The voices to try in order, or none with the reason printed.</summary>
    public static ImmutableArray<Voice> Find(string word, Language language, TextWriter error)
    {
        if (word == Auto)
        {
            return Voices.FindCandidates(Home.Voices, language, Home.EnglishVoice);
        }

        if (word == Device)
        {
            return [new Voice.Device()];
        }

        if (word == BuiltIn && language == Language.English)
        {
            return [new Voice.BuiltIn(Home.EnglishVoice)];
        }

        if (SpeechProgram.Find(word, language) is { } program)
        {
            return [program.Command];
        }

        if (Directory.Exists(word))
        {
            return [new Voice.ClipPack(word)];
        }

        error.WriteLine(
            word == BuiltIn || SpeechProgram.Names.Contains(word.Split(':')[0])
                ? $"supine: {word} does not speak {language.Code}{(word == "piper" ? " without a model: write piper:MODEL.onnx" : "")}."
                : $"supine: there is no voice `{word}`. Name {Auto}, {Device}, {BuiltIn}, {string.Join(", ", SpeechProgram.Names)}, "
                    + "or the folder of a pack."
        );
        return [];
    }

    public static string NameOf(Voice voice) =>
        voice switch
        {
            Voice.ClipPack pack => pack.Folder,
            Voice.SpeechCommand command => command.Program,
            Voice.BuiltIn => BuiltIn,
            Voice.Device => Device,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
