using System.Collections.Immutable;
using System.Text;
using FsCheck.Fluent;
using Supine.Biomechanics;
using Supine.Cli;
using Supine.Protocols;
using Supine.Protocols.Prescribing;

namespace Supine.Tests.Prescribing;

/// <summary>What is suggested, row by row.</summary>
public class SuggestingTests
{
    private static readonly ProtocolFolder Folder = ProtocolFolder.Read(Path.Combine(Repository.Root, "protocols"));

    private static readonly ImmutableArray<Protocol> Home = [.. Folder.Protocols.Where(protocol => protocol.Audience == Audience.Home)];

    private static readonly DateOnly Day = new(2026, 11, 1);

    /// <summary>Level, sets and seconds now · the sessions, oldest first · the rule · level, sets and seconds then, or not now.</summary>
    /// <remarks>A session is its level and c comfortable, p pain of 6, l pain of 4 a day later, x stopped for pain without a
    /// number, t tingling, g pain down the leg, w weakness, a arched, h too strong, n not told whether it arched, s stopped early,
    /// u nothing told, 5 pain of 5 that was gone; in capitals it was so short that it has no whole hold.</remarks>
    public static TheoryData<string, string, string, string> Rows =>
        new()
        {
            { "1 1 30", "", "not-yet", "1 1 30" },
            { "1 1 30", "1c 1c", "not-yet", "1 1 30" },
            { "1 1 30", "1c 1c 1c", "one-more-set", "1 2 30" },
            { "1 1 30", "1c 1s 1c 1c", "not-yet", "1 1 30" },
            { "1 1 30", "1c 1u 1c", "not-yet", "1 1 30" },
            { "1 1 30", "1c 1n 1c", "not-yet", "1 1 30" },
            { "1 1 30", "1c 15 1c", "not-yet", "1 1 30" },
            { "1 1 30", "1c 1c 1p", "pain-at-the-mildest", "not now" },
            { "1 1 30", "1l", "pain-at-the-mildest", "not now" },
            { "1 1 30", "1x", "pain-at-the-mildest", "not now" },
            { "1 1 30", "1t", "pain-at-the-mildest", "not now" },
            { "1 1 30", "1g", "pain-at-the-mildest", "not now" },
            { "1 1 30", "1w", "pain-at-the-mildest", "not now" },
            { "1 1 30", "1c 1P", "pain-at-the-mildest", "not now" },
            { "1 1 45", "1x", "pain-shorter-hold", "1 1 30" },
            { "2 1 30", "2x", "pain-at-the-edge", "1 1 30" },
            { "1 1 30", "1p 1c", "not-yet", "1 1 30" },
            { "1 1 45", "1c 1p", "pain-shorter-hold", "1 1 30" },
            { "1 3 30", "1c 1p", "pain-fewer-sets", "1 2 30" },
            { "1 3 30", "1c 1l", "pain-fewer-sets", "1 2 30" },
            { "1 3 30", "1c 1t", "pain-fewer-sets", "1 2 30" },
            // what was told of a short session counts, and what came after it without a whole hold does not take it back
            { "1 3 30", "1c 1P", "pain-fewer-sets", "1 2 30" },
            { "1 3 30", "1c 1P 1S 1C", "pain-fewer-sets", "1 2 30" },
            { "1 3 30", "1c 1P 1c", "not-yet", "1 3 30" },
            { "1 3 30", "1c 1a", "arching-on-the-bed", "1 3 30" },
            // what was only too strong is no pain, and is answered with less all the same
            { "2 2 45", "2c 2h", "too-strong-at-the-edge", "1 2 45" },
            { "2 2 45", "2c 2H", "too-strong-at-the-edge", "1 2 45" },
            { "1 2 45", "1c 1h", "too-strong-on-the-bed", "1 2 30" },
            { "1 2 30", "1c 1h", "not-yet", "1 2 30" },
            { "2 2 45", "2h 2c", "not-yet", "2 2 45" },
            { "1 2 45", "2H 1c", "not-yet", "1 2 45" },
            { "2 2 45", "2p 2H", "pain-fewer-sets", "2 1 45" },
            { "1 1 30", "1c 1c 1h 1c", "not-yet", "1 1 30" },
            { "1 4 30", "1c 1c 1c", "enough", "1 4 30" },
            // nothing beyond ten minutes a week and side is suggested, whatever the row
            { "1 2 45", "1c 1c 1c", "longer-hold", "1 2 60" },
            { "1 1 60", "1c 1c 1c", "one-more-set", "1 2 60" },
            { "1 2 40", "1c 1c 1c", "one-more-set", "1 3 40" },
            { "1 2 60", "1c 1c 1c", "enough", "1 2 60" },
            { "1 4 45", "1c 1c 1c", "more-than-enough", "1 2 45" },
            { "1 3 45", "", "more-than-enough", "1 2 45" },
            { "1 4 60", "1c 1p", "pain-fewer-sets", "1 2 60" },
            { "2 4 60", "2c 2t", "signs-at-the-edge", "1 2 60" },
            { "1 4 45", "1c 1a", "arching-on-the-bed", "1 2 45" },
            // fewer sets, then a shorter hold, then level 1
            { "2 2 45", "2c 2p", "pain-fewer-sets", "2 1 45" },
            { "2 1 45", "2c 2p", "pain-shorter-hold", "2 1 30" },
            { "2 1 30", "2c 2l", "pain-at-the-edge", "1 1 30" },
            { "2 2 30", "2c 2a", "arching-at-the-edge", "1 2 30" },
            { "2 2 30", "2c 2t", "signs-at-the-edge", "1 2 30" },
            { "2 2 30", "2c 2g", "signs-at-the-edge", "1 2 30" },
            // what is less already is not taken back again, and twice as many comfortable sessions are asked for
            { "1 2 30", "2c 2p", "not-yet", "1 2 30" },
            { "1 2 30", "1c 2P", "not-yet", "1 2 30" },
            { "1 2 30", "2c 2p 1c 1c 1c", "not-yet", "1 2 30" },
            { "1 2 30", "2c 2p 1c 1c 1c 1c 1c 1c", "one-more-set", "1 3 30" },
        };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_row_of_the_table_applies_where_it_says(string now, string sessions, string rule, string then)
    {
        var suggestion = Suggesting.Suggest(Ask(now, sessions));
        Assert.Equal(rule, suggestion.Rule.Id);
        Assert.Equal(then, Put(suggestion));
    }

