using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace Supine.Web.Tests;

/// <summary>Holds every request and every answer of the interface for programs against <c>contract/api.json</c>, whatever test sends
/// them.</summary>
internal sealed class ContractHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The contract.</summary>
    public static readonly JsonObject Document = JsonNode.Parse(File.ReadAllText(FindFile()))!.AsObject();
    private static readonly ConcurrentDictionary<string, JsonSchema> Schemas = new();

    private static readonly List<(Regex Path, JsonObject Operations)> Paths =
    [
        .. Document["paths"]!
            .AsObject()
            .Select(path => (new Regex($"^{Regex.Replace(path.Key, @"\{\w+\}", "[^/]+")}/?$"), path.Value!.AsObject())),
    ];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (!path.StartsWith("/api/", StringComparison.Ordinal))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var sent = request.Content is { Headers.ContentType.MediaType: "application/json" } body
            ? await body.ReadAsStringAsync(cancellationToken)
            : null;
        var response = await base.SendAsync(request, cancellationToken);
        var method = request.Method.Method.ToLowerInvariant();
        var operation = Paths.Where(known => known.Path.IsMatch(path)).Select(known => known.Operations[method]).FirstOrDefault();
        if (operation is null || response.StatusCode == System.Net.HttpStatusCode.MethodNotAllowed)
        {
            return response;
        }

        var status = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (sent is not null && response.IsSuccessStatusCode)
        {
            Check(operation["requestBody"]!["content"]!["application/json"]!["schema"]!, sent, $"the request {request.Method} {path}");
        }

        // What no operation lists is answered by the program as a whole: it refuses, or it failed.
        var listed = operation["responses"]![status];
        Assert.True(
            listed is not null || (int)response.StatusCode >= 400,
            $"{request.Method} {path} was answered with {status}, which the contract does not list."
        );
        var media = response.Content.Headers.ContentType?.MediaType;
        if (media is "application/json" or "application/problem+json" && listed?["content"]?[media]?["schema"] is { } schema)
        {
            Check(schema, await response.Content.ReadAsStringAsync(cancellationToken), $"the answer {status} to {request.Method} {path}");
        }

        return response;
    }

    /// <summary>Fails where a text is not what a schema says.</summary>
    public static void Check(JsonNode schema, string json, string what)
    {
        var rule = Schemas.GetOrAdd(schema.ToJsonString(), text => JsonSchema.FromText(Wrap(text)));
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var result = rule.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(
            result.IsValid,
            $"{what} is not as the contract says: "
                + string.Join(
                    "; ",
                    (result.Details ?? [])
                        .Where(detail => detail.Errors is not null)
                        .Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}")
                )
        );
    }

    // The contract's own schemas stand beside the one that is asked for.
    private static string Wrap(string schema)
    {
        var node = JsonNode.Parse(schema)!.AsObject();
        node["$defs"] = Document["components"]!["schemas"]!.DeepClone();
        return node.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
    }

    private static string FindFile()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "contract", "api.json");
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new FileNotFoundException("contract/api.json is written by the build.");
    }
}
