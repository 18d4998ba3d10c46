using System.Diagnostics;

namespace Supine.Bench.Speech;

/// <summary>Makes the small file that the tests of the built-in voice compare with, from recordings of the voice as its maker has it.</summary>
/// <remarks>dotnet run -c Release --project bench/Supine.Bench -- reference-sounds FOLDER with 01.flac to 12.flac; needs <c>flac</c>.</remarks>
public static class ReferenceSounds
{
    /// <summary>A byte is half a decibel over this.</summary>
    private const double FloorDecibels = -100;

    /// <summary>Writes tests/fixtures/speech/spectra.bin: for each sound the number of samples (int32), then a byte for each band of each
    /// frame.</summary>
    public static int Make(string folder)
    {
        using var file = File.Create(Path.Combine(Checkout.Root, "tests", "fixtures", "speech", "spectra.bin"));
        using var writer = new BinaryWriter(file);
        foreach (var sound in Directory.EnumerateFiles(folder, "*.flac").Order(StringComparer.Ordinal))
        {
            var samples = Decode(sound);
            writer.Write(samples.Length);
            foreach (var level in MelSpectrum.Measure(samples).SelectMany(row => row))
            {
                writer.Write((byte)Math.Clamp(Math.Round((level - FloorDecibels) * 2), 0, 255));
            }

            Console.WriteLine($"{Path.GetFileName(sound)}  {samples.Length} samples");
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
