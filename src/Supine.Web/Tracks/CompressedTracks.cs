using Supine.Audio;
using Supine.Protocols;

namespace Supine.Web.Tracks;

/// <summary>What became of compressing a track.</summary>
internal abstract record Compressing
{
    private Compressing() { }

    /// <summary>It is a file.</summary>
    public sealed record Succeeded(RenderedTrack Track) : Compressing;

    /// <summary>It could not be made.</summary>
    public sealed record Failed(RenderProblem Problem) : Compressing;
}

/// <summary>Has each track compressed once, and keeps it beside the track it was made of.</summary>
internal sealed class CompressedTracks(
    TrackCache cache,
    RenderQueue queue,
    IConfiguration configuration,
    TimeProvider clock,
    ILogger<CompressedTracks> log
)
{
    private readonly Ffmpeg? _ffmpeg = Ffmpeg.Find(configuration["SUPINE_FFMPEG"], configuration["PATH"]);
    private readonly SharedWork<Compressing> _underWay = new();

    /// <summary>What can be made here, the most useful first.</summary>
    public IReadOnlyList<SoundFormat> Formats => _ffmpeg is null ? [SoundFormat.Wav] : [SoundFormat.Mp3, SoundFormat.M4a, SoundFormat.Wav];

    /// <summary>A rendered track as that kind of file. Who asks while it is made waits for the same one.</summary>
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

        track.Unkept?.Refuse();
        if (_ffmpeg is null)
        {
            return new Compressing.Failed(new RenderProblem.MissingEncoder(format));
        }

        var file = Path.ChangeExtension(track.File, format.Extension());
        return await _underWay.RunAsync(
            file,
            () => FindOrCompressAsync(_ffmpeg, track with { Format = format, File = file }, track.File, sequence),
            cancellationToken
        );
    }

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
}
