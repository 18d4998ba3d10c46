namespace Supine.Web.Practice;

/// <summary>What a device calls itself, in words that a person knows it by.</summary>
internal static class DeviceName
{
    // The first sign that is found counts: most browsers name others, too.
    private static readonly (string Sign, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "Chromebook"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];

    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    /// <summary>System and browser, like "iPhone, Safari"; empty where neither is known.</summary>
    /// <param name="userAgent">The request's header.</param>
    public static string Of(string userAgent) =>
        string.Join(", ", new[] { Find(Systems, userAgent), Find(Browsers, userAgent) }.Where(name => name.Length > 0));

    private static string Find((string Sign, string Name)[] known, string userAgent) =>
        known.FirstOrDefault(one => userAgent.Contains(one.Sign, StringComparison.Ordinal)).Name ?? "";
}
