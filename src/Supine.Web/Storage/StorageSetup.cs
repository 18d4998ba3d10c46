using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Supine.Web.Storage;

/// <summary>Puts the database in place before the first request.</summary>
internal static class StorageSetup
{
    /// <summary>Adds the database, its migrations at start, what takes changes, and the keys that sign forms.</summary>
    /// <param name="services">What the program consists of.</param>
    /// <param name="findFile">Where the SQLite file is, if nothing else is configured.</param>
    public static void AddStorage(this IServiceCollection services, Func<IServiceProvider, string> findFile)
    {
        services.AddSingleton(provider => Database.Open(provider.GetRequiredService<IConfiguration>(), findFile(provider)));
        services.AddSingleton(provider => provider.GetRequiredService<Database>().Source);
        services.AddSingleton(provider => provider.GetRequiredService<Database>().StartWrites());
        services.AddHostedService<Start>();
        services.AddDataProtection().SetApplicationName("supine");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
            options.XmlRepository = new ProtectionKeys(provider.GetRequiredService<Database>().Source)
        ));
    }

    // A lifecycle service: its StartingAsync is over before any hosted service, and so the server, starts.
    private sealed class Start(Database database, TimeProvider clock) : IHostedLifecycleService
    {
        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            await Migration.ApplyAsync(database, Migration.AllFor(database.Variant), clock.GetUtcNow(), cancellationToken);
            await database.PrepareAsync(cancellationToken);
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
