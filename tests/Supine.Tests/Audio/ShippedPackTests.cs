using Supine.Audio;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Audio;

public class ShippedPackTests
{
    /// <summary>Of all packs together.</summary>
    private const long BytesAtMost = 9_000_000;

    private static readonly string Voices = Path.Combine(Repository.Root, "voices");

    /// <summary>Each pack's folder, the best of a language first.</summary>
    public static TheoryData<string> Packs => ["en-heart", "en-michael", "de-pico", "es-dora", "es-alex"];

    [Theory]
    [MemberData(nameof(Packs))]
    public void Every_sentence_of_every_protocol_has_a_clip_and_no_clip_is_left_over(string name)
    {
        var pack = Pack.Read(name);
        var texts = Phrases.Of(Repository.Protocols, pack.Language);
        Assert.True(texts.Length > 50);
        Assert.Equal(texts.Order(StringComparer.Ordinal), pack.Manifest.Clips.Select(clip => clip.Text).Order(StringComparer.Ordinal));
        Assert.Equal(
            pack.Manifest.Clips.Select(clip => clip.File).Append(ClipManifest.FileName).Order(StringComparer.Ordinal),
            Directory.GetFiles(pack.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Packs))]
    public void Every_clip_fits_the_time_kept_free_for_it(string name)
    {
        var pack = Pack.Read(name);
        Assert.All(
            pack.Manifest.Clips,
            clip => Assert.InRange(pack.ClipOf(clip).Length, TimeSpan.FromMilliseconds(300), SpeechEstimate.Of(pack.Language, clip.Text))
        );
    }

    [Theory]
    [MemberData(nameof(Packs))]
    public void The_manifest_tells_rate_file_and_length_as_they_are(string name)
    {
        var pack = Pack.Read(name);
        Assert.Equal(TrackFormat.SampleRateHertz, pack.Manifest.SampleRate);
        Assert.All(
            pack.Manifest.Clips,
            clip =>
            {
                Assert.Equal(ClipEntry.FileFor(File.ReadAllBytes(Path.Combine(pack.Folder, clip.File))), clip.File);
                Assert.Equal(pack.ClipOf(clip).Length.TotalMilliseconds, clip.DurationMs);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Packs))]
    public void Every_clip_is_as_loud_as_speech_should_be_and_has_no_click_at_its_ends(string name)
    {
        var pack = Pack.Read(name);
        Assert.All(
            pack.Manifest.Clips,
            clip =>
            {
                var samples = pack.ClipOf(clip).Samples;
                Assert.Equal(-16, Assert.NotNull(Loudness.Measure(Scenes.AsFloats(samples), Scenes.Rate)).Lufs, 1.5);
                Assert.InRange(samples.ToArray().Max(sample => Math.Abs((int)sample)), 8_000, 29_204);
                Assert.InRange(Math.Abs((int)samples[0]), 0, 330);
                Assert.InRange(Math.Abs((int)samples[^1]), 0, 330);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Packs))]
    public void The_voice_is_calm(string name)
    {
        var pack = Pack.Read(name);
        var words = pack.Manifest.Clips.Sum(clip => clip.Text.Split(' ').Length);
        var minutes = pack.Manifest.Clips.Sum(clip => clip.DurationMs) / 60_000.0;
        var (least, most) = pack.Language == Language.English ? (145, 165) : (130, 155);
        Assert.InRange(words / minutes, least, most);
    }

    [Theory]
    [InlineData("en-heart", "Apache-2.0")]
    [InlineData("en-michael", "Apache-2.0")]
    [InlineData("de-pico", "Apache-2.0")]
    [InlineData("es-dora", "Apache-2.0")]
    [InlineData("es-alex", "Apache-2.0")]
    public void It_says_what_may_be_done_with_it(string name, string licence) =>
        Assert.Contains(licence, Pack.Read(name).Manifest.Licence, StringComparison.Ordinal);

    [Fact]
    public void All_are_small_enough_to_live_in_the_repository() =>
        Assert.InRange(
            Directory.GetFiles(Voices, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length),
            1_000_000,
            BytesAtMost
        );

    [Fact]
    public void There_are_no_other_packs() =>
        Assert.Equal(
            Packs.Select(row => row.Data).Order(StringComparer.Ordinal),
            Directory.GetDirectories(Voices).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

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

        var samples = await Scenes.RenderAsync(sequence, new Voice.ClipPack(Path.Combine(Voices, "en-heart")));

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

    [Theory]
    [InlineData("en", "en-heart")]
    [InlineData("de", "de-pico")]
    [InlineData("es", "es-dora")]
    public void It_is_the_first_choice_for_its_language(string language, string name)
    {
        var candidates = Supine.Audio.Voices.FindCandidates(Voices, Languages.Shipped[language], Speech.Heart.Voice);
        Assert.Equal(new Voice.ClipPack(Path.Combine(Voices, name)), candidates[0]);
        Assert.Equal(language == "en", candidates.Contains(new Voice.BuiltIn(Speech.Heart.Voice)));
        Assert.Contains(candidates, voice => voice is Voice.SpeechCommand { Program: "espeak-ng" });
    }

    /// <summary>A pack as it is on the disk.</summary>
    private sealed record Pack(string Folder, ClipManifest Manifest, Language Language)
    {
        public static Pack Read(string name)
        {
            var folder = Path.Combine(Voices, name);
            var manifest = Assert.IsType<ClipManifest>(
                ClipManifest.Parse(File.ReadAllBytes(Path.Combine(folder, ClipManifest.FileName))).Manifest
            );
            return new(folder, manifest, Languages.Shipped[manifest.Language]);
        }

        public Clip ClipOf(ClipEntry clip) =>
            Assert.IsType<Clip>(SoundFile.ReadClip(File.ReadAllBytes(Path.Combine(Folder, clip.File))).Clip);
    }
}
