using System.Diagnostics;

namespace Supine.Web.Tests;

/// <summary>A disk of its own that is soon full. Only an administrator may make one: a test that needs one is skipped for others.</summary>
internal sealed class TinyDisk : IDisposable
{
    private TinyDisk(string path) => Path = path;

    public string Path { get; }

    public static TinyDisk Mount(int kilobytes)
    {
        var path = Directory.CreateTempSubdirectory("supine-disk-").FullName;
        if (!OperatingSystem.IsLinux() || !TryRun("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "none", path))
        {
            Directory.Delete(path);
            Assert.Skip("No disk can be made here.");
        }

        return new(path);
    }

    /// <summary>Leaves no space at all.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            // full
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        TryRun("umount", "--lazy", Path);
        Directory.Delete(Path);
    }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    private static bool TryRun(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
