using System.Globalization;
using Supine.Bench.Speech;
using Supine.Speech;

namespace Supine.Tests.Speech;

public class EnglishVoiceTests
{
    // the speed the reference was spoken at
    private const double ReferenceSpeed = 0.78;

    // ONNX Runtime with and without its optimisations differs from itself by up to 0.56 dB
    private const double MostDecibels = 1;

    private static readonly Lazy<List<(int Samples, double Pitch, double[][] Bands)>> Spectra = new(ReadSpectra);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public static TheoryData<int> Sounds => [.. Enumerable.Range(0, 12)];

    [Theory]
    [MemberData(nameof(Sounds))]
    public void A_sentence_sounds_as_the_reference_does(int number)
    {
        var row = Heart.Table("sentences.tsv").Skip(1).ElementAt(number);
        var (length, pitch, wanted) = Spectra.Value[number];
        Assert.Equal(length, int.Parse(row[3], CultureInfo.InvariantCulture));
        var samples = Speak([row[2]], ReferenceSpeed);
        Assert.InRange(samples.Length, length * 0.98, length * 1.02);
        Assert.InRange(MedianPitch.Measure(samples), 0.97 * pitch, 1.03 * pitch);
        Assert.InRange(MelSpectrum.Distance(wanted, MelSpectrum.Measure(samples)), 0.01, MostDecibels);
    }

    [Fact]
    public void The_measure_tells_two_sentences_apart()
    {
        var (one, other) = (Spectra.Value[0].Bands, Spectra.Value[1].Bands);
        Assert.InRange(MelSpectrum.Distance(one, other), 5, 100);
    }

    [Fact]
    public void The_same_text_has_the_same_samples_each_time()
    {
        const string Text = "Let your left leg go, long and heavy.";
        using var another = new EnglishVoice(Heart.Folder, [], TimeProvider.System);
        Assert.Equal(Samples(Heart.Voice.Speak(Text, 0.8, Ending)), Samples(another.Speak(Text, 0.8, Ending)));
    }

    [Fact]
    public void A_slower_voice_takes_longer()
    {
        var (slow, fast) = (Speak(["hˈOld fɔɹ θˈɜɹTi sˈɛkəndz."], 0.64), Speak(["hˈOld fɔɹ θˈɜɹTi sˈɛkəndz."], 0.96));
        Assert.InRange((double)slow.Length / fast.Length, 1.35, 1.65);
    }

    [Fact]
    public void Sentences_follow_one_another()
    {
        var (one, other) = (Speak(["pɹˈɛs."], 0.8), Speak(["ɹˈɛst."], 0.8));
        Assert.Equal([.. one, .. other], Samples(Heart.Voice.Speak("Press. Rest.", 0.8, Ending)));
    }

