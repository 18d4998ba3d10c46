using System.Collections.Concurrent;

namespace Supine.Web.Tracks;

/// <summary>Work that is done once for all who ask for it while it is under way.</summary>
internal sealed class SharedWork<T>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<T>>> _underWay = new(StringComparer.Ordinal);

    /// <summary>The result of the work of that name. Who goes away does not end it for the others.</summary>
    public Task<T> RunAsync(string name, Func<Task<T>> work, CancellationToken cancellationToken) =>
        _underWay
            .GetOrAdd(name, _ => new(() => Task.Run(() => RunAsync(name, work), CancellationToken.None)))
            .Value.WaitAsync(cancellationToken);

    private async Task<T> RunAsync(string name, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        finally
        {
            _underWay.TryRemove(name, out _);
        }
    }
}
