using BenchmarkDotNet.Attributes;
using Supine.Protocols;

namespace Supine.Bench;

/// <summary>How long from a protocol's bytes to its cue sequence? Goal: below 5 ms for level 2.</summary>
[MemoryDiagnoser]
public class CompileBench
{
    private byte[] _bytes = [];
    private Protocol _protocol = null!;
    private SourceCatalogue? _sources;

    [GlobalSetup]
    public void Read()
    {
        var folder = Checkout.Protocols;
        _bytes = File.ReadAllBytes(Path.Combine(folder, "psoas-lying-2.yaml"));
        _sources = ProtocolFolder.ReadSources(folder, out _);
        _protocol = ((ProtocolReading.Succeeded)ProtocolCompiler.Read(_bytes, "psoas-lying-2.yaml", _sources)).Protocol;
    }

    /// <summary>What reading the file as UTF-8 text alone costs: nobody can be faster.</summary>
    [Benchmark(Baseline = true)]
    public int DecodeOnly() => System.Text.Encoding.UTF8.GetString(_bytes).Length;

    [Benchmark]
    public ProtocolReading ReadAndCheck() => ProtocolCompiler.Read(_bytes, "psoas-lying-2.yaml", _sources);

    [Benchmark]
    public Compilation LayOut() => ProtocolCompiler.Compile(_protocol, new Prescription());

    [Benchmark]
    public Compilation Compile() => ProtocolCompiler.Compile(_bytes, "psoas-lying-2.yaml", _sources, new Prescription());
}

/// <summary>The repository the benchmarks run in.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string Protocols => Path.Combine(Root, "protocols");

    private static string Find()
    {
        // BenchmarkDotNet builds and runs the benchmark in a folder of its own below the project
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Supine.slnx")))
        {
            folder =
                Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Supine.slnx is above no folder of the benchmark.");
        }

        return folder;
    }
}
