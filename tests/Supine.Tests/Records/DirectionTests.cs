using System.Reflection;
using Supine.Records;

namespace Supine.Tests.Records;

/// <summary>Records are rules: they know no web, no database and no files.</summary>
public class DirectionTests
{
    private static readonly string[] Seen = ["Supine.Biomechanics", "Supine.Motion", "Supine.Protocols"];

    // parts of the framework in which there is a way out of the process
    private static readonly string[] WaysOut =
    [
        "Dapper",
        "Microsoft.",
        "System.Data",
        "System.IO",
        "System.Net",
        "System.Diagnostics.Process",
    ];

    [Fact]
    public void Records_see_protocols_motion_and_the_body_alone()
    {
        var names = typeof(NextSession).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToList();
        Assert.Equal(Seen, names.Where(name => name.StartsWith("Supine", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Empty(FindWaysOut(typeof(NextSession).Assembly));
    }

    [Fact]
    public void The_search_finds_a_guilty_one() =>
        Assert.Contains("System.Diagnostics.Process", FindWaysOut(typeof(Supine.Cli.CommandLine).Assembly));

    private static List<string> FindWaysOut(Assembly assembly) =>
        [
            .. assembly
                .GetReferencedAssemblies()
                .Select(name => name.Name!)
                .Where(name => WaysOut.Any(way => name.StartsWith(way, StringComparison.Ordinal))),
        ];
}
