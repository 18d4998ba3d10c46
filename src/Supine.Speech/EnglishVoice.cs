using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Supine.Speech.Sound;
using Supine.Speech.Text;

namespace Supine.Speech;

/// <summary>What became of speaking a text.</summary>
public abstract record SpeechOutcome
{
    private SpeechOutcome() { }

    /// <summary>Here it is.</summary>
    /// <param name="Samples">Mono, at <see cref="EnglishVoice.SampleRateHertz"/>, between −1 and 1.</param>
    public sealed record Spoken(ReadOnlyMemory<float> Samples) : SpeechOutcome;

    /// <summary>The text cannot be spoken.</summary>
    /// <param name="Reason">Why, a sentence.</param>
    public sealed record Refused(string Reason) : SpeechOutcome;

    /// <summary>The voice cannot speak here.</summary>
    /// <param name="Reason">Why, a sentence.</param>
    public sealed record Unavailable(string Reason) : SpeechOutcome;

    /// <summary>What a voice has made: refused where it is silent, for silence must not pass for speech.</summary>
    internal static SpeechOutcome Of(float[] samples) =>
        Array.TrueForAll(samples, sample => Math.Abs(sample) < 1e-4f) ? new Refused("What came out is silent.") : new Spoken(samples);

    /// <summary>Throws where nobody speaks at a speed.</summary>
    internal static void CheckSpeed(double speed)
    {
        if (!(speed is >= 0.3 and <= 3))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "From 0.3 to 3.");
        }
    }
}

/// <summary>The built-in English voice, <i>Heart</i>: any sentence, without another program and without a network.</summary>
/// <remarks>
/// Nothing is loaded before the first sentence, and everything is let go of when nobody has asked for a while. One sentence is spoken at a
/// time, on one thread; the same text at the same speed gives the same samples on the same machine. May be used from several threads.
/// </remarks>
public sealed class EnglishVoice : IDisposable
{
    /// <summary>Hertz.</summary>
    public const int SampleRateHertz = Synthesis.SampleRateHertz;

    /// <summary>The speed for a person who lies with closed eyes: about 160 words a minute.</summary>
    public const double CalmSpeed = 0.80;

    private static readonly string[] Outputs = ["lh", "theta", "ln", "lr", "phi", "f0"];

    private readonly LoadedWhileUsed<Loaded> _loaded;

