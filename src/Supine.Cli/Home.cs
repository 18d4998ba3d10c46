using Supine.Audio;
using Supine.Protocols;
using Supine.Speech;

namespace Supine.Cli;

/// <summary>Where Supine's own files lie: the folder with <c>protocols/</c> and <c>voices/</c>.</summary>
internal static class Home
{
    /// <summary><c>SUPINE_HOME</c>, or the nearest folder above the working directory or the program that has <c>protocols/</c>.</summary>
    public static string Find() =>
        Environment.GetEnvironmentVariable("SUPINE_HOME") is { Length: > 0 } named
            ? named
            : Above(Environment.CurrentDirectory) ?? Above(AppContext.BaseDirectory) ?? Environment.CurrentDirectory;

    public static string Protocols => Path.Combine(Find(), "protocols");

    public static string Voices => Path.Combine(Find(), "voices");

    /// <summary>The built-in English voice; nothing is loaded yet.</summary>
    public static EnglishVoice EnglishVoice { get; } =
        new(Path.Combine(Find(), "speech", "heart"), Pronunciations.PhonemesOf(Language.English), TimeProvider.System);

    /// <summary>What the pages say, where this is a source tree.</summary>
    public static string PageTexts => Path.Combine(Find(), "src", "Supine.Web", "Shell", "Texts");

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "protocols", Supine.Protocols.ProtocolFolder.SourcesFile)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
