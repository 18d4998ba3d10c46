using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Supine.Audio;
using Supine.Protocols;
using Supine.Web.Library;

namespace Supine.Web.Tracks;

/// <summary>A track as a file.</summary>
/// <param name="Hash">Its sequence.</param>
/// <param name="Voice">Who speaks it.</param>
/// <param name="VoiceTag">Changes with the voice.</param>
/// <param name="File">Where it is.</param>
internal sealed record RenderedTrack(string Hash, TrackVoice Voice, string VoiceTag, string File)
{
    /// <summary>What was chosen of it.</summary>
    public TrackSound Sound { get; init; } = new();

    /// <summary>The voice it is spoken by, but for <see cref="StandIns"/>.</summary>
    public required OpenVoice Lead { get; init; }

    /// <summary>The sentences another voice speaks.</summary>
    public ImmutableArray<SpokenByAnother> StandIns { get; init; } = [];

    /// <summary>Whether the listener's device is to speak a cue.</summary>
    public bool LeavesToDevice(Cue cue) =>
        cue.Kind == CueKind.Say && (Voice == TrackVoice.Device || StandIns.Any(standIn => standIn.By is null && standIn.Text == cue.Text));

    /// <summary>The kind of its file.</summary>
    public SoundFormat Format { get; init; } = SoundFormat.Wav;

    /// <summary>Names its exact content.</summary>
    public string Tag => $"{Hash[..16]}-{VoiceTag}";

    /// <summary>An address whose content never changes.</summary>
    public string AudioUrl => $"/tracks/{Hash}.{Format.Extension()}?{Sound.Query}v={VoiceTag}";
}

/// <summary>A sentence that another voice than the chosen one speaks.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="By">The voice's name; null for the listener's device.</param>
internal sealed record SpokenByAnother(string Text, string? By);

