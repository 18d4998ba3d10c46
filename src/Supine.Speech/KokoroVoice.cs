using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Supine.Speech.Text;

namespace Supine.Speech;

/// <summary>A voice of Kokoro-82M: phonemes to sound, by a model that somebody has on this machine.</summary>
/// <remarks>Both common exports serve: they differ in what they call the first input. Nothing is loaded before the first sentence. One
/// sentence is spoken at a time, on all cores. May be used from several threads.</remarks>
public sealed class KokoroVoice : IDisposable
{
    /// <summary>Hertz.</summary>
    public const int SampleRateHertz = 24_000;

    /// <summary>The calm speed for English, and for other languages.</summary>
    public const double CalmEnglishSpeed = 0.80;

    /// <summary>The calm speed for other languages.</summary>
    public const double CalmSpeed = 0.85;

    private const int StyleLength = 256;
    private const int StyleRows = 510;
    private const string DefaultModel = "kokoro-v1.0.int8.onnx";

    private readonly string _folder;
    private readonly LoadedWhileUsed<Loaded> _loaded;

    /// <summary>Names a voice; loads nothing.</summary>
    /// <param name="folder">Holds one ONNX file, and the voices as <c>voices/NAME.bin</c> or <c>NAME.bin</c>.</param>
    /// <param name="name">The voice, like <c>am_michael</c>.</param>
    /// <param name="english">The built-in voice: its table of symbols is Kokoro's.</param>
    /// <param name="time">Tells when nobody has asked for a while.</param>
    public KokoroVoice(string folder, string name, EnglishVoice english, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(english);
        ArgumentNullException.ThrowIfNull(time);
        (_folder, Name) = (folder, name);
        _loaded = new(
            () =>
                FindObstacle() is { } obstacle
                    ? throw new FaultyFileException(obstacle, null)
                    : Loaded.Open(FindModel()!, FindStyle()!, english.Folder),
            time
        );
    }

    /// <summary>Which voice, like <c>am_michael</c>.</summary>
    public string Name { get; }

    /// <summary>What may be done with what it speaks, and who is to be named.</summary>
    public static string Licence => "Kokoro-82M by hexgrad, Apache-2.0; ONNX export by kokoro-onnx, MIT.";

    /// <summary>In a sentence why it cannot speak, as far as can be seen without loading it; null where nothing speaks against
    /// it.</summary>
    public string? FindObstacle() =>
        FindModel() is null ? $"there is no ONNX file, or more than one, in {_folder}."
        : FindStyle() is not { } style ? $"there is no voice {Name} in {_folder}."
        : new FileInfo(style).Length != StyleRows * StyleLength * sizeof(float)
            ? $"{style} is no voice of Kokoro: it was cut off or replaced."
        : null;

    /// <summary>In a sentence why it cannot speak, found by loading it; null where it can.</summary>
    public string? FindFault() => _loaded.FindFault();

    /// <summary>Speaks phonemes.</summary>
    /// <param name="sentences">A sentence each, in the symbols of Kokoro.</param>
    /// <param name="speed">What durations are divided by, 0.3 to 3.</param>
    /// <param name="cancellationToken">Ends it between two sentences.</param>
    public SpeechOutcome Speak(IReadOnlyList<string> sentences, double speed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        SpeechOutcome.CheckSpeed(speed);
        return _loaded.Ask(
            loaded =>
            {
                var samples = new List<float>();
                foreach (var phonemes in Sentences.JoinPhonemes(sentences).SelectMany(Sentences.SplitPhonemes))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    samples.AddRange(loaded.Speak(phonemes, speed));
                }

                return SpeechOutcome.Of([.. samples]);
            },
            reason => new SpeechOutcome.Unavailable(reason)
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _loaded.Dispose();

    private string? FindModel()
    {
        if (!Directory.Exists(_folder))
        {
            return null;
        }

        var usual = Path.Combine(_folder, DefaultModel);
        var models = Directory.GetFiles(_folder, "*.onnx");
        return File.Exists(usual) ? usual
            : models is [var one] ? one
            : null;
    }

    private string? FindStyle() =>
        new[] { Path.Combine(_folder, "voices", Name + ".bin"), Path.Combine(_folder, Name + ".bin") }.FirstOrDefault(File.Exists);

    private sealed class Loaded(OnnxModel model, float[] styles, ImmutableDictionary<char, int> symbols) : IDisposable
    {
        public static Loaded Open(string model, string style, string symbolsFolder)
        {
            byte[] bytes;
            try
            {
                bytes = File.ReadAllBytes(style);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new FaultyFileException(fault.Message, fault);
            }

            var styles = new float[StyleRows * StyleLength];
            Buffer.BlockCopy(bytes, 0, styles, 0, styles.Length * sizeof(float));
            var symbols = HeartFiles.ReadSymbols(symbolsFolder);
            var opened = OnnxModel.Open(model);
            if (!opened.Inputs.Contains("style") || !opened.Inputs.Contains("speed") || FirstInputOf(opened) is null)
            {
                opened.Dispose();
                throw new FaultyFileException($"{model} is no model of Kokoro: its inputs are called otherwise.", null);
            }

            return new(opened, styles, symbols);
        }

        public float[] Speak(string phonemes, double speed)
        {
            var spoken = phonemes.Where(symbols.ContainsKey).Select(symbol => (long)symbols[symbol]).ToArray();
            using var row = OnnxModel.Row([0, .. spoken, 0]);
            var style = styles.AsSpan(Math.Min(spoken.Length, StyleRows - 1) * StyleLength, StyleLength).ToArray();
            using var manner = OrtValue.CreateTensorValueFromMemory(style, [1, StyleLength]);
            using var pace = OrtValue.CreateTensorValueFromMemory([(float)speed], [1]);
            using var outputs = model.Run(
                new Dictionary<string, OrtValue>
                {
                    [FirstInputOf(model)!] = row,
                    ["style"] = manner,
                    ["speed"] = pace,
                },
                [model.Outputs[0]]
            );
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }

        public void Dispose() => model.Dispose();

        private static string? FirstInputOf(OnnxModel model) => model.Inputs.FirstOrDefault(name => name is "tokens" or "input_ids");
    }
}
