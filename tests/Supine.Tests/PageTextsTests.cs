using System.Text.Json.Nodes;
using Supine.Cli;
using Supine.Protocols;
using Supine.Records;

namespace Supine.Tests;

/// <summary>What the pages say is there in every language, with the same places to fill.</summary>
public class PageTextsTests
{
    [Fact]
    public void Every_reason_for_no_angle_has_its_words_and_is_known_when_it_is_read_again()
    {
        var texts = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "Supine.Web", "Shell", "Texts", "en.json")))!;
        Assert.Equal(
            texts["rejection"]!.AsObject().Select(reason => reason.Key).Order(StringComparer.Ordinal),
            PhoneMeasurement.Reasons.Order(StringComparer.Ordinal)
        );
    }

    private const string English = """
        {
          "guide": { "start": "Start, then lie down", "total": "{minutes} min for {name}" },
          "history": { "days": "{days|one day|# days} ago" }
        }
        """;

    private static readonly Languages WithPolish = Languages.Shipped.With(
        File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "golden", "languages", "pl.yaml")),
        "pl.yaml"
    );

    private const string Days = """
        "history": {"days": "{days|dzień|# dni|# dni} temu"}}
        """;

    /// <summary>The Polish file · the code and place of each fault · likewise of what is not translated.</summary>
    public static TheoryData<string, string[], string[]> Files =>
        new()
        {
            { """{"guide": {"start": "Zacznij", "total": "{name}: {minutes} min"}, """ + Days, [], [] },
            { """{"guide": {"start": "Zacznij", "total": "{minutes} min for {name}"}, """ + Days, [], ["T401 1:41"] },
            {
                """{"sameAsInEnglish": ["guide.total"], "guide": {"start": "Zacznij", "total": "{minutes} min for {name}"}, """ + Days,
                [],
                []
            },
            { """{"sameAsInEnglish": ["guide.end"], "guide": {"start": "Zacznij"}}""", ["T003 1:1"], ["T401 1:1", "T401 1:1"] },
            { "{\n  \"guide\": {\n    \"start\": \"Zacznij\",\n    \"stop\": \"Koniec\"\n  }\n}", ["T003 4:13"], ["T401 1:1", "T401 1:1"] },
            { """{"guide": {"start": "Zacznij {name}", "total": "{minutes} min"}, """ + Days, ["T004 1:21", "T004 1:48"], [] },
            {
                """{"guide": {"start": "Zacznij", "total": "{name}: {minutes} min"}, "history": {"days": "{days|dzień|# dni} temu"}}""",
                ["T005 1:87"],
                []
            },
            { """{"guide": {"start": "Zacznij", "start": "Start"}}""", ["T002 1:1"], [] },
            { """{"guide": {"start": {"now": "Zacznij"}}}""", ["T002 1:21"], [] },
            { """{"guide": "Zacznij"}""", ["T002 1:11"], [] },
            { """{"guide": """, ["T002 1:11"], [] },
        };

    [Fact]
    public void Every_page_text_is_translated_into_every_language_that_is_shipped()
    {
        var folder = Path.Combine(Repository.Root, "src", "Supine.Web", "Shell", "Texts");
        var (faults, untranslated) = PageTexts.Check(folder, Languages.Shipped);
        Assert.True(faults.IsEmpty, string.Join('\n', faults));
        Assert.True(untranslated.IsEmpty, string.Join('\n', untranslated));
        Assert.Equal(
            Languages.Shipped.All.Select(language => language.Code + ".json").Order(StringComparer.Ordinal),
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_wrong_or_missing_has_its_place(string polish, string[] faults, string[] untranslated)
    {
        var found = Check(English, "pl", polish);
        Assert.Equal(faults, found.Faults.Select(Brief));
        Assert.Equal(untranslated, found.Untranslated.Select(Brief));
        Assert.All(found.Faults.Concat(found.Untranslated), diagnostic => Assert.NotEmpty(diagnostic.Remedy));
    }

    [Fact]
    public void A_file_without_its_language_is_a_fault() =>
        Assert.Equal("T001 1:1", Brief(Assert.Single(Check(English, "fr", English).Faults)));

    private static (
        System.Collections.Immutable.ImmutableArray<Diagnostic> Faults,
        System.Collections.Immutable.ImmutableArray<Diagnostic> Untranslated
    ) Check(string english, string code, string own)
    {
        var folder = Directory.CreateTempSubdirectory("supine-texts-").FullName;
        File.WriteAllText(Path.Combine(folder, "en.json"), english);
        File.WriteAllText(Path.Combine(folder, code + ".json"), own);
        var found = PageTexts.Check(folder, WithPolish);
        Directory.Delete(folder, recursive: true);
        return found;
    }

    private static string Brief(Diagnostic diagnostic) => $"{diagnostic.Code} {diagnostic.At.Line}:{diagnostic.At.Column}";
}
