using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/Supine.Bench -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
