using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Supine.Audio;
using Supine.Protocols;
using Supine.Storage.Folders;
using Supine.Web.Boundary;
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

    /// <summary>Its sound, where the disk did not take the file; null where the file is there.</summary>
    public UnkeptSound? Unkept { get; init; }

    /// <summary>Its sound, where it is still being made or the disk did not take it; null where the file is there.</summary>
    public GrowingSound? Growing { get; init; }

    /// <summary>The kind of its file.</summary>
    public SoundFormat Format { get; init; } = SoundFormat.Wav;

    /// <summary>Names its exact content.</summary>
    public string Tag => $"{Hash[..16]}-{VoiceTag}";

    /// <summary>An address whose content never changes, and which says what the track is made of.</summary>
    /// <param name="query">The session, as <see cref="TrackQuery.Write"/> writes it.</param>
    public string AddressOf(string query) => $"/tracks/{Hash}.{Format.Extension()}?{query}&v={VoiceTag}";
}

/// <summary>A track that is in memory only.</summary>
/// <param name="Bytes">The WAV file.</param>
/// <param name="StandIns">The sentences another voice speaks.</param>
/// <param name="Why">What the disk said.</param>
internal sealed record UnkeptSound(byte[] Bytes, ImmutableArray<SpokenByAnother> StandIns, Exception Why)
{
    /// <summary>Tells again what the disk said, to whoever can do nothing without a file.</summary>
    [DoesNotReturn]
    public void Refuse() => ExceptionDispatchInfo.Throw(Why);
}

/// <summary>A sentence that another voice than the chosen one speaks.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="By">The voice's name; null for the listener's device.</param>
internal sealed record SpokenByAnother(string Text, string? By);

