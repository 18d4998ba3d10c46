using System.Text;
using Supine.Audio;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Audio;

/// <summary>Sequences, voices and sounds made by hand.</summary>
internal static class Scenes
{
    public static readonly int Rate = TrackFormat.SampleRateHertz;

    private static readonly Posture Lying = new(
        TrunkRise.FromDegrees(0),
        PosteriorTilt.FromDegrees(0),
        new(HipFlexion.FromDegrees(0), KneeFlexion.FromDegrees(0)),
        new(HipFlexion.FromDegrees(0), KneeFlexion.FromDegrees(0)),
        Surface.Flat,
        Hands.AtSides,
        SacrumSupport.None
    );

    public static CueSequence Sequence(params Cue[] cues) => Sequence(cues.Max(cue => cue.End), cues);

    public static CueSequence Sequence(TimeSpan total, params Cue[] cues) =>
        new(
            "by-hand",
            "By hand",
            Language.English,
            [
                .. Enumerable
                    .Range(0, cues.Max(cue => cue.Step) + 1)
                    .Select(step => new SequenceStep(
                        $"step-{step}",
                        StepRole.Hold,
                        $"Step {step}",
                        TimeSpan.Zero,
                        total,
                        Side.Left,
                        1,
                        Lying
                    )),
            ],
            [.. cues.OrderBy(cue => cue.At).ThenByDescending(cue => cue.Duration)],
            total,
            new string('0', 64)
        );

    public static SequenceStep Step(string title, int fromMs, int toMs, Side? side) =>
        new(title, StepRole.Move, title, Ms(fromMs), Ms(toMs - fromMs), side, null, Lying);

    public static Cue Say(int atMs, int durationMs, string text) => new(CueKind.Say, Ms(atMs), Ms(durationMs), 0, text);

    public static Cue Of(CueKind kind, int atMs, int durationMs, int step = 0) => new(kind, Ms(atMs), Ms(durationMs), step, "");

    public static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>A sound with the strong and weak parts of speech: 180 Hz and its overtones, four syllables a second.</summary>
    public static float[] Babble(double seconds, double peak, int rateHertz)
    {
        var samples = new float[(int)(seconds * rateHertz)];
        for (var i = 0; i < samples.Length; i++)
        {
            var t = (double)i / rateHertz;
            var syllable = Math.Pow(Math.Sin(Math.PI * 4 * t), 2);
            var voice = Enumerable.Range(1, 8).Sum(k => Math.Sin(2 * Math.PI * 180 * k * t) / k) / 2;
            samples[i] = (float)(peak * (0.1 + (0.9 * syllable)) * voice);
        }

        return samples;
    }

    public static float[] Sine(double hertz, double amplitude, double seconds, int rateHertz)
    {
        var samples = new float[(int)(seconds * rateHertz)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)(amplitude * Math.Sin(2 * Math.PI * hertz * i / rateHertz));
        }

        return samples;
    }

    public static Clip Speech(double seconds) =>
        Assert.IsType<Mastered.Ready>(Mastering.Master(new Recording(Babble(seconds, 0.3, Rate), Rate))).Clip;

    /// <summary>A track with a voice that is known to do.</summary>
    public static async Task<short[]> RenderAsync(CueSequence sequence, Voice voice, RenderOptions? options = null)
    {
        using var stream = new MemoryStream();
        var rendering = await Renderer.RenderAsync(
            sequence,
            Open(voice),
            options ?? new(),
            stream,
            null,
            TestContext.Current.CancellationToken
        );
        var succeeded = rendering as Rendering.Succeeded;
        Assert.True(succeeded is not null, rendering is Rendering.Failed failed ? string.Join('\n', failed.Problems) : "");
        Assert.Equal(stream.Length, succeeded.Bytes);
        return Samples(stream.ToArray());
    }

    public static Speaker Open(Voice voice, Language? language = null) =>
        Assert.IsType<SpeakerOpening.Opened>(Speaker.Open(voice, language ?? Language.English, TimeProvider.System)).Speaker;

    /// <summary>A file's samples, read by the plainest means: 44 bytes of header, then little-endian pairs.</summary>
    public static short[] Samples(byte[] wave)
    {
        Assert.Equal("RIFF", Encoding.ASCII.GetString(wave, 0, 4));
        Assert.Equal(wave.Length - 44, BitConverter.ToInt32(wave, 40));
        var samples = new short[(wave.Length - 44) / 2];
        Buffer.BlockCopy(wave, 44, samples, 0, samples.Length * 2);
        return samples;
    }

    public static float[] AsFloats(ReadOnlySpan<short> samples)
    {
        var floats = new float[samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            floats[i] = samples[i] / 32_768f;
        }

        return floats;
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("supine-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>The file a sentence of the pack is kept in.</summary>
    public string FileOf(string text) =>
        this[
            Assert
                .Single(
                    Assert.IsType<ClipManifest>(ClipManifest.Parse(File.ReadAllBytes(this[ClipManifest.FileName])).Manifest).Clips,
                    clip => clip.Text == text
                )
                .File
        ];

    /// <summary>Has another file stand for a sentence, under the name of its own content.</summary>
    public void Exchange(string text, byte[] sound)
    {
        var (before, after) = (System.IO.Path.GetFileName(FileOf(text)), ClipEntry.FileFor(sound));
        File.WriteAllBytes(this[after], sound);
        File.WriteAllText(
            this[ClipManifest.FileName],
            File.ReadAllText(this[ClipManifest.FileName]).Replace(before, after, StringComparison.Ordinal)
        );
    }

    /// <summary>A pack with babble of the lengths asked for.</summary>
    public Voice.ClipPack PackOf(params (string Text, double Seconds)[] sentences) => PackOf(ClipFormat.Wav, sentences);

    /// <summary>The same, as files of that kind.</summary>
    public Voice.ClipPack PackOf(ClipFormat format, params (string Text, double Seconds)[] sentences)
    {
        var writer = ClipPackWriter.Open(Path, Language.English, "Babble", "None", "By a test", format);
        foreach (var (text, seconds) in sentences)
        {
            writer.Add(text, Scenes.Speech(seconds));
        }

        writer.Save();
        return new(Path);
    }
}