    /// <summary>Names the voice; loads nothing.</summary>
    /// <param name="folder">Holds its files.</param>
    /// <param name="words">Phonemes of words that are to be pronounced otherwise, by word.</param>
    /// <param name="time">Tells when nobody has asked for a while.</param>
    public EnglishVoice(string folder, IEnumerable<KeyValuePair<string, string>> words, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(time);
        Folder = folder;
        var own = words.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);
        _loaded = new(() => Loaded.Open(folder, own), time);
    }

    /// <summary>Holds its files.</summary>
    public string Folder { get; }

    /// <summary>What people call it.</summary>
    public static string Name => "Heart";

    /// <summary>What may be done with it, and who is to be named.</summary>
    public static string Licence =>
        "hibari 0.2.1, voice Heart, Copyright 2026 Maureese Williams, Apache-2.0; lexicons of misaki, Apache-2.0; "
        + "distilled from Kokoro-82M by hexgrad, Apache-2.0.";

    /// <summary>What a pack says of how it was made: a pack made otherwise is made anew.</summary>
    public static string MadeBy =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Supine.Speech, hibari 0.2.1, speed {CalmSpeed:0.00}");

    /// <summary>Whether its tables and nets are in memory.</summary>
    public bool IsLoaded => _loaded.IsLoaded;

    /// <summary>In a sentence why it cannot speak, as far as can be seen without loading it; null where nothing speaks against
    /// it.</summary>
    public string? FindObstacle() => HeartFiles.FindMissing(Folder);

    /// <summary>In a sentence why it cannot speak, found by loading it; null where it can.</summary>
    public string? FindFault() => _loaded.FindFault();

    /// <summary>Speaks a text.</summary>
    /// <param name="text">English, up to 5,000 characters.</param>
    /// <param name="speed">What durations are divided by: 1 is brisk, <see cref="CalmSpeed"/> calm; 0.3 to 3.</param>
    /// <param name="cancellationToken">Ends it between two sentences.</param>
    public SpeechOutcome Speak(string text, double speed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        SpeechOutcome.CheckSpeed(speed);
        return _loaded.Ask<SpeechOutcome>(
            loaded =>
                loaded.Text.Find(text) switch
                {
                    Pronunciation.Found found => Say(loaded, found.Sentences, speed, cancellationToken),
                    Pronunciation.Refused(var reason) => new SpeechOutcome.Refused(reason),
                    _ => throw new System.Diagnostics.UnreachableException(),
                },
            reason => new SpeechOutcome.Unavailable(reason)
        );
    }

    /// <summary>Speaks phonemes.</summary>
    /// <param name="phonemes">As <see cref="FindPhonemes"/> gives them, a sentence each.</param>
    /// <param name="speed">What durations are divided by.</param>
    /// <param name="cancellationToken">Ends it between two sentences.</param>
    public SpeechOutcome SpeakPhonemes(IReadOnlyList<string> phonemes, double speed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(phonemes);
        SpeechOutcome.CheckSpeed(speed);
        return _loaded.Ask(loaded => Say(loaded, phonemes, speed, cancellationToken), reason => new SpeechOutcome.Unavailable(reason));
    }

    /// <summary>How a text is pronounced.</summary>
    public Pronunciation FindPhonemes(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _loaded.Ask(loaded => loaded.Text.Find(text), reason => new Pronunciation.Refused(reason));
    }

    /// <inheritdoc/>
    public void Dispose() => _loaded.Dispose();

    private static SpeechOutcome Say(Loaded loaded, IReadOnlyList<string> sentences, double speed, CancellationToken cancellationToken)
    {
        var parts = new List<float[]>();
        foreach (var phonemes in sentences.SelectMany(Sentences.SplitPhonemes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            parts.Add(loaded.Say(phonemes, speed));
        }

        var samples = new float[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(samples, at);
            at += part.Length;
        }

        return SpeechOutcome.Of(samples);
    }

    private sealed class Loaded(EnglishText text, OnnxModel acoustics, ImmutableDictionary<char, int> symbols) : IDisposable
    {
        public EnglishText Text => text;

        public static Loaded Open(string folder, ImmutableDictionary<string, string> words)
        {
            if (HeartFiles.FindMissing(folder) is { } missing)
            {
                throw new FaultyFileException(missing, null);
            }

            var text = EnglishText.Open(folder, words);
            try
            {
                return new(text, OnnxModel.Open(HeartFiles.Read(folder, HeartFiles.Acoustics)), HeartFiles.ReadSymbols(folder));
            }
            catch
            {
                text.Dispose();
                throw;
            }
        }

        public float[] Say(string phonemes, double speed)
        {
            long[] ids = [0, .. phonemes.Where(symbols.ContainsKey).Select(symbol => (long)symbols[symbol]), 0];
            using var row = OnnxModel.Row(ids);
            using var pace = OrtValue.CreateTensorValueFromMemory([(float)speed], [1]);
            using var outputs = acoustics.Run(new Dictionary<string, OrtValue> { ["ids"] = row, ["speed"] = pace }, Outputs);
            return Synthesis.Make(
                new(
                    outputs[0].GetTensorDataAsSpan<float>(),
                    outputs[1].GetTensorDataAsSpan<float>(),
                    outputs[2].GetTensorDataAsSpan<float>(),
                    outputs[3].GetTensorDataAsSpan<float>(),
                    outputs[4].GetTensorDataAsSpan<float>(),
                    outputs[5].GetTensorDataAsSpan<float>()
                )
            );
        }

        public void Dispose()
        {
            text.Dispose();
            acoustics.Dispose();
        }
    }
}
