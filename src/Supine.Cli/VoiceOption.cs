using System.Collections.Immutable;
using System.CommandLine;
using Supine.Audio;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary>Who speaks, as it is written on the command line.</summary>
internal static class VoiceOption
{
    public const string Auto = "auto";
    public const string Device = "device";

    public static Option<string> Create(string otherwise) =>
        new("--voice")
        {
            Description = $"Who speaks: {Auto}, the folder of a pack, {string.Join(", ", NamedVoice.Words)}, or {Device} (tones only).",
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

        if (NamedVoice.Find(word, language, Home.EnglishVoice, TimeProvider.System) is { Voice: var voice })
        {
            return [voice];
        }

        if (Directory.Exists(word))
        {
            return [new Voice.ClipPack(word)];
        }

        var known = NamedVoice.Words.FirstOrDefault(one => one.Split(':')[0] == word.Split(':')[0]);
        error.WriteLine(
            known is null
                ? $"supine: there is no voice `{word}`. Name {Auto}, {Device}, {string.Join(", ", NamedVoice.Words)}, "
                    + "or the folder of a pack."
            : known.Split(':').Length > word.Split(':').Length
                ? $"supine: {word} does not speak {language.Code} without a model: write {known}."
            : $"supine: {word} does not speak {language.Code}."
        );
        return [];
    }

    public static string NameOf(Voice voice) =>
        voice switch
        {
            Voice.ClipPack pack => pack.Folder,
            Voice.SpeechCommand command => command.Program,
            Voice.BuiltIn => NamedVoice.BuiltIn,
            Voice.Kokoro kokoro => kokoro.Engine.Name,
            Voice.Device => Device,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
