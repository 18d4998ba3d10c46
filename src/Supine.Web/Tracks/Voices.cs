using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Supine.Audio;
using Supine.Protocols;
using Supine.Speech;
using Supine.Web.Library;

namespace Supine.Web.Tracks;

/// <summary>A voice that can be asked to speak.</summary>
/// <param name="Id">What an address calls it: a pack's folder, a program, or <c>device</c>.</param>
/// <param name="Name">What people call it; null for the device's.</param>
/// <param name="Speaker">Opened for one language.</param>
/// <param name="Kind">What the page is told.</param>
/// <param name="Tag">Changes when the voice, or the way tracks are made, changes.</param>
internal sealed record OpenVoice(string Id, string? Name, Speaker Speaker, TrackVoice Kind, string Tag);

/// <summary>The voices of this machine for each language, the best first.</summary>
/// <remarks>A recorded voice, the built-in one, then a speech program, then the device of the listener. <c>SUPINE_SPEECH</c> names another speech program, or
/// <c>none</c>.</remarks>
internal sealed class Voices(
    VoiceLibrary library,
    EnglishVoice english,
    IConfiguration configuration,
    TimeProvider clock,
    ILogger<Voices> log
)
{
    /// <summary>What an address calls the listener's own device.</summary>
    public const string Device = "device";

    /// <summary>What an address calls the built-in voice.</summary>
    private const string BuiltIn = "heart";

    private readonly string _speechProgram = configuration["SUPINE_SPEECH"] ?? "espeak-ng";
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

    /// <summary>What people call the voice that was chosen for a sound; null where none was, or the device's.</summary>
    public string? NameOf(TrackSound sound, Language language) => Of(language).FirstOrDefault(voice => voice.Id == sound.Voice)?.Name;

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

        foreach (var builtIn in Audio.Voices.FindBuiltIn(language, english))
        {
            if (Speaker.Open(builtIn, language, clock) is SpeakerOpening.Opened(var any))
            {
                voices.Add(new(BuiltIn, EnglishVoice.Name, any, TrackVoice.Speech, Tag("built-in", BuiltIn)));
            }
        }

        if (
            SpeechProgram.Find(_speechProgram, language) is { Command: var command } known
            && known.IsInstalled(Environment.GetEnvironmentVariable("PATH"))
            && Speaker.Open(command, language, clock) is SpeakerOpening.Opened(var program)
        )
        {
            voices.Add(
                new(_speechProgram, known.VoiceName, program, TrackVoice.Speech, Tag("speech", command.Arguments.Prepend(command.Program)))
            );
        }

        if (Speaker.Open(new Voice.Device(), language, clock) is SpeakerOpening.Opened(var device))
        {
            voices.Add(new(Device, null, device, TrackVoice.Device, Tag("device")));
        }

        return voices.ToImmutable();
    }
}
