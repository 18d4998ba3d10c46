using System.Collections.Concurrent;
using System.Collections.Immutable;
using Supine.Audio;
using Supine.Protocols;
using Supine.Storage.Folders;
using Supine.Web.Boundary;

namespace Supine.Web.Tracks;

/// <summary>What became of compressing a track.</summary>
internal abstract record Compressing
{
    private Compressing() { }

    /// <summary>It is a file, or becomes one while it is read.</summary>
    public sealed record Succeeded(RenderedTrack Track) : Compressing;

    /// <summary>It could not be made.</summary>
    public sealed record Failed(RenderProblem Problem) : Compressing;
}

/// <summary>Has each track compressed once, and keeps it beside the track it was made of.</summary>
/// <remarks>Opus is made here, and is read while it is made; MP3 and M4A are made by ffmpeg, and are read once they are whole.</remarks>
internal sealed class CompressedTracks(
    TrackCache cache,
    RenderQueue queue,
    IConfiguration configuration,
    TimeProvider clock,
    ILogger<CompressedTracks> log
)
{
    // What the disk does not take is held, for a player asks for it in many parts.
    private const int MostUnkept = 3;

    private readonly Ffmpeg? _ffmpeg = Ffmpeg.Find(configuration["SUPINE_FFMPEG"], configuration["PATH"]);
    private readonly SharedWork<Compressing> _underWay = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<GrowingSound>>> _growing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GrowingSound> _unkept = new(StringComparer.Ordinal);

    /// <summary>What can be made here, in the order in which a player should try them.</summary>
    public ImmutableArray<SoundFormat> Formats => [.. SoundFormats.All.Where(format => _ffmpeg is not null || !format.NeedsFfmpeg())];

    /// <summary>What an app on a telephone gets: it may know no Opus.</summary>
    public SoundFormat FeedFormat => _ffmpeg is null ? SoundFormat.Wav : SoundFormat.Mp3;

    /// <summary>How many files of Opus were made since the start.</summary>
    public int Made => _made;

    private int _made;

    /// <summary>Where a player finds a track, in the order in which it should try.</summary>
    /// <param name="track">As it was rendered.</param>
    /// <param name="query">The session, as <see cref="TrackQuery.Write"/> writes it.</param>
    public ImmutableArray<SoundSource> SourcesOf(RenderedTrack track, string query) =>
        [
            .. Formats.Select(format => new SoundSource(
                format,
                format.MediaType(),
                (track with { Format = format }).AddressOf(query),
                format == track.Format && track.Unkept is { } unkept ? unkept.Bytes.Length : FindBytes(FileOf(track, format))
            )),
        ];

    /// <summary>A rendered track as that kind of file. Who asks while it is made waits for the same one.</summary>
    /// <exception cref="NotReadyYetException">Others come first: it can be asked for again.</exception>
    public async Task<Compressing> CompressAsync(
        RenderedTrack track,
        CueSequence sequence,
        SoundFormat format,
        CancellationToken cancellationToken
    )
    {
        if (format == track.Format)
        {
            return new Compressing.Succeeded(track);
        }

        var compressed = track with { Format = format, File = FileOf(track, format) };
        if (!format.NeedsFfmpeg())
        {
            return await FindOrGrowAsync(track, compressed, sequence, cancellationToken);
        }

        track.Unkept?.Refuse();
        return _ffmpeg is null
            ? new Compressing.Failed(new RenderProblem.MissingEncoder(format))
            : await _underWay.RunAsync(
                compressed.File,
                () => FindOrCompressAsync(_ffmpeg, compressed, track.File, sequence),
                cancellationToken
            );
    }

    private static string FileOf(RenderedTrack track, SoundFormat format) => Path.ChangeExtension(track.File, format.Extension());

    private long? FindBytes(string file) =>
        _unkept.TryGetValue(file, out var held) ? held.Length
        : _growing.TryGetValue(file, out var growing) && growing.Value is { IsCompletedSuccessfully: true } begun ? begun.Result.Length
        : new FileInfo(file) is { Exists: true, Length: var bytes } ? bytes
        : null;

    private async Task<Compressing> FindOrCompressAsync(Ffmpeg ffmpeg, RenderedTrack compressed, string track, CueSequence sequence)
    {
        if (!File.Exists(compressed.File))
        {
            if (
                await queue.RunAsync(() =>
                    ffmpeg.CompressAsync(track, sequence, compressed.Format, compressed.File, clock, CancellationToken.None)
                ) is
                { } problem
            )
            {
                log.LogWarning("A track was not compressed. {Problem}", problem);
                return new Compressing.Failed(problem);
            }

            File.SetLastWriteTimeUtc(compressed.File, clock.GetUtcNow().UtcDateTime);
            cache.Prune(compressed.File);
        }

        File.SetLastAccessTimeUtc(compressed.File, clock.GetUtcNow().UtcDateTime);
        return new Compressing.Succeeded(compressed);
    }

    private async Task<Compressing> FindOrGrowAsync(
        RenderedTrack track,
        RenderedTrack compressed,
        CueSequence sequence,
        CancellationToken cancellationToken
    )
    {
        if (_unkept.TryGetValue(compressed.File, out var held))
        {
            return new Compressing.Succeeded(compressed with { Growing = held });
        }

        // one that is being made is not on the disk before it is whole
        if (!_growing.ContainsKey(compressed.File) && File.Exists(compressed.File))
        {
            File.SetLastAccessTimeUtc(compressed.File, clock.GetUtcNow().UtcDateTime);
            return new Compressing.Succeeded(compressed);
        }

        try
        {
            var growing = await _growing
                .GetOrAdd(compressed.File, _ => new(() => Grow(track, compressed, sequence)))
                .Value.WaitAsync(cache.Patience, cancellationToken);
            return new Compressing.Succeeded(compressed with { Growing = growing });
        }
        catch (TimeoutException)
        {
            throw new NotReadyYetException(queue.UnderWay - 1);
        }
    }

    // Ends when it has begun to be made.
    private Task<GrowingSound> Grow(RenderedTrack track, RenderedTrack compressed, CueSequence sequence)
    {
        var begun = new TaskCompletionSource<GrowingSound>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Task.Run(MakeAsync);
        return begun.Task;

        async Task MakeAsync()
        {
            try
            {
                await queue.RunAsync(async () =>
                {
                    var wave = track.Unkept?.Bytes ?? await File.ReadAllBytesAsync(track.File);
                    var opus = OpusTrack.Find(wave, sequence) ?? throw new InvalidDataException("A track is a WAV file as we write it.");
                    var growing = new GrowingSound(opus.BytesOf(compressed.Format));
                    begun.SetResult(growing);
                    try
                    {
                        opus.Write(compressed.Format, growing.Write(), CancellationToken.None);

                        // were a byte missing, whoever reads on would wait for ever
                        _ = growing.Bytes;
                    }
                    catch (Exception fault)
                    {
                        growing.Break(fault);
                        throw;
                    }

                    Interlocked.Increment(ref _made);
                    await KeepAsync(compressed, growing);
                    return growing;
                });
            }
            catch (Exception fault) when (begun.TrySetException(fault))
            {
                // whoever asked is told
            }
            finally
            {
                _growing.TryRemove(compressed.File, out _);
            }
        }
    }

    private async Task KeepAsync(RenderedTrack compressed, GrowingSound sound)
    {
        var part = $"{compressed.File}.{Guid.CreateVersion7(clock.GetUtcNow()):N}.part";
        try
        {
            try
            {
                await File.WriteAllBytesAsync(part, sound.Bytes);
                File.SetLastWriteTimeUtc(part, clock.GetUtcNow().UtcDateTime);
                File.Move(part, compressed.File, overwrite: true);
            }
            finally
            {
                File.Delete(part);
            }

            File.SetLastAccessTimeUtc(compressed.File, clock.GetUtcNow().UtcDateTime);
            cache.Prune(compressed.File);
        }
        catch (Exception fault) when (DiskFault.Find(fault) is { Trouble: var trouble })
        {
            log.LogWarning("A track was not kept: {Trouble}. It is played from memory.", trouble);
            if (_unkept.Count >= MostUnkept)
            {
                _unkept.Clear();
            }

            _unkept[compressed.File] = sound;
        }
    }
}

/// <summary>Where a track can be had, as one kind of file.</summary>
/// <param name="Format">Which.</param>
/// <param name="MediaType">What it is called, with its codec.</param>
/// <param name="Url">Its address.</param>
/// <param name="Bytes">How large it is; null until it is being made.</param>
internal sealed record SoundSource(SoundFormat Format, string MediaType, string Url, long? Bytes);
