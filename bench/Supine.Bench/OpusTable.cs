using System.Diagnostics;
using System.Globalization;
using Supine.Audio;
using Supine.Protocols;

namespace Supine.Bench;

/// <summary>What Opus costs and saves, beside WAV, in one run on one thread: encoding and decoding a pack, rendering a session, and making
/// its small file.</summary>
/// <remarks>Each line is the median of five turns; the session is <c>psoas-lying-1</c> in English with holds of 45 s.</remarks>
internal static class OpusTable
{
    private const int Turns = 5;

    public static async Task<int> RunAsync(string pack)
    {
        var scratch = Directory.CreateTempSubdirectory("supine-bench-");
        try
        {
            await RunAsync(pack, scratch.FullName);
            return 0;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string pack, string scratch)
    {
        var (manifest, _) = ClipManifest.Find(pack) ?? throw new InvalidOperationException($"{pack} is no pack.");
        var protocol = ProtocolFolder.Read(Checkout.Protocols).Find("psoas-lying-1")!;
        var sequence = (
            (Compilation.Succeeded)ProtocolCompiler.Compile(protocol, new Prescription { Hold = TimeSpan.FromSeconds(45) })
        ).Sequence;

        // the same clips as WAV and as Opus
        var texts = manifest.Clips.Select(clip => clip.Text).ToList();
        var seconds = manifest.Clips.Sum(clip => clip.DurationMs) / 1000.0;
        var folders = new Dictionary<ClipFormat, string>();
        foreach (var format in Enum.GetValues<ClipFormat>())
        {
            var folder = Path.Combine(scratch, $"{format}");
            var writer = ClipPackWriter.Open(folder, Language.English, "Bench", "None", "By the bench", format);

            // from the track's own rate, but for the first
            var source = Open(folders.GetValueOrDefault(ClipFormat.Wav, pack));
            var watch = Stopwatch.StartNew();
            await writer.FillAsync(source, texts, null, CancellationToken.None);
            writer.Save();
            Tell($"pack as {format}, made", watch.Elapsed.TotalSeconds, seconds, BytesOf(folder));
            folders[format] = folder;
        }

        foreach (var (format, folder) in folders)
        {
            var bytes = BytesOf(folder);
            Tell($"pack as {format}, every clip read", await MedianAsync(() => SpeakAllAsync(Open(folder), texts)), seconds, bytes);
        }

        var total = sequence.Total.TotalSeconds;
        var finished = new byte[TrackFormat.SampleAt(sequence.Total) * sizeof(short)];
        Tell(
            "session as WAV, copied",
            await MedianAsync(() =>
            {
                _ = (byte[])finished.Clone();
                return Task.CompletedTask;
            }),
            total,
            finished.Length
        );
        foreach (var (format, folder) in folders)
        {
            var open = Open(folder);
            using var track = new MemoryStream();
            await RenderAsync(sequence, open, track);
            Tell(
                $"session as WAV, {format} pack open",
                await MedianAsync(() => RenderAsync(sequence, open, Stream.Null)),
                total,
                track.Length
            );
            Tell(
                $"session as WAV, {format} pack from disk",
                await MedianAsync(() => RenderAsync(sequence, Open(folder), Stream.Null)),
                total,
                0
            );
            if (format != ClipFormat.Opus)
            {
                continue;
            }

            var wave = track.ToArray();
            foreach (var kind in new[] { SoundFormat.Opus, SoundFormat.Caf })
            {
                var first = await MedianAsync(() => WriteAsync(wave, sequence, kind, new FirstPage()));
                Tell($"session as {kind.Name()}, first page", first, total, 0);
                var whole = await MedianAsync(() => WriteAsync(wave, sequence, kind, Stream.Null));
                Tell($"session as {kind.Name()}, whole", whole, total, OpusTrack.Find(wave, sequence)!.BytesOf(kind));
            }
        }
    }

    private static async Task SpeakAllAsync(Speaker speaker, List<string> texts)
    {
        foreach (var text in texts)
        {
            if (await speaker.FindClipAsync(text, SpeechRate.Normal, CancellationToken.None) is null)
            {
                throw new InvalidOperationException($"“{text}” cannot be spoken.");
            }
        }
    }

    private static async Task RenderAsync(CueSequence sequence, Speaker speaker, Stream stream)
    {
        if (await Renderer.RenderAsync(sequence, speaker, new RenderOptions(), stream, null, CancellationToken.None) is Rendering.Failed)
        {
            throw new InvalidOperationException("The pack lacks a sentence.");
        }
    }

    private static Task WriteAsync(byte[] wave, CueSequence sequence, SoundFormat format, Stream stream)
    {
        try
        {
            OpusTrack.Find(wave, sequence)!.Write(format, stream, CancellationToken.None);
        }
        catch (FirstPageException)
        {
            // that was what was to be measured
        }

        return Task.CompletedTask;
    }

    private static async Task<double> MedianAsync(Func<Task> work)
    {
        await work();
        var times = new List<double>();
        for (var turn = 0; turn < Turns; turn++)
        {
            var watch = Stopwatch.StartNew();
            await work();
            times.Add(watch.Elapsed.TotalSeconds);
        }

        return times.Order().ElementAt(Turns / 2);
    }

    private static void Tell(string what, double took, double sounds, long bytes) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what, -40} {took * 1000, 9:0.0} ms {sounds / took, 8:0} x real time {(bytes == 0 ? "" : $"{bytes / 1e6:0.00} MB"), 10}"
            )
        );

    private static long BytesOf(string folder) => Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length);

    private static Speaker Open(string pack) =>
        ((SpeakerOpening.Opened)Speaker.Open(new Voice.ClipPack(pack), Language.English, TimeProvider.System)).Speaker;

    private sealed class FirstPageException : Exception;

    /// <summary>Ends whoever writes once there is sound, and not headers alone.</summary>
    private sealed class FirstPage : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            if (Length > 4_000)
            {
                throw new FirstPageException();
            }
        }
    }
}
