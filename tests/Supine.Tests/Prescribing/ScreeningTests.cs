using System.Collections.Immutable;
using System.Text;
using FsCheck.Fluent;
using Supine.Protocols;
using Supine.Protocols.Prescribing;

namespace Supine.Tests.Prescribing;

/// <summary>What each condition does to the programme. What is expected is written here by hand, from the guidelines, and not read from the
/// table.</summary>
public class ScreeningTests
{
    private static readonly ScreeningTable Table = ScreeningTable.Shipped;

    private static readonly ProtocolFolder Folder = ProtocolFolder.Read(Path.Combine(Repository.Root, "protocols"));

    private static readonly ImmutableSortedDictionary<string, ScreeningEffect> Strictness = Expected.ToImmutableSortedDictionary(
        row => row.Data.Item1,
        row => EffectOf(row.Data.Item2),
        StringComparer.Ordinal
    );

    /// <summary>Question · effect · the protocols that are ruled out once it is released, or at once where it needs no release.</summary>
    public static TheoryData<string, string, string> Expected =>
        new()
        {
            // cauda equina: emergency, and never released
            { "numb-between-thighs", "emergency", "" },
            { "numb-buttocks", "emergency", "" },
            { "altered-wiping", "emergency", "" },
            { "genital-sensation-lost", "emergency", "" },
            { "erection-changed", "emergency", "" },
            { "both-legs-pain", "emergency", "" },
            { "rapid-weakness", "emergency", "" },
            { "urine-starting", "emergency", "" },
            { "urine-stopping", "emergency", "" },
            { "urine-not-felt", "emergency", "" },
            { "urine-leaking", "emergency", "" },
            { "bladder-full-unknown", "emergency", "" },
            { "bowel-leaking", "emergency", "" },
            { "bowel-not-felt", "emergency", "" },
            // red flags: a clinician first
            { "severe-weakness", "ask first", "" },
            { "fever-with-hip-pain", "ask first", "" },
            { "worse-lying", "ask first", "" },
            { "night-pain", "ask first", "" },
            { "thoracic-pain", "ask first", "" },
            { "morning-stiffness", "ask first", "" },
            { "first-onset-age", "ask first", "" },
            { "not-improving", "ask first", "" },
            { "major-trauma", "ask first", "" },
            { "minor-trauma-fragile", "ask first", "" },
            { "cancer", "ask first", "" },
            { "weight-loss", "ask first", "" },
            { "fever", "ask first", "" },
            { "recent-infection", "ask first", "" },
            { "immunosuppression", "ask first", "" },
            { "injected-drugs", "ask first", "" },
            { "penetrating-wound", "ask first", "" },
            { "pulsating-abdomen", "ask first", "" },
            // a hip replacement: no stretch without release; by the front no hanging leg, by the back no knee to the chest; never measured
            { "hip-replacement-front", "ask first", "psoas-lying-1 psoas-lying-2 psoas-office standing-break" },
            { "hip-replacement-back", "ask first", "psoas-lying-1 psoas-lying-2 psoas-office" },
            { "hip-replacement", "ask first", "psoas-lying-1 psoas-lying-2 psoas-office standing-break" },
            { "recent-fracture", "ask first", "" },
            { "recent-surgery", "ask first", "" },
            { "muscle-tear", "ask first", "" },
            { "acute-inflammation", "ask first", "" },
            { "deep-vein-thrombosis", "ask first", "" },
            // released or not: never level 2
            { "pregnancy", "ask first", "psoas-lying-2 psoas-office standing-break" },
            { "osteoporosis", "ask first", "" },
            { "hypermobility", "ask first", "psoas-lying-2 psoas-office standing-break" },
            { "spondylolisthesis", "changes", "psoas-lying-2 psoas-office standing-break" },
            { "spinal-stenosis", "changes", "psoas-lying-2 psoas-office standing-break" },
            { "high-blood-pressure", "changes", "" },
            { "thigh-tingling", "changes", "psoas-lying-2 psoas-office standing-break" },
            { "back-arches", "changes", "" },
            { "dizziness", "changes", "" },
        };

    [Theory]
    [MemberData(nameof(Expected))]
    public void A_row_does_what_the_guideline_says(string id, string effect, string ruledOut)
    {
        var outcome = Assess([id]);
        Assert.Equal(OutcomeOf(EffectOf(effect)), outcome.Outcome);
        if (effect != "changes")
        {
            Assert.All(
                Folder.Protocols,
                protocol => Assert.Equal(new ScreeningRefusal.Everything(outcome.Outcome), outcome.FindRefusal(protocol))
            );
        }

        var released = Assess([id], effect == "ask first" ? [id] : []);
        Assert.Equal(effect == "emergency", released is Screening.Emergency);
        if (effect != "emergency")
        {
            Assert.Equal(
                ruledOut.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                Folder
                    .Protocols.Where(protocol => released.FindRefusal(protocol) is not null)
                    .Select(protocol => protocol.Id)
                    .Order(StringComparer.Ordinal)
            );
        }
    }