    [Fact]
    public void More_sets_than_are_enough_stay_where_somebody_has_prescribed_them()
    {
        var question = Ask("1 4 45", "1c 1c 1c");
        Assert.Equal("1 2 45", Put(Suggesting.Suggest(question)));
        Assert.Equal("1 4 45", Put(Suggesting.Suggest(question with { Prescribed = [new(Dial.Sets, "Dr. Vega")] })));
    }

    [Fact]
    public void After_pain_or_a_sign_there_is_rest_and_then_less()
    {
        var until = new DateTimeOffset(2026, 11, 3, 8, 0, 0, TimeSpan.Zero);
        var question = Ask("1 3 30", "1c 1p") with { AfterPain = new AfterPain.Resting(until) };
        var rest = Assert.IsType<Suggestion.NotNow>(Suggesting.Suggest(question));
        Assert.Equal(("rest-after-pain", until), (rest.Rule.Id, rest.Until));
        Assert.Equal("1 2 30", Put(Suggesting.Suggest(question with { AfterPain = null })));
    }

    [Fact]
    public void The_mildest_goes_on_where_somebody_was_asked_since()
    {
        var asked = Ask("1 1 30", "1c 1p") with { AfterPain = null };
        Assert.Equal(("asked-after-pain", "1 1 30"), (Suggesting.Suggest(asked).Rule.Id, Put(Suggesting.Suggest(asked))));
        Assert.Empty(ProgrammeStudy.FindBroken(asked, Suggesting.Suggest(asked)));
    }

    [Theory]
    [InlineData("1c 1p", null, "rest")]
    [InlineData("1c 1p", 0, "rest")]
    [InlineData("2c 2p", null, "rest")]
    [InlineData("2c 2p", null, "", 48)]
    [InlineData("1c 1p", null, "ask", 48)]
    [InlineData("1c 1p", 0, "ask", 48)]
    [InlineData("1c 1p", 1, "", 48)]
    [InlineData("1c 1p 1c", null, "", 48)]
    [InlineData("1c 1p 1S", null, "ask", 48)]
    [InlineData("1c 1l", null, "ask", 48)]
    [InlineData("1c 1a", null, "", 48)]
    public void Two_days_pass_and_at_the_mildest_somebody_is_asked(string sessions, int? askedOnDay, string what, int hours = 47)
    {
        var told = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
        var found = AfterPain.Find(
            told,
            Ask("1 1 30", sessions).Sessions,
            askedOnDay is { } day ? Day.AddDays(day) : null,
            told.AddHours(hours)
        );
        Assert.Equal(
            what,
            found switch
            {
                AfterPain.Resting(var until) when until == told.AddHours(48) => "rest",
                AfterPain.MustAsk(var since) when since == Day.AddDays(1) => "ask",
                null => "",
                _ => "?",
            }
        );
    }

