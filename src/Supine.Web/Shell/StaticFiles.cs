using Microsoft.AspNetCore.StaticAssets;

namespace Supine.Web.Shell;

/// <summary>The address of a static file with its fingerprint, so that a browser may keep it for ever.</summary>
internal sealed class StaticFiles(EndpointDataSource endpoints)
{
    private readonly Lazy<IReadOnlyList<StaticAssetDescriptor>> _assets = new(() =>
        [
            .. endpoints
                .Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>())
                .OfType<StaticAssetDescriptor>()
                .Where(asset => asset.Selectors.Count == 0),
        ]
    );

    private Dictionary<string, string>? _addresses;

    /// <summary>The address of a file below <c>wwwroot</c>.</summary>
    public string this[string path] => Addresses.GetValueOrDefault(path, "/" + path);

    /// <summary>Every file below <c>wwwroot</c> by its own name, with the hash of its content as <c>integrity</c> is written.</summary>
    public IEnumerable<(string Path, string Integrity)> All =>
        from asset in _assets.Value
        where PropertyOf(asset, "label") is null && !IsCompressed(asset.Route)
        let integrity = PropertyOf(asset, "integrity")
        where integrity is not null
        select (asset.Route, integrity);

    private Dictionary<string, string> Addresses =>
        _addresses ??= _assets
            .Value.Select(asset => (Label: PropertyOf(asset, "label"), asset.Route))
            .Where(asset => asset.Label is not null)
            .DistinctBy(asset => asset.Label)
            .ToDictionary(asset => asset.Label!, asset => "/" + asset.Route, StringComparer.Ordinal);

    private static bool IsCompressed(string path) => Path.GetExtension(path) is ".gz" or ".br";

    private static string? PropertyOf(StaticAssetDescriptor asset, string name) =>
        asset.Properties.FirstOrDefault(property => property.Name == name)?.Value;
}
