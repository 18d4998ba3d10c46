using Supine.Storage;

namespace Supine.Web.Library;

/// <summary>Forgets unused tracks when the program starts and once a day, on one node.</summary>
internal sealed class ForgetUnusedTracks(Database database, TrackLibrary tracks, ILogger<ForgetUnusedTracks> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
            {
                await ForgetAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // the program ends
        }
    }

    private async Task ForgetAsync(CancellationToken stoppingToken)
    {
        try
        {
            await database.RunAloneAsync("forgetting unused tracks", () => tracks.ForgetUnusedAsync(stoppingToken), stoppingToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // they take little room, and tomorrow is another day
            log.LogWarning("Unused tracks were not forgotten: {Fault}", fault.Message);
        }
    }
}
