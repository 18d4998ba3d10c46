using System.Text;
using Supine.Protocols;
using Supine.Protocols.Questionnaires;

namespace Supine.Tests.Questionnaires;

public class QuestionnaireTableTests
{
    private static readonly QuestionnaireTable Table = QuestionnaireTable.Shipped;

    // As the authors print them: a score can be compared only with scores of the same words, so they are written here again and not read
    // from the table.
    private static readonly string[] Original =
    [
        "I stay at home most of the time because of my back.",
        "I change position frequently to try and get my back comfortable.",
        "I walk more slowly than usual because of my back.",
        "Because of my back I am not doing any of the jobs that I usually do around the house.",
        "Because of my back, I use a handrail to get upstairs.",
        "Because of my back, I lie down to rest more often.",
        "Because of my back, I have to hold on to something to get out of an easy chair.",
        "Because of my back, I try to get other people to do things for me.",
        "I get dressed more slowly than usual because of my back.",
        "I only stand for short periods of time because of my back.",
        "Because of my back, I try not to bend or kneel down.",
        "I find it difficult to get out of a chair because of my back.",
        "My back is painful almost all the time.",
        "I find it difficult to turn over in bed because of my back.",
        "My appetite is not very good because of my back pain.",
        "I have trouble putting on my socks (or stockings) because of the pain in my back.",
        "I only walk short distances because of my back.",
        "I sleep less well because of my back.",
        "Because of my back pain, I get dressed with help from someone else.",
        "I sit down for most of the day because of my back.",
        "I avoid heavy jobs around the house because of my back.",
        "Because of my back pain, I am more irritable and bad tempered with people than usual.",
        "Because of my back, I go upstairs more slowly than usual.",
        "I stay in bed most of the time because of my back.",
    ];

    [Fact]
    public void The_statements_are_the_authors_word_by_word() =>
        Assert.Equal(Original, Table.Statements.Select(statement => statement.Says.In(Language.English)));

    [Fact]
    public void What_matters_is_what_the_sources_say()
    {
        Assert.Equal(new ChangeThatMatters(2, null, 30), Table[Instrument.Pain].Change);
        Assert.Equal(new ChangeThatMatters(5, null, 30), Table[Instrument.RolandMorris].Change);
        Assert.Equal(new ChangeThatMatters(2, 3, null), Table[Instrument.PatientSpecific].Change);
        Assert.Equal(28, Table.AgainAfterDays);
    }

    [Fact]
    public void Every_text_is_there_in_every_language_and_differs_from_the_others()
    {
        var texts = Table
            .Statements.Select(statement => statement.Says)
            .Concat(Enum.GetValues<Instrument>().SelectMany(instrument => new[] { Table[instrument].Title, Table[instrument].Ask }))
            .Concat([Table.NoStatement, Table.PainEnds.Least, Table.PainEnds.Most, Table.AbilityEnds.Least, Table.AbilityEnds.Most])
            .ToList();
        Assert.Equal(24 + 6 + 5, texts.Count);
        Assert.All(
            texts,
            text =>
                Assert.Equal(Languages.Shipped.All.Length, Languages.Shipped.All.Select(text.FindIn).OfType<string>().Distinct().Count())
        );
    }

    [Fact]
    public void Only_the_original_is_said_to_be_validated() =>
        Assert.Equal(
            ["de", "es"],
            Languages.Shipped.All.Where(Table.IsUnvalidatedIn).Select(language => language.Code).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_source_is_in_the_catalogue()
    {
        var sources = ProtocolFolder.Read(Path.Combine(Repository.Root, "protocols")).Sources;
        Assert.All(
            Enum.GetValues<Instrument>().SelectMany(instrument => Table[instrument].Sources),
            source => Assert.True(sources.Contains(source), source)
        );
    }

    /// <summary>Code · what is replaced · by what · the text at whose place the fault stands.</summary>
    public static TheoryData<string, string, string, string> Faults =>
        new()
        {
            { "P101", "edition: 1\n", "", "" },
            { "P101", "  none: {", "  nothing: {", "" },
            { "P102", "edition: 1\n", "edition: 1\nlicence: none\n", "licence" },
            { "P103", "points: 2, points-of-one: 3", "points: two, points-of-one: 3", "two" },
            { "P105", "points: 5", "points: 25", "25" },
            { "P105", "ask-from: 6", "ask-from: 11", "11" },
            { "P105", "again-after-weeks: 4", "again-after-weeks: 0", "0\npain" },
            { "P106", "validated: [en]", "validated: [english]", "english" },
            {
                "P107",
                "    - id: sleep\n      says: {",
                "    - id: sleep\n      says: { en: \"One more.\" }\n    - id: sleep-more\n      says: {",
                "- id: stay-at-home"
            },
            { "P203", "id: handrail", "id: no-jobs", "id: no-jobs\n      says: { en: \"Because of my back, I use" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_with_its_place(string code, string from, string to, string at)
    {
        var good = File.ReadAllText(Path.Combine(Repository.Root, "src", "Supine.Protocols", "Questionnaires", "questionnaires.yaml"));
        Assert.Contains(from, good, StringComparison.Ordinal);
        var bad = good.Replace(from, to, StringComparison.Ordinal);
        Assert.Null(QuestionnaireTable.Read(Encoding.UTF8.GetBytes(bad), "questionnaires.yaml", Languages.Shipped, out var faults));
        var index = bad.IndexOf(at, StringComparison.Ordinal);
        var place =
            at.Length == 0 ? (Mark?)null : new Mark(bad[..index].Count(letter => letter == '\n') + 1, index - bad.LastIndexOf('\n', index));
        Assert.Contains(faults, fault => fault.Code == code && (place is null || fault.At == place));
    }
}
