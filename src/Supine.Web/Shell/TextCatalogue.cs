using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Supine.Protocols;

namespace Supine.Web.Shell;

/// <summary>What the pages say, in every language there is a file for.</summary>
/// <remarks>A file holds groups of texts: <c>{"guide": {"start": "Start, then lie down"}}</c> is found as <c>guide.start</c>. What a
/// language lacks is said in English; <c>./supine check</c> lists it. The group <c>client</c> is what the page's script says; it is sent
/// with the page.</remarks>
internal sealed class TextCatalogue
{
    private const string Folder = "Supine.Web.Shell.Texts.";
    private const string ClientGroup = "client.";

    // Texts that begin so are said on one page only, and weigh nothing elsewhere.
    private static readonly (string Beginning, string Path)[] OfOnePage =
    [
        ("desk", "/sitting"),
        ("explain", "/explain"),
        ("measuring", "/measure"),
        ("voice", "/voices"),
    ];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly FrozenDictionary<Language, FrozenDictionary<string, string>> _texts;
    private readonly FrozenDictionary<(Language, string), string> _client;

    /// <summary>The texts of given files, by language. English must be there.</summary>
    public TextCatalogue(IReadOnlyDictionary<Language, string> files)
    {
        var english = Read(files[Language.English]);
        Languages =
        [
            .. files
                .Keys.OrderByDescending(language => language == Language.English)
                .ThenBy(language => language.Code, StringComparer.Ordinal),
        ];
        _texts = files.ToFrozenDictionary(file => file.Key, file => Lay(Read(file.Value), english));
        _client = (
            from texts in _texts
            from path in OfOnePage.Select(some => some.Path).Prepend("")
            select (Key: (texts.Key, path), Said: WriteClient(texts.Value, path))
        ).ToFrozenDictionary(page => page.Key, page => page.Said);
    }

    /// <summary>The texts that came with the program.</summary>
    public static TextCatalogue Shipped { get; } =
        new(
            Supine
                .Protocols.Languages.Shipped.All.Select(language => (Language: language, Text: FindShipped(language.Code)))
                .Where(file => file.Text is not null)
                .ToDictionary(file => file.Language, file => file.Text!)
        );

    /// <summary>The languages there are texts in: English first, the others in order of their codes.</summary>
    public ImmutableArray<Language> Languages { get; }

    /// <summary>A text. A key that no file has is a fault of the program.</summary>
    public string Find(Language language, string key) =>
        _texts[language].TryGetValue(key, out var text) ? text : throw new KeyNotFoundException($"No language file has the text “{key}”.");

    /// <summary>What the page's script says, as a JSON object that may stand in a page.</summary>
    public string FindClient(Language language, PathString page) =>
        _client[(language, OfOnePage.FirstOrDefault(some => page.StartsWithSegments(some.Path)).Path ?? "")];

    // A language may be spoken without having pages.
    private static string? FindShipped(string code)
    {
        using var stream = typeof(TextCatalogue).Assembly.GetManifestResourceStream($"{Folder}{code}.json");
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }

    private static FrozenDictionary<string, string> Lay(Dictionary<string, string> own, Dictionary<string, string> english) =>
        english.ToFrozenDictionary(text => text.Key, text => own.GetValueOrDefault(text.Key, text.Value), StringComparer.Ordinal);

    private static Dictionary<string, string> Read(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document
            .RootElement.EnumerateObject()
            .Where(group => group.Value.ValueKind == JsonValueKind.Object)
            .SelectMany(group =>
                group.Value.EnumerateObject().Select(text => (Key: $"{group.Name}.{text.Name}", Text: text.Value.GetString() ?? ""))
            )
            .ToDictionary(pair => pair.Key, pair => pair.Text, StringComparer.Ordinal);
    }

    private static string WriteClient(FrozenDictionary<string, string> texts, string page) =>
        JsonSerializer.Serialize(
            texts
                .Where(text => text.Key.StartsWith(ClientGroup, StringComparison.Ordinal))
                .Select(text => (Key: text.Key[ClientGroup.Length..], text.Value))
                .Where(text => OfOnePage.All(some => some.Path == page || !text.Key.StartsWith(some.Beginning, StringComparison.Ordinal)))
                .OrderBy(text => text.Key, StringComparer.Ordinal)
                .ToDictionary(text => text.Key, text => text.Value),
            Readable
        );
}
