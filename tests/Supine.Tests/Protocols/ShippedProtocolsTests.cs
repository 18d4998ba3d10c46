using Supine.Biomechanics;
using Supine.Fuzz;
using Supine.Protocols;

namespace Supine.Tests.Protocols;

/// <summary>The protocols that are shipped: whole, and with every fact of the practice's article.</summary>
public class ShippedProtocolsTests
{
    public static TheoryData<string> Ids => [.. Repository.Protocols.Protocols.Select(protocol => protocol.Id)];

    /// <summary>Protocol · fact · a word for it in English, German, Spanish, in what is spoken.</summary>
    public static TheoryData<string, string, string, string, string> SpokenFacts =>
        new()
        {
            { "psoas-lying-1", "on the back", "on your back", "auf den Rücken", "boca arriba" },
            { "psoas-lying-1", "bed or workout bench", "bed or a workout bench", "Bett oder eine Trainingsbank", "cama o un banco" },
            {
                "psoas-lying-1",
                "blanket under the sacrum is optional",
                "If you like, slide a folded blanket under your sacrum",
                "Wenn du magst, leg eine gefaltete Decke unter dein Kreuzbein",
                "Si quieres, pon una manta doblada bajo el sacro"
            },
            {
                "psoas-lying-1",
                "opposite knee to the chest",
                "Draw your right knee towards your chest",
                "Zieh dein rechtes Knie zur Brust",
                "Lleva la rodilla derecha hacia el pecho"
            },
            {
                "psoas-lying-1",
                "low back in contact",
                "low back in contact with the surface",
                "unterer Rücken bleibt in Kontakt mit der Unterlage",
                "zona lumbar en contacto con la superficie"
            },
            {
                "psoas-lying-1",
                "the leg relaxes",
                "let your left leg go, long and heavy",
                "dein linkes Bein los, lang und schwer",
                "Suelta ahora la pierna izquierda"
            },
            { "psoas-lying-1", "deep breaths", "deep breaths", "Atme tief", "Toma aire hondo" },
            {
                "psoas-lying-1",
                "gravity stretches hip flexor and psoas on that side",
                "Gravity stretches the front of your left hip",
                "Die Schwerkraft dehnt die Vorderseite deiner linken Hüfte",
                "La gravedad estira la parte anterior de la cadera izquierda"
            },
            { "psoas-lying-1", "how long", "Hold for 45 seconds", "Halte 45 Sekunden", "Mantén la postura 45 segundos" },
            {
                "psoas-lying-1",
                "switch sides",
                "change sides. Your right leg",
                "Seite wechseln. Dein rechtes Bein",
                "cambia de lado. La pierna derecha"
            },
            {
                "psoas-lying-1",
                "what stops it",
                "Stop at once if you feel tingling",
                "Hör sofort auf, wenn es kribbelt",
                "Para enseguida si notas hormigueo"
            },
            { "psoas-lying-1", "how to get up", "roll onto your side", "roll dich auf die Seite", "ponte de lado" },
            {
                "psoas-lying-2",
                "edge of the bed or bench",
                "very edge of the bed or bench",
                "Kante von Bett oder Bank",
                "borde de la cama o del banco"
            },
            {
                "psoas-lying-2",
                "blanket under the sacrum is optional",
                "If you like, slide a folded blanket under your sacrum",
                "Wenn du magst, leg eine gefaltete Decke unter dein Kreuzbein",
                "Si quieres, pon una manta doblada bajo el sacro"
            },
            {
                "psoas-lying-2",
                "opposite knee to the chest",
                "Hold your right knee to your chest",
                "Halt dein rechtes Knie",
                "Sujeta la rodilla derecha contra el pecho"
            },
            {
                "psoas-lying-2",
                "low back in contact",
                "low back in contact with the surface",
                "unterer Rücken bleibt in Kontakt mit der Unterlage",
                "zona lumbar en contacto con la superficie"
            },
            {
                "psoas-lying-2",
                "one leg hangs off the edge",
                "left leg hang off the edge",
                "linkes Bein langsam über die Kante hängen",
                "Deja colgar despacio la pierna izquierda por el borde"
            },
            { "psoas-lying-2", "the hanging leg relaxes", "hanging leg relax", "hängende Bein entspannt", "Relaja la pierna que cuelga" },
            { "psoas-lying-2", "deep breaths", "deep breaths", "Atme tief", "Toma aire hondo" },
            {
                "psoas-lying-2",
                "gravity stretches hip flexor and psoas on that side",
                "Gravity stretches the front of your left hip",
                "Die Schwerkraft dehnt die Vorderseite deiner linken Hüfte",
                "La gravedad estira la parte anterior de la cadera izquierda"
            },
            {
                "psoas-lying-2",
                "the foot dangles further for more",
                "foot dangle further off the edge",
                "Fuß weiter über die Kante baumeln",
                "pie más lejos del borde"
            },
            {
                "psoas-lying-2",
                "switch sides",
                "change sides. Your right leg",
                "Seite wechseln. Dein rechtes Bein",
                "cambia de lado. La pierna derecha"
            },
            { "psoas-lying-2", "how to get up", "roll onto your side", "roll dich auf die Seite", "ponte de lado" },
            {
                "standing-break",
                "something firm to hold on to",
                "put both hands on it",
                "leg beide Hände daran",
                "apoya las dos manos en ella"
            },
            {
                "standing-break",
                "not with dizziness",
                "If you feel dizzy or unsteady, sit down",
                "Wenn dir schwindlig ist oder du unsicher stehst, setz dich",
                "Si te mareas o notas inestabilidad, vuelve a sentarte"
            },
            { "standing-break", "what stops it", "Stop if you feel tingling", "Hör auf, wenn es kribbelt", "Para si notas hormigueo" },
            {
                "standing-break",
                "one foot back",
                "Take a step back with your left foot",
                "Mach mit dem linken Fuß einen Schritt zurück",
                "Da un paso atrás con el pie izquierdo"
            },
            { "standing-break", "the pelvis tucked under", "Tuck your tailbone under", "Roll das Steißbein ein", "Mete el coxis" },
            {
                "standing-break",
                "felt at the hip, not in the back",
                "front of your left hip, not in your back",
                "vorn an der linken Hüfte, nicht im Rücken",
                "delante de la cadera izquierda, no en la espalda"
            },
            { "standing-break", "how long", "Hold for 45 seconds", "Halte 45 Sekunden", "Mantén la postura 45 segundos" },
            { "standing-break", "switch sides", "Now your right side", "Jetzt die rechte Seite", "Ahora el lado derecho" },
            {
                "standing-break",
                "a few steps before sitting down",
                "walk a few steps before you sit down",
                "geh ein paar Schritte, bevor du dich wieder setzt",
                "camina unos pasos antes de volver a sentarte"
            },
            { "psoas-office", "mild stretching", "mild stretch", "sanfte Dehnung", "estiramiento suave" },
            { "psoas-office", "compression", "steady pressure", "gleichmäßiger Druck", "presión constante" },
            { "psoas-office", "muscle activation", "activate the muscle", "den Muskel aktivieren", "activa el músculo" },
            { "psoas-office", "a reading before", "First a reading", "Zuerst eine Messung", "Primero una medición" },
            { "psoas-office", "a reading after", "And a reading again", "Und noch eine Messung", "Y otra medición" },
        };

