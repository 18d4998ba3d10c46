using System.Collections.Immutable;
using Supine.Protocols;
using Supine.Speech;

namespace Supine.Audio;

/// <summary>Chooses a voice where nobody chose one.</summary>
public static class Voices
{
    /// <summary>Those that need nothing but to be installed, in order of sound.</summary>
    public static ImmutableArray<string> Programs { get; } = ["pico", "festival", "say", "espeak-ng"];

    /// <summary>The voices that may speak a language, the best first: packs in a folder by name, the built-in voice, then programs
    /// that may be installed.</summary>
    /// <param name="folder">Holds one folder a pack.</param>
    /// <param name="language">What is spoken.</param>
    /// <param name="english">The built-in voice.</param>
    /// <remarks>Each is tried until one can speak everything: a rendering that fails has written nothing.</remarks>
    public static ImmutableArray<Voice> FindCandidates(string folder, Language language, EnglishVoice english) =>
        [
            .. FindPacks(folder, language),
            .. FindBuiltIn(language, english),
            .. Programs.Select(name => SpeechProgram.Find(name, language)?.Command).OfType<Voice>(),
        ];

    /// <summary>The built-in voice where it speaks the language and all its files are there; it is not loaded.</summary>
    public static ImmutableArray<Voice.BuiltIn> FindBuiltIn(Language language, EnglishVoice english)
    {
        ArgumentNullException.ThrowIfNull(english);
        return language == Language.English && english.FindObstacle() is null ? [new(english)] : [];
    }

    /// <summary>What a folder's pack says of itself; null where it holds none.</summary>
    public static ClipManifest? ReadManifest(string pack) =>
        Speaker.ReadFile(Path.Combine(pack, ClipManifest.FileName)).Bytes is { } bytes ? ClipManifest.Parse(bytes).Manifest : null;

    /// <summary>The folders of packs in a folder: first those that its file <c>order</c> names, the best first, then the others by
    /// name.</summary>
    public static IReadOnlyList<string> ListFolders(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var file = Path.Combine(folder, "order");
        var order = File.Exists(file) ? File.ReadAllLines(file) : [];
        return
        [
            .. Directory
                .GetDirectories(folder)
                .OrderBy(pack => Array.IndexOf(order, Path.GetFileName(pack)) is >= 0 and var place ? place : order.Length)
                .ThenBy(pack => pack, StringComparer.Ordinal),
        ];
    }

    /// <summary>The packs in a folder that speak a language, the best first.</summary>
    public static ImmutableArray<Voice.ClipPack> FindPacks(string folder, Language language) =>
        [.. ListFolders(folder).Where(pack => ReadManifest(pack)?.Language == language.Code).Select(pack => new Voice.ClipPack(pack))];
}
