namespace Supine.Speech;

/// <summary>Something large that is loaded when it is first asked, and let go of when nobody has asked for two minutes.</summary>
/// <remarks>One is asked at a time. A fault while loading is looked at again after the same while.</remarks>
internal sealed class LoadedWhileUsed<T> : IDisposable
    where T : class, IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);

    private readonly Func<T> _open;
    private readonly ITimer _release;
    private readonly Lock _lock = new();
    private T? _loaded;
    private string? _fault;
    private bool _isDisposed;

    /// <summary>Loads nothing yet.</summary>
    /// <param name="open">Loads it; a <see cref="FaultyFileException"/> says in a sentence why it cannot be.</param>
    /// <param name="time">Tells when nobody has asked for a while.</param>
    public LoadedWhileUsed(Func<T> open, TimeProvider time)
    {
        _open = open;
        _release = time.CreateTimer(_ => Release(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether it is in memory.</summary>
    public bool IsLoaded
    {
        get
        {
            lock (_lock)
            {
                return _loaded is not null;
            }
        }
    }

    /// <summary>In a sentence why it cannot be loaded, found by loading it; null where it can.</summary>
    public string? FindFault() => Ask<string?>(_ => null, reason => reason);

    /// <summary>Asks it.</summary>
    /// <param name="ask">What is asked.</param>
    /// <param name="refuse">What is answered where it cannot be loaded, for which it is given the reason, a sentence.</param>
    public TAnswer Ask<TAnswer>(Func<T, TAnswer> ask, Func<string, TAnswer> refuse)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_loaded is null && _fault is null)
            {
                Load();
            }

            _release.Change(Idle, Timeout.InfiniteTimeSpan);
            return _loaded is null ? refuse(_fault!) : ask(_loaded);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _release.Dispose();
            _loaded?.Dispose();
            _loaded = null;
        }
    }

    private void Load()
    {
        try
        {
            _loaded = _open();

            // unpacking and reading files leaves more behind than what is kept
            IdleMemory.GiveBack();
        }
        catch (FaultyFileException fault)
        {
            _fault = fault.Message;
        }
    }

    private void Release()
    {
        lock (_lock)
        {
            var wasLoaded = _loaded is not null;
            _loaded?.Dispose();
            (_loaded, _fault) = (null, null);
            if (!wasLoaded)
            {
                return;
            }
        }

        IdleMemory.GiveBack();
    }
}