    [Fact]
    public void Everybody_begins_on_the_bed_with_little()
    {
        var begin = Assert.IsType<Suggestion.Prescribe>(Suggesting.Suggest(Ask("1 1 30", "") with { Now = null }));
        Assert.Equal(("begin", new Programme(1, TimeSpan.FromSeconds(30), 1, Side.Left, 5)), (begin.Rule.Id, begin.Programme));
        Assert.Null(begin.Changed);
    }

    [Theory]
    [InlineData("1c 1c 1c", 5.0, null, "over-the-edge")]
    [InlineData("1c 1c 1c", 5.0, Goal.Reach, "over-the-edge")]
    [InlineData("1c 1c 1c", 5.0, Goal.Practice, "over-the-edge")]
    [InlineData("1c 1c 1c", 5.0, Goal.Open, "over-the-edge")]
    [InlineData("1c 1c 1c", 5.0, Goal.Ease, "one-more-set")]
    [InlineData("1c 1c", 5.0, null, "not-yet")]
    [InlineData("1c 1c 1c", 10.1, null, "one-more-set")]
    [InlineData("1c 1c 1c", 26.0, null, "beyond-the-range")]
    [InlineData("1c 1c 1c", null, null, "one-more-set")]
    [InlineData("2t 1c 1c 1c 1c 1c 1c", 5.0, null, "one-more-set")]
    [InlineData("2w 1c 1c 1c 1c 1c 1c", 5.0, null, "one-more-set")]
    [InlineData("1c 2c 2p 1c 1c 1c 1c 1c 1c", 5.0, null, "over-the-edge")]
    [InlineData("2p 1c 2p 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c 1c", 5.0, null, "one-more-set")]
    public void Level_2_comes_when_the_bed_was_comfortable_and_the_thigh_hangs_little(
        string sessions,
        double? below,
        Goal? goal,
        string rule
    ) => Assert.Equal(rule, Suggesting.Suggest(Ask("1 1 30", sessions) with { Left = Thigh(below), Goal = goal }).Rule.Id);

    [Theory]
    [InlineData(11.0, 12.0, null, null, "not-short")]
    [InlineData(11.0, 12.0, 10.5, 13.0, "not-short")]
    [InlineData(11.0, 9.0, null, null, "one-more-set")]
    [InlineData(9.0, 12.0, null, null, "over-the-edge")]
    [InlineData(11.0, null, null, null, "one-more-set")]
    [InlineData(11.0, 12.0, 8.0, 13.0, "over-the-edge")]
    [InlineData(11.0, 12.0, 20.0, 13.0, "not-short")]
    [InlineData(17.0, 12.0, 26.0, 13.0, "beyond-the-range")]
    [InlineData(-10.0, -11.0, null, null, "to-be-examined")]
    [InlineData(-10.0, -9.0, null, null, "over-the-edge")]
    [InlineData(-10.0, null, null, null, "over-the-edge")]
    [InlineData(5.0, 4.0, -5.0, -7.0, "to-be-examined")]
    [InlineData(-6.0, -7.0, 5.0, 4.0, "to-be-examined")]
    [InlineData(5.0, 4.0, -5.0, 14.0, "over-the-edge")]
    public void Who_is_not_short_on_two_days_keeps_it_or_stops(
        double left,
        double? leftBefore,
        double? right,
        double? rightBefore,
        string rule
    )
    {
        var suggestion = Suggesting.Suggest(
            Ask("1 1 30", "1c 1c 1c") with
            {
                Left = Thigh(left, leftBefore),
                Right = Thigh(right, rightBefore),
            }
        );
        Assert.Equal(rule, suggestion.Rule.Id);
        Assert.Equal(rule == "over-the-edge" ? 2 : 1, Assert.IsType<Suggestion.Prescribe>(suggestion).Programme.Level);
    }

