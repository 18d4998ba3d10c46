using System.Net;

namespace Supine.Web.Boundary;

/// <summary>Addresses of this program as somebody else is given them.</summary>
internal static class OwnAddress
{
    /// <summary>The address of a path, at the origin through which this request reached the program.</summary>
    public static Uri Of(HttpRequest request, string path) => new($"{request.Scheme}://{request.Host}{path}");

    /// <summary>Whether an address leads nowhere but to the machine that opens it.</summary>
    public static bool IsOfThisMachine(Uri address) => IsOfThisMachine(address.IdnHost);

    /// <inheritdoc cref="IsOfThisMachine(Uri)"/>
    public static bool IsOfThisMachine(HostString host) => IsOfThisMachine(host.Host);

    private static bool IsOfThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
