using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Supine.Web.Boundary;

/// <summary>The OpenAPI document the build writes to <c>contract/api.json</c>.</summary>
internal static class Contract
{
    /// <summary>Adds the document with schemas a generator can use.</summary>
    public static void AddContract(this IServiceCollection services) =>
        services.AddOpenApi(options =>
        {
            // One name, one shape: two types of one name would be published as whichever came first.
            var named = new ConcurrentDictionary<string, Type>(StringComparer.Ordinal);
            options.CreateSchemaReferenceId = info =>
            {
                var id = OpenApiOptions.CreateDefaultSchemaReferenceId(info);
                var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
                return id is null || named.GetOrAdd(id, type) == type
                    ? id
                    : throw new InvalidOperationException(
                        $"Two types are called {id} in the contract: {named[id]} and {type}. Rename one."
                    );
            };
            options.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info = new() { Title = "Supine", Version = "1" };

                    // Where the build happened to listen is no part of it.
                    document.Servers?.Clear();
                    return Task.CompletedTask;
                }
            );
            options.AddSchemaTransformer(
                (schema, context, _) =>
                {
                    var type = context.JsonTypeInfo.Type;
                    if (type == typeof(DateTimeOffset))
                    {
                        schema.Type = JsonSchemaType.String;
                        schema.Format = "date-time";
                    }
                    else if (type == typeof(DateTimeOffset?))
                    {
                        schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
                        schema.Format = "date-time";
                    }
                    else if (type.IsEnum)
                    {
                        schema.Enum = [.. Wire.WordsOf(type).Select(word => (JsonNode)word)];
                    }
                    else if (Nullable.GetUnderlyingType(type) is { IsEnum: true } words)
                    {
                        schema.Enum = [.. Wire.WordsOf(words).Select(word => (JsonNode)word), null!];
                    }

                    return Task.CompletedTask;
                }
            );
        });
}
