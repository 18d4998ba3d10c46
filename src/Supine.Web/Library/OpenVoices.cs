using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Supine.Audio;
using Supine.Protocols;
using Supine.Speech;

namespace Supine.Web.Library;

/// <summary>Who speaks the track.</summary>
internal enum TrackVoice
{
    /// <summary>A recorded voice.</summary>
    Pack,

    /// <summary>A speech program of this machine.</summary>
    Speech,

    /// <summary>Nobody: the track has tones only, and the page speaks the captions.</summary>
    Device,
}

/// <summary>A voice that can be asked to speak.</summary>
/// <param name="Id">What an address calls it: a pack's folder, a program, or <c>device</c>.</param>
/// <param name="Name">What people call it; null for the device's.</param>
/// <param name="Speaker">Opened for one language.</param>
/// <param name="Kind">What the page is told.</param>
/// <param name="Tag">Changes when the voice, or the way tracks are made, changes.</param>
internal sealed record OpenVoice(string Id, string? Name, Speaker Speaker, TrackVoice Kind, string Tag);

/// <summary>The voices of this machine for each language, the best first.</summary>
/// <remarks>A recorded voice, the built-in one, then a speech program, then the device of the listener. <c>SUPINE_SPEECH</c> names another
/// speech program, like <c>piper:MODEL.onnx</c> or <c>kokoro:FOLDER:VOICE</c>; with <c>none</c> nothing is spoken by this
/// machine.</remarks>
internal sealed class OpenVoices(
    VoiceLibrary library,
    EnglishVoice english,
    IConfiguration configuration,
    TimeProvider clock,
    ILogger<OpenVoices> log
)
{
    /// <summary>What an address calls the listener's own device.</summary>
    public const string Device = "device";

    /// <summary>Only recorded voices and the device speak.</summary>
    private const string None = "none";

    private readonly string? _speech = configuration["SUPINE_SPEECH"] is { Length: > 0 } named ? named : null;
    private readonly ConcurrentDictionary<Language, (ImmutableArray<RecordedVoice> Packs, ImmutableArray<OpenVoice> Voices)> _opened =
        new();

    /// <summary>At least one: the device's.</summary>
    public ImmutableArray<OpenVoice> Of(Language language)
    {
        var packs = library.Read();
        if (_opened.TryGetValue(language, out var opened) && opened.Packs == packs)
        {
            return opened.Voices;
        }

        var voices = Open(language, packs);
        _opened[language] = (packs, voices);
        return voices;
    }

    /// <summary>Those that a person chooses from: the built-in voice stands in for what its own pack lacks, and is no choice beside
    /// it.</summary>
    public IEnumerable<OpenVoice> ChoicesOf(Language language)
    {
        var all = Of(language);
        return all.Where(voice => voice.Speaker.Voice is not Voice.BuiltIn || all.All(other => other == voice || other.Name != voice.Name));
    }

    /// <summary>What people call a voice; null for none, and for the device's.</summary>
    public string? NameOf(string? id, Language language) => Of(language).FirstOrDefault(voice => voice.Id == id)?.Name;

    /// <summary>A tag of several, for what they make together.</summary>
    public static string Tag(string kind, params IEnumerable<string> parts) =>
        Convert.ToHexStringLower(
            SHA256
                .HashData(
                    Encoding.UTF8.GetBytes(
                        string.Join('\n', parts.Prepend(typeof(Renderer).Module.ModuleVersionId.ToString()).Prepend(kind))
                    )
                )
                .AsSpan(0, 8)
        );

    private ImmutableArray<OpenVoice> Open(Language language, ImmutableArray<RecordedVoice> packs)
    {
        var voices = ImmutableArray.CreateBuilder<OpenVoice>();
        foreach (var pack in packs.Where(pack => pack.Speaks(language)))
        {
            switch (Speaker.Open(new Voice.ClipPack(pack.Folder), language, clock))
            {
                case SpeakerOpening.Opened(var speaker):
                    voices.Add(new(pack.Id, pack.Manifest.Name, speaker, TrackVoice.Pack, Tag("pack", pack.Tag)));
                    break;
                case SpeakerOpening.Failed(var problem):
                    log.LogWarning("{Problem}", problem);
                    break;
            }
        }

        foreach (var (word, named) in FindNamed(language))
        {
            if (Speaker.Open(named.Voice, language, clock) is SpeakerOpening.Opened(var speaker))
            {
                voices.Add(new(word, named.Name, speaker, TrackVoice.Speech, Tag("speech", word, named.MadeBy)));
            }
        }

        if (Speaker.Open(new Voice.Device(), language, clock) is SpeakerOpening.Opened(var device))
        {
            voices.Add(new(Device, null, device, TrackVoice.Device, Tag("device")));
        }

        return voices.ToImmutable();
    }

    /// <summary>The built-in voice, then the program that was named, or the first that is installed. Nothing is loaded.</summary>
    private IEnumerable<(string Word, NamedVoice Voice)> FindNamed(Language language)
    {
        if (_speech == None)
        {
            yield break;
        }

        if (english.FindObstacle() is { } obstacle)
        {
            log.LogWarning("The built-in voice is left out: {Obstacle}", obstacle);
        }
        else if (NamedVoice.Find(NamedVoice.BuiltIn, language, english, clock) is { } builtIn)
        {
            yield return (NamedVoice.BuiltIn, builtIn);
        }

        ImmutableArray<string> words = _speech is { } named ? [named] : Audio.Voices.Programs;
        foreach (var word in words)
        {
            if (NamedVoice.Find(word, language, english, clock) is { } voice && CanSpeak(voice.Voice))
            {
                yield return (IdOf(word), voice);
                break;
            }
        }
    }

    private static bool CanSpeak(Voice voice) =>
        voice switch
        {
            Voice.SpeechCommand command => SpeechProgram.IsInstalled(command, Environment.GetEnvironmentVariable("PATH")),
            Voice.Kokoro kokoro => kokoro.Engine.FindObstacle() is null,
            _ => true,
        };

    /// <summary>What an address calls a voice: never the folder of a model.</summary>
    private static string IdOf(string word) =>
        word.Split(':') is [var kind, .., var last] ? $"{kind}-{Path.GetFileNameWithoutExtension(last)}" : word;
}
