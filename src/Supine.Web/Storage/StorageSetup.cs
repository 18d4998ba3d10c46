using System.Data.Common;
using System.Reflection;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Protocols.Questionnaires;

namespace Supine.Web.Storage;

/// <summary>Puts the database in place before the first request.</summary>
internal static class StorageSetup
{
    /// <summary>Adds the data folder, the program's own folder, the data source, the migrations at start and the form keys.</summary>
    public static void AddStorage(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
            IsBuild
                ? new UserFolder(Directory.CreateTempSubdirectory("supine-build-").FullName)
                : UserFolder.Find(provider.GetRequiredService<IConfiguration>())
        );
        services.AddSingleton(provider =>
            HomeFolder.Find(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<IHostEnvironment>())
        );
        services.AddSingleton(Languages.Shipped);
        services.AddSingleton<ProtocolLibrary>();
        services.AddSingleton<VoiceLibrary>();
        services.AddSingleton(provider =>
            Database.Open(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<UserFolder>())
        );
        services.AddSingleton(provider => provider.GetRequiredService<Database>().Source);
        services.AddSingleton(provider => provider.GetRequiredService<Database>().StartWrites());
        services.AddSingleton(provider => ScreeningTable.ReadShipped(provider.GetRequiredService<Languages>()));
        services.AddSingleton<ScreeningRecords>();
        services.AddSingleton(provider => QuestionnaireTable.ReadShipped(provider.GetRequiredService<Languages>()));
        services.AddSingleton<QuestionnaireRecords>();
        services.AddHostedService<Start>();
        services.AddDataProtection().SetApplicationName("supine");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
            options.XmlRepository = new ProtectionKeys(provider.GetRequiredService<DbDataSource>())
        ));
    }

    // The build starts the program to write its contract down. What a person has recorded is none of a build's business.
    private static bool IsBuild => Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    // A lifecycle service: its StartingAsync is over before any hosted service, and so the server, starts.
    private sealed class Start(UserFolder folder, Database database, TimeProvider clock) : IHostedLifecycleService
    {
        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            folder.Create();
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
