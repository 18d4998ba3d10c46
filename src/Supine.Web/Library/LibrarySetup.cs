using System.Reflection;
using Supine.Audio;
using Supine.Protocols;
using Supine.Protocols.Prescribing;
using Supine.Protocols.Questionnaires;
using Supine.Speech;
using Supine.Storage.Folders;

namespace Supine.Web.Library;

/// <summary>What the program reads from folders: its own, and that of who uses it.</summary>
internal static class LibrarySetup
{
    /// <summary>Adds the folders and what is in them: protocols, voices, tracks, and what is asked.</summary>
    public static void AddLibrary(this IServiceCollection services)
    {
        services.AddSingleton(provider => FindFolder(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider =>
            HomeFolder.Find(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<IHostEnvironment>())
        );
        services.AddSingleton(Languages.Shipped);
        services.AddSingleton<ProtocolLibrary>();
        services.AddSingleton<VoiceLibrary>();
        services.AddSingleton(provider => new EnglishVoice(
            provider.GetRequiredService<HomeFolder>().EnglishVoice,
            Pronunciations.PhonemesOf(provider.GetRequiredService<Languages>().English),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<TrackLibrary>();
        services.AddHostedService<ForgetUnusedTracks>();
        services.AddSingleton<HouseholdBackup>();
        services.AddSingleton(provider => ScreeningTable.ReadShipped(provider.GetRequiredService<Languages>()));
        services.AddSingleton(provider => QuestionnaireTable.ReadShipped(provider.GetRequiredService<Languages>()));
    }

    // The folder is there before anything is opened in it. The build starts the program to write its contract down: what a person has
    // recorded is none of a build's business.
    private static UserFolder FindFolder(IConfiguration configuration)
    {
        var isBuild = Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";
        var folder = isBuild
            ? new UserFolder(Directory.CreateTempSubdirectory("supine-build-").FullName)
            : UserFolder.Find(configuration["SUPINE_DATA"]);
        if (!isBuild)
        {
            UserFolder.KeepNewFilesToTheirOwner();
        }

        folder.Create();
        return folder;
    }
}
