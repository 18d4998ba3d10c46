using System.Text.Json.Nodes;
using Supine.Web.Shell;

namespace Supine.Web.Tests.Shell;

/// <summary>The files of page texts as they are part of the program.</summary>
internal static class ShippedTexts
{
    public static JsonObject Read(string code)
    {
        using var stream = typeof(TextCatalogue).Assembly.GetManifestResourceStream($"Supine.Web.Shell.Texts.{code}.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    /// <summary>Key and text of all of a file.</summary>
    public static IEnumerable<(string Key, string Text)> AllOf(JsonObject file) =>
        from part in file
        where part.Value is JsonObject
        from text in part.Value.AsObject()
        select ($"{part.Key}.{text.Key}", text.Value!.GetValue<string>());
}
