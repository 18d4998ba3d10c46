using System.Collections.Immutable;
using System.Globalization;
using Supine.Protocols;
using Supine.Speech;

namespace Supine.Audio;

/// <summary>A voice that speaks any sentence, known by a word.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Licence">What may be done with what it speaks, and who is to be named.</param>
/// <param name="MadeBy">What a pack says of how it was made: a pack made otherwise is made anew.</param>
/// <param name="Voice">How it speaks.</param>
public sealed record NamedVoice(string Name, string Licence, string MadeBy, Voice Voice)
{
    /// <summary>The word for the built-in voice.</summary>
    public const string BuiltIn = "heart";

    /// <summary>The word before the folder and the name of a voice of Kokoro.</summary>
    public const string Kokoro = "kokoro";

    // the first letter of a voice's name; a name without an underscore is somebody's own, for any language
    private static readonly Dictionary<char, string> KokoroLanguages = new()
    {
        ['a'] = "en",
        ['b'] = "en",
        ['e'] = "es",
        ['f'] = "fr",
        ['h'] = "hi",
        ['i'] = "it",
        ['j'] = "ja",
        ['p'] = "pt",
        ['z'] = "zh",
    };

    /// <summary>The words that are known, as a person has to write them.</summary>
    public static ImmutableArray<string> Words { get; } =
    [BuiltIn, $"{Kokoro}:FOLDER:VOICE", .. SpeechProgram.Names.Select(name => name == "piper" ? "piper:MODEL.onnx" : name)];

    /// <summary>A voice, or null where the word is not known or the voice does not speak the language. Nothing is loaded.</summary>
    /// <param name="word">One of <see cref="Words"/>.</param>
    /// <param name="language">What is spoken.</param>
    /// <param name="english">The built-in voice.</param>
    /// <param name="time">Tells when nobody has asked a voice for a while.</param>
    public static NamedVoice? Find(string word, Language language, EnglishVoice english, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(english);
        if (word == BuiltIn)
        {
            return language == Language.English
                ? new(EnglishVoice.Name, EnglishVoice.Licence, EnglishVoice.MadeBy, new Voice.BuiltIn(english))
                : null;
        }

        if (word.StartsWith(Kokoro + ":", StringComparison.Ordinal))
        {
            // a folder may hold a colon of its own
            var (from, to) = (Kokoro.Length + 1, word.LastIndexOf(':'));
            return to > from && to + 1 < word.Length && SpeaksKokoro(word[(to + 1)..], language)
                ? FindKokoro(word[from..to], word[(to + 1)..], language, english, time)
                : null;
        }

        return SpeechProgram.Find(word, language) is { } program
            ? new(
                program.VoiceName,
                program.Licence,
                $"{program.Command.Program} {string.Join(' ', program.Command.ArgumentsAt(SpeechRate.Normal))}",
                program.Command
            )
            : null;
    }

    private static NamedVoice FindKokoro(string folder, string name, Language language, EnglishVoice english, TimeProvider time)
    {
        var called = name[(name.IndexOf('_', StringComparison.Ordinal) + 1)..];
        called = called.Length == 0 ? name : char.ToUpperInvariant(called[0]) + called[1..];
        var speed = KokoroSpeech.SpeedOf(language);
        return new(
            called,
            KokoroVoice.Licence,
            string.Create(CultureInfo.InvariantCulture, $"Kokoro-82M, {name}, speed {speed:0.00}"),
            new Voice.Kokoro(new(folder, name, english, time), english)
        );
    }

    private static bool SpeaksKokoro(string name, Language language) =>
        name.Length < 3 || name[2] != '_' || (KokoroLanguages.TryGetValue(name[0], out var code) && code == language.Code);
}