    [Fact]
    public void Every_row_of_the_table_has_its_test() =>
        Assert.Equal(
            Expected.Select(row => row.Data.Item1).Order(StringComparer.Ordinal),
            Table.Questions.Select(question => question.Id).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void None_of_these_is_go()
    {
        var outcome = Assess([]);
        Assert.IsType<Screening.Go>(outcome);
        Assert.All(Folder.Protocols, protocol => Assert.Null(outcome.FindRefusal(protocol)));
    }

    [Theory]
    [InlineData("hip-replacement-front", "no-measuring no-extension")]
    [InlineData("hip-replacement-back", "no-measuring no-knee-to-chest")]
    [InlineData("hip-replacement", "no-measuring no-extension no-knee-to-chest")]
    [InlineData("pregnancy", "level-1-only")]
    [InlineData("osteoporosis", "")]
    [InlineData("hypermobility", "level-1-only")]
    [InlineData("spondylolisthesis", "level-1-only")]
    [InlineData("spinal-stenosis", "level-1-only")]
    [InlineData("high-blood-pressure", "")]
    [InlineData("thigh-tingling", "level-1-only")]
    [InlineData("back-arches", "")]
    [InlineData("dizziness", "")]
    public void A_change_rules_out_what_it_must(string id, string limits)
    {
        var words = new Dictionary<Limit, string>
        {
            [Limit.Level1Only] = "level-1-only",
            [Limit.NoMeasuring] = "no-measuring",
            [Limit.NoExtension] = "no-extension",
            [Limit.NoKneeToChest] = "no-knee-to-chest",
        };
        var released = Assess([id], Table.Find(id)!.Effect == ScreeningEffect.AskFirst ? [id] : []);
        Assert.Equal(limits, string.Join(' ', Assert.IsType<Screening.GoWithChanges>(released).Limits.Select(limit => words[limit])));
    }

    [Theory]
    [InlineData("pregnancy", "week 16 to 20")]
    [InlineData("osteoporosis", "never force the end")]
    [InlineData("spondylolisthesis", "low back flat")]
    [InlineData("spinal-stenosis", "in the legs")]
    [InlineData("high-blood-pressure", "never hold your breath")]
    [InlineData("thigh-tingling", "stop at once")]
    [InlineData("back-arches", "folded blanket")]
    [InlineData("dizziness", "Roll onto your side")]
    public void A_change_is_told(string id, string words) =>
        Assert.Contains(words, Table.Find(id)!.Change!.In(Language.English), StringComparison.Ordinal);

    [Theory]
    [InlineData("high-blood-pressure", true)]
    [InlineData("osteoporosis", true)]
    [InlineData("hip-replacement-front", false)]
    [InlineData("hip-replacement-back", false)]
    [InlineData("hip-replacement", false)]
    [InlineData("pregnancy", false)]
    [InlineData("spinal-stenosis", false)]
    [InlineData("both-legs-pain", false)]
    public void Nobody_is_measured_whom_the_position_does_not_suit(string id, bool allowed)
    {
        Assert.Equal(allowed, (Table.Find(id)!.Effect == ScreeningEffect.AskFirst ? Assess([id], [id]) : Assess([id])).AllowsMeasuring);
        Assert.Equal(allowed && Table.Find(id)!.Effect == ScreeningEffect.Changes, Assess([id]).AllowsMeasuring);
    }

    [Fact]
    public void Of_two_conditions_the_stricter_decides_whatever_their_order() =>
        Properties.ForAll(
            400,
            Gen.Elements(Strictness.Keys.ToArray()).Two(),
            pair =>
            {
                var (a, b) = pair;
                var together = Assess([a, b]);
                Assert.Equal(OutcomeOf((ScreeningEffect)Math.Max((int)Strictness[a], (int)Strictness[b])), together.Outcome);
                Assert.Equal(together.Outcome, Assess([b, a]).Outcome);
            }
        );

    [Fact]
    public void Every_pair_refuses_whatever_one_of_it_refuses()
    {
        var pairs = 0;
        foreach (var a in Strictness.Keys)
        {
            foreach (var b in Strictness.Keys.Where(b => string.CompareOrdinal(a, b) < 0))
            {
                var (first, second, both) = (AssessReleased([a]), AssessReleased([b]), AssessReleased([a, b]));
                Assert.Equal((ScreeningOutcome)Math.Max((int)first.Outcome, (int)second.Outcome), both.Outcome);
                foreach (var protocol in Folder.Protocols)
                {
                    Assert.Equal(
                        first.FindRefusal(protocol) is not null || second.FindRefusal(protocol) is not null,
                        both.FindRefusal(protocol) is not null
                    );
                }

                pairs++;
            }
        }

        Assert.Equal(Strictness.Count * (Strictness.Count - 1) / 2, pairs);
    }

    [Fact]
    public void One_more_answer_never_loosens() =>
        Properties.ForSeeds(
            300,
            seed =>
            {
                var random = new Random(seed);
                var ids = Strictness.Keys.Where(_ => random.Next(8) == 0).ToArray();
                var more = Strictness.Keys.ElementAt(random.Next(Strictness.Count));
                var released = ids.Where(_ => random.Next(2) == 0).ToArray();
                var (before, after) = (Assess(ids, released), Assess([.. ids.Append(more).Distinct()], released));
                Assert.True(after.Outcome >= before.Outcome);
                Assert.All(
                    Folder.Protocols.Where(protocol => before.FindRefusal(protocol) is not null),
                    protocol => Assert.NotNull(after.FindRefusal(protocol))
                );
            }
        );

    [Fact]
    public void One_release_of_two_still_asks_first()
    {
        var outcome = Assert.IsType<Screening.AskFirst>(Assess(["pregnancy", "cancer"], ["pregnancy"]));
        Assert.Equal(["cancer"], outcome.About.Select(row => row.Id));
        Assert.Equal(["pregnancy"], outcome.Changes.Select(row => row.Id));
    }

    [Fact]
    public void Answers_to_something_else_are_a_fault_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() => Assess(["no-such-question"]));
        Assert.Throws<ArgumentException>(() => Assess([], ["cancer"]));
        Assert.Throws<ArgumentException>(() => Screening.Assess(Table, new(Table.Edition + 1, [], [])));
    }

    [Fact]
    public void Every_text_is_there_in_every_language()
    {
        var texts = Table
            .Questions.Select(question => question.Ask)
            .Concat(Table.Questions.Select(question => question.Change).OfType<LocalizedText>())
            .Concat(Table.Groups.SelectMany(group => new[] { group.Title, group.Lead }))
            .Concat(Enum.GetValues<Limit>().Select(limit => Table[limit]))
            .Concat(Enum.GetValues<ScreeningOutcome>().SelectMany(outcome => Table[outcome].Do.Prepend(Table[outcome].Title)))
            .ToList();
        Assert.True(texts.Count > 70);
        Assert.All(texts, text => Assert.All(Languages.Shipped.All, language => Assert.NotNull(text.FindIn(language))));
        Assert.All(texts, text => Assert.Equal(Languages.Shipped.All.Length, Languages.Shipped.All.Select(text.In).Distinct().Count()));
    }

    // It says what to do, never what somebody has.
    [Fact]
    public void Nothing_that_is_said_of_an_outcome_names_a_diagnosis()
    {
        foreach (var text in Enum.GetValues<ScreeningOutcome>().SelectMany(outcome => Table[outcome].Do.Prepend(Table[outcome].Title)))
        {
            Assert.DoesNotMatch(
                "(?i)you have |cauda|syndrome|tumou?r|abscess",
                text.In(Language.English).Replace("I have back or leg pain", "", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Every_source_is_in_the_catalogue() =>
        Assert.All(
            Table.Questions.SelectMany(question => question.Sources),
            source => Assert.True(Folder.Sources.Contains(source), source)
        );

    [Fact]
    public void It_is_asked_again_after_eight_weeks() => Assert.Equal(TimeSpan.FromDays(56), Table.AgainAfter);

    /// <summary>Code · what is replaced · by what · the text at whose place the fault stands.</summary>
    public static TheoryData<string, string, string, string> Faults =>
        new()
        {
            { "P101", "edition: 1\n", "", "" },
            { "P102", "edition: 1\n", "edition: 1\neditor: me\n", "editor" },
            {
                "P104",
                "effect: changes\n        limits: [level-1-only]\n        change:\n          en: Keep the low",
                "effect: change\n        limits: [level-1-only]\n        change:\n          en: Keep the low",
                "change\n        limits"
            },
            { "P104", "[no-measuring, no-extension]", "[no-measuring, no-legs]", "no-legs" },
            { "P105", "again-after-weeks: 8", "again-after-weeks: 0", "0\noutcomes" },
            { "P101", "{ en: You are pregnant, de", "{ de", "{ de: Du bist schwanger" },
            {
                "P203",
                "id: numb-buttocks",
                "id: numb-between-thighs",
                "id: numb-between-thighs\n        ask:\n          en: Numbness around"
            },
            { "P204", "  go:\n    title", "  gone:\n    title", "gone" },
            { "P204", "  no-measuring:\n", "  no-measure:\n", "no-measure:\n" },
            {
                "P213",
                "        effect: changes\n        change:\n          en: Take care",
                "        effect: emergency\n        change:\n          en: Take care",
                "id: high-blood-pressure"
            },
            {
                "P213",
                "        effect: ask-first\n        limits: [level-1-only]\n        sources: [supine-screening]",
                "        effect: changes\n        sources: [supine-screening]",
                "id: hypermobility"
            },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_with_its_place(string code, string from, string to, string at)
    {
        var good = File.ReadAllText(Path.Combine(Repository.Root, "src", "Supine.Protocols", "Prescribing", "screening.yaml"));
        Assert.Contains(from, good, StringComparison.Ordinal);
        var bad = good.Replace(from, to, StringComparison.Ordinal);
        Assert.Null(ScreeningTable.Read(Encoding.UTF8.GetBytes(bad), "screening.yaml", Languages.Shipped, out var faults));
        var index = bad.IndexOf(at, StringComparison.Ordinal);
        var place =
            at.Length == 0 ? (Mark?)null : new Mark(bad[..index].Count(letter => letter == '\n') + 1, index - bad.LastIndexOf('\n', index));
        Assert.Contains(faults, fault => fault.Code == code && (place is null || fault.At == place));
    }

    [Fact]
    public void Kept_answers_are_read_as_they_were_written()
    {
        var at = new DateTimeOffset(2026, 4, 15, 7, 0, 0, TimeSpan.Zero);
        var answers = new ScreeningAnswers(Table.Edition, ["cancer", "pregnancy"], ["pregnancy"]);
        var read = Assert.IsType<ScreeningReading.Succeeded>(
            ScreeningJson.Read(Encoding.UTF8.GetBytes(ScreeningJson.Write(answers, at)), Table)
        );
        Assert.Equal(at, read.AnsweredAt);
        Assert.Equal(
            (answers.Edition, "cancer,pregnancy", "pregnancy"),
            (read.Answers.Edition, string.Join(',', read.Answers.Yes), string.Join(',', read.Answers.Released))
        );
    }

    [Theory]
    [InlineData("", "no answers")]
    [InlineData("[]", "no answers")]
    [InlineData("null", "not whole")]
    [InlineData("{}", "not whole")]
    [InlineData("""{"edition":1,"answeredAt":"2026-04-15T07:00:00Z","yes":[]}""", "not whole")]
    [InlineData("""{"edition":1,"answeredAt":"2026-04-15T07:00:00Z","yes":[null],"released":[]}""", "not whole")]
    [InlineData("""{"edition":9999,"answeredAt":"2026-04-15T07:00:00Z","yes":[],"released":[]}""", "edition 9999")]
    [InlineData("""{"edition":1,"answeredAt":"2026-04-15T07:00:00Z","yes":["toothache"],"released":[]}""", "`toothache`")]
    [InlineData("""{"edition":1,"answeredAt":"2026-04-15T07:00:00Z","yes":[],"released":["cancer"]}""", "not among `yes`")]
    public void What_is_no_answer_is_told(string json, string words) =>
        Assert.Contains(
            words,
            Assert.IsType<ScreeningReading.Failed>(ScreeningJson.Read(Encoding.UTF8.GetBytes(json), Table)).Sentence,
            StringComparison.Ordinal
        );

    private static Screening Assess(string[] yes, params string[] released) =>
        Screening.Assess(Table, new(Table.Edition, [.. yes], [.. released]));

    private static Screening AssessReleased(string[] yes) => Assess(yes, [.. yes.Where(id => Strictness[id] == ScreeningEffect.AskFirst)]);

    private static ScreeningEffect EffectOf(string word) =>
        word switch
        {
            "emergency" => ScreeningEffect.Emergency,
            "ask first" => ScreeningEffect.AskFirst,
            "changes" => ScreeningEffect.Changes,
            _ => throw new ArgumentOutOfRangeException(nameof(word)),
        };

    private static ScreeningOutcome OutcomeOf(ScreeningEffect effect) =>
        effect switch
        {
            ScreeningEffect.Changes => ScreeningOutcome.GoWithChanges,
            ScreeningEffect.AskFirst => ScreeningOutcome.AskFirst,
            ScreeningEffect.Emergency => ScreeningOutcome.Emergency,
        };
}