    [Fact]
    public void What_the_screening_rules_out_is_not_suggested()
    {
        var released = Ask("2 2 30", "2c 2c 2c", "hypermobility", "hypermobility");
        Assert.Equal(("level-ruled-out", "1 2 30"), (Suggesting.Suggest(released).Rule.Id, Put(Suggesting.Suggest(released))));
        Assert.Equal("screening", Suggesting.Suggest(Ask("1 1 30", "", "hypermobility")).Rule.Id);
        Assert.Equal("screening", Suggesting.Suggest(Ask("1 1 30", "", "urine-leaking")).Rule.Id);
        var onBed = Ask("1 1 30", "1c 1c 1c", "hypermobility", "hypermobility") with { Left = Thigh(5) };
        Assert.Equal("one-more-set", Suggesting.Suggest(onBed).Rule.Id);
    }

    [Fact]
    public void What_is_locked_stays_and_is_asked_about_when_it_would_be_taken_back()
    {
        ImmutableArray<PrescribedDial> level = [new(Dial.Level, "the practice")];
        var hurt = Assert.IsType<Suggestion.NotNow>(Suggesting.Suggest(Ask("2 1 30", "2p") with { Prescribed = level }));
        Assert.Equal(("prescribed-but-hurts", "the practice"), (hurt.Rule.Id, hurt.Ask));

        var well = Ask("1 1 30", "1c 1c 1c") with { Prescribed = level, Left = Thigh(5) };
        Assert.Equal(("one-more-set", "1 2 30"), (Suggesting.Suggest(well).Rule.Id, Put(Suggesting.Suggest(well))));
        var values = Assert.IsType<Suggestion.Prescribe>(Suggesting.Suggest(well)).Values;
        Assert.Equal(["the practice", null, null, null, null, null], values.Select(value => value.PrescribedBy));
        Assert.Equal([Dial.Level, Dial.Hold, Dial.Sets, Dial.First, Dial.Days, null], values.Select(value => value.Dial));
        Assert.Same(Suggesting.Suggest(well).Rule.Why, values[2].Why);
        Assert.Equal("enough", Suggesting.Suggest(well with { Prescribed = [.. level, new(Dial.Sets, "you")] }).Rule.Id);
    }

    [Theory]
    [InlineData(12, 5, "right")]
    [InlineData(5, 12, "")]
    [InlineData(12, 8, "")]
    [InlineData(12, 6.5, "right")]
    public void The_tighter_side_comes_first_when_the_sides_differ_beyond_chance(double left, double right, string first)
    {
        var suggestion = Assert.IsType<Suggestion.Prescribe>(
            Suggesting.Suggest(Ask("1 1 30", "1c") with { Left = Thigh(left), Right = Thigh(right) })
        );
        Assert.Equal(first.Length == 0 ? (Dial?)null : Dial.First, suggestion.Changed);
        Assert.Equal(first == "right" ? Side.Right : Side.Left, suggestion.Programme.First);
    }

    [Fact]
    public void Twelve_weeks_of_simulated_people_break_no_promise_and_do_not_swing()
    {
        var study = ProgrammeStudy.Compute(2_000, seed: 1, Home);
        Assert.Empty(study.Broken);
        Assert.InRange(study.MostReversals, 1, 5);
        Assert.InRange(study.MostLevelUps, 1, Suggesting.TakenBackForGood);
        Assert.True(
            study.Ends.Length > 5 && study.Ends.Any(end => end.Programme is { Level: 2 }) && study.Ends.Any(end => end.Programme is null)
        );
    }

    [Fact]
    public void Any_history_breaks_no_promise()
    {
        var words = Gen.Elements(
            "1c",
            "2c",
            "1p",
            "2p",
            "1P",
            "2P",
            "1l",
            "2t",
            "1t",
            "2G",
            "1w",
            "2a",
            "1a",
            "1n",
            "1s",
            "1S",
            "2u",
            "1h",
            "2h",
            "2H"
        );
        var now =
            from level in Gen.Choose(1, 2)
            from sets in Gen.Choose(1, 4)
            from hold in Gen.Elements(30, 45, 60)
            select $"{level} {sets} {hold}";
        var all =
            from programme in now
            from sessions in Gen.ListOf(words)
            from row in Gen.Elements(ScreeningTable.Shipped.Questions.ToArray())
            from which in Gen.Choose(0, 2)
            from dial in Gen.Elements(Enum.GetValues<Dial>())
            from isLocked in Gen.Elements(true, false)
            from below in Gen.Choose(-10, 30)
            from asked in Gen.Elements(true, false)
            select Ask(
                programme,
                string.Join(' ', sessions),
                which == 0 ? "" : row.Id,
                which == 2 && row.Effect == ScreeningEffect.AskFirst ? row.Id : ""
            )
                is var question
            && asked
                ? question with
                {
                    AfterPain = null,
                    Prescribed = isLocked ? [new(dial, "the practice")] : [],
                    Left = Thigh(below),
                }
                : question with
                {
                    Prescribed = isLocked ? [new(dial, "the practice")] : [],
                    Right = Thigh(below, below),
                };
        Properties.ForAll(3_000, all, question => Assert.Empty(ProgrammeStudy.FindBroken(question, Suggesting.Suggest(question))));
    }

