using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Protocols;

/// <summary>A prescription for one side alone, of a protocol that has two.</summary>
public class OneSideTests
{
    [Theory]
    [InlineData("psoas-lying-1", Side.Left, 1)]
    [InlineData("psoas-lying-2", Side.Right, 3)]
    public void Only_that_side_is_held_and_nobody_is_told_to_change(string id, Side only, int sets)
    {
        var both = Lay(id, new() { Sets = sets });
        var one = Lay(id, new() { Sets = sets, Only = only });
        Assert.Equal(2 * sets, both.Cues.Count(cue => cue.Kind == CueKind.Hold));
        Assert.Equal(sets, one.Cues.Count(cue => cue.Kind == CueKind.Hold));
        Assert.Equal([only], one.Steps.Select(step => step.Side).OfType<Side>().Distinct());
        Assert.Contains(both.Steps, step => step.Role == StepRole.ChangeSides);
        Assert.DoesNotContain(one.Steps, step => step.Role == StepRole.ChangeSides);
        Assert.NotEqual(both.Hash, one.Hash);
        Assert.DoesNotContain(one.Cues, cue => cue.Text.StartsWith("Next, your", StringComparison.Ordinal));
    }

    [Fact]
    public void A_protocol_that_takes_both_sides_at_once_has_no_side_of_its_own()
    {
        // a session of both sides at once, written from one of each
        var path = Path.Combine(Repository.Root, "protocols", "standing-break.yaml");
        var protocol = Assert
            .IsType<ProtocolReading.Succeeded>(ProtocolCompiler.Read(File.ReadAllBytes(path), path, sources: null))
            .Protocol;
        Prescription left = new() { Only = Side.Left };
        Assert.IsType<Compilation.Succeeded>(ProtocolCompiler.Compile(protocol, left));
        var refused = Assert.IsType<Compilation.Failed>(ProtocolCompiler.Compile(protocol with { Sides = SideRule.Both }, left));
        Assert.Equal("P308", Assert.Single(refused.Diagnostics).Code);
    }

    private static CueSequence Lay(string id, Prescription prescription)
    {
        var path = Path.Combine(Repository.Root, "protocols", $"{id}.yaml");
        return Assert
            .IsType<Compilation.Succeeded>(ProtocolCompiler.Compile(File.ReadAllBytes(path), path, sources: null, prescription))
            .Sequence;
    }
}
