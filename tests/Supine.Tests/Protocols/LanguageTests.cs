using System.Text;
using Supine.Audio;
using Supine.Biomechanics;
using Supine.Fuzz;
using Supine.Protocols;

namespace Supine.Tests.Protocols;

/// <summary>Languages are files: those that are shipped, and one that is not.</summary>
public class LanguageTests
{
    private const string PolishFile = "tests/golden/languages/pl.yaml";
    private const string BreathFile = "tests/golden/languages/oddech.yaml";

    private static readonly string German = Text("src/Supine.Protocols/Languages/de.yaml");
    private static readonly Languages WithPolish = Languages.Shipped.With(Encoding.UTF8.GetBytes(Text(PolishFile)), PolishFile);

    /// <summary>Code · what is replaced · by what · the text at whose place the fault stands.</summary>
    public static TheoryData<string, string, string, string> Faults =>
        new()
        {
            { "P002", "left: {", "left: [", "" },
            { "P101", "  low-back: unterer Rücken\n", "", "psoas: Psoas" },
            { "P101", "name: Deutsch\n", "", "" },
            { "P102", "phrases:\n", "phrases:\n  hum: Summ\n", "hum" },
            { "P103", "[\"null\", eins", "[null, eins", "null, eins" },
            { "P103", "one: [1]", "one: 1", "1\nnumbers" },
            { "P105", "one: [1]", "one: [4-2]", "4-2" },
            { "P105", "one: [1]", "one: [1000]", "1000" },
            { "P106", "language: de", "language: ger", "ger" },
            { "P107", "one: [1]", "one: []", "[]" },
            { "P203", "language: de", "language: fr", "fr" },
            { "P203", "  one: [1]", "  one: [1]\n  other: [2]", "other: [2]" },
            { "P204", "{minutes} und {seconds}", "{minutes} und", "\"{minutes} und\"" },
            { "P204", "{minutes} und {seconds}", "{minutes} und {seconds} {second}", "\"{minutes} und" },
            { "P204", "\"{digits} Sekunden\"", "\"{digit} Sekunden\"", "\"{digit} Sekunden\"" },
            { "P204", "\"{digits} Sekunden\"", "\"{digits Sekunden\"", "\"{digits Sekunden\"" },
            { "P204", "{day}. {month}\"", "{day}.\"", "\"{day}.\"" },
            { "P107", "Sa., So.]", "Sa.]", "[Mo." },
            { "P205", "plain: links, ", "", "{ e: linke" },
            { "P205", "em: rechtem", "ek: rechtem", "{ plain: rechts" },
            { "P205", "    plain:\n", "    genitive:\n", "genitive:" },
            { "P205", "one: eine Sekunde, other:", "other:", "{ other: \"{digits} Sekunden\"" },
            { "P205", "one: eine Sekunde, other:", "one: eine Sekunde, two: zwei, other:", "two: zwei" },
            { "P205", ", spelling: Psoas Dehnung }", " }", "{ word: psoas" },
            { "P205", "spelling: Psoas Dehnung", "phonemes: pЖ", "{ word: psoas" },
            {
                "P205",
                "spelling: Psoas Dehnung }",
                "spelling: Psoas Dehnung }\n  - { word: Psoas-Dehnung, spelling: x }",
                "{ word: Psoas-Dehnung, spelling: x"
            },
            { "P207", "per-character: 74ms", "per-character: 2s", "2s" },
            { "P207", "per-character: 74ms", "per-character: 9ms", "9ms" },
        };

    [Fact]
    public void The_shipped_ones_are_whole_and_English_comes_first()
    {
        Assert.Empty(Languages.Shipped.Diagnostics);
        Assert.Equal(["en", "de", "es"], Languages.Shipped.All.Select(language => language.Code));
        Assert.Equal(["English", "Deutsch", "Español"], Languages.Shipped.All.Select(language => language.Name));
        Assert.Same(Language.English, Languages.Shipped["en"]);
    }

