using System.Runtime.InteropServices;

namespace Supine.Speech;

/// <summary>Gives memory back that is not needed now: an idle server would keep it until it next has to collect, which
/// may be never.</summary>
internal static class IdleMemory
{
    /// <summary>Collects what nobody refers to, and on Linux has the C library return what the runtime's nets have let go of.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = TrimHeap(0);
            }
            catch (EntryPointNotFoundException)
            {
                // another C library than GNU's: it has its own ways
            }
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int TrimHeap(nuint pad);
}
