using Microsoft.AspNetCore.StaticAssets;

namespace Supine.Web.Shell;

/// <summary>The address of a static file with its fingerprint, so that a browser may keep it for ever.</summary>
internal sealed class StaticFiles(EndpointDataSource endpoints)
{
    private readonly Lazy<Dictionary<string, string>> _addresses = new(() => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>())
        .OfType<StaticAssetDescriptor>()
        .Where(asset => asset.Selectors.Count == 0)
        .Select(asset => (Label: asset.Properties.FirstOrDefault(property => property.Name == "label")?.Value, asset.Route))
        .Where(asset => asset.Label is not null)
        .DistinctBy(asset => asset.Label)
        .ToDictionary(asset => asset.Label!, asset => "/" + asset.Route, StringComparer.Ordinal));

    /// <summary>The address of a file below <c>wwwroot</c>.</summary>
    public string this[string path] => _addresses.Value.GetValueOrDefault(path, "/" + path);
}
