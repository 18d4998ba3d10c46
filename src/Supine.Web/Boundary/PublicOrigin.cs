using System.Collections.Immutable;
using System.Net;

namespace Supine.Web.Boundary;

/// <summary>The address at which people reach the program through a proxy.</summary>
/// <param name="Address">Scheme, host and port, and nothing else.</param>
/// <param name="Proxies">The addresses that the proxy's requests come from.</param>
/// <param name="NeedsSignIn">Whether others reach it and nobody asks them for a password before: then only a practice, which does, may be
/// here.</param>
internal sealed record PublicOrigin(Uri Address, ImmutableArray<IPNetwork> Proxies, bool NeedsSignIn)
{
    /// <summary>Names the address, like <c>https://stretch.example.org</c>.</summary>
    public const string Setting = "SUPINE_ORIGIN";

    /// <summary>Names the addresses of the proxy, where it does not run on this machine: <c>10.0.0.2, 10.1.0.0/16</c>.</summary>
    public const string ProxySetting = "SUPINE_PROXY";

    /// <summary><c>yes</c> declares that the proxy asks people for a password.</summary>
    public const string AuthenticationSetting = "SUPINE_PROXY_AUTHENTICATES";

    private static readonly ImmutableArray<IPNetwork> ThisMachine = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <summary>Host and port, as a request names them.</summary>
    public HostString Host { get; } =
        HostString.FromUriComponent(
            (Address.HostNameType == UriHostNameType.IPv6 ? Address.Host : Address.IdnHost)
                + (Address.IsDefaultPort ? "" : $":{Address.Port}")
        );

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">Holds them.</param>
    /// <param name="refusal">Why the program must not start with them: a sentence for the person who starts it. Null if it may.</param>
    /// <returns>Null where there is no such address, and where there is a refusal.</returns>
    public static PublicOrigin? TryRead(IConfiguration configuration, out string? refusal)
    {
        var (written, proxy, authenticates) = (
            configuration[Setting]?.Trim() ?? "",
            configuration[ProxySetting]?.Trim() ?? "",
            configuration[AuthenticationSetting]?.Trim() ?? ""
        );
        if (written.Length == 0)
        {
            refusal =
                proxy.Length + authenticates.Length > 0
                    ? $"{ProxySetting} and {AuthenticationSetting} need {Setting}, Supine's own address, like https://stretch.example.org."
                    : null;
            return null;
        }

        var networks = proxy
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(TryReadNetwork)
            .ToList();
        refusal = (TryReadAddress(written), networks.Contains(null)) switch
        {
            (null, _) => $"{Setting} is not an origin: write scheme and host only, like https://stretch.example.org.",
            ({ Scheme: "http" } address, _) when !OwnAddress.IsOfThisMachine(address) =>
                $"{Setting} begins with http, so records of people's health would cross the network in the clear. Let the proxy speak TLS, "
                    + "and write https.",
            (_, true) => $"{ProxySetting} is not a list of IP addresses or networks: write it like 10.0.0.2, 10.1.0.0/16.",
            _ => null,
        };
        if (refusal is not null)
        {
            return null;
        }

        var origin = TryReadAddress(written)!;
        return new(
            origin,
            [.. ThisMachine, .. networks.Select(network => network!.Value)],
            !OwnAddress.IsOfThisMachine(origin) && authenticates != "yes"
        );
    }

    /// <summary>Why a household must not be here where <see cref="NeedsSignIn"/> holds.</summary>
    public const string NoSignIn =
        $"{Setting} can be reached by others, and Supine has no sign-in: everybody who opens it could read and change all records. "
        + $"Let the proxy ask for a password (docs/behind-a-proxy.md), then set {AuthenticationSetting}=yes.";

    /// <summary>Whether a connection comes from the proxy. One without an address (a Unix socket) can only come from here.</summary>
    public bool IsProxy(IPAddress? address) =>
        address is null || Proxies.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    private static Uri? TryReadAddress(string written) =>
        Uri.TryCreate(written, UriKind.Absolute, out var address)
        && address is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "", Host.Length: > 0 }
        && !written.EndsWith('?')
        && !written.EndsWith('#')
            ? address
            : null;

    private static IPNetwork? TryReadNetwork(string written) =>
        IPNetwork.TryParse(written, out var network) ? network
        : IPAddress.TryParse(written, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
