using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Supine.Audio;
using Supine.Protocols;
using Supine.Web.Storage;

namespace Supine.Web.Tracks;

/// <summary>A voice that can be asked to speak.</summary>
/// <param name="Speaker">Opened for one language.</param>
/// <param name="Kind">What the page is told.</param>
/// <param name="Tag">Changes when the voice, or the way tracks are made, changes.</param>
internal sealed record OpenVoice(Speaker Speaker, TrackVoice Kind, string Tag);

/// <summary>The voices of this machine for each language, the best first.</summary>
/// <remarks>A recorded voice, then a speech program, then the device of the listener. Packs are the folders of <c>voices/</c>; which language they speak they say
/// themselves. <c>SUPINE_SPEECH</c> names another speech program, or <c>none</c>.</remarks>
internal sealed class Voices(HomeFolder home, IConfiguration configuration, TimeProvider clock, ILogger<Voices> log)
{
    private readonly string _speechProgram = configuration["SUPINE_SPEECH"] ?? "espeak-ng";
    private readonly ConcurrentDictionary<Language, Lazy<ImmutableArray<OpenVoice>>> _opened = new();

    /// <summary>At least one: the device's.</summary>
    public ImmutableArray<OpenVoice> Of(Language language) => _opened.GetOrAdd(language, key => new(() => Open(key))).Value;

    private ImmutableArray<OpenVoice> Open(Language language)
    {
        var voices = ImmutableArray.CreateBuilder<OpenVoice>();
        var packs = Directory.Exists(home.Voices) ? Directory.GetDirectories(home.Voices).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        foreach (var folder in packs)
        {
            switch (Speaker.Open(new Voice.ClipPack(folder), language, clock))
            {
                case SpeakerOpening.Opened(var speaker):
                    voices.Add(new(speaker, TrackVoice.Pack, Tag("pack", File.ReadAllBytes(Path.Combine(folder, ClipManifest.FileName)))));
                    break;
                case SpeakerOpening.Failed(RenderProblem.WrongLanguage):
                    break;
                case SpeakerOpening.Failed(var problem):
                    log.LogWarning("{Problem}", problem);
                    break;
            }
        }

        if (SpeechProgram.Find(_speechProgram, language) is { Command: var command } && IsOnPath(command.Program)
            && Speaker.Open(command, language, clock) is SpeakerOpening.Opened(var program))
        {
            voices.Add(new(program, TrackVoice.Speech, Tag("speech", Encoding.UTF8.GetBytes(string.Join('\n', command.Arguments.Prepend(command.Program))))));
        }

        if (Speaker.Open(new Voice.Device(), language, clock) is SpeakerOpening.Opened(var device))
        {
            voices.Add(new(device, TrackVoice.Device, Tag("device", [])));
        }

        return voices.ToImmutable();
    }

    // The renderer's own identity is part of it: another renderer makes another sound of the same sequence.
    private static string Tag(string kind, byte[] content) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(kind), .. typeof(Renderer).Module.ModuleVersionId.ToByteArray(), .. content]).AsSpan(0, 8));

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program)));
}
