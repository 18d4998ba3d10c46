using System.Collections.Immutable;

namespace Supine.Web.Shell;

/// <summary>One of the places that every page leads to.</summary>
/// <param name="Path">Where it begins.</param>
/// <param name="Name">The key of its name.</param>
/// <param name="Pages">The other pages that belong to it, each with all below it.</param>
internal sealed record Place(string Path, string Name, ImmutableArray<string> Pages)
{
    /// <summary>All of them, in order. Every page belongs to one.</summary>
    public static ImmutableArray<Place> All { get; } =
    [
        new("/", "shell.today", []),
        new("/progress", "shell.progress", ["/sessions", "/questions", "/experiment"]),
        new("/sitting", "shell.sitting", []),
        new("/explain", "shell.explain", []),
        new("/more", "shell.more", ["/measure", "/next", "/take-along", "/voices", "/screening", "/protocols", "/people", "/devices"]),
    ];

    /// <summary>Whether a page is for those who work in a practice, or who want to sign in.</summary>
    public static bool IsOfPractice(PathString path) => OfPractice.Any(page => path.StartsWithSegments(page));

    private static readonly ImmutableArray<string> OfPractice = ["/practice", "/account", "/sign-in", "/join", "/start"];

    /// <summary>What <c>aria-current</c> says of it on a page: <c>page</c> on its own, <c>true</c> on another that belongs to it; null
    /// elsewhere.</summary>
    public string? CurrentAt(PathString path) =>
        path == Path ? "page"
        : Path != "/" && Pages.Add(Path).Any(page => path.StartsWithSegments(page)) ? "true"
        : null;
}
