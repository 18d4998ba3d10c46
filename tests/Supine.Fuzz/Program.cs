using System.Diagnostics;
using System.Globalization;
using Supine.Fuzz;

// dotnet run -c Release --project tests/Supine.Fuzz -- [inputs] [seed]
var inputs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
var folder = Directory.GetCurrentDirectory();
while (!Directory.Exists(Path.Combine(folder, "protocols")))
{
    folder =
        Path.GetDirectoryName(folder)
        ?? throw new DirectoryNotFoundException("Run this inside the repository: there is no protocols folder above.");
}

var protocols = Directory
    .GetFiles(Path.Combine(folder, "protocols"), "psoas-*.yaml")
    .Order(StringComparer.Ordinal)
    .Select(File.ReadAllBytes)
    .ToList();
var german = File.ReadAllBytes(Path.Combine(folder, "src", "Supine.Protocols", "Languages", "de.yaml"));
var recordings = Directory
    .GetFiles(Path.Combine(folder, "tests", "golden", "recordings"))
    .Order(StringComparer.Ordinal)
    .Select(File.ReadAllBytes)
    .ToList();
FileFuzzer[] fuzzers =
[
    new ProtocolFuzzer(protocols, seed),
    new LanguageFuzzer([german], seed, protocols[0]),
    new RecordingFuzzer(recordings, seed),
];
var watch = Stopwatch.StartNew();
try
{
    foreach (var fuzzer in fuzzers)
    {
        fuzzer.Run(
            inputs / fuzzers.Length,
            new Progress<int>(done => Console.Error.Write($"\r{done:N0} of {inputs / fuzzers.Length:N0} by {fuzzer.GetType().Name}"))
        );
    }
}
catch (FuzzException fault)
{
    var file = Path.GetFullPath("fuzz-input.yaml");
    File.WriteAllBytes(file, fault.Input.ToArray());
    Console.Error.WriteLine($"\n{fault.Message}\nThe input is in {file}.\n{fault.InnerException}");
    return 1;
}

Console.Error.WriteLine();
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"{inputs} inputs, seed {seed}: no exception; {fuzzers.Sum(fuzzer => fuzzer.Accepted)} accepted; {watch.Elapsed.TotalSeconds:0} s"
    )
);
return 0;
