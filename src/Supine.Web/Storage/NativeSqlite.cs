using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Supine.Web.Storage;

/// <summary>Chooses which SQLite is loaded: the system's, which its updates keep patched, or else the bundled one.</summary>
internal static class NativeSqlite
{
    private static readonly string[] SystemNames =
        OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"]
        : OperatingSystem.IsWindows() ? ["winsqlite3.dll"]
        : ["libsqlite3.so.0"];

    private static readonly Lazy<string> Loaded = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        return raw.sqlite3_libversion().utf8_to_string();
    });

    /// <summary>Loads SQLite once and gives its version.</summary>
    public static string Load() => Loaded.Value;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3")
        {
            return 0;
        }

        foreach (var candidate in SystemNames)
        {
            // SearchPath null: the loader's own rules, so LD_LIBRARY_PATH still decides.
            if (NativeLibrary.TryLoad(candidate, assembly, null, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