    [Fact]
    public void The_table_is_whole_in_every_language_and_its_page_is_made_from_it()
    {
        var table = SuggestionTable.Shipped;
        Assert.All(
            table.Rules,
            rule =>
                Assert.Equal(
                    Languages.Shipped.All.Length,
                    Languages.Shipped.All.Select(rule.Why.FindIn).OfType<string>().Distinct().Count()
                )
        );
        Assert.All(
            table.Values,
            value =>
                Assert.Equal(
                    Languages.Shipped.All.Length,
                    Languages.Shipped.All.Select(value.Why.FindIn).OfType<string>().Distinct().Count()
                )
        );
        Assert.All(table.Values.SelectMany(value => value.Sources), source => Assert.True(Folder.Sources.Contains(source), source));
        Assert.All(table.Rules.SelectMany(rule => rule.Sources), source => Assert.True(Folder.Sources.Contains(source), source));
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "docs", "suggesting.md")), table.Describe());
        Assert.DoesNotContain('{', table.Describe());
    }

    [Theory]
    [InlineData("- id: enough", "- id: plenty", "P204")]
    [InlineData("- id: enough", "- id: not-yet", "P203")]
    [InlineData("- id: days", "- id: weeks", "P204")]
    public void A_table_that_is_not_the_programs_is_refused_with_its_place(string from, string to, string code)
    {
        var shipped = File.ReadAllText(Path.Combine(Repository.Root, "src", "Supine.Protocols", "Prescribing", "suggesting.yaml"));
        Assert.Null(
            SuggestionTable.Read(
                Encoding.UTF8.GetBytes(shipped.Replace(from, to, StringComparison.Ordinal)),
                "suggesting.yaml",
                Languages.Shipped,
                out var faults
            )
        );
        Assert.Contains(faults, fault => fault.Code == code);
    }

    [Fact]
    public async Task The_command_line_answers_a_file_and_says_where_one_is_wrong()
    {
        var file = Path.GetTempFileName();
        try
        {
            const string Screening = """ "screening": {"edition": 2, "answeredAt": "2026-11-21T08:00:00Z", "yes": [], "released": []} """;
            await File.WriteAllTextAsync(
                file,
                $$"""
                { {{Screening}},
                  "now": {"level": 2, "holdSeconds": 30, "sets": 1, "first": "left", "daysPerWeek": 5},
                  "sessions": [{"day": "2026-11-20", "level": 2, "holdSeconds": 30, "sets": 1, "completed": false,
                                "stopReason": "leg-pain"}] }
                """,
                TestContext.Current.CancellationToken
            );
            var (exit, output, _) = await RunAsync("suggest", file, "--json");
            using var answer = System.Text.Json.JsonDocument.Parse(output);
            Assert.Equal(
                (0, "signs-at-the-edge", 1),
                (
                    exit,
                    answer.RootElement.GetProperty("rule").GetString(),
                    answer.RootElement.GetProperty("programme").GetProperty("level").GetInt32()
                )
            );
            Assert.Contains("Nerv", (await RunAsync("suggest", file, "--lang", "de")).Output, StringComparison.Ordinal);

            // the same within two days, and at the mildest dose before and after somebody was asked
            async Task<string> AskedAsync(string more)
            {
                await File.WriteAllTextAsync(
                    file,
                    $$"""
                    { {{Screening}}, "now": {"level": 1, "holdSeconds": 30, "sets": 1, "first": "left", "daysPerWeek": 5},
                      "sessions": [{"day": "2026-11-20", "level": 1, "holdSeconds": 30, "sets": 1, "completed": false, "pain": 7,
                                    "toldAt": "2026-11-20T09:00:00Z"}], {{more}} }
                    """,
                    TestContext.Current.CancellationToken
                );
                return (await RunAsync("suggest", file)).Output;
            }

            Assert.Contains(
                "rest until 2026-11-22 09:00",
                await AskedAsync(""" "at": "2026-11-22T08:59:00Z" """),
                StringComparison.Ordinal
            );
            Assert.Contains("(pain-at-the-mildest)", await AskedAsync(""" "at": "2026-11-22T09:00:00Z" """), StringComparison.Ordinal);
            Assert.Contains(
                "(asked-after-pain)",
                await AskedAsync(
                    """ "at": "2026-11-22T09:00:00Z", "asked": {"by": "Dr. Okafor", "profession": "doctor", "on": "2026-11-20"} """
                ),
                StringComparison.Ordinal
            );

            foreach (
                var (wrong, where) in new[]
                {
                    ("{", "line 1"),
                    ("{}", "`screening` is missing"),
                    ($$"""{ {{Screening}}, "now": {"level": 3} }""", "now: `level` is 1 or 2"),
                    ($$"""{ {{Screening}}, "sessions": [{"day": "2026-11-20"}] }""", "sessions[0]"),
                    ($$"""{ {{Screening}}, "prescribed": [{"dial": "level"}] }""", "prescribed[0]"),
                    ($$"""{ {{Screening}}, "readings": {"left": {"belowDegrees": 400} } }""", "readings.left"),
                    ($$"""{ {{Screening}}, "asked": {"by": "Dr. Okafor"} }""", "asked"),
                    ($$"""{ {{Screening}}, "goal": "fly" }""", "goal"),
                    ($$"""{ {{Screening}}, "sesions": [] }""", "sesions"),
                }
            )
            {
                await File.WriteAllTextAsync(file, wrong, TestContext.Current.CancellationToken);
                var (failed, _, error) = await RunAsync("suggest", file);
                Assert.Equal(1, failed);
                Assert.Contains(where, error, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(2, (await RunAsync("suggest", "nowhere.json")).Exit);
        Assert.Equal(2, (await RunAsync("suggest")).Exit);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await CommandLine.RunAsync(words, output, error);
        return (exit, output.ToString(), error.ToString());
    }

    private static string Put(Suggestion suggestion) =>
        suggestion is Suggestion.Prescribe { Programme: var programme }
            ? FormattableString.Invariant($"{programme.Level} {programme.Sets} {programme.Hold.TotalSeconds:0}")
            : "not now";

    private static HangingThigh? Thigh(double? below, double? before = null) =>
        below is { } degrees
            ? new(Angle.FromDegrees(degrees), Angle.FromDegrees(2)) { Before = before is { } earlier ? Angle.FromDegrees(earlier) : null }
            : null;

    private static SuggestionQuestion Ask(string now, string sessions, string yes = "", string released = "")
    {
        var screening = Screening.Assess(
            ScreeningTable.Shipped,
            new(
                ScreeningTable.Shipped.Edition,
                [.. yes.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
                [
                    .. released
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Select(id => new ScreeningRelease(id, new("somebody", "clinician", Day), null, [])),
                ]
            )
        );
        var parts = now.Split(' ').Select(int.Parse).ToList();
        var programme = new Programme(parts[0], TimeSpan.FromSeconds(parts[2]), parts[1], Side.Left, 5);
        ImmutableArray<DoneSession> done =
        [
            .. sessions
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(
                    (word, index) =>
                        new DoneSession(
                            Day.AddDays(index),
                            word[0] - '0',
                            programme.Hold,
                            programme.Sets,
                            IsWhole: !char.IsUpper(word[1]) && word[1] is not ('s' or 'x' or 't' or 'g' or 'w' or 'h'),
                            Pain: char.ToLowerInvariant(word[1]) switch
                            {
                                'u' or 'x' => null,
                                'p' => 6,
                                '5' => 5,
                                _ => 1,
                            },
                            PainNextDay: word[1] == 'l' ? 4 : null,
                            Stop: char.ToLowerInvariant(word[1]) switch
                            {
                                'x' => StopReason.Pain,
                                't' => StopReason.Tingling,
                                'g' => StopReason.LegPain,
                                'w' => StopReason.Weakness,
                                's' => StopReason.Time,
                                'h' => StopReason.TooStrong,
                                _ => null,
                            },
                            BackArched: word[1] == 'n' ? null : word[1] == 'a'
                        )
                        {
                            HasWholeHold = !char.IsUpper(word[1]),
                        }
                ),
        ];
        return new(screening, Suggesting.LevelsOf(screening, Home), programme, [], done, null, null)
        {
            // long after, and nobody was asked
            AfterPain = AfterPain.Find(null, done, null, DateTimeOffset.MaxValue),
        };
    }
}
