using System.Globalization;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Protocols;

/// <summary>What is true of every cue sequence, whatever the protocol and the prescription.</summary>
public class LayoutProperties
{
    private const int Cases = 400;

    [Fact]
    public void Each_side_gets_exactly_the_prescribed_hold_in_every_set() =>
        Properties.ForSeeds(
            Cases,
            seed =>
            {
                var generated = new GeneratedProtocol(seed, holdOfTheStretch: seed % 2 == 0);
                var sequence = generated.Compile();
                var holds = sequence.Cues.Where(cue => cue.Kind == CueKind.Hold).ToList();
                var sides = generated.Sides switch
                {
                    "each" => new Side?[] { generated.Prescription.First, generated.Prescription.First.Other() },
                    "one" => [generated.Prescription.First],
                    _ => [null],
                };

                var expected = Enumerable.Range(1, generated.Prescription.Sets!.Value).SelectMany(set => sides.Select(side => (set, side)));
                Assert.Equal(expected, holds.Select(hold => (sequence.StepOf(hold).Set!.Value, sequence.StepOf(hold).Side)));
                Assert.All(holds, hold => Assert.Equal(generated.Prescription.Hold, hold.Duration));
            }
        );

    [Fact]
    public void Changing_sides_takes_nothing_from_a_hold() =>
        Properties.ForSeeds(
            Cases,
            seed =>
            {
                var sequence = new GeneratedProtocol(seed).Compile();
                foreach (var hold in sequence.Cues.Where(cue => cue.Kind == CueKind.Hold))
                {
                    var step = sequence.StepOf(hold);
                    Assert.True(step.At <= hold.At && hold.End <= step.End);
                }

                // steps follow each other without a gap, so no other step reaches into a hold
                Assert.Equal(TimeSpan.Zero, sequence.Steps[0].At);
                Assert.All(sequence.Steps.Zip(sequence.Steps.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.At));
                Assert.Equal(sequence.Total, sequence.Steps[^1].End);
            }
        );

    [Fact]
    public void No_two_sentences_overlap() =>
        Properties.ForSeeds(
            Cases,
            seed =>
            {
                var sequence = new GeneratedProtocol(seed, holdOfTheStretch: seed % 2 == 0).Compile();
                var spoken = sequence.Cues.Where(cue => cue.Kind == CueKind.Say).ToList();
                Assert.All(
                    spoken.Zip(spoken.Skip(1)),
                    pair => Assert.True(pair.First.End <= pair.Second.At, $"{pair.First} | {pair.Second}")
                );
                Assert.All(
                    spoken,
                    cue => Assert.Equal(sequence.SpeechRate.Slot(SpeechEstimate.Of(sequence.Language, cue.Text)), cue.Duration)
                );
            }
        );

    [Fact]
    public void A_hold_of_30_to_60_seconds_has_its_half_way_and_last_ten_where_they_belong() =>
        Properties.ForSeeds(
            Cases,
            seed =>
            {
                var sequence = new GeneratedProtocol(seed).Compile();
                var halfWay = new[] { "Half way.", "Die Hälfte.", "La mitad." };
                var lastTen = new[] { "Ten more seconds.", "Noch zehn Sekunden.", "Diez segundos más." };
                foreach (var hold in sequence.Cues.Where(cue => cue.Kind == CueKind.Hold))
                {
                    var half = Assert.Single(
                        sequence.Cues,
                        cue => cue.Step == hold.Step && cue.Kind == CueKind.Say && halfWay.Contains(cue.Text)
                    );
                    var ten = Assert.Single(
                        sequence.Cues,
                        cue => cue.Step == hold.Step && cue.Kind == CueKind.Say && lastTen.Contains(cue.Text)
                    );
                    Assert.Equal(Math.Floor((hold.Duration / 2).TotalMilliseconds), (half.At - hold.At).TotalMilliseconds);
                    Assert.Equal(TimeSpan.FromSeconds(10), hold.End - ten.At);
                    Assert.True(half.End < ten.At && ten.End < hold.End);
                }
            }
        );

