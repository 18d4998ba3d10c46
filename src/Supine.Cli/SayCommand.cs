using System.Buffers.Binary;
using System.CommandLine;
using System.Globalization;
using System.Text;
using Supine.Biomechanics;
using Supine.Speech;

namespace Supine.Cli;

/// <summary><c>supine say</c>: speaks one text with the built-in voice, or prints how it pronounces texts.</summary>
internal static class SayCommand
{
    private const int HeaderBytes = 44;

    public static Command Create()
    {
        var text = new Argument<string?>("text") { Description = "What is said, in English.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("--out")
        {
            Description = "The sound file, like x.wav: one channel, 24,000 Hz, as the voice speaks it, not yet levelled for a track.",
            HelpName = "file",
        };
        var speed = Ranged.Option("--speed", "How fast; 1 is brisk", new ModelRange("speed", "", 0.3, 3), EnglishVoice.CalmSpeed);
        var phonemes = new Option<bool>("--phonemes")
        {
            Description = "Prints phonemes, a line each: of the text, or of every line of standard input.",
        };
        var command = new Command("say", "Speaks a text with the built-in English voice.") { text, output, speed, phonemes };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var (told, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                return Task.FromResult(
                    parsed.GetValue(phonemes)
                        ? PrintPhonemes(
                            parsed.GetValue(text) is { } one
                                ? new StringReader(one.ReplaceLineEndings(" "))
                                : new StreamReader(Console.OpenStandardInput(), Encoding.UTF8),
                            Home.EnglishVoice,
                            told,
                            error
                        )
                    : parsed.GetValue(text) is { } said && parsed.GetValue(output) is { } file
                        ? Speak(said, parsed.GetValue(speed), file, told, error, cancellationToken)
                    : Misused(error)
                );
            }
        );
        return command;
    }

    /// <summary>A line of phonemes for each line; an empty one where a line cannot be spoken, with the reason on the other
    /// stream.</summary>
    public static int PrintPhonemes(TextReader lines, EnglishVoice voice, TextWriter output, TextWriter error)
    {
        if (voice.FindFault() is { } fault)
        {
            error.WriteLine($"supine: {EnglishVoice.Name} cannot speak here: {fault}");
            return ExitCode.Faults;
        }

        var exit = ExitCode.Fine;
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            var found = voice.FindPhonemes(line);
            output.WriteLine(found is Pronunciation.Found ? found.ToString() : "");
            if (found is Pronunciation.Refused(var reason))
            {
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"supine: line {number}: {reason}"));
                exit = ExitCode.Faults;
            }
        }

        return exit;
    }

    private static int Misused(TextWriter error)
    {
        error.WriteLine("supine: write a text and --out x.wav, or --phonemes.");
        return ExitCode.BadUsage;
    }

    private static int Speak(
        string text,
        double speed,
        string file,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        switch (Home.EnglishVoice.Speak(text, speed, cancellationToken))
        {
            case SpeechOutcome.Spoken(var samples):
                Write(file, Encode(samples.Span));
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{file}  {(double)samples.Length / EnglishVoice.SampleRateHertz:0.00} s  {EnglishVoice.Name}"
                    )
                );
                return ExitCode.Fine;
            case SpeechOutcome.Refused(var reason):
                error.WriteLine($"supine: {reason}");
                return ExitCode.Faults;
            case SpeechOutcome.Unavailable(var reason):
                error.WriteLine($"supine: {EnglishVoice.Name} cannot speak here: {reason} See ./supine voices.");
                return ExitCode.Faults;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Written beside its place and then moved there: a file is whole or not there.</summary>
    private static void Write(string file, byte[] bytes)
    {
        if (Directory.Exists(file))
        {
            throw new IOException($"{file} is a folder");
        }

        var part = file + ".part";
        try
        {
            File.WriteAllBytes(part, bytes);
            File.Move(part, file, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static byte[] Encode(ReadOnlySpan<float> samples)
    {
        var bytes = new byte[HeaderBytes + (samples.Length * sizeof(short))];
        var header = bytes.AsSpan();
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], EnglishVoice.SampleRateHertz);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], EnglishVoice.SampleRateHertz * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], samples.Length * sizeof(short));
        for (var i = 0; i < samples.Length; i++)
        {
            var sample = (short)Math.Clamp(MathF.Round(samples[i] * 32_768), short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(header[(HeaderBytes + (i * sizeof(short)))..], sample);
        }

        return bytes;
    }
}
