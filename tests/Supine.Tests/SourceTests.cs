namespace Supine.Tests;

/// <summary>What no compiler looks at.</summary>
public class SourceTests
{
    // The formatter breaks code at this width; texts it leaves as long as they are.
    private const int LongestLine = 140;

    // Patterns that say more in one line than in two.
    private static readonly string[] Longer = ["tests/Supine.Web.Tests/Shell/TextUseTests.cs"];

    [Fact]
    public void No_line_of_code_is_too_long_to_be_read_beside_another()
    {
        var files = new[] { "bench", "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Where(file => !Longer.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
            .ToList();
        Assert.True(files.Count > 100);
        Assert.Empty(
            from file in files
            from line in File.ReadLines(Path.Combine(Repository.Root, file)).Index()
            where line.Item.Length > LongestLine
            select $"{file}:{line.Index + 1} has {line.Item.Length} characters."
        );
    }
}