    [Fact]
    public void The_side_that_comes_next_is_named_at_the_end_of_every_hold_but_the_last() =>
        Properties.ForSeeds(
            Cases,
            seed =>
            {
                var generated = new GeneratedProtocol(seed);
                var sequence = generated.Compile();
                var holds = sequence.Cues.Where(cue => cue.Kind == CueKind.Hold).ToList();
                foreach (var (hold, index) in holds.Select((hold, index) => (hold, index)))
                {
                    var announced = sequence
                        .Cues.Where(cue =>
                            cue.Step == hold.Step
                            && cue.Kind == CueKind.Say
                            && cue.At >= hold.At
                            && Sides.Values.Any(names => names.Any(cue.Text.Contains))
                            && cue.End > hold.End - TimeSpan.FromSeconds(1)
                        )
                        .ToList();
                    if (generated.Sides != "each" || index == holds.Count - 1)
                    {
                        Assert.Empty(announced);
                        continue;
                    }

                    // the last thing heard, with air before the bell, and the hold is as long as ever
                    var next = Assert.Single(announced);
                    Assert.Contains(
                        Sides[sequence.StepOf(holds[index + 1]).Side!.Value],
                        name => next.Text.Contains(name, StringComparison.Ordinal)
                    );
                    Assert.Equal(TimeSpan.FromMilliseconds(600), hold.End - next.End);
                    Assert.Equal(generated.Prescription.Hold, hold.Duration);
                }
            }
        );

    private static readonly Dictionary<Side, string[]> Sides = new()
    {
        [Side.Left] = ["Next, your left", "Nächstes die linke", "Después, el lado izquierdo"],
        [Side.Right] = ["Next, your right", "Nächstes die rechte", "Después, el lado derecho"],
    };

    [Fact]
    public void With_bells_only_nothing_is_said_and_bells_keep_the_time_of_few_words() =>
        Properties.ForSeeds(
            Cases,
            seed =>
            {
                var generated = new GeneratedProtocol(seed, holdOfTheStretch: seed % 2 == 0);
                var brief = generated.Compile(generated.Prescription with { Instruction = Instruction.Brief });
                var bells = generated.Compile(generated.Prescription with { Instruction = Instruction.Bells });

                Assert.DoesNotContain(bells.Cues, cue => cue.Kind == CueKind.Say);
                Assert.Equal(TimeSpan.FromSeconds(1), bells.Cues[0].At);
                Assert.Contains(bells.Cues, cue => cue.At == TimeSpan.FromSeconds(1) && cue.Kind == CueKind.Bell);
                foreach (var hold in bells.Cues.Where(cue => cue.Kind == CueKind.Hold))
                {
                    TimeSpan[] expected =
                        hold.Duration < TimeSpan.FromSeconds(15)
                            ? [hold.At, hold.End]
                            : [hold.At, hold.At + TimeSpan.FromMilliseconds(Math.Floor((hold.Duration / 2).TotalMilliseconds)), hold.End];
                    Assert.Equal(
                        expected,
                        bells
                            .Cues.Where(cue => cue.Kind == CueKind.Bell && cue.Step == hold.Step && cue.At >= hold.At)
                            .Select(cue => cue.At)
                    );
                }

                Assert.All(
                    bells
                        .Steps.Select((step, index) => (step, index))
                        .Where(pair => pair.step.Role == StepRole.ChangeSides && pair.index > 0),
                    pair => Assert.Contains(bells.Cues, cue => cue.Kind == CueKind.Bell && cue.Step == pair.index && cue.At == pair.step.At)
                );

                // what the body does takes as long; the first and the last step have their own ends
                var moving = (IEnumerable<SequenceStep> steps) =>
                    steps
                        .Where(step => step.Side is not null || step.Set is not null)
                        .Where(step => step.Role is not (StepRole.Prepare or StepRole.ChangeSides))
                        .Select(step => (step.Id, step.Set, step.Side, step.Duration))
                        .ToList();
                var (quiet, spoken) = (moving(bells.Steps), moving(brief.Steps));
                Assert.NotEmpty(quiet);
                var begins = bells.Steps[0].Id;
                Assert.All(
                    quiet.Zip(spoken).SkipLast(1).Where(pair => pair.First.Id != begins),
                    pair => Assert.Equal(pair.Second, pair.First)
                );
            }
        );

