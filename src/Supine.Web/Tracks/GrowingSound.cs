namespace Supine.Web.Tracks;

/// <summary>A sound file while it is made: its length is known, and whoever reads on waits for what is not there yet.</summary>
/// <param name="length">How many bytes it will have.</param>
internal sealed class GrowingSound(int length)
{
    private readonly Lock _lock = new();
    private readonly byte[] _bytes = new byte[length];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _written;
    private Exception? _fault;

    /// <summary>How many bytes it will have.</summary>
    public int Length => length;

    /// <summary>All of it, once it is made.</summary>
    public ReadOnlyMemory<byte> Bytes =>
        _written == length ? _bytes : throw new InvalidOperationException($"Of {length} bytes {_written} are made.");

    /// <summary>Where it is written, by one writer.</summary>
    public Stream Write() => new Writer(this);

    /// <summary>To be read from any place, by as many as like.</summary>
    public Stream Read() => new Reader(this);

    /// <summary>Nothing more will come: whoever waits is told why.</summary>
    public void Break(Exception fault)
    {
        lock (_lock)
        {
            _fault = fault;
            _more.TrySetResult();
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            bytes.CopyTo(_bytes.AsSpan(_written));
            _written += bytes.Length;
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    // What is there from a place on; empty at the end. Where nothing is there yet, what to wait for.
    private (ReadOnlyMemory<byte> Bytes, Task? More) Look(int at)
    {
        lock (_lock)
        {
            return at < _written || at >= length ? (_bytes.AsMemory(Math.Min(at, length)..Math.Max(_written, Math.Min(at, length))), null)
                : _fault is null ? (default, _more.Task)
                : throw new IOException("The sound could not be made whole.", _fault);
        }
    }

    private sealed class Writer(GrowingSound sound) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => sound.Append(buffer);

        public override void Write(byte[] buffer, int offset, int count) => sound.Append(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private sealed class Reader(GrowingSound sound) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => sound.Length;

        public override long Position
        {
            get => _at;
            set => _at = checked((int)value);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var (bytes, more) = sound.Look(_at);
            while (more is not null)
            {
                await more.WaitAsync(cancellationToken);
                (bytes, more) = sound.Look(_at);
            }

            var count = Math.Min(bytes.Length, buffer.Length);
            bytes[..count].CopyTo(buffer);
            _at += count;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Waiting takes no thread.");

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = origin switch
            {
                SeekOrigin.Begin => offset,
                SeekOrigin.Current => _at + offset,
                SeekOrigin.End => sound.Length + offset,
                _ => throw new ArgumentOutOfRangeException(nameof(origin)),
            };

        public override void Flush() { }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
