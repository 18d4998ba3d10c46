using Supine.Storage;

namespace Supine.Web.Charts;

/// <summary>When the program starts, samples that a newer version of the maths has not seen are computed again, by one node.</summary>
internal sealed class ComputeAgain(Database database, ChartPeople people, ChartOpener charts) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        database.RunAloneAsync(
            "computing again",
            async () =>
            {
                foreach (var practice in await people.ListPracticesAsync(cancellationToken))
                {
                    foreach (var person in await people.ListAsync(practice, cancellationToken))
                    {
                        await charts.Of(person).Readings.ComputeAgainAsync(cancellationToken);
                    }
                }
            },
            cancellationToken
        );

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
