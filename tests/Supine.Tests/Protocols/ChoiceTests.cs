using System.Collections.Immutable;
using System.Text;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Protocols;

/// <summary>What a person chooses to do in another way: where the leg is held, in the shipped protocols.</summary>
public class ChoiceTests
{
    private static readonly ImmutableSortedDictionary<string, string> Thigh = new Prescription().Choices.Add("grip", "thigh");

    private static readonly string Written = File.ReadAllText(Path.Combine(Repository.Root, "tests", "golden", "protocols", "choice.yaml"));

    public static TheoryData<string, string, Instruction> Lying =>
        [
            .. from id in new[] { "psoas-lying-1", "psoas-lying-2" }
            from language in Languages.Shipped.All
            from instruction in Enum.GetValues<Instruction>()
            select (id, language.Code, instruction),
        ];

    [Theory]
    [MemberData(nameof(Lying))]
    public void Behind_the_thigh_no_hand_is_on_a_knee_and_nobody_says_so(string id, string language, Instruction instruction)
    {
        var usual = Compile(id, new Prescription { Language = Languages.Shipped[language], Instruction = instruction });
        var thigh = Compile(
            id,
            new Prescription
            {
                Language = Languages.Shipped[language],
                Instruction = instruction,
                Choices = Thigh,
            }
        );

        Assert.Contains(usual.Steps, step => step.Posture.Hands == Hands.OnOppositeKnee);
        Assert.DoesNotContain(usual.Steps, step => step.Posture.Hands == Hands.BehindOppositeThigh);
        Assert.Equal(
            usual.Steps.Select(step => (step.Id, step.Side, step.Set)),
            thigh.Steps.Select(step => (step.Id, step.Side, step.Set))
        );
        foreach (var (knee, other) in usual.Steps.Zip(thigh.Steps))
        {
            var expected = knee.Posture.Hands == Hands.OnOppositeKnee ? Hands.BehindOppositeThigh : knee.Posture.Hands;
            Assert.Equal(expected, other.Posture.Hands);
            // the stretch is the same: only the arms and the knee they let alone are elsewhere
            Assert.Equal((knee.Posture.Stretched, knee.Posture.Pelvis), (other.Posture.Stretched, other.Posture.Pelvis));
            Assert.Equal(knee.Posture.Opposite.Hip, other.Posture.Opposite.Hip);
            Assert.True(other.Posture.Opposite.Knee.Angle <= knee.Posture.Opposite.Knee.Angle, "the knee is not bent further");
        }

        Assert.Equal(HoldsOf(usual), HoldsOf(thigh));
        Assert.NotEqual(usual.Hash, thigh.Hash);
        if (instruction == Instruction.Bells)
        {
            Assert.DoesNotContain(thigh.Cues, cue => cue.Kind == CueKind.Say);
            return;
        }

        // what each says that the other does not: of the thigh here, of the knee there
        var (said, saidUsually) = (SaidIn(thigh), SaidIn(usual));
        var word = Languages.Shipped[language].Code switch
        {
            "en" => (Thigh: "thigh", Knee: "knee"),
            "de" => (Thigh: "Oberschenkel", Knee: "Knie"),
            _ => (Thigh: "muslo", Knee: "rodilla"),
        };
        Assert.NotEmpty(said.Except(saidUsually));
        Assert.All(said.Except(saidUsually), text => Assert.Contains(word.Thigh, text, StringComparison.Ordinal));
        Assert.All(said.Except(saidUsually), text => Assert.DoesNotContain(word.Knee, text, StringComparison.Ordinal));
        Assert.All(saidUsually.Except(said), text => Assert.Contains(word.Knee, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("psoas-lying-1")]
    [InlineData("psoas-lying-2")]
    public void Behind_the_thigh_nothing_shown_asks_for_a_hand_on_the_knee(string id)
    {
        var printed = PrintedStep.AllOf(Repository.Protocol(id), new Prescription { Choices = Thigh });
        Assert.Contains(printed, step => step.Text.Contains("thigh", StringComparison.Ordinal));
        Assert.DoesNotContain(
            printed,
            step => step.Step.Posture.Hands == Hands.BehindOppositeThigh && step.Text.Contains("knee", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_first_option_is_the_protocol_as_it_was()
    {
        var usual = Compile("psoas-lying-1", new Prescription());
        var chosen = Compile("psoas-lying-1", new Prescription { Choices = Thigh.SetItem("grip", "knee") });
        Assert.Equal(usual.Hash, chosen.Hash);
        Assert.Empty(chosen.Choices);
        // what was stored before there were choices keeps its hash
        Assert.DoesNotContain("\"choices\"", CueSequenceJson.Write(usual), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_sequence_says_what_was_chosen()
    {
        var thigh = Compile("psoas-lying-2", new Prescription { Choices = Thigh });
        var read = CueSequenceJson.Read(CueSequenceJson.Write(thigh));
        Assert.Equal(KeyValuePair.Create("grip", "thigh"), Assert.Single(read.Choices));
        Assert.Equal(thigh.Hash, read.Hash);
    }

    [Fact]
    public void Every_form_of_a_step_is_looked_at_where_all_steps_are()
    {
        var protocol = Repository.Protocol("psoas-lying-2");
        Assert.Contains(protocol.Steps, step => step.Posture.Hands == Hands.OnOppositeKnee);
        Assert.Contains(protocol.Steps, step => step.Posture.Hands == Hands.BehindOppositeThigh);
    }

    [Fact]
    public void Two_choices_are_chosen_each_for_itself()
    {
        var read = Assert.IsType<ProtocolReading.Succeeded>(Read(Written));
        Assert.Equal(["Take your right knee.", "Let the foot hang."], Said(Thigh.Clear()));
        Assert.Equal(["Take your right thigh.", "Both hands behind it.", "Let the foot hang."], Said(Thigh));
        Assert.Equal(
            ["Take your right thigh.", "Both hands behind it.", "Let the foot rest on the books."],
            Said(Thigh.Add("foot", "on-books"))
        );
        Assert.Equal(["Take your right knee.", "Let the foot rest on the stool."], Said(Thigh.Clear().Add("foot", "on-a-stool")));

        string[] Said(ImmutableSortedDictionary<string, string> choices) =>
            [
                .. Assert
                    .IsType<Compilation.Succeeded>(ProtocolCompiler.Compile(read.Protocol, new Prescription { Choices = choices }))
                    .Sequence.Cues.Where(cue => cue.Kind == CueKind.Say)
                    .Select(cue => cue.Text)
                    .TakeWhile(text => text != "Half way."),
            ];
    }

    [Fact]
    public void What_is_chosen_must_be_there()
    {
        var none = new Prescription().Choices;
        AssertFault("P303", "psoas-lying-1", none.Add("grasp", "thigh"));
        AssertFault("P303", "standing-break", Thigh);
        AssertFault("P307", "psoas-lying-1", none.Add("grip", "foot"));
    }

    /// <summary>What is replaced · by what · the text at whose place the fault stands.</summary>
    public static TheoryData<string, string, string, string> Faults =>
        new()
        {
            // an option that is not there, the first one, one that changes nothing, one that no step knows
            { "P214", "        on-books:", "        on-paper:", "on-paper" },
            { "P214", "        on-books:", "        free:", "free:\n          during" },
            { "P214", "- { id: on-books, text", "- { id: on-bread, text", "on-bread" },
            {
                "P214",
                "          during:\n            - { en: Let the foot rest on the books., de: Lass den Fuß auf den Büchern ruhen., "
                    + "es: Apoya el pie en los libros. }\n",
                "          {}\n",
                "on-books:\n"
            },
            // a step of two choices
            { "P214", "        on-books:", "        thigh: { posture: lying-thigh }\n        on-books:", "on-books:\n" },
            // names that are taken
            { "P203", "id: foot\n", "id: grip\n", "grip\n    text: { en: Foot" },
            { "P203", "id: foot\n", "id: rest\n", "rest\n    text" },
            { "P203", "id: foot\n", "id: first\n", "first\n    text" },
            { "P203", "- { id: free,", "- { id: thigh,", "thigh, text: { en: Free" },
            // what is written instead is read as the step itself is
            { "P201", "          posture: lying-thigh", "          posture: sitting", "sitting" },
            { "P204", "Take your {otherSide} thigh", "Take your {otherLeg} thigh", "{ en: \"Take your {otherLeg}" },
            { "P212", "          posture: lying-thigh", "          posture: lying-thigh\n          during: [{ en: Now. }]", "id: grasp" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_has_its_code_and_its_place(string code, string replaced, string by, string place)
    {
        Assert.Contains(replaced, Written, StringComparison.Ordinal);
        var source = Written.Replace(replaced, by, StringComparison.Ordinal);
        var before = source[..source.IndexOf(place, StringComparison.Ordinal)];
        var line = before.Count(character => character == '\n') + 1;
        var column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
        var faults = Assert.IsType<ProtocolReading.Failed>(Read(source)).Diagnostics;
        Assert.Single(faults, fault => fault.Code == code && (fault.At.Line, fault.At.Column) == (line, column));
    }

    [Fact]
    public void A_fault_of_the_step_itself_is_told_once()
    {
        var source = Written.Replace("title: { en: Hold,", "title: { en: \"Take {hold\",", StringComparison.Ordinal);
        Assert.NotEqual(Written, source);
        Assert.Single(Assert.IsType<ProtocolReading.Failed>(Read(source)).Diagnostics);
    }

    private static ProtocolReading Read(string source) =>
        ProtocolCompiler.Read(Encoding.UTF8.GetBytes(source), "choice.yaml", sources: null);

    private static void AssertFault(string code, string id, ImmutableSortedDictionary<string, string> choices)
    {
        var compiled = ProtocolCompiler.Compile(Repository.Protocol(id), new Prescription { Choices = choices });
        Assert.Equal(code, Assert.Single(Assert.IsType<Compilation.Failed>(compiled).Diagnostics).Code);
    }

    private static CueSequence Compile(string id, Prescription prescription) =>
        Assert.IsType<Compilation.Succeeded>(ProtocolCompiler.Compile(Repository.Protocol(id), prescription)).Sequence;

    private static IEnumerable<(Side?, TimeSpan)> HoldsOf(CueSequence sequence) =>
        sequence.Cues.Where(cue => cue.Kind == CueKind.Hold).Select(cue => (sequence.StepOf(cue).Side, cue.Duration));

    private static HashSet<string> SaidIn(CueSequence sequence) =>
        [.. sequence.Cues.Where(cue => cue.Kind == CueKind.Say).Select(cue => cue.Text)];
}