/// <summary>Renders each track once and keeps it as a file, within bounds: what was not heard for longest goes first.</summary>
internal sealed class TrackCache(UserFolder folder, Voices voices, TimeProvider clock, ILogger<TrackCache> log)
{
    /// <summary>About an hour and a half of sound.</summary>
    public const long DefaultLimitBytes = 192L * 1024 * 1024;

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);
    private readonly SharedWork<RenderedTrack> _underWay = new();
    private readonly ConcurrentDictionary<(string Hash, string VoiceTag), bool> _cannotSpeak = new();

    /// <summary>More than this is not kept.</summary>
    public long LimitBytes { get; init; } = DefaultLimitBytes;

    /// <summary>How many tracks were rendered since the start.</summary>
    public int Rendered => _rendered;

    private int _rendered;

    /// <summary>The track of a sequence, spoken by the best voice that can speak all of it. Who asks while it is made waits for the same
    /// one.</summary>
    public Task<RenderedTrack> RenderAsync(CueSequence sequence, CancellationToken cancellationToken) =>
        RenderAsync(sequence, new TrackSound(), cancellationToken);

    /// <summary>The track of a sequence as it was chosen. Where the chosen voice lacks a sentence, the next best one that has it steps
    /// in.</summary>
    public Task<RenderedTrack> RenderAsync(CueSequence sequence, TrackSound sound, CancellationToken cancellationToken) =>
        _underWay.RunAsync($"{sequence.Hash}?{sound.Query}", () => FindOrRenderAsync(sequence, sound), cancellationToken);

    private async Task<RenderedTrack> FindOrRenderAsync(CueSequence sequence, TrackSound sound)
    {
        foreach (var cast in CastsOf(sequence.Language, sound))
        {
            var tag =
                cast is [var only] && sound.Tones == ToneVolume.Normal
                    ? only.Tag
                    : Voices.Tag($"cast {sound.Tones}", cast.Select(voice => voice.Tag));
            var track = new RenderedTrack(sequence.Hash, cast[0].Kind, tag, Path.Combine(folder.Tracks, $"{sequence.Hash}-{tag}.wav"))
            {
                Sound = sound,
                Lead = cast[0],
            };
            if (File.Exists(track.File))
            {
                File.SetLastAccessTimeUtc(track.File, clock.GetUtcNow().UtcDateTime);
                return track with { StandIns = ReadStandIns(track.File) };
            }

            if (
                !_cannotSpeak.ContainsKey((track.Hash, track.VoiceTag))
                && await TryRenderAsync(sequence, cast, sound.Tones, track.File) is { IsDefault: false } standIns
            )
            {
                Interlocked.Increment(ref _rendered);
                Prune(track.File);

                // rare, and after it the server mostly idles: what the rendering used is given back to the machine
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                return track with { StandIns = standIns };
            }

            _cannotSpeak.TryAdd((track.Hash, track.VoiceTag), true);
        }

        throw new InvalidOperationException("The device's voice can be rendered always.");
    }

    // Nobody chosen: each alone, so that a voice speaks all of it. One chosen: that one, and the others behind it.
    private IEnumerable<ImmutableArray<OpenVoice>> CastsOf(Language language, TrackSound sound)
    {
        var all = voices.Of(language);
        return all.FirstOrDefault(voice => voice.Id == sound.Voice) switch
        {
            null => all.Select(voice => ImmutableArray.Create(voice)),
            { Kind: TrackVoice.Device } device =>
            [
                [device],
            ],
            var chosen =>
            [
                [chosen, .. all.Where(voice => voice != chosen)],
            ],
        };
    }

    /// <summary>None (the default) when it cannot be spoken.</summary>
    private async Task<ImmutableArray<SpokenByAnother>> TryRenderAsync(
        CueSequence sequence,
        ImmutableArray<OpenVoice> cast,
        ToneVolume tones,
        string file
    )
    {
        Directory.CreateDirectory(folder.Tracks);
        var part = $"{file}.{Guid.CreateVersion7(clock.GetUtcNow()):N}.part";
        try
        {
            Rendering rendering;
            await using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: false))
            {
                rendering = await Renderer.RenderAsync(
                    sequence,
                    new Cast(cast[0].Speaker, [.. cast[1..].Select(voice => voice.Speaker)]),
                    RenderOptions.With(tones),
                    stream,
                    progress: null,
                    CancellationToken.None
                );
            }

            switch (rendering)
            {
                case Rendering.Succeeded { StandIns: var found }:
                    ImmutableArray<SpokenByAnother> standIns =
                    [
                        .. found.Select(standIn => new SpokenByAnother(
                            standIn.Text,
                            cast.First(voice => voice.Speaker.Voice == standIn.Voice).Name
                        )),
                    ];
                    if (!standIns.IsEmpty)
                    {
                        await File.WriteAllTextAsync(StandInsOf(file), JsonSerializer.Serialize(standIns));
                    }

                    File.Move(part, file, overwrite: true);
                    File.SetLastAccessTimeUtc(file, clock.GetUtcNow().UtcDateTime);
                    return standIns;
                case Rendering.Failed(var problems):
                    log.LogWarning(
                        "A voice of {Language} cannot speak all of {Protocol}, so another one does. {Problem}",
                        sequence.Language.Code,
                        sequence.ProtocolId,
                        problems[0]
                    );
                    return default;
                default:
                    throw new InvalidOperationException("A rendering succeeds or fails.");
            }
        }
        finally
        {
            File.Delete(part);
        }
    }

    // Beside the track: who speaks what the chosen voice does not.
    private static string StandInsOf(string file) => file + ".json";

    private static ImmutableArray<SpokenByAnother> ReadStandIns(string file) =>
        File.Exists(StandInsOf(file))
            ? JsonSerializer.Deserialize<ImmutableArray<SpokenByAnother>>(File.ReadAllText(StandInsOf(file)))
            : [];

    /// <summary>Makes room after a file was written. That one stays, whatever its size.</summary>
    public void Prune(string keep)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var files = new DirectoryInfo(folder.Tracks).GetFiles();
        foreach (var part in files.Where(file => file.Extension == ".part" && now - file.LastWriteTimeUtc > AbandonedAfter))
        {
            part.Delete();
        }

        var kept = 0L;
        foreach (
            var track in files
                .Where(file => SoundFormats.TryFind(file.Extension.TrimStart('.'), out _))
                .OrderByDescending(file => file.FullName == keep)
                .ThenByDescending(file => file.LastAccessTimeUtc)
        )
        {
            kept += track.Length;
            if (kept > LimitBytes && track.FullName != keep)
            {
                track.Delete();
                File.Delete(StandInsOf(track.FullName));
            }
        }
    }
}
