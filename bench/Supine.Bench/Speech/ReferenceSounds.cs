using System.Diagnostics;
using System.Globalization;
using Supine.Speech;

namespace Supine.Bench.Speech;

/// <summary>Makes the small file that the tests of the built-in voice compare with, from recordings of the voice as its maker
/// has it.</summary>
/// <remarks>dotnet run -c Release --project bench/Supine.Bench -- reference-sounds FOLDER, which holds 01.flac to 12.flac; needs
/// <c>flac</c>. Prints how far the built-in voice is from each.</remarks>
public static class ReferenceSounds
{
    /// <summary>A byte is half a decibel over this.</summary>
    private const double FloorDecibels = -100;

    /// <summary>The speed the reference was spoken at.</summary>
    private const double ReferenceSpeed = 0.78;

    /// <summary>Writes tests/fixtures/speech/spectra.bin: for each sound the number of samples (int32), the median pitch in hertz
    /// (float), then a byte for each band of each frame.</summary>
    public static int Make(string folder)
    {
        var fixtures = Path.Combine(Checkout.Root, "tests", "fixtures", "speech");
        using var voice = new EnglishVoice(Path.Combine(Checkout.Root, "speech", "heart"), [], TimeProvider.System);
        var sentences = File.ReadLines(Path.Combine(fixtures, "sentences.tsv")).Skip(1).Select(line => line.Split('\t')).ToList();
        using var file = File.Create(Path.Combine(fixtures, "spectra.bin"));
        using var writer = new BinaryWriter(file);
        foreach (var sound in Directory.EnumerateFiles(folder, "*.flac").Order(StringComparer.Ordinal))
        {
            var samples = Decode(sound);
            var (spectrum, pitch) = (MelSpectrum.Measure(samples), MedianPitch.Measure(samples));
            writer.Write(samples.Length);
            writer.Write((float)pitch);
            foreach (var level in spectrum.SelectMany(row => row))
            {
                writer.Write((byte)Math.Clamp(Math.Round((level - FloorDecibels) * 2), 0, 255));
            }

            var phonemes = sentences.Single(row => row[0] == Path.GetFileName(sound))[2];
            var ours = ((SpeechOutcome.Spoken)voice.SpeakPhonemes([phonemes], ReferenceSpeed, CancellationToken.None)).Samples.ToArray();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetFileName(sound)}  {samples.Length} samples, ours {ours.Length}; {pitch:0.0} Hz, ours "
                        + $"{MedianPitch.Measure(ours):0.0}; distance {MelSpectrum.Distance(spectrum, MelSpectrum.Measure(ours)):0.00} dB"
                )
            );
        }

        return 0;
    }

    private static float[] Decode(string file)
    {
        using var flac = Process.Start(
            new ProcessStartInfo("flac", ["-d", "-s", "-c", "--force-raw-format", "--endian=little", "--sign=signed", file])
            {
                RedirectStandardOutput = true,
            }
        )!;
        using var bytes = new MemoryStream();
        flac.StandardOutput.BaseStream.CopyTo(bytes);
        flac.WaitForExit();
        return [.. bytes.ToArray().Chunk(2).Select(pair => BitConverter.ToInt16(pair) / 32_768f)];
    }
}