    [Fact]
    public void No_shipped_file_has_a_fault()
    {
        Assert.Empty(Repository.Protocols.Diagnostics);
        Assert.Equal(
            ["psoas-lying-1", "psoas-lying-2", "standing-break", "psoas-office"],
            Repository.Protocols.Protocols.Select(protocol => protocol.Id)
        );
        Assert.True(Repository.Protocols.Sources.Sources.Count >= 10);
    }

    [Theory]
    [MemberData(nameof(SpokenFacts))]
    public void Every_fact_is_spoken_in_every_language(string id, string fact, string english, string german, string spanish)
    {
        foreach (
            var (language, words) in new[]
            {
                (Language.English, english),
                (Languages.Shipped["de"], german),
                (Languages.Shipped["es"], spanish),
            }
        )
        {
            var sequence = Compile(
                id,
                new Prescription
                {
                    Language = language,
                    Hold = TimeSpan.FromSeconds(45),
                    First = Side.Left,
                }
            );
            var spoken = string.Join(' ', sequence.Cues.Where(cue => cue.Kind == CueKind.Say).Select(cue => cue.Text));
            Assert.True(spoken.Contains(words, StringComparison.Ordinal), $"{fact} ({language}): “{words}” is not in: {spoken}");
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_protocol_compiles_in_every_language_amount_and_order(string id)
    {
        foreach (var language in Languages.Shipped.All)
        {
            foreach (var instruction in Enum.GetValues<Instruction>())
            {
                var left = Compile(
                    id,
                    new Prescription
                    {
                        Language = language,
                        Instruction = instruction,
                        First = Side.Left,
                    }
                );
                var right = Compile(
                    id,
                    new Prescription
                    {
                        Language = language,
                        Instruction = instruction,
                        First = Side.Right,
                    }
                );
                Assert.NotEqual(left.Hash, right.Hash);
                Assert.All(left.Cues.Where(cue => cue.Kind == CueKind.Say), cue => Assert.True(cue.Text.Length <= 200));
            }
        }
    }

    [Fact]
    public void The_home_stretches_are_held_30_to_60_seconds_on_each_side_and_every_deed_of_a_hold_is_heard_in_30()
    {
        foreach (var protocol in Repository.Protocols.Protocols.Where(protocol => protocol.Audience == Audience.Home))
        {
            Assert.Equal((30, 60), ((int)protocol.Dose.Hold.Least.TotalSeconds, (int)protocol.Dose.Hold.Most.TotalSeconds));
            Assert.Equal(SideRule.Each, protocol.Sides);
            foreach (var language in Languages.Shipped.All)
            {
                var sequence = Compile(protocol.Id, new Prescription { Language = language, Hold = TimeSpan.FromSeconds(60) });
                var during = protocol.EachSide.Select(step => step.Action).OfType<StepAction.Hold>().Single().During;
                var hold = sequence.Cues.First(cue => cue.Kind == CueKind.Hold);
                var spokenInHold = sequence.Cues.Count(cue => cue.Kind == CueKind.Say && cue.At >= hold.At && cue.End <= hold.End);
                Assert.Equal(during.Length + 3, spokenInHold);
            }
        }
    }

    [Fact]
    public void The_standing_break_needs_no_bench_fits_into_a_break_of_three_minutes_and_is_no_level()
    {
        var protocol = Repository.Protocol("standing-break");
        Assert.Equal((null, Audience.Home), (protocol.Level, protocol.Audience));
        Assert.Empty(protocol.Props);
        Assert.All(protocol.Steps, step => Assert.Equal(Surface.Floor, step.Posture.Surface));
        Assert.DoesNotContain(protocol.Steps, step => step.Role == StepRole.Measure);
        Assert.All(protocol.EachSide, step => Assert.Equal(Hands.OnSupport, step.Posture.Hands));
        var hold = protocol.EachSide.Single(step => step.Role == StepRole.Hold).Posture;
        Assert.True(hold.Pelvis.Angle.Degrees >= 10, "the tailbone is tucked under");
        Assert.True(hold.Stretched.Hip.Angle.Degrees < 0, "the hip behind is extended");
        foreach (var language in Languages.Shipped.All)
        {
            var sequence = Compile(protocol.Id, new Prescription { Language = language });
            Assert.All(sequence.Cues.Where(cue => cue.Kind == CueKind.Hold), cue => Assert.Equal(30, cue.Duration.TotalSeconds));
            Assert.InRange(sequence.Total, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3));
        }
    }

    [Fact]
    public void The_hanging_foot_is_an_option_of_level_2_with_degrees_0_to_3()
    {
        var option = Assert.Single(Repository.Protocol("psoas-lying-2").Intensity);
        Assert.Equal("foot-dangle", option.Id);
        Assert.Equal([0, 1, 2, 3], option.Degrees.Select(degree => degree.Degree));
        Assert.Empty(Repository.Protocol("psoas-lying-1").Intensity);
    }

    [Fact]
    public void The_office_visit_stretches_presses_and_activates_between_two_readings_and_its_times_can_be_set()
    {
        var protocol = Repository.Protocol("psoas-office");
        Assert.Equal(DoseChooser.Practice, protocol.Dose.SetBy);
        Assert.Equal(
            [StepRole.Measure, StepRole.Hold, StepRole.Compress, StepRole.ContractRelax, StepRole.Measure],
            protocol.EachSide.Select(step => step.Role)
        );
        var none = new Prescription();
        var sequence = Compile(
            "psoas-office",
            none with
            {
                Times = none.Times.Add("compression", TimeSpan.FromSeconds(90)).Add("contraction", TimeSpan.FromSeconds(5)),
                Counts = none.Counts.Add("repetitions", 4),
            }
        );
        Assert.Equal([90.0, 90.0], sequence.Cues.Where(cue => cue.Kind == CueKind.Press).Select(cue => cue.Duration.TotalSeconds));
        Assert.Equal(
            Enumerable.Repeat(5.0, 8),
            sequence.Cues.Where(cue => cue.Kind == CueKind.Contract).Select(cue => cue.Duration.TotalSeconds)
        );
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_phrases_are_all_that_any_whole_second_prescription_says(string id)
    {
        var protocol = Repository.Protocol(id);
        foreach (var language in Languages.Shipped.All)
        {
            var phrases = Phrases.Of(protocol, language).ToHashSet(StringComparer.Ordinal);
            Assert.NotEmpty(phrases);
            for (var seconds = (int)protocol.Dose.Hold.Least.TotalSeconds; seconds <= protocol.Dose.Hold.Most.TotalSeconds; seconds++)
            {
                var none = new Prescription().Choices;
                var options = protocol.Choices.SelectMany(choice => choice.Options.Select(option => none.Add(choice.Id, option.Id)));
                foreach (
                    var (instruction, choices) in Enum.GetValues<Instruction>().SelectMany(_ => options.Prepend(none), ValueTuple.Create)
                )
                {
                    var sequence = Compile(
                        id,
                        new Prescription
                        {
                            Choices = choices,
                            Language = language,
                            Hold = TimeSpan.FromSeconds(seconds),
                            Sets = protocol.Dose.Sets.Most,
                            First = seconds % 2 == 0 ? Side.Left : Side.Right,
                            Instruction = instruction,
                        }
                    );
                    Assert.All(sequence.Cues.Where(cue => cue.Kind == CueKind.Say), cue => Assert.Contains(cue.Text, phrases));
                }
            }
        }
    }

    [Fact]
    public void Broken_files_are_answered_with_values()
    {
        var seeds = Repository.Protocols.Protocols.Select(protocol => File.ReadAllBytes(protocol.File)).ToList();
        var fuzzer = new ProtocolFuzzer(seeds, seed: 20_261_121);
        fuzzer.Run(3_000);
        Assert.True(
            fuzzer.Accepted > 100,
            $"Only {fuzzer.Accepted} of the broken files were still protocols: the fuzzer does not get far."
        );
    }

    private static CueSequence Compile(string id, Prescription prescription) =>
        Assert.IsType<Compilation.Succeeded>(ProtocolCompiler.Compile(Repository.Protocol(id), prescription)).Sequence;
}
