using Microsoft.ML.OnnxRuntime;

namespace Supine.Speech;

/// <summary>A net that ONNX Runtime runs.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    private OnnxModel(InferenceSession session) => _session = session;

    /// <summary>The names of what goes in.</summary>
    public IReadOnlyList<string> Inputs => _session.InputNames;

    /// <summary>The names of what comes out.</summary>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>Opens a model that runs on one thread, so that it says the same each time and leaves the other cores alone.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="FaultyFileException">This machine has no ONNX Runtime, or the runtime cannot read the model.</exception>
    public static OnnxModel Open(byte[] bytes) => Open(options => new InferenceSession(bytes, options), threads: 1);

    /// <summary>Opens a large model, which runs on all cores.</summary>
    /// <param name="file">Where it is.</param>
    /// <exception cref="FaultyFileException">There is none, or this machine has no ONNX Runtime, or the runtime cannot read it.</exception>
    public static OnnxModel Open(string file) => Open(options => new InferenceSession(file, options), threads: 0);

    private static OnnxModel Open(Func<SessionOptions, InferenceSession> open, int threads)
    {
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = threads,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,

                // what a long sentence took is given back after it
                EnableCpuMemArena = false,
                EnableMemoryPattern = false,
            };
            return new(open(options));
        }
        catch (Exception fault)
            when (fault is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException)
        {
            throw new FaultyFileException(
                $"ONNX Runtime cannot be loaded on this machine ({System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}).",
                fault
            );
        }
        catch (OnnxRuntimeException fault)
        {
            throw new FaultyFileException($"ONNX Runtime cannot read the model: {FirstLineOf(fault.Message)}", fault);
        }
    }

    /// <summary>Runs it.</summary>
    /// <param name="inputs">By name.</param>
    /// <param name="outputs">The names of what is wanted.</param>
    /// <returns>In the order wanted; to be disposed of.</returns>
    public IDisposableReadOnlyCollection<OrtValue> Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs) =>
        _session.Run(_options, inputs, outputs);

    /// <inheritdoc/>
    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    /// <summary>One row of numbers as an input [1, n].</summary>
    public static OrtValue Row(long[] numbers) => OrtValue.CreateTensorValueFromMemory(numbers, [1, numbers.Length]);

    private static string FirstLineOf(string message) => message.Split('\n')[0].Trim();
}
