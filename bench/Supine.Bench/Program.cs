using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// dotnet run -c Release --project bench/Supine.Bench -- --filter '*'
// In this process: the project BenchmarkDotNet would write for itself does not build with central packages and lock files.
// The comparison with MuJoCo is its own way in: dotnet run -c Release --project bench/Supine.Bench -- mujoco /folder/with/include/and/lib
if (args is ["mujoco", .. var folders])
{
    return Supine.Bench.MujocoComparison.Run(folders.Length > 0 ? folders[0] : "/usr");
}

// So is the picture of cost against people: dotnet run -c Release --project bench/Supine.Bench -- people
if (args is ["people"])
{
    return Supine.Bench.PeopleFigure.Draw();
}

// The inclinometer's error budget, as docs/models/inclinometer.md has it: dotnet run -c Release --project bench/Supine.Bench -- budget
if (args is ["budget", .. var counts])
{
    return Supine.Bench.Motion.ErrorBudget.Run(counts.Length > 0 ? int.Parse(counts[0], CultureInfo.InvariantCulture) : 10_000);
}

// How often a change is told where there is none, and where there is one: dotnet run -c Release --project bench/Supine.Bench -- change
if (args is ["change", .. var people])
{
    return Supine.Bench.Records.ChangeTable.Run(people.Length > 0 ? int.Parse(people[0], CultureInfo.InvariantCulture) : 20_000);
}

// What Opus costs and saves: dotnet run -c Release --project bench/Supine.Bench -- opus [a pack's folder]
if (args is ["opus", .. var packs])
{
    return await Supine.Bench.OpusTable.RunAsync(
        packs.Length > 0 ? packs[0] : Path.Combine(Supine.Bench.Checkout.Root, "voices", "en-heart")
    );
}

// What the built-in voice is compared with: dotnet run -c Release --project bench/Supine.Bench -- reference-sounds FOLDER
if (args is ["reference-sounds", var sounds])
{
    return Supine.Bench.Speech.ReferenceSounds.Make(sounds);
}

// All voices side by side: dotnet run -c Release --project bench/Supine.Bench -- voices [a pack's folder …]
if (args is ["voices", .. var voices])
{
    var shipped = Path.Combine(Supine.Bench.Checkout.Root, "voices");
    return Supine.Bench.Speech.VoiceTable.Run(voices.Length > 0 ? voices : [.. Supine.Audio.Voices.ListFolders(shipped)]);
}

// How fast it speaks: dotnet run -c Release --project bench/Supine.Bench -- speech
if (args is ["speech"])
{
    return Supine.Bench.Speech.SpeechSpeed.Run();
}

var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
BenchmarkSwitcher.FromAssembly(typeof(Supine.Bench.PostureBench).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
return 0;
