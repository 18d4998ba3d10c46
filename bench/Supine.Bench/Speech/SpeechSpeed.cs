using System.Diagnostics;
using System.Globalization;
using Supine.Speech;

namespace Supine.Bench.Speech;

/// <summary>How fast the built-in voice speaks, and what it takes meanwhile.</summary>
/// <remarks>dotnet run -c Release --project bench/Supine.Bench -- speech</remarks>
public static class SpeechSpeed
{
    private const int Sentences = 100;

    /// <summary>Speaks the first sentences of the reference and prints real time and the processor's, and memory in use.</summary>
    public static int Run()
    {
        using var process = Process.GetCurrentProcess();
        using var voice = new EnglishVoice(Path.Combine(Checkout.Root, "speech", "heart"), [], TimeProvider.System);
        var table = Path.Combine(Checkout.Root, "tests", "fixtures", "speech", "phonemes.tsv");
        var texts = File.ReadLines(table).Take(Sentences).Select(line => line.Split('\t')[0]).ToList();
        var watch = Stopwatch.StartNew();
        Speak("Rest.");
        Tell($"first word after {watch.Elapsed.TotalSeconds:0.00} s");
        texts.Take(10).ToList().ForEach(text => Speak(text));
        process.Refresh();
        var before = process.TotalProcessorTime;
        watch.Restart();
        var spoken = texts.Sum(Speak);
        var elapsed = watch.Elapsed.TotalSeconds;
        process.Refresh();
        var processor = (process.TotalProcessorTime - before).TotalSeconds;
        Tell($"{spoken:0} s of speech: {spoken / elapsed:0} × real time, {spoken / processor:0} × of the processor's time");
        Tell($"{process.WorkingSet64 / 1e6:0} MB in use, {process.PeakWorkingSet64 / 1e6:0} MB at most");
        return 0;

        double Speak(string text) =>
            ((SpeechOutcome.Spoken)voice.Speak(text, EnglishVoice.CalmSpeed, CancellationToken.None)).Samples.Length
            / (double)EnglishVoice.SampleRateHertz;
    }

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
