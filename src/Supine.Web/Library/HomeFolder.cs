using Supine.Protocols;
using Supine.Storage;

namespace Supine.Web.Library;

/// <summary>The folder the program came in: its protocols and its voices.</summary>
/// <param name="Path">Absolute.</param>
internal sealed record HomeFolder(string Path)
{
    /// <summary>Where protocol files are.</summary>
    public string Protocols => System.IO.Path.Combine(Path, "protocols");

    /// <summary>Where clip packs are.</summary>
    public string Voices => System.IO.Path.Combine(Path, "voices");

    /// <summary>Where the built-in English voice is.</summary>
    public string EnglishVoice => System.IO.Path.Combine(Path, "speech", "heart");

    /// <summary>The folder <c>SUPINE_HOME</c> names, or the nearest one at or above the program that holds protocols.</summary>
    public static HomeFolder Find(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration["SUPINE_HOME"] is { Length: > 0 } named)
        {
            var home = new HomeFolder(System.IO.Path.GetFullPath(named));
            return Directory.Exists(home.Protocols)
                ? home
                : throw new StartRefusedException(
                    $"SUPINE_HOME names {home.Path}, and there is no folder `protocols` in it. Name the folder the program came in."
                );
        }

        for (var folder = new DirectoryInfo(environment.ContentRootPath); folder is not null; folder = folder.Parent)
        {
            var home = new HomeFolder(folder.FullName);
            if (File.Exists(System.IO.Path.Combine(home.Protocols, ProtocolFolder.SourcesFile)))
            {
                return home;
            }
        }

        throw new StartRefusedException("No folder `protocols` was found. Set SUPINE_HOME to the folder the program came in.");
    }
}
