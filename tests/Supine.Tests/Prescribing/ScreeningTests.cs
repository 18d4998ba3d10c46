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

    // every row but the ages, of which one is chosen
    private static readonly ImmutableSortedDictionary<string, ScreeningEffect> Strictness = Expected
        .Where(row => Table.Ages.All(age => age.Id != row.Data.Item1))
        .ToImmutableSortedDictionary(row => row.Data.Item1, row => EffectOf(row.Data.Item2), StringComparer.Ordinal);

    /// <summary>Question · effect on somebody of 20 to 54 · the protocols that are ruled out, once it is released where it needs
    /// that.</summary>
    public static TheoryData<string, string, string> Expected =>
        new()
        {
            // age, and what it does where somebody is young
            { "under-18", "ask first, not released", "" },
            { "from-18", "nothing", "" },
            { "from-20", "nothing", "" },
            { "from-55", "nothing", "" },
            { "from-65", "nothing", "" },
            // feeling
            { "numb-between-thighs", "emergency", "" },
            { "numb-buttocks", "emergency", "" },
            { "altered-wiping", "emergency", "" },
            { "genital-sensation-lost", "emergency", "" },
            { "erection-changed", "emergency", "" },
            { "both-legs", "emergency", "" },
            { "growing-weakness", "emergency", "" },
            // bladder
            { "urine-starting", "emergency", "" },
            { "urine-stopping", "emergency", "" },
            { "urine-not-felt", "emergency", "" },
            { "urine-leaking", "emergency", "" },
            { "bladder-full-unknown", "emergency", "" },
            { "bowel-leaking", "emergency", "" },
            { "bowel-not-felt", "emergency", "" },
            // pain
            { "new-weakness", "today", "" },
            { "fever-with-hip-pain", "today", "" },
            { "fever-very-ill", "emergency", "" },
            { "worse-lying", "ask first", "" },
            { "night-pain", "ask first", "" },
            { "thoracic-pain", "ask first", "" },
            { "morning-stiffness", "ask first", "" },
            { "not-improving", "changes", "" },
            // hip
            { "hip-groin-pain", "changes", "psoas-lying-2 psoas-office standing-break" },
            { "hip-pain-at-rest", "ask first", "psoas-lying-2 psoas-office standing-break" },
            { "pelvic-pain", "changes", "psoas-lying-2 psoas-office standing-break" },
            { "first-back-pain", "nothing", "" },
            { "groin-operation", "ask first", "" },
            { "painful-knee", "changes", "" },
            { "thigh-tingling", "changes", "psoas-lying-2 psoas-office standing-break" },
            { "back-arches", "changes", "" },
            // health
            { "major-trauma", "ask first, not released", "" },
            { "trauma-severe", "today", "" },
            { "minor-trauma-fragile", "ask first, not released", "" },
            { "cancer", "ask first", "" },
            { "weight-loss", "ask first", "" },
            { "fever-or-infection", "wait", "" },
            { "fever-back-pain", "today", "" },
            { "immunosuppression", "ask first", "" },
            { "injected-drugs", "ask first", "" },
            // injury
            { "artificial-hip", "ask first", "psoas-office" },
            { "hip-no-extension", "ask first", "psoas-lying-1 psoas-lying-2 psoas-office standing-break" },
            { "hip-no-bending", "ask first", "psoas-lying-1 psoas-lying-2 psoas-office" },
            { "hip-not-told", "ask first", "psoas-lying-1 psoas-lying-2 psoas-office standing-break" },
            { "recent-fracture", "ask first, not released", "" },
            { "vertebral-fracture", "ask first, not released", "" },
            { "recent-surgery", "ask first", "" },
            { "penetrating-wound", "ask first, not released", "" },
            { "muscle-tear", "ask first", "" },
            { "acute-inflammation", "ask first, not released", "" },
            // vessels
            { "swollen-leg", "today", "" },
            { "leg-short-of-breath", "emergency", "" },
            { "deep-vein-thrombosis", "ask first, not released", "" },
            { "pulsating-belly", "ask first, not released", "" },
            { "pulsating-with-pain", "emergency", "" },
            { "arteries", "ask first", "psoas-lying-2 psoas-office standing-break" },
            { "blood-thinners", "changes", "" },
            { "thinners-groin-pain", "emergency", "" },
            { "long-steroids", "changes", "psoas-lying-2 psoas-office standing-break" },
            { "high-blood-pressure", "changes", "" },
            { "blood-pressure-180", "ask first, not released", "" },
            // conditions
            { "pregnancy", "ask first", "psoas-lying-2 psoas-office standing-break" },
            { "fragile-bones", "ask first", "psoas-lying-2 psoas-office standing-break" },
            { "hypermobility", "ask first", "psoas-lying-2 psoas-office standing-break" },
            { "spondylolisthesis", "changes", "psoas-lying-2 psoas-office standing-break" },
            { "slip-leg-signs", "ask first", "psoas-lying-2 psoas-office standing-break" },
            { "spinal-stenosis", "changes", "psoas-lying-2 psoas-office standing-break" },
            { "stenosis-leg-signs", "ask first", "psoas-lying-2 psoas-office standing-break" },
            { "cannot-lie-flat", "ask first", "" },
            { "dizziness", "changes", "psoas-lying-2 psoas-office standing-break" },
        };

    [Theory]
    [MemberData(nameof(Expected))]
    public void A_row_does_what_the_guideline_says(string id, string effect, string ruledOut)
    {
        var outcome = Assess([id]);
        Assert.Equal(effect == "nothing" ? ScreeningOutcome.Go : OutcomeOf(EffectOf(effect)), outcome.Outcome);
        if (EffectOf(effect) >= ScreeningEffect.Wait)
        {
            var advice = Assert.IsType<Screening.NotNow>(outcome).Advice;
            Assert.Same(Table[outcome.Outcome], advice);
            Assert.All(Folder.Protocols, protocol => Assert.Equal(new ScreeningRefusal.Everything(advice), outcome.FindRefusal(protocol)));
        }

        // what is acute, or more than to ask first, nobody releases
        var released = Assess([id], id);
        Assert.Equal(EffectOf(effect) >= ScreeningEffect.Wait && effect != "ask first", released is Screening.NotNow);
        if (released is not Screening.NotNow)
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

    [Theory]
    [InlineData("first-back-pain", "from-18", ScreeningOutcome.AskFirst)]
    [InlineData("first-back-pain", "from-20", ScreeningOutcome.Go)]
    [InlineData("first-back-pain", "from-55", ScreeningOutcome.AskFirst)]
    [InlineData("first-back-pain", "from-65", ScreeningOutcome.AskFirst)]
    [InlineData("first-back-pain", null, ScreeningOutcome.AskFirst)]
    [InlineData("major-trauma", "from-55", ScreeningOutcome.AskFirst)]
    [InlineData("major-trauma", "from-65", ScreeningOutcome.Today)]
    [InlineData("major-trauma", null, ScreeningOutcome.Today)]
    [InlineData("spondylolisthesis", "from-18", ScreeningOutcome.AskFirst)]
    [InlineData("spondylolisthesis", "from-20", ScreeningOutcome.GoWithChanges)]
    public void Age_makes_a_row_stricter_and_so_does_an_age_nobody_has_told(string id, string? age, ScreeningOutcome outcome) =>
        Assert.Equal(outcome, Screening.Assess(Table, new(Table.Edition, age is null ? [id] : [id, age], [])).Outcome);

    [Fact]
    public void Two_signs_together_are_urgent_and_two_conditions_are_not()
    {
        Assert.Same(Table.Several, Assert.IsType<Screening.NotNow>(Assess(["cancer", "weight-loss"])).Advice);
        Assert.Same(Table[ScreeningOutcome.AskFirst], Assert.IsType<Screening.NotNow>(Assess(["cancer", "pregnancy"])).Advice);
        Assert.Same(Table[ScreeningOutcome.AskFirst], Assert.IsType<Screening.NotNow>(Assess(["cancer", "weight-loss"], "cancer")).Advice);
        Assert.Same(
            Table[ScreeningOutcome.Today],
            Assert.IsType<Screening.NotNow>(Assess(["cancer", "weight-loss", "swollen-leg"])).Advice
        );
    }

    [Fact]
    public void A_release_ends_with_its_last_day_and_leaves_the_limits_that_were_kept()
    {
        var day = new DateOnly(2026, 4, 15);
        ScreeningAnswers Answers(params Limit[] kept) =>
            new(
                Table.Edition,
                ["artificial-hip", "hip-not-told", "from-20"],
                [
                    new("artificial-hip", new("Dr. Okafor", "surgeon", day), day.AddDays(10), []),
                    new("hip-not-told", new("Dr. Okafor", "surgeon", day), null, [.. kept]),
                ]
            );
        var all = Screening.Assess(Table, Answers([.. Table.Find("hip-not-told")!.Limits]).On(day));
        Assert.All(Folder.Protocols, protocol => Assert.NotNull(all.FindRefusal(protocol)));
        var lifted = Assert.IsType<Screening.GoWithChanges>(Screening.Assess(Table, Answers(Limit.NoMeasuring).On(day.AddDays(10))));
        Assert.Equal([Limit.NoMeasuring], lifted.Limits);
        Assert.Null(lifted.FindRefusal(Folder.Protocols.First(protocol => protocol.Id == "psoas-lying-1")));
        // what the row does not rule out is not ruled out by a release, and a row that lifts nothing keeps its own
        Assert.Equal(
            [Limit.NoMeasuring],
            Assert.IsType<Screening.GoWithChanges>(Screening.Assess(Table, Answers(Limit.Level1Only).On(day))).Limits
        );
        Assert.Equal(ScreeningOutcome.AskFirst, Screening.Assess(Table, Answers().On(day.AddDays(11))).Outcome);
    }

    [Fact]
    public void At_most_seven_things_a_screen_are_asked_of_everybody_on_at_most_eight_screens()
    {
        Assert.InRange(Table.Groups.Length, 1, 8);
        Assert.All(Table.Groups, group => Assert.InRange(group.First.Count(), 1, 7));
        Assert.All(
            Table.Groups,
            group =>
                Assert.All(
                    group.Questions.Where(question => question.After is not null),
                    question => Assert.Contains(question.After, group.First.Select(first => first.Id))
                )
        );
        Assert.Equal(
            ["fever-very-ill"],
            Table.Groups.SelectMany(group => group.FollowUps(new HashSet<string> { "fever-with-hip-pain" })).Select(question => question.Id)
        );
        Assert.Equal(5, Table.Ages.Length);
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
    [InlineData("artificial-hip", "no-measuring")]
    [InlineData("hip-no-extension", "")]
    [InlineData("vertebral-fracture", "level-1-only no-measuring no-knee-to-chest")]
    [InlineData("pregnancy", "level-1-only")]
    [InlineData("fragile-bones", "level-1-only")]
    [InlineData("hypermobility", "level-1-only")]
    [InlineData("pelvic-pain", "level-1-only")]
    [InlineData("hip-groin-pain", "level-1-only")]
    [InlineData("long-steroids", "level-1-only")]
    [InlineData("dizziness", "level-1-only")]
    [InlineData("painful-knee", "")]
    [InlineData("not-improving", "")]
    [InlineData("blood-thinners", "")]
    public void A_change_rules_out_what_it_must(string id, string limits) =>
        Assert.Equal(limits, string.Join(' ', (Table.Find(id)!.LiftsLimits ? [] : Table.Find(id)!.Limits).Select(ScreeningTable.WordOf)));

    [Theory]
    [InlineData("pregnancy", "week 16")]
    [InlineData("artificial-hip", "6 to 12 weeks")]
    [InlineData("painful-knee", "behind the thigh")]
    [InlineData("not-improving", "looked at")]
    [InlineData("pelvic-pain", "stop")]
    [InlineData("under-18", "made for adults")]
    [InlineData("fragile-bones", "never force the end")]
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
    [InlineData("not-improving", true)]
    [InlineData("cancer", true)]
    [InlineData("fragile-bones", false)]
    [InlineData("artificial-hip", false)]
    [InlineData("pregnancy", false)]
    [InlineData("spinal-stenosis", false)]
    [InlineData("recent-fracture", false)]
    [InlineData("both-legs", false)]
    public void Nobody_is_measured_whom_the_position_does_not_suit(string id, bool allowed)
    {
        Assert.Equal(allowed, Assess([id], id).AllowsMeasuring);
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
                Assert.Equal(Stricter(Assess([a]).Outcome, Assess([b]).Outcome), together.Outcome);
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
                Assert.Equal(Stricter(Assess([a]).Outcome, Assess([b]).Outcome), Assess([a, b]).Outcome);
                var (first, second, both) = (AssessReleased([a]), AssessReleased([b]), AssessReleased([a, b]));
                Assert.Equal(Stricter(first.Outcome, second.Outcome), both.Outcome);
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
        var outcome = Assert.IsType<Screening.NotNow>(Assess(["pregnancy", "cancer"], "pregnancy"));
        Assert.Equal(["cancer"], outcome.Because.Select(row => row.Id));
        Assert.Equal(["pregnancy"], outcome.Changes.Select(change => change.Question.Id));
        Assert.Equal(["cancer"], outcome.Releasable.Select(row => row.Id));
        Assert.Empty(Assert.IsType<Screening.NotNow>(Assess(["recent-fracture", "fever-or-infection"])).Releasable);
    }

    [Fact]
    public void Answers_to_something_else_are_a_fault_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() => Assess(["no-such-question"]));
        Assert.Throws<ArgumentException>(() => Assess([], "cancer"));
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
            .Concat(Table.Several.Do.Prepend(Table.Several.Title))
            .ToList();
        Assert.True(texts.Count > 110);
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
                "(?i)you have (?!been)|cauda|syndrome|tumou?r|abscess|you can start|not mean that something is wrong",
                text.In(Language.English)
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
            { "P101", "edition: 2\n", "", "" },
            { "P101", "several:\n", "severally:\n", "" },
            { "P102", "edition: 2\n", "edition: 2\neditor: me\n", "editor" },
            { "P104", "effect: wait\n", "effect: waits\n", "waits\n" },
            { "P104", "[no-measuring, no-extension]", "[no-measuring, no-legs]", "no-legs" },
            { "P105", "again-after-weeks: 8", "again-after-weeks: 0", "0\noutcomes" },
            { "P101", "          en: You are pregnant\n", "", "de: Du bist schwanger" },
            {
                "P203",
                "id: numb-buttocks",
                "id: numb-between-thighs",
                "id: numb-between-thighs\n        ask:\n          en: Numbness around"
            },
            { "P203", "id: numb-buttocks", "id: from-65", "id: from-65\n        ask:\n          en: Numbness around" },
            { "P204", "  go:\n    title", "  gone:\n    title", "gone" },
            { "P204", "  no-measuring:\n", "  no-measure:\n", "no-measure:\n" },
            { "P204", "after: swollen-leg", "after: swollen-arm", "id: leg-short-of-breath" },
            { "P204", "after: swollen-leg", "after: pregnancy", "id: leg-short-of-breath" },
            { "P204", "{ ages: [from-65], effect: today }", "{ ages: [from-70], effect: today }", "id: major-trauma" },
            { "P107", "        after: swollen-leg\n", "", "id: swollen-leg" },
            { "P213", "{ ages: [from-65], effect: today }", "{ ages: [from-65], effect: changes }", "id: major-trauma" },
            {
                "P213",
                "        effect: changes\n        change:\n          en: Take care",
                "        effect: emergency\n        change:\n          en: Take care",
                "id: high-blood-pressure"
            },
            { "P213", "        effect: wait\n", "        effect: wait\n        limits: [level-1-only]\n", "id: fever-or-infection" },
            {
                "P213",
                "        effect: ask-first\n        limits: [level-1-only]\n        sources: [supine-screening]\n      - id: spondy",
                "        effect: changes\n        sources: [supine-screening]\n      - id: spondy",
                "id: hypermobility"
            },
            {
                "P213",
                "        acute: true\n        sources: [supine-screening]\n      - id: vertebral",
                "        acute: true\n        lifts: true\n        sources: [supine-screening]\n      - id: vertebral",
                "id: recent-fracture"
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
        var day = new DateOnly(2026, 4, 14);
        var answers = new ScreeningAnswers(
            Table.Edition,
            ["cancer", "from-20", "hip-no-bending", "pregnancy"],
            [
                new("pregnancy", new("Midwife Lind", "midwife", day), null, []),
                new("hip-no-bending", new("Dr. Okafor", "surgeon", day), day.AddDays(30), [Limit.NoKneeToChest]),
            ]
        );
        var read = Assert.IsType<ScreeningReading.Succeeded>(
            ScreeningJson.Read(Encoding.UTF8.GetBytes(ScreeningJson.Write(answers, at)), Table)
        );
        Assert.Equal(at, read.AnsweredAt);
        Assert.Equivalent(answers, read.Answers, strict: true);
    }

    [Theory]
    [InlineData("", "no answers")]
    [InlineData("[]", "no answers")]
    [InlineData("null", "not whole")]
    [InlineData("{}", "not whole")]
    [InlineData("""{"edition":2,"answeredAt":"2026-04-15T07:00:00Z","yes":[]}""", "not whole")]
    [InlineData("""{"edition":2,"answeredAt":"2026-04-15T07:00:00Z","yes":[null],"released":[]}""", "not whole")]
    [InlineData("""{"edition":1,"answeredAt":"2026-04-15T07:00:00Z","yes":[],"released":[]}""", "edition 1")]
    [InlineData("""{"edition":2,"answeredAt":"2026-04-15T07:00:00Z","yes":["toothache"],"released":[]}""", "`toothache`")]
    [InlineData("""{"edition":2,"answeredAt":"2026-04-15T07:00:00Z","yes":[],"released":["cancer"]}""", "no answers")]
    [InlineData("""{"edition":2,"answeredAt":"2026-04-15T07:00:00Z","yes":["cancer"],"released":[{"question":"cancer"}]}""", "released[0]")]
    [InlineData(
        """{"edition":2,"answeredAt":"2026-04-15T07:00:00Z","yes":["cancer"],"released":[{"question":"cancer","by":"x"}]}""",
        "released[0]"
    )]
    [InlineData(
        """
            {"edition":2,"answeredAt":"2026-04-15T07:00:00Z","yes":[],
             "released":[{"question":"cancer","by":"x","profession":"y","on":"2026-04-14"}]}
            """,
        "not among `yes`"
    )]
    public void What_is_no_answer_is_told(string json, string words) =>
        Assert.Contains(
            words,
            Assert.IsType<ScreeningReading.Failed>(ScreeningJson.Read(Encoding.UTF8.GetBytes(json), Table)).Sentence,
            StringComparison.Ordinal
        );

    // of somebody of 20 to 54
    private static Screening Assess(string[] yes, params string[] released) =>
        Screening.Assess(
            Table,
            new(
                Table.Edition,
                yes.Any(id => Table.Ages.Any(age => age.Id == id)) ? [.. yes] : [.. yes, "from-20"],
                [
                    .. released.Select(id => new ScreeningRelease(
                        id,
                        new("somebody", "clinician", new(2026, 4, 15)),
                        null,
                        Table.Find(id)!.Limits
                    )),
                ]
            )
        );

    private static Screening AssessReleased(string[] yes) => Assess(yes, yes);

    private static ScreeningOutcome Stricter(ScreeningOutcome a, ScreeningOutcome b) => a > b ? a : b;

    private static ScreeningEffect EffectOf(string word) =>
        word switch
        {
            "emergency" => ScreeningEffect.Emergency,
            "today" => ScreeningEffect.Today,
            "ask first" or "ask first, not released" => ScreeningEffect.AskFirst,
            "wait" => ScreeningEffect.Wait,
            "changes" => ScreeningEffect.Changes,
            "nothing" => ScreeningEffect.Note,
            _ => throw new ArgumentOutOfRangeException(nameof(word)),
        };

    private static ScreeningOutcome OutcomeOf(ScreeningEffect effect) =>
        effect switch
        {
            ScreeningEffect.Changes => ScreeningOutcome.GoWithChanges,
            ScreeningEffect.Wait => ScreeningOutcome.Wait,
            ScreeningEffect.AskFirst => ScreeningOutcome.AskFirst,
            ScreeningEffect.Today => ScreeningOutcome.Today,
            ScreeningEffect.Emergency => ScreeningOutcome.Emergency,
            ScreeningEffect.Note => ScreeningOutcome.Go,
        };
}
