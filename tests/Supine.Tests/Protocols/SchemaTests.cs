using Supine.Protocols;

namespace Supine.Tests.Protocols;

/// <summary>The schema editors use, and the corpus on which it and the compiler must agree.</summary>
public class SchemaTests
{
    public static TheoryData<string> Corpus =>
        [
            .. Directory
                .GetFiles(Path.Combine(Repository.Root, "tests", "golden", "protocols"), "*.yaml")
                .Select(Path.GetFileName)
                .OfType<string>()
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void The_checked_in_schema_is_the_one_the_grammar_writes() =>
        Repository.AssertGolden("docs/protocol.schema.json", ProtocolCompiler.WriteSchema());

    // The client's tests run the schema over the same files and expect the same first line.
    [Theory]
    [MemberData(nameof(Corpus))]
    public void The_compiler_finds_a_structural_fault_where_the_corpus_says_so(string file)
    {
        var path = Path.Combine(Repository.Root, "tests", "golden", "protocols", file);
        var bytes = File.ReadAllBytes(path);
        var expected = File.ReadLines(path).First();
        var structural =
            ProtocolCompiler.Read(bytes, file, Repository.Protocols.Sources) is ProtocolReading.Failed failed
            && failed.Diagnostics.Any(fault => fault.IsStructural);
        Assert.Equal(structural ? "# structure: faulty" : "# structure: fine", expected);
    }

    [Fact]
    public void The_corpus_has_both_kinds()
    {
        var first = Corpus
            .Select(row => File.ReadLines(Path.Combine(Repository.Root, "tests", "golden", "protocols", row.Data)).First())
            .ToList();
        Assert.True(first.Count(line => line == "# structure: faulty") >= 10);
        Assert.True(first.Count(line => line == "# structure: fine") >= 3);
    }
}
