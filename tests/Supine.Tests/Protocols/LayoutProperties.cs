using System.Globalization;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Protocols;

/// <summary>What is true of every cue sequence, whatever the protocol and the prescription.</summary>
public class LayoutProperties
{
    private const int Cases = 400;

    [Fact]
    public void Each_side_gets_exactly_the_prescribed_hold_in_every_set() => Properties.ForSeeds(Cases, seed =>
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
    });

    [Fact]
    public void Changing_sides_takes_nothing_from_a_hold() => Properties.ForSeeds(Cases, seed =>
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
    });

    [Fact]
    public void No_two_sentences_overlap() => Properties.ForSeeds(Cases, seed =>
    {
        var sequence = new GeneratedProtocol(seed, holdOfTheStretch: seed % 2 == 0).Compile();
        var spoken = sequence.Cues.Where(cue => cue.Kind == CueKind.Say).ToList();
        Assert.All(spoken.Zip(spoken.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.At, $"{pair.First} | {pair.Second}"));
        Assert.All(spoken, cue => Assert.Equal(SpeechEstimate.Of(sequence.Language, cue.Text), cue.Duration));
    });

    [Fact]
    public void A_hold_of_30_to_60_seconds_has_its_half_way_and_last_ten_where_they_belong() => Properties.ForSeeds(Cases, seed =>
    {
        var sequence = new GeneratedProtocol(seed).Compile();
        var halfWay = new[] { "Half way.", "Die Hälfte.", "La mitad." };
        var lastTen = new[] { "Ten more seconds.", "Noch zehn Sekunden.", "Diez segundos más." };
        foreach (var hold in sequence.Cues.Where(cue => cue.Kind == CueKind.Hold))
        {
            var half = Assert.Single(sequence.Cues, cue => cue.Step == hold.Step && cue.Kind == CueKind.Say && halfWay.Contains(cue.Text));
            var ten = Assert.Single(sequence.Cues, cue => cue.Step == hold.Step && cue.Kind == CueKind.Say && lastTen.Contains(cue.Text));
            Assert.Equal(Math.Floor((hold.Duration / 2).TotalMilliseconds), (half.At - hold.At).TotalMilliseconds);
            Assert.Equal(TimeSpan.FromSeconds(10), hold.End - ten.At);
            Assert.True(half.End < ten.At && ten.End < hold.End);
        }
    });

    [Fact]
    public void A_bell_opens_and_closes_every_hold_and_breaths_stay_inside() => Properties.ForSeeds(Cases, seed =>
    {
        var sequence = new GeneratedProtocol(seed, holdOfTheStretch: seed % 2 == 0).Compile();
        foreach (var hold in sequence.Cues.Where(cue => cue.Kind == CueKind.Hold))
        {
            var bells = sequence.Cues.Where(cue => cue.Kind == CueKind.Bell && cue.Step == hold.Step).Select(cue => cue.At);
            Assert.Equal([hold.At, hold.End], bells);
            Assert.All(
                sequence.Cues.Where(cue => cue.Kind is CueKind.Breathe && cue.Step == hold.Step),
                breath => Assert.True(hold.At <= breath.At && breath.End <= hold.End));
        }
    });

    [Fact]
    public void The_total_is_the_end_of_the_last_cue_and_cues_are_in_order() => Properties.ForSeeds(Cases, seed =>
    {
        var sequence = new GeneratedProtocol(seed, holdOfTheStretch: seed % 2 == 0).Compile();
        Assert.Equal(sequence.Cues.Max(cue => cue.End), sequence.Total);
        Assert.Equal(sequence.Cues.OrderBy(cue => cue.At).Select(cue => cue.At), sequence.Cues.Select(cue => cue.At));
        Assert.All(sequence.Cues, cue =>
        {
            Assert.True(cue.Duration > TimeSpan.Zero);
            Assert.Equal(0, cue.At.Ticks % TimeSpan.TicksPerMillisecond);
            Assert.Equal(0, cue.Duration.Ticks % TimeSpan.TicksPerMillisecond);
            Assert.InRange(cue.Step, 0, sequence.Steps.Length - 1);
            Assert.DoesNotContain('{', cue.Text);
        });
    });

    [Fact]
    public void The_same_input_has_the_same_hash_on_any_culture_and_a_different_one_another() => Properties.ForSeeds(40, seed =>
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

        var longer = generated.Prescription with { Hold = generated.Prescription.Hold == TimeSpan.FromSeconds(60) ? TimeSpan.FromSeconds(59) : generated.Prescription.Hold + TimeSpan.FromMilliseconds(1) };
        if (ProtocolCompiler.Compile(generated.Bytes, "generated", null, longer) is Compilation.Succeeded other)
        {
            Assert.NotEqual(here.Hash, other.Sequence.Hash);
        }
    });

    [Fact]
    public void What_is_written_as_json_is_read_back_whole() => Properties.ForSeeds(100, seed =>
    {
        var sequence = new GeneratedProtocol(seed).Compile();
        var written = CueSequenceJson.Write(sequence);
        var read = CueSequenceJson.Read(written);
        Assert.Equal(written, CueSequenceJson.Write(read));
        Assert.Equal(sequence.Cues, read.Cues);
        Assert.Equal(sequence.Steps.Length, read.Steps.Length);
    });
}
