using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Supine.Storage;
using Supine.Storage.Backups;
using Supine.Storage.Folders;

namespace Supine.Web.Storage;

/// <summary>Puts the database in place before the first request.</summary>
internal static class StorageSetup
{
    /// <summary>Adds the database, its migrations at start, what takes changes, and the keys that sign forms.</summary>
    public static void AddStorage(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
            Database.Open(
                provider.GetRequiredService<IConfiguration>()["SUPINE_DATABASE"],
                provider.GetRequiredService<UserFolder>().Database
            )
        );
        services.AddSingleton(provider => provider.GetRequiredService<Database>().Source);
        services.AddSingleton(provider => provider.GetRequiredService<Database>().StartWrites());
        services.AddHostedService<Start>();
        services.AddDataProtection().SetApplicationName("supine");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
            options.XmlRepository = new ProtectionKeys(provider.GetRequiredService<Database>().Source)
        ));
    }

    // A lifecycle service: its StartingAsync is over before any hosted service, and so the server, starts.
    private sealed class Start(UserFolder folder, Database database, TimeProvider clock) : IHostedLifecycleService, IAsyncDisposable
    {
        private FolderLock? _folderInUse;
        private IAsyncDisposable? _databaseInUse;

        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            try
            {
                Restoring.Finish(folder);
                _folderInUse =
                    FolderLock.TryShare(folder.Path)
                    ?? throw new StartRefusedException($"{folder.Path} is being restored. Start this again when that is over.");
                await database.CheckAsync(cancellationToken);
                _databaseInUse = await database.EnterAsync(cancellationToken);
                await Migration.ApplyAsync(database, Migration.AllFor(database.Variant), clock.GetUtcNow(), cancellationToken);
                await database.PrepareAsync(cancellationToken);
            }
            catch (Exception fault) when (fault is not StartRefusedException && DiskFault.Find(fault) is { } known)
            {
                throw new StartRefusedException(known.Explain(database.Place), fault);
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_databaseInUse is not null)
            {
                await _databaseInUse.DisposeAsync();
            }

            _folderInUse?.Dispose();
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
