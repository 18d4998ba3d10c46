using System.Collections.Immutable;
using Supine.Protocols;
using Supine.Protocols.Prescribing;

namespace Supine.Tests.Prescribing;

/// <summary>What a session goes on with after it was only too strong.</summary>
public class MilderDoseTests
{
    private static readonly ImmutableArray<Protocol> All = ProtocolFolder.Read(Path.Combine(Repository.Root, "protocols")).Protocols;

    [Theory]
    [InlineData("psoas-lying-2", 45, 2, "", "psoas-lying-1 45")]
    [InlineData("psoas-lying-2", 30, 4, "", "psoas-lying-1 30")]
    // where level 1 may not be done, the edge is at least held for less long
    [InlineData("psoas-lying-2", 45, 2, "psoas-lying-1", "psoas-lying-2 30")]
    [InlineData("psoas-lying-2", 30, 2, "psoas-lying-1", "")]
    [InlineData("psoas-lying-1", 60, 1, "", "psoas-lying-1 30")]
    [InlineData("psoas-lying-1", 31, 1, "", "psoas-lying-1 30")]
    [InlineData("psoas-lying-1", 30, 1, "", "")]
    public void It_is_the_level_below_or_else_the_shortest_hold(string id, int hold, int sets, string refused, string milder)
    {
        var found = MilderDose.Find(
            All.Single(protocol => protocol.Id == id),
            TimeSpan.FromSeconds(hold),
            sets,
            All,
            protocol => protocol.Id != refused
        );
        Assert.Equal(milder, found is null ? "" : $"{found.Protocol.Id} {found.Hold.TotalSeconds}");
    }

    [Fact]
    public void What_was_not_chosen_is_the_protocols_own()
    {
        var edge = All.Single(protocol => protocol.Id == "psoas-lying-2");
        Assert.Equal(edge.Dose.Hold.Default, MilderDose.Find(edge, null, null, All, _ => true)!.Hold);
    }

    [Fact]
    public void A_break_on_the_feet_does_not_become_a_stretch_on_the_bed() =>
        Assert.All(
            All.Where(protocol => protocol.Level is null),
            protocol => Assert.True(MilderDose.Find(protocol, null, null, All, _ => true) is null or { Protocol.Level: null })
        );
}
