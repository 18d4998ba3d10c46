using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Supine.Audio;
using Supine.Protocols;
using Supine.Speech.Text;

namespace Supine.Bench.Speech;

/// <summary>All packs side by side in one run: how calm, how high, how loud, whether every sentence fits, and what a recogniser mishears of
/// the shipped clips.</summary>
/// <remarks>
/// dotnet run -c Release --project bench/Supine.Bench -- voices [a pack's folder …]. Misheard words are of English alone, by
/// pocketsphinx (Debian: pocketsphinx, pocketsphinx-en-us), a crude ear: it serves to compare voices of one run. Without it the column is
/// empty.
/// </remarks>
internal static partial class VoiceTable
{
    private const string Recogniser = "pocketsphinx_batch";
    private const string Model = "/usr/share/pocketsphinx/model/en-us";
    private const int RecogniserRateHertz = 16_000;

    /// <summary>Prints a row for each pack.</summary>
    public static int Run(IReadOnlyList<string> folders)
    {
        Console.WriteLine(
            "| voice | sentences | words a minute | longest against its time | LUFS | pitch, Hz | spread, semitones | kB | misheard |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var folder in folders)
        {
            Console.WriteLine(Describe(folder));
        }

        return 0;
    }

    private static string Describe(string folder)
    {
        var (manifest, _) = ClipManifest.Find(folder) ?? throw new InvalidOperationException($"{folder} is no pack.");
        var language = Languages.Shipped[manifest.Language];
        var clips = manifest.Clips.Select(entry => (entry.Text, Clip: Read(Path.Combine(folder, entry.File)))).ToList();
        var minutes = clips.Sum(clip => clip.Clip.Length.TotalMinutes);
        var words = clips.Sum(clip => clip.Text.Split(' ').Length);
        var fullest = clips.Max(clip => clip.Clip.Length / SpeechEstimate.Of(language, clip.Text));
        var loudness = clips.Average(clip => Loudness.Measure(Floats(clip.Clip), TrackFormat.SampleRateHertz)!.Value.Lufs);
        var pitches = clips
            .Where(clip => clip.Clip.Length > TimeSpan.FromSeconds(1))
            .SelectMany(clip => MedianPitch.Track(Floats(clip.Clip)));
        var sorted = pitches.Order().ToArray();
        var median = sorted[sorted.Length / 2];
        var spread = Math.Sqrt(sorted.Average(pitch => Math.Pow(12 * Math.Log2(pitch / median), 2)));
        var bytes = new DirectoryInfo(folder).GetFiles().Sum(file => file.Length);
        var misheard = language.Code == "en" ? Mishear(clips) : null;
        return FormattableString.Invariant($"| {Path.GetFileName(folder)} | {clips.Count} | {words / minutes:0} | {fullest:0.00} ")
            + FormattableString.Invariant($"| {loudness:0.0} | {median:0} | {spread:0.0} | {bytes / 1000:N0} | {misheard:0.0 %} |");
    }

    private static Clip Read(string path) =>
        SoundFile.ReadClip(File.ReadAllBytes(path)).Clip ?? throw new InvalidOperationException($"{path} is no sound.");

    private static float[] Floats(Clip clip) => [.. clip.Samples.ToArray().Select(sample => sample / 32_768f)];

    /// <summary>The share of words that the recogniser hears otherwise, leaves out or adds; null where there is none.</summary>
    private static double? Mishear(List<(string Text, Clip Clip)> clips)
    {
        if (!Directory.Exists(Model))
        {
            return null;
        }

        var scratch = Directory.CreateTempSubdirectory("supine-bench-").FullName;
        try
        {
            for (var i = 0; i < clips.Count; i++)
            {
                var sound = Resampler.Resample(Floats(clips[i].Clip), TrackFormat.SampleRateHertz, RecogniserRateHertz);

                // a fifth of a second of silence on both sides: it is used to that
                var raw = new byte[(sound.Length + (2 * RecogniserRateHertz / 5)) * 2];
                for (var at = 0; at < sound.Length; at++)
                {
                    var sample = (short)Math.Clamp(sound[at] * 32_768f, short.MinValue, short.MaxValue);
                    BinaryPrimitives.WriteInt16LittleEndian(raw.AsSpan(((RecogniserRateHertz / 5) + at) * 2), sample);
                }

                File.WriteAllBytes(Path.Combine(scratch, $"{i}.raw"), raw);
            }

            var list = Path.Combine(scratch, "list");
            File.WriteAllLines(list, Enumerable.Range(0, clips.Count).Select(i => $"{i}"));
            var heard = Path.Combine(scratch, "heard");
            var start = new ProcessStartInfo(
                Recogniser,
                [
                    "-hmm",
                    Path.Combine(Model, "en-us"),
                    "-lm",
                    Path.Combine(Model, "en-us.lm.bin"),
                    "-dict",
                    Path.Combine(Model, "cmudict-en-us.dict"),
                    "-ctl",
                    list,
                    "-cepdir",
                    scratch,
                    "-cepext",
                    ".raw",
                    "-adcin",
                    "yes",
                    "-hyp",
                    heard,
                    "-logfn",
                    Path.Combine(scratch, "log"),
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.OutputDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            process.WaitForExit();
            var answers = File.ReadAllLines(heard);
            var (errors, words) = (0, 0);
            for (var i = 0; i < clips.Count; i++)
            {
                var said = WordsOf(
                    Figures().Replace(clips[i].Text, figure => Numerals.Cardinal(long.Parse(figure.Value, CultureInfo.InvariantCulture)))
                );
                var answer = WordsOf(Ending().Replace(answers[i], ""));
                errors += Distance(said, answer);
                words += said.Length;
            }

            return (double)errors / words;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static string[] WordsOf(string text) => [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    /// <summary>How many words are to be replaced, added or left out to make one of the other.</summary>
    private static int Distance(string[] one, string[] other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, _) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
            {
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], next);
            }
        }

        return row[^1];
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Figures();

    [GeneratedRegex("[a-z']+")]
    private static partial Regex Word();

    // a line of the answers ends with its name and score
    [GeneratedRegex(@" *\([^()]*\)$")]
    private static partial Regex Ending();
}
