using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;

namespace Supine.Web.Tests;

public class ContractTests
{
    private static readonly JsonObject Schemas = Read()["components"]!["schemas"]!.AsObject();

    [Fact]
    public async Task Every_address_of_the_api_is_in_the_contract_and_no_other()
    {
        await using var site = await TestSite.StartAsync();
        var served = site.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(path => path.StartsWith("/api/", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.NotEmpty(served);
        Assert.Equal(served, Read()["paths"]!.AsObject().Select(path => path.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Members_are_required_and_nothing_else_is_allowed()
    {
        foreach (
            var (name, schema) in Schemas.Where(schema =>
                schema.Value!["properties"] is not null && !schema.Key.EndsWith("ProblemDetails", StringComparison.Ordinal)
            )
        )
        {
            Assert.Equal(
                schema!["properties"]!.AsObject().Select(member => member.Key),
                schema["required"]!.AsArray().Select(member => (string)member!)
            );
            Assert.False((bool)schema["additionalProperties"]!, name);
        }
    }

    [Theory]
    [InlineData("SessionSpan", "fromMs", "integer")]
    [InlineData("Held", "heldMs", "integer,null")]
    [InlineData("SessionReport", "startedAt", "string")]
    [InlineData("SafetyConfirmation", "readAt", "null,string")]
    public void Members_have_one_plain_type(string schema, string member, string types)
    {
        var type = Schemas[schema]!["properties"]![member]!["type"]!;
        Assert.Equal(
            types,
            string.Join(
                ',',
                (type is JsonArray several ? several.Select(one => (string)one!) : [(string)type!]).Order(StringComparer.Ordinal)
            )
        );
    }

    private static JsonNode Read()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "contract", "api.json")))
            {
                return JsonNode.Parse(File.ReadAllText(Path.Combine(folder.FullName, "contract", "api.json")))!;
            }
        }

        throw new FileNotFoundException("contract/api.json is written by the build.");
    }
}
