using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Supine.Protocols;

namespace Supine.Cli;

/// <summary>Compares the files of page texts with the English one: the same keys, the same places to fill.</summary>
internal static partial class PageTexts
{
    private const string English = "en";

    // Lists the keys whose text is meant to be the same as in English.
    private const string Same = "sameAsInEnglish";

    /// <summary>All faults, and what is still to be translated.</summary>
    /// <param name="folder">One JSON file a language, named by its code.</param>
    /// <param name="languages">Those that there are.</param>
    public static (ImmutableArray<Diagnostic> Faults, ImmutableArray<Diagnostic> Untranslated) Check(string folder, Languages languages)
    {
        var faults = new List<Diagnostic>();
        var untranslated = new List<Diagnostic>();
        var english = Read(Path.Combine(folder, English + ".json"), faults);
        foreach (
            var file in Directory
                .GetFiles(folder, "*.json")
                .Order(StringComparer.Ordinal)
                .Where(file => Path.GetFileNameWithoutExtension(file) != English)
        )
        {
            var code = Path.GetFileNameWithoutExtension(file);
            if (!languages.TryFind(code, out var language))
            {
                faults.Add(
                    new(
                        "T001",
                        file,
                        Mark.Start,
                        $"There is no language `{code}`.",
                        $"Add src/Supine.Protocols/Languages/{code}.yaml, or rename the file."
                    )
                );
            }
            else if (english is not null && Read(file, faults) is { } own)
            {
                faults.AddRange(Compare(file, own, english, language));
                untranslated.AddRange(FindUntranslated(file, own, english));
            }
        }

        return (InOrder(faults), InOrder(untranslated));
    }

    private static ImmutableArray<Diagnostic> InOrder(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.OrderBy(diagnostic => diagnostic.File, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.At)];

    private static IEnumerable<Diagnostic> Compare(string file, TextFile own, TextFile english, Language language)
    {
        foreach (var (key, (text, at)) in own.Texts)
        {
            if (!english.Texts.TryGetValue(key, out var original))
            {
                yield return new("T003", file, at, $"English has no text `{key}`.", "Delete it, or correct its name.");
                continue;
            }

            if (!PlacesOf(text).SequenceEqual(PlacesOf(original.Text)))
            {
                yield return new(
                    "T004",
                    file,
                    at,
                    $"`{key}` has not the places of the English text.",
                    $"It has: {string.Join(", ", PlacesOf(original.Text).DefaultIfEmpty("none"))}."
                );
            }

            foreach (
                var forms in Place()
                    .Matches(text)
                    .Select(place => place.Groups["forms"])
                    .Where(forms => forms.Success && forms.Value.Split('|').Length != language.CountCategories.Length)
            )
            {
                yield return new(
                    "T005",
                    file,
                    at,
                    $"`{key}` has {forms.Value.Split('|').Length} forms of a count.",
                    $"{language.Name} has {language.CountCategories.Length}: {string.Join(", ", language.CountCategories)}."
                );
            }
        }
    }

    private static IEnumerable<Diagnostic> FindUntranslated(string file, TextFile own, TextFile english)
    {
        foreach (var (key, (original, _)) in english.Texts)
        {
            if (!own.Texts.TryGetValue(key, out var text))
            {
                yield return new(
                    "T401",
                    file,
                    Mark.Start,
                    $"`{key}` is not translated: {Shorten(original)}",
                    "Until then it is shown in English."
                );
            }
            else if (text.Text == original && !own.Same.Contains(key))
            {
                yield return new(
                    "T401",
                    file,
                    text.At,
                    $"`{key}` is as in English: {Shorten(original)}",
                    $"Translate it, or name it in `{Same}`."
                );
            }
        }
    }

    private static TextFile? Read(string file, List<Diagnostic> faults)
    {
        var bytes = File.ReadAllBytes(file);
        try
        {
            var own = ReadTexts(bytes);
            foreach (var key in own.Same.Where(key => !own.Texts.ContainsKey(key)))
            {
                faults.Add(new("T003", file, Mark.Start, $"`{Same}` names `{key}`, and there is no such text.", "Delete it there."));
            }

            return own;
        }
        catch (JsonException fault)
        {
            faults.Add(
                new(
                    "T002",
                    file,
                    new((int)(fault.LineNumber ?? 0) + 1, (int)(fault.BytePositionInLine ?? 0) + 1),
                    fault.Message.Split(" LineNumber")[0],
                    "Write groups of texts, {\"guide\": {\"start\": \"…\"}}, each key once."
                )
            );
            return null;
        }
    }

    private static TextFile ReadTexts(byte[] bytes)
    {
        // the document finds keys that stand twice; the reader knows the places
        JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false }).Dispose();
        var texts = ImmutableSortedDictionary.CreateBuilder<string, (string Text, Mark At)>(StringComparer.Ordinal);
        var same = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(bytes);
        var names = new string[3];
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when reader.CurrentDepth <= 2:
                    names[reader.CurrentDepth] = reader.GetString()!;
                    break;
                case JsonTokenType.String when reader.CurrentDepth == 2 && names[1] == Same:
                    same.Add(reader.GetString()!);
                    break;
                case JsonTokenType.String when reader.CurrentDepth == 2:
                    texts[$"{names[1]}.{names[2]}"] = (reader.GetString()!, MarkOf(bytes, (int)reader.TokenStartIndex));
                    break;
                case JsonTokenType.StartObject or JsonTokenType.EndObject when reader.CurrentDepth <= 1:
                case JsonTokenType.StartArray or JsonTokenType.EndArray when reader.CurrentDepth == 1 && names[1] == Same:
                    break;
                default:
                    var at = MarkOf(bytes, (int)reader.TokenStartIndex);
                    throw new JsonException("No text stands here.", path: null, at.Line - 1, at.Column - 1);
            }
        }

        return new(texts.ToImmutable(), same.ToImmutable());
    }

    private static Mark MarkOf(ReadOnlySpan<byte> bytes, int index)
    {
        var before = bytes[..index];
        var line = before.LastIndexOf((byte)'\n') + 1;
        return new(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[line..]) + 1);
    }

    private static IEnumerable<string> PlacesOf(string text) =>
        Place().Matches(text).Select(place => $"{{{place.Groups["name"].Value}}}").Distinct().Order(StringComparer.Ordinal);

    private static string Shorten(string text) => text.Length <= 60 ? $"“{text}”" : $"“{text[..59]}…”";

    [GeneratedRegex(@"\{(?<name>\w+)(\|(?<forms>[^{}]*))?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    private sealed record TextFile(ImmutableSortedDictionary<string, (string Text, Mark At)> Texts, ImmutableHashSet<string> Same);
}