    [Theory]
    [InlineData(0.29)]
    [InlineData(3.01)]
    [InlineData(double.NaN)]
    public void A_speed_that_nobody_speaks_at_is_a_mistake(double speed) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Heart.Voice.Speak("Press.", speed, Ending));

    [Fact]
    public void A_request_that_has_ended_is_not_spoken_on() =>
        Assert.Throws<OperationCanceledException>(() => Heart.Voice.Speak("Press.", 0.8, new CancellationToken(canceled: true)));

    [Theory]
    [InlineData("hibari.onnx")]
    [InlineData("oov.onnx")]
    [InlineData("oov.json")]
    [InlineData("lexicon_us_gold.json.gz")]
    [InlineData("lexicon_us_silver.json.gz")]
    [InlineData("tagger.json.gz")]
    [InlineData("normalize.json")]
    [InlineData("vocab.json")]
    public void A_file_that_was_cut_or_replaced_or_is_missing_is_told_in_a_sentence(string name)
    {
        using var copy = new CopiedVoice();
        var file = Path.Combine(copy.Folder, name);
        var bytes = File.ReadAllBytes(file);
        Assert.Null(copy.Open().FindFault());
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Null(copy.Open().FindObstacle());
        Assert.Contains("cut off or replaced", Reason(copy.Open()), StringComparison.Ordinal);
        File.WriteAllBytes(file, bytes[..^7]);
        Assert.Contains("cut off or replaced", copy.Open().FindObstacle()!, StringComparison.Ordinal);
        Assert.Contains(name, Reason(copy.Open()), StringComparison.Ordinal);
        File.Delete(file);
        Assert.Contains("is missing", copy.Open().FindObstacle()!, StringComparison.Ordinal);
        Assert.Contains(name, Reason(copy.Open()), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_loaded_before_it_speaks_and_all_is_let_go_of_when_nobody_asks_for_a_while()
    {
        var clock = new Timers();
        using var voice = new EnglishVoice(Heart.Folder, [], clock);
        Assert.Null(voice.FindObstacle());
        Assert.False(voice.IsLoaded);
        Assert.IsType<SpeechOutcome.Spoken>(voice.Speak("Press.", 0.8, Ending));
        Assert.True(voice.IsLoaded);
        clock.Fire();
        Assert.False(voice.IsLoaded);
        Assert.IsType<SpeechOutcome.Spoken>(voice.Speak("Press.", 0.8, Ending));
    }

    [Fact]
    public async Task Several_may_ask_at_once()
    {
        var alone = Samples(Heart.Voice.Speak("Now the other side.", 0.8, Ending));
        var all = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => Samples(Heart.Voice.Speak("Now the other side.", 0.8, Ending)), Ending))
        );
        Assert.All(all, one => Assert.Equal(alone, one));
    }

    private static string Reason(EnglishVoice voice) => Assert.IsType<SpeechOutcome.Unavailable>(voice.Speak("Press.", 0.8, Ending)).Reason;

    private static float[] Speak(string[] phonemes, double speed) => Samples(Heart.Voice.SpeakPhonemes(phonemes, speed, Ending));

    private static float[] Samples(SpeechOutcome outcome) => Assert.IsType<SpeechOutcome.Spoken>(outcome).Samples.ToArray();

    private static List<(int, double, double[][])> ReadSpectra()
    {
        using var reader = new BinaryReader(File.OpenRead(Path.Combine(Repository.Root, "tests", "fixtures", "speech", "spectra.bin")));
        var spectra = new List<(int, double, double[][])>();
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var (samples, pitch) = (reader.ReadInt32(), reader.ReadSingle());
            var rows = Enumerable.Range(0, samples / 300).Select(_ => reader.ReadBytes(MelSpectrum.Bands));
            spectra.Add((samples, pitch, [.. rows.Select(row => row.Select(level => (level / 2.0) - 100).ToArray())]));
        }

        return spectra;
    }

    private sealed class CopiedVoice : IDisposable
    {
        private readonly List<EnglishVoice> _opened = [];

        public CopiedVoice()
        {
            foreach (var file in Directory.EnumerateFiles(Heart.Folder))
            {
                File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("supine-heart-").FullName;

        public EnglishVoice Open()
        {
            _opened.Add(new(Folder, [], TimeProvider.System));
            return _opened[^1];
        }

        public void Dispose()
        {
            _opened.ForEach(voice => voice.Dispose());
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>Timers that go off when a test says so.</summary>
    private sealed class Timers : TimeProvider
    {
        private readonly List<Timer> _timers = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Add(new(callback, state));
            return _timers[^1];
        }

        public void Fire()
        {
            foreach (var timer in _timers.Where(timer => timer.IsSet))
            {
                timer.Callback(timer.State);
            }
        }

        private sealed class Timer(TimerCallback callback, object? state) : ITimer
        {
            public TimerCallback Callback => callback;
            public object? State => state;
            public bool IsSet { get; private set; }

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                IsSet = dueTime != Timeout.InfiniteTimeSpan;
                return true;
            }

            public void Dispose() => IsSet = false;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
