using System.Text.RegularExpressions;
using Supine.Cli;

namespace Supine.Tests;

/// <summary>Documents that nothing runs go stale: links lead somewhere, commands work.</summary>
[Collection(KeptRecords.Collection)]
public partial class DocumentsTests
{
    public static TheoryData<string> Documents =>
        [
            .. Directory
                .GetFiles(Repository.Root, "*.md")
                .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
                .Select(file => Path.GetRelativePath(Repository.Root, file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_to_a_file_leads_to_one(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (
            var target in Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Select(match => match.Groups[1].Value)
        )
        {
            if (!target.Contains("://", StringComparison.Ordinal))
            {
                var path = Path.Combine(folder, target.Split('#')[0]);
                Assert.True(Path.Exists(path), $"{document} links to {target}, which is not there.");
            }
        }
    }

    [Fact]
    public async Task Every_supine_command_of_the_documents_works()
    {
        var scratch = Directory.CreateTempSubdirectory("supine-docs-").FullName;
        var tried = 0;
        foreach (
            var line in Documents
                .SelectMany(row => File.ReadLines(Path.Combine(Repository.Root, row.Data)))
                .Where(line => line.StartsWith("./supine ", StringComparison.Ordinal))
                .Distinct()
        )
        {
            // what a document writes, a test writes elsewhere
            var words = line.Split('#')[0]["./supine ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (var word = 1; word < words.Length; word++)
            {
                words[word] =
                    words[word - 1] is "--out" or "backup" ? Path.Combine(scratch, words[word])
                    : Path.Exists(Path.Combine(scratch, words[word])) ? Path.Combine(scratch, words[word])
                    : words[word].Contains('/', StringComparison.Ordinal) && Path.Exists(Path.Combine(Repository.Root, words[word]))
                        ? Path.Combine(Repository.Root, words[word])
                    : words[word];
            }

            if (words[0] == "new")
            {
                words = [.. words, "--folder", scratch];
            }

            _ = words[0] switch
            {
                "backup" => await KeptRecords.MakeAsync(),
                _ => KeptRecords.NameNone(),
            };
            using var output = new StringWriter();
            using var error = new StringWriter();
            var exit = await CommandLine.RunAsync(words, output, error);
            Assert.True(exit == 0, $"{line}: {error}");
            tried++;
        }

        Assert.True(tried >= 5, $"Only {tried} commands were found.");
        Directory.Delete(scratch, recursive: true);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
