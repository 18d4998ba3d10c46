using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Supine.Storage;

/// <summary>Chooses which SQLite is loaded: the newer of the bundled one and the system's.</summary>
internal static class NativeSqlite
{
    private const string Bundled = "e_sqlite3";

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

    /// <summary>The one of two libraries that is used: the one with the larger version, the bundled one where both are the same.</summary>
    /// <param name="bundled">The version number of the bundled library, as <c>sqlite3_libversion_number</c> gives it; null where it is
    /// missing.</param>
    /// <param name="system">The system's, likewise.</param>
    public static bool PrefersSystem(int? bundled, int? system) => system is not null && (bundled is null || system > bundled);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Bundled)
        {
            return 0;
        }

        var bundled = NativeLibrary.TryLoad(Bundled, assembly, path, out var ours) ? ours : 0;

        // SearchPath null: the loader's own rules, so LD_LIBRARY_PATH still decides.
        var system = SystemNames.Select(candidate => NativeLibrary.TryLoad(candidate, assembly, null, out var theirs) ? theirs : 0).Max();
        return PrefersSystem(VersionOf(bundled), VersionOf(system)) ? system : bundled;
    }

    private static unsafe int? VersionOf(nint library) =>
        library != 0 && NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var version)
            ? ((delegate* unmanaged[Cdecl]<int>)version)()
            : null;
}
