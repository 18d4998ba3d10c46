using Supine.Storage;
using Supine.Web.Boundary;

namespace Supine.Web.Accounts;

/// <summary>Refuses to start where everybody could open a household's records. A practice asks who somebody is itself.</summary>
internal sealed class RequireSignIn(Practices practices, PublicOrigin? origin = null) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (origin is { NeedsSignIn: true } && !await practices.IsPracticeAsync(cancellationToken))
        {
            throw new StartRefusedException(PublicOrigin.NoSignIn);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
