namespace Supine.Web.Library;

/// <summary>The folder that holds everything about the people of this household, readable by its owner alone.</summary>
/// <param name="Path">Absolute.</param>
internal sealed record UserFolder(string Path)
{
    /// <summary>The folder <c>SUPINE_DATA</c> names, or the platform's place for a program's own files.</summary>
    public static UserFolder Find(IConfiguration configuration)
    {
        var named = configuration["SUPINE_DATA"];
        return new(
            string.IsNullOrWhiteSpace(named)
                ? System.IO.Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                    "supine"
                )
                : System.IO.Path.GetFullPath(named)
        );
    }

    /// <summary>The database's file.</summary>
    public string Database => System.IO.Path.Combine(Path, "supine.db");

    /// <summary>Rendered tracks: they can be made again.</summary>
    public string Tracks => System.IO.Path.Combine(Path, "tracks");

    /// <summary>Voices recorded or brought in here, one folder each.</summary>
    public string Voices => System.IO.Path.Combine(Path, "voices");

    /// <summary>Makes the folder where it is missing.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.CreateDirectory(Tracks);
        Directory.CreateDirectory(Voices);
    }
}
