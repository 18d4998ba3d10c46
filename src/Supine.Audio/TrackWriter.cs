namespace Supine.Audio;

/// <summary>Writes a WAV file from its beginning to its end, without holding it.</summary>
internal sealed class TrackWriter(Stream destination, TimeSpan total, IProgress<RenderProgress>? progress)
{
    /// <summary>Written at once: about two seconds.</summary>
    private const int BlockSamples = 32_768;

    private readonly byte[] _block = new byte[BlockSamples * sizeof(short)];
    private int _written;

    public long Bytes => WaveFile.HeaderBytes + ((long)_written * sizeof(short));

    public ValueTask WriteHeaderAsync(CancellationToken cancellationToken)
    {
        WaveFile.WriteHeader(_block, TrackFormat.SampleAt(total));
        return destination.WriteAsync(_block.AsMemory(0, WaveFile.HeaderBytes), cancellationToken);
    }

    public async ValueTask WriteSilenceUntilAsync(int sample, CancellationToken cancellationToken)
    {
        Array.Clear(_block);
        while (_written < sample)
        {
            await WriteBlockAsync(Math.Min(BlockSamples, sample - _written), cancellationToken);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        while (samples.Length > 0)
        {
            var count = Math.Min(BlockSamples, samples.Length);
            WaveFile.WriteSamples(_block, samples.Span[..count]);
            await WriteBlockAsync(count, cancellationToken);
            samples = samples[count..];
        }
    }

    private async ValueTask WriteBlockAsync(int count, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(_block.AsMemory(0, count * sizeof(short)), cancellationToken);
        _written += count;
        progress?.Report(new(TrackFormat.LengthOf(_written), total));
    }
}
