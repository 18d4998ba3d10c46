using Supine.Audio;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Audio;

public class ShippedPackTests
{
    private const long BytesAtMost = 12_500_000;

    private static readonly string Folder = Path.Combine(Repository.Root, "voices", "en-slt");

    private static readonly IReadOnlyList<string> Texts = Phrases.Of(Repository.Protocols, Language.English);

    private static readonly ClipManifest Manifest = Assert.IsType<ClipManifest>(
        ClipManifest.Parse(File.ReadAllBytes(Path.Combine(Folder, ClipManifest.FileName))).Manifest
    );

    [Fact]
    public void Every_sentence_of_every_protocol_has_a_clip_and_no_clip_is_left_over()
    {
        Assert.True(Texts.Count > 50);
        Assert.Equal(Texts.Order(StringComparer.Ordinal), Manifest.Clips.Select(clip => clip.Text).Order(StringComparer.Ordinal));
        Assert.Equal(
            Manifest.Clips.Select(clip => clip.File).Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder, "*.wav").Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_clip_fits_the_time_kept_free_for_it() =>
        Assert.All(
            Manifest.Clips,
            clip => Assert.InRange(ClipOf(clip).Length, TimeSpan.FromMilliseconds(300), SpeechEstimate.Of(Language.English, clip.Text))
        );

    [Fact]
    public void The_manifest_tells_file_and_length_as_they_are() =>
        Assert.All(
            Manifest.Clips,
            clip =>
            {
                Assert.Equal(ClipEntry.FileFor(File.ReadAllBytes(Path.Combine(Folder, clip.File))), clip.File);
                Assert.Equal(ClipOf(clip).Length.TotalMilliseconds, clip.DurationMs);
            }
        );

    [Fact]
    public void Every_clip_is_as_loud_as_speech_should_be_and_not_clipped() =>
        Assert.All(
            Manifest.Clips,
            clip =>
            {
                var samples = ClipOf(clip).Samples;
                Assert.Equal(-16, Assert.NotNull(Loudness.Measure(Scenes.AsFloats(samples), Scenes.Rate)).Lufs, 1.5);
                Assert.InRange(samples.ToArray().Max(sample => Math.Abs((int)sample)), 8_000, 29_204);
            }
        );

    [Fact]
    public void It_names_whom_to_thank() => Assert.Contains("Carnegie Mellon University", Manifest.Licence, StringComparison.Ordinal);

    [Fact]
    public void It_is_small_enough_to_live_in_the_repository() =>
        Assert.InRange(Directory.GetFiles(Folder).Sum(file => new FileInfo(file).Length), 1_000_000, BytesAtMost);

    public static TheoryData<string, int?, int?, Side, Instruction, string?> Sessions
    {
        get
        {
            var sessions = new TheoryData<string, int?, int?, Side, Instruction, string?>();
            foreach (var protocol in Repository.Protocols.Protocols)
            {
                sessions.Add(protocol.Id, null, null, Side.Left, Instruction.Full, null);
                sessions.Add(
                    protocol.Id,
                    (int)protocol.Dose.Hold.Least.TotalSeconds,
                    protocol.Dose.Sets.Most,
                    Side.Right,
                    Instruction.Brief,
                    null
                );
                sessions.Add(
                    protocol.Id,
                    (int)protocol.Dose.Hold.Most.TotalSeconds,
                    protocol.Dose.Sets.Least,
                    Side.Right,
                    Instruction.Full,
                    null
                );
                foreach (
                    var option in protocol.Choices.SelectMany(choice => choice.Options.Skip(1).Select(option => $"{choice.Id}={option.Id}"))
                )
                {
                    sessions.Add(protocol.Id, null, 2, Side.Left, Instruction.Full, option);
                }
            }

            return sessions;
        }
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task Every_protocol_is_rendered_with_every_sentence_at_its_sample(
        string id,
        int? holdSeconds,
        int? sets,
        Side first,
        Instruction instruction,
        string? option
    )
    {
        var choices = new Prescription().Choices;
        var prescription = new Prescription
        {
            Choices = option?.Split('=') is [var choice, var chosen] ? choices.Add(choice, chosen) : choices,
            Hold = holdSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Sets = sets,
            First = first,
            Instruction = instruction,
        };
        var sequence = Assert.IsType<Compilation.Succeeded>(ProtocolCompiler.Compile(Repository.Protocol(id), prescription)).Sequence;

        var samples = await Scenes.RenderAsync(sequence, new Voice.ClipPack(Folder));

        Assert.Equal(TrackFormat.SampleAt(sequence.Total), samples.Length);
        Assert.InRange(samples.Max(sample => Math.Abs((int)sample)), 20_000, 29_204);
        // where no other cue sounds, the sample before a cue is silent and its own first is not
        foreach (var cue in sequence.Cues.Where(cue => cue.Kind != CueKind.Hold && Sounding(cue.At - TimeSpan.FromMilliseconds(1)) == 0))
        {
            Assert.Equal(0, samples[TrackFormat.SampleAt(cue.At) - 1]);
            Assert.NotEqual(0, samples[TrackFormat.SampleAt(cue.At)]);
        }

        int Sounding(TimeSpan at) => sequence.Cues.Count(cue => cue.Kind != CueKind.Hold && cue.At <= at && cue.End > at);
    }

    [Fact]
    public void It_is_the_first_choice_for_English()
    {
        var candidates = Voices.FindCandidates(Path.Combine(Repository.Root, "voices"), Language.English, Speech.Heart.Voice);

        Assert.Equal(new Voice.ClipPack(Folder), candidates[0]);
        Assert.Equal(new Voice.BuiltIn(Speech.Heart.Voice), candidates[1]);
        Assert.Contains(candidates, voice => voice is Voice.SpeechCommand { Program: "espeak-ng" });
        Assert.DoesNotContain(
            Voices.FindCandidates(Path.Combine(Repository.Root, "voices"), Languages.Shipped["de"], Speech.Heart.Voice),
            voice => voice is Voice.ClipPack
        );
    }

    private static Recording RecordingOf(ClipEntry clip) =>
        Assert.IsType<SoundReading.Read>(WaveFile.Read(File.ReadAllBytes(Path.Combine(Folder, clip.File)))).Recording;

    private static Clip ClipOf(ClipEntry clip) => Assert.IsType<Clip>(Clip.FromRecording(RecordingOf(clip)));
}
