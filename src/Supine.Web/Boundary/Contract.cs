using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
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
                    if (type.IsAssignableTo(typeof(ProblemDetails)))
                    {
                        // a problem may say more: a code, a trace
                        schema.AdditionalPropertiesAllowed = true;
                        schema.AdditionalProperties = null;
                    }
                    else if (type == typeof(DateTimeOffset))
                    {
                        schema.Type = JsonSchemaType.String;
                        schema.Format = "date-time";
                    }
                    else if (type == typeof(DateTimeOffset?))
                    {
                        schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
                        schema.Format = "date-time";
                    }
                    else if ((Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } words)
                    {
                        // Whether it may be missing is said where it is used: a shared name stands for the words alone.
                        schema.Type = JsonSchemaType.String;
                        schema.Enum = [.. Wire.WordsOf(words).Select(word => (JsonNode)word)];
                    }

                    if (schema.Description is { } description)
                    {
                        // as the comment says it, however its lines were broken
                        schema.Description = string.Join(' ', description.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                    }

                    return Task.CompletedTask;
                }
            );
        });
}
