using System.Text.Json;

namespace Supine.Speech.Text;

/// <summary>Reads large tables without building a document of them first.</summary>
internal static class Json
{
    /// <summary>Moves on to a token that has to be there.</summary>
    /// <exception cref="JsonException">Another one is.</exception>
    public static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new JsonException($"{token} was expected.");
        }
    }

    /// <summary>A list of strings.</summary>
    public static List<string> ReadStrings(ref Utf8JsonReader reader)
    {
        var strings = new List<string>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            strings.Add(reader.GetString()!);
        }

        return strings;
    }
}