    [Fact]
    public void A_slower_voice_lengthens_what_is_said_and_no_hold() =>
        Properties.ForSeeds(
            100,
            seed =>
            {
                var generated = new GeneratedProtocol(seed);
                var sequences = new[] { 120, 100, 80 }
                    .Select(percent => generated.Compile(generated.Prescription with { SpeechRate = SpeechRate.FromPercent(percent) }))
                    .ToList();
                foreach (var (faster, slower) in sequences.Zip(sequences.Skip(1)))
                {
                    Assert.True(faster.Total <= slower.Total);
                    Assert.NotEqual(faster.Hash, slower.Hash);
                    Assert.Equal(
                        faster.Cues.Where(cue => cue.Kind == CueKind.Hold).Select(cue => cue.Duration),
                        slower.Cues.Where(cue => cue.Kind == CueKind.Hold).Select(cue => cue.Duration)
                    );
                }
            }
        );

    [Fact]
    public void A_bell_opens_and_closes_every_hold_and_breaths_stay_inside() =>
        Properties.ForSeeds(
            Cases,
            seed =>
            {
                var sequence = new GeneratedProtocol(seed, holdOfTheStretch: seed % 2 == 0).Compile();
                foreach (var hold in sequence.Cues.Where(cue => cue.Kind == CueKind.Hold))
                {
                    var bells = sequence.Cues.Where(cue => cue.Kind == CueKind.Bell && cue.Step == hold.Step).Select(cue => cue.At);
                    Assert.Equal([hold.At, hold.End], bells);
                    Assert.All(
                        sequence.Cues.Where(cue => cue.Kind is CueKind.Breathe && cue.Step == hold.Step),
                        breath => Assert.True(hold.At <= breath.At && breath.End <= hold.End)
                    );
                }
            }
        );

    [Fact]
    public void The_total_is_the_end_of_the_last_cue_and_cues_are_in_order() =>
        Properties.ForSeeds(
            Cases,
            seed =>
            {
                var sequence = new GeneratedProtocol(seed, holdOfTheStretch: seed % 2 == 0).Compile();
                Assert.Equal(sequence.Cues.Max(cue => cue.End), sequence.Total);
                Assert.Equal(sequence.Cues.OrderBy(cue => cue.At).Select(cue => cue.At), sequence.Cues.Select(cue => cue.At));
                Assert.All(
                    sequence.Cues,
                    cue =>
                    {
                        Assert.True(cue.Duration > TimeSpan.Zero);
                        Assert.Equal(0, cue.At.Ticks % TimeSpan.TicksPerMillisecond);
                        Assert.Equal(0, cue.Duration.Ticks % TimeSpan.TicksPerMillisecond);
                        Assert.InRange(cue.Step, 0, sequence.Steps.Length - 1);
                        Assert.DoesNotContain('{', cue.Text);
                    }
                );
            }
        );

    [Fact]
    public void The_same_input_has_the_same_hash_on_any_culture_and_a_different_one_another() =>
        Properties.ForSeeds(
            40,
            seed =>
            {
                var generated = new GeneratedProtocol(seed);
                var here = generated.Compile();
                foreach (var culture in new[] { "tr-TR", "ar-SA", "de-DE", "fa-IR", "" })
                {
                    var before = CultureInfo.CurrentCulture;
                    try
                    {
                        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture;
                        Assert.Equal(CueSequenceJson.Write(here), CueSequenceJson.Write(generated.Compile()));
                    }
                    finally
                    {
                        CultureInfo.CurrentCulture = before;
                        CultureInfo.CurrentUICulture = before;
                    }
                }

                var longer = generated.Prescription with
                {
                    Hold =
                        generated.Prescription.Hold == TimeSpan.FromSeconds(60)
                            ? TimeSpan.FromSeconds(59)
                            : generated.Prescription.Hold + TimeSpan.FromMilliseconds(1),
                };
                if (ProtocolCompiler.Compile(generated.Bytes, "generated", null, longer) is Compilation.Succeeded other)
                {
                    Assert.NotEqual(here.Hash, other.Sequence.Hash);
                }
            }
        );

    [Fact]
    public void What_is_written_as_json_is_read_back_whole() =>
        Properties.ForSeeds(
            100,
            seed =>
            {
                var sequence = new GeneratedProtocol(seed).Compile();
                var written = CueSequenceJson.Write(sequence);
                var read = CueSequenceJson.Read(written);
                Assert.Equal(written, CueSequenceJson.Write(read));
                Assert.Equal(sequence.Cues, read.Cues);
                Assert.Equal(sequence.SpeechRate, read.SpeechRate);
                Assert.Equal(sequence.SpeechRate == SpeechRate.Normal, !written.Contains("speechRate", StringComparison.Ordinal));
                Assert.Equal(sequence.Steps.Length, read.Steps.Length);
            }
        );
}