    [Fact]
    public void Every_shipped_protocol_is_written_in_every_shipped_language()
    {
        Assert.Empty(Repository.Protocols.Untranslated);
        Assert.All(Repository.Protocols.Protocols, protocol => Assert.Equal(Languages.Shipped.All, protocol.Languages));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_has_its_code_and_its_place(string code, string replaced, string by, string place)
    {
        Assert.Contains(replaced, German, StringComparison.Ordinal);
        var index = German.IndexOf(replaced, StringComparison.Ordinal);
        var source = German[..index] + by + German[(index + replaced.Length)..];
        var languages = Languages.Shipped.With(Encoding.UTF8.GetBytes(source), "languages/de.yaml");

        var fault = Assert.Single(
            languages.Diagnostics,
            fault => fault.Code == code && (place.Length == 0 || fault.At == PlaceOf(source, place))
        );

        Assert.NotEmpty(fault.Message);
        Assert.NotEmpty(fault.Remedy);
        Assert.Equal("languages/de.yaml", fault.File);
        Assert.Same(Languages.Shipped["de"], languages["de"]);
    }

    [Fact]
    public void One_is_added_by_its_file()
    {
        Assert.Empty(WithPolish.Diagnostics);
        Assert.Equal(["en", "de", "es", "pl"], WithPolish.All.Select(language => language.Code));
        Assert.Equal(["en", "de", "es"], Languages.Shipped.All.Select(language => language.Code));

        var read = Read(Text(BreathFile));
        var sequence = Compile(read.Protocol, new Prescription { Language = WithPolish["pl"], First = Side.Left });

        Assert.Equal(
            ["Puść lewą nogę na 42 sekundy, dwa razy.", "Połowa.", "Jeszcze dziesięć sekund.", "Puść prawą nogę na 42 sekundy, dwa razy."],
            sequence.Cues.Where(cue => cue.Kind == CueKind.Say).Select(cue => cue.Text).Distinct()
        );
        Assert.Equal(["Wdech", "Wydech"], sequence.Cues.Where(cue => cue.Kind == CueKind.Breathe).Select(cue => cue.Text).Distinct());
        Assert.Equal("Noga lewa", sequence.Steps[0].Title);
        Assert.Equal(["Noga lewa", "Noga prawa"], Chapters.Find(sequence).Select(chapter => chapter.Title).Distinct());
        Assert.Equal(sequence.Hash, CueSequenceJson.Read(CueSequenceJson.Write(sequence), WithPolish).Hash);
        Assert.Throws<System.Text.Json.JsonException>(() => CueSequenceJson.Read(CueSequenceJson.Write(sequence)));
        Assert.Contains("Puść prawą nogę na jedną minutę, pięć razy.", Phrases.Of(read.Protocol, WithPolish["pl"]));
    }

    [Theory]
    [InlineData(1_000, 1, "jedną sekundę, raz")]
    [InlineData(3_000, 2, "3 sekundy, dwa razy")]
    [InlineData(13_000, 5, "13 sekund, pięć razy")]
    [InlineData(60_000, 22, "jedną minutę, 22 razy")]
    [InlineData(122_000, 4, "2 minuty i 2 sekundy, cztery razy")]
    [InlineData(300_000, 1, "pięć minut, raz")]
    public void A_language_has_as_many_forms_of_a_count_as_its_file_says(int milliseconds, int sets, string spoken)
    {
        Assert.True(TextTemplate.TryParse("na {hold}, {sets|raz|# razy|# razy}", out var template, out _));
        Assert.Equal(
            "Na " + spoken,
            template.Fill(
                WithPolish["pl"],
                new TextScope(
                    null,
                    System.Collections.Immutable.ImmutableSortedDictionary<string, TimeSpan>.Empty.Add(
                        "hold",
                        TimeSpan.FromMilliseconds(milliseconds)
                    ),
                    System.Collections.Immutable.ImmutableSortedDictionary<string, int>.Empty.Add("sets", sets)
                )
            )
        );
    }

    [Theory]
    [InlineData("en", "Sat 21 Nov 2026", "21 Nov")]
    [InlineData("de", "Sa., 21. Nov. 2026", "21. Nov.")]
    [InlineData("es", "sáb, 21 nov 2026", "21 nov")]
    [InlineData("pl", "sob, 21 lis 2026", "21 lis")]
    public void A_day_is_written_as_the_language_writes_it(string code, string day, string inShort)
    {
        Assert.Equal(day, WithPolish[code].Write(new DateOnly(2026, 11, 21)));
        Assert.Equal(inShort, WithPolish[code].WriteShort(new DateOnly(2026, 11, 21)));
    }

    [Fact]
    public void What_is_not_translated_is_listed_and_shown_in_English_and_not_spoken()
    {
        var source = Text(BreathFile).Replace("{ en: Pain., pl: Ból. }", "{ en: Pain. }", StringComparison.Ordinal);
        var read = Read(source);

        // nothing at all in German and Spanish: one line each; in Polish the one text
        Assert.Equal(["P401", "P401", "P401"], read.Untranslated.Select(diagnostic => diagnostic.Code));
        Assert.Equal([Mark.Start, Mark.Start, PlaceOf(source, "{ en: Pain. }")], read.Untranslated.Select(diagnostic => diagnostic.At));
        Assert.Equal(
            ["Deutsch", "Español", "Polski"],
            read.Untranslated.Select(diagnostic => diagnostic.Message.TrimEnd('.').Split(' ')[^1])
        );
        Assert.Equal("Pain.", read.Protocol.Stops[0].In(WithPolish["pl"]));
        Assert.Equal("Nikt.", read.Protocol.NotFor[0].In(WithPolish["pl"]));
        Assert.Null(read.Protocol.Stops[0].FindIn(WithPolish["pl"]));
        Assert.Equal([Language.English], read.Protocol.Languages);

        var refused = Assert.IsType<Compilation.Failed>(
            ProtocolCompiler.Compile(read.Protocol, new Prescription { Language = WithPolish["pl"] })
        );
        Assert.Equal("P306", Assert.Single(refused.Diagnostics).Code);
        Assert.Throws<ArgumentException>(() => Phrases.Of(read.Protocol, WithPolish["pl"]));
    }

    [Theory]
    [InlineData("raz|# razy|# razy", "raz|# razy")]
    [InlineData("{side.a-acc} nogę", "{side.acc} nogę")]
    public void A_text_is_checked_by_the_forms_of_its_own_language(string right, string wrong)
    {
        var source = Text(BreathFile).Replace(right, wrong, StringComparison.Ordinal);
        var failed = Assert.IsType<ProtocolReading.Failed>(
            ProtocolCompiler.Read(Encoding.UTF8.GetBytes(source), BreathFile, Repository.Protocols.Sources, WithPolish)
        );
        Assert.Equal("P205", Assert.Single(failed.Diagnostics).Code);
    }

    [Fact]
    public void A_language_that_is_not_there_is_a_fault_in_a_protocol()
    {
        var failed = Assert.IsType<ProtocolReading.Failed>(
            ProtocolCompiler.Read(Encoding.UTF8.GetBytes(Text(BreathFile)), BreathFile, Repository.Protocols.Sources)
        );
        Assert.All(failed.Diagnostics, fault => Assert.Equal("P102", fault.Code));
        Assert.Equal(PlaceOf(Text(BreathFile), "pl: Oddech"), failed.Diagnostics[0].At);
    }

    [Fact]
    public void Broken_files_are_answered_with_values()
    {
        var protocol = File.ReadAllBytes(Repository.Protocol("psoas-lying-1").File);
        var fuzzer = new LanguageFuzzer([Encoding.UTF8.GetBytes(German)], seed: 20_261_121, protocol);
        fuzzer.Run(2_000);
        Assert.True(
            fuzzer.Accepted > 100,
            $"Only {fuzzer.Accepted} of the broken files were still languages: the fuzzer does not get far."
        );
    }

    private static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static ProtocolReading.Succeeded Read(string source) =>
        Assert.IsType<ProtocolReading.Succeeded>(
            ProtocolCompiler.Read(Encoding.UTF8.GetBytes(source), BreathFile, Repository.Protocols.Sources, WithPolish)
        );

    private static CueSequence Compile(Protocol protocol, Prescription prescription) =>
        Assert.IsType<Compilation.Succeeded>(ProtocolCompiler.Compile(protocol, prescription)).Sequence;

    private static Mark PlaceOf(string source, string text)
    {
        var index = source.IndexOf(text, StringComparison.Ordinal);
        Assert.True(index >= 0, $"“{text}” is not in the file.");
        var before = source[..index];
        return new Mark(before.Count(letter => letter == '\n') + 1, index - before.LastIndexOf('\n'));
    }
}
