using System.Collections.Concurrent;
using Supine.Audio;
using Supine.Protocols;
using Supine.Web.Storage;

namespace Supine.Web.Tracks;

/// <summary>A track as a file.</summary>
/// <param name="Hash">Its sequence.</param>
/// <param name="Voice">Who speaks it.</param>
/// <param name="VoiceTag">Changes with the voice.</param>
/// <param name="File">Where it is.</param>
internal sealed record RenderedTrack(string Hash, TrackVoice Voice, string VoiceTag, string File)
{
    /// <summary>Names its exact content.</summary>
    public string Tag => $"{Hash[..16]}-{VoiceTag}";

    /// <summary>An address whose content never changes.</summary>
    public string AudioUrl => $"/tracks/{Hash}.wav?v={VoiceTag}";
}

/// <summary>Renders each track once and keeps it as a file, within bounds: what was not heard for longest goes first.</summary>
internal sealed class TrackCache(UserFolder folder, Voices voices, TimeProvider clock, ILogger<TrackCache> log)
{
    /// <summary>About an hour and a half of sound.</summary>
    public const long DefaultLimitBytes = 192L * 1024 * 1024;

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, Lazy<Task<RenderedTrack>>> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Hash, string VoiceTag), bool> _cannotSpeak = new();

    /// <summary>More than this is not kept.</summary>
    public long LimitBytes { get; init; } = DefaultLimitBytes;

    /// <summary>How many tracks were rendered since the start.</summary>
    public int Rendered => _rendered;

    private int _rendered;

    /// <summary>The track of a sequence, spoken by the best voice that can speak all of it. Who asks while it is made waits for the same one.</summary>
    public async Task<RenderedTrack> RenderAsync(CueSequence sequence, CancellationToken cancellationToken)
    {
        var made = _underWay.GetOrAdd(sequence.Hash, _ => new(() => FindOrRenderAsync(sequence)));
        try
        {
            // Who goes away does not end it for the others.
            return await made.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            if (made.Value.IsCompleted)
            {
                _underWay.TryRemove(new(sequence.Hash, made));
            }
        }
    }

    private async Task<RenderedTrack> FindOrRenderAsync(CueSequence sequence)
    {
        // Off the caller's thread: a lazy task starts on whoever asks first.
        await Task.Yield();
        foreach (var voice in voices.Of(sequence.Language))
        {
            var track = new RenderedTrack(sequence.Hash, voice.Kind, voice.Tag, Path.Combine(folder.Tracks, $"{sequence.Hash}-{voice.Tag}.wav"));
            if (File.Exists(track.File))
            {
                File.SetLastAccessTimeUtc(track.File, clock.GetUtcNow().UtcDateTime);
                return track;
            }

            if (!_cannotSpeak.ContainsKey((track.Hash, track.VoiceTag)) && await TryRenderAsync(sequence, voice, track.File))
            {
                Interlocked.Increment(ref _rendered);
                Prune(track.File);

                // rare, and after it the server mostly idles: what the rendering used is given back to the machine
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                return track;
            }

            _cannotSpeak.TryAdd((track.Hash, track.VoiceTag), true);
        }

        throw new InvalidOperationException("The device's voice can be rendered always.");
    }

    private async Task<bool> TryRenderAsync(CueSequence sequence, OpenVoice voice, string file)
    {
        Directory.CreateDirectory(folder.Tracks);
        var part = $"{file}.{Guid.CreateVersion7(clock.GetUtcNow()):N}.part";
        try
        {
            Rendering rendering;
            await using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: false))
            {
                rendering = await Renderer.RenderAsync(sequence, voice.Speaker, new RenderOptions(), stream, progress: null, CancellationToken.None);
            }

            switch (rendering)
            {
                case Rendering.Succeeded:
                    File.Move(part, file, overwrite: true);
                    File.SetLastAccessTimeUtc(file, clock.GetUtcNow().UtcDateTime);
                    return true;
                case Rendering.Failed(var problems):
                    log.LogWarning("A voice of {Language} cannot speak all of {Protocol}, so another one does. {Problem}", sequence.Language.Code(), sequence.ProtocolId, problems[0]);
                    return false;
                default:
                    throw new InvalidOperationException("A rendering succeeds or fails.");
            }
        }
        finally
        {
            File.Delete(part);
        }
    }

    private void Prune(string keep)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var files = new DirectoryInfo(folder.Tracks).GetFiles();
        foreach (var part in files.Where(file => file.Extension == ".part" && now - file.LastWriteTimeUtc > AbandonedAfter))
        {
            part.Delete();
        }

        var kept = 0L;
        foreach (var track in files.Where(file => file.Extension == ".wav").OrderByDescending(file => file.FullName == keep).ThenByDescending(file => file.LastAccessTimeUtc))
        {
            kept += track.Length;
            if (kept > LimitBytes && track.FullName != keep)
            {
                track.Delete();
            }
        }
    }
}