/// <summary>Renders each track once and keeps it as a file, within bounds: what was not heard for longest goes first.</summary>
internal sealed class TrackCache(UserFolder folder, OpenVoices voices, RenderQueue queue, TimeProvider clock, ILogger<TrackCache> log)
{
    /// <summary>About an hour and a half of sound.</summary>
    public const long DefaultLimitBytes = 256L * 1024 * 1024;

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);
    private readonly SharedWork<RenderedTrack> _underWay = new();
    private readonly ConcurrentDictionary<(string Hash, string VoiceTag), bool> _cannotSpeak = new();

    // A player asks for a track in many parts: the last ones are held, whether or not the disk takes them.
    private const int MostUnkept = 3;
    private readonly ConcurrentDictionary<string, UnkeptSound> _unkept = new(StringComparer.Ordinal);

    /// <summary>Who asks for a track waits no longer, and is told to ask again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

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
    /// <exception cref="NotReadyYetException">It is not ready yet: it goes on being made, and can be asked for again.</exception>
    public async Task<RenderedTrack> RenderAsync(CueSequence sequence, TrackSound sound, CancellationToken cancellationToken)
    {
        try
        {
            return await _underWay
                .RunAsync($"{sequence.Hash}?{sound.Query}", () => FindOrRenderAsync(sequence, sound), cancellationToken)
                .WaitAsync(Patience, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            throw new NotReadyYetException(queue.UnderWay - 1);
        }
    }

    private async Task<RenderedTrack> FindOrRenderAsync(CueSequence sequence, TrackSound sound)
    {
        foreach (var cast in CastsOf(sequence.Language, sound))
        {
            var tag =
                cast is [var only] && sound.Tones == ToneVolume.Normal
                    ? only.Tag
                    : OpenVoices.Tag($"cast {sound.Tones}", cast.Select(voice => voice.Tag));
            var track = new RenderedTrack(sequence.Hash, cast[0].Kind, tag, Path.Combine(folder.Tracks, $"{sequence.Hash}-{tag}.wav"))
            {
                Sound = sound,
                Lead = cast[0],
            };
            if (_unkept.TryGetValue(track.File, out var held))
            {
                return track with { Unkept = held, StandIns = held.StandIns };
            }

            if (File.Exists(track.File))
            {
                File.SetLastAccessTimeUtc(track.File, clock.GetUtcNow().UtcDateTime);
                return track with { StandIns = ReadStandIns(track.File) };
            }

            if (
                !_cannotSpeak.ContainsKey((track.Hash, track.VoiceTag))
                && await queue.RunAsync(() => TryRenderAsync(sequence, cast, sound.Tones, track.File)) is { IsDefault: false } standIns
            )
            {
                Interlocked.Increment(ref _rendered);
                var unkept = _unkept.GetValueOrDefault(track.File);
                if (unkept is null)
                {
                    Prune(track.File);
                }

                return track with
                {
                    StandIns = standIns,
                    Unkept = unkept,
                };
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

    /// <summary>None (the default) when it cannot be spoken. What the disk does not take is rendered into memory: a session is never ended
    /// by a full disk.</summary>
    private async Task<ImmutableArray<SpokenByAnother>> TryRenderAsync(
        CueSequence sequence,
        ImmutableArray<OpenVoice> cast,
        ToneVolume tones,
        string file
    )
    {
        try
        {
            return await TryRenderToFileAsync(sequence, cast, tones, file);
        }
        catch (Exception fault) when (DiskFault.Find(fault) is { Trouble: var trouble })
        {
            log.LogWarning("A track was not kept in {Folder}: {Trouble}. It is played from memory.", folder.Tracks, trouble);
            using var memory = new MemoryStream();
            var standIns = StandInsOf(await RenderAsync(sequence, cast, tones, memory), sequence, cast);
            if (!standIns.IsDefault)
            {
                if (_unkept.Count >= MostUnkept)
                {
                    _unkept.Clear();
                }

                _unkept[file] = new(memory.ToArray(), standIns, fault);
            }

            return standIns;
        }
    }

    private static Task<Rendering> RenderAsync(CueSequence sequence, ImmutableArray<OpenVoice> cast, ToneVolume tones, Stream stream) =>
        Renderer.RenderAsync(
            sequence,
            new Cast(cast[0].Speaker, [.. cast[1..].Select(voice => voice.Speaker)]),
            RenderOptions.With(tones),
            stream,
            progress: null,
            CancellationToken.None
        );

    /// <summary>None (the default) when it could not be spoken.</summary>
    private ImmutableArray<SpokenByAnother> StandInsOf(Rendering rendering, CueSequence sequence, ImmutableArray<OpenVoice> cast)
    {
        switch (rendering)
        {
            case Rendering.Succeeded { StandIns: var found }:
                return
                [
                    .. found.Select(standIn => new SpokenByAnother(
                        standIn.Text,
                        cast.First(voice => voice.Speaker.Voice == standIn.Voice).Name
                    )),
                ];
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

    private async Task<ImmutableArray<SpokenByAnother>> TryRenderToFileAsync(
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
                rendering = await RenderAsync(sequence, cast, tones, stream);
            }

            var standIns = StandInsOf(rendering, sequence, cast);
            if (!standIns.IsDefault)
            {
                if (!standIns.IsEmpty)
                {
                    await File.WriteAllTextAsync(StandInsFileOf(file), JsonSerializer.Serialize(standIns));
                }

                File.Move(part, file, overwrite: true);
                File.SetLastAccessTimeUtc(file, clock.GetUtcNow().UtcDateTime);
            }

            return standIns;
        }
        finally
        {
            DeleteQuietly(part);
        }
    }

    // Beside the track: who speaks what the chosen voice does not.
    private static string StandInsFileOf(string file) => file + ".json";

    private static ImmutableArray<SpokenByAnother> ReadStandIns(string file) =>
        File.Exists(StandInsFileOf(file))
            ? JsonSerializer.Deserialize<ImmutableArray<SpokenByAnother>>(File.ReadAllText(StandInsFileOf(file)))
            : [];

    /// <summary>Makes room after a file was written. That one stays, whatever its size.</summary>
    public void Prune(string keep)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var files = new DirectoryInfo(folder.Tracks).GetFiles().Select(Look).OfType<SeenFile>().ToList();
        foreach (var part in files.Where(file => file.Extension == ".part" && now - file.WrittenAt > AbandonedAfter))
        {
            DeleteQuietly(part.Path);
        }

        var kept = 0L;
        foreach (
            var track in files
                .Where(file => SoundFormats.TryFind(file.Extension.TrimStart('.'), out _))
                .OrderByDescending(file => file.Path == keep)
                .ThenByDescending(file => file.HeardAt)
        )
        {
            kept += track.Bytes;
            if (kept > LimitBytes && track.Path != keep)
            {
                DeleteQuietly(track.Path);
                DeleteQuietly(StandInsFileOf(track.Path));
            }
        }
    }

    // Two renders make room at once, and a voice may be deleted meanwhile: what is gone already is no fault.
    private static SeenFile? Look(FileInfo file)
    {
        try
        {
            return new(file.FullName, file.Extension, file.Length, file.LastWriteTimeUtc, file.LastAccessTimeUtc);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static void DeleteQuietly(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (DirectoryNotFoundException)
        {
            // nothing is there
        }
    }

    private sealed record SeenFile(string Path, string Extension, long Bytes, DateTime WrittenAt, DateTime HeardAt);
}
