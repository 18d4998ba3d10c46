using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Supine.Speech;

/// <summary>The files of the voice <i>Heart</i>: each is used only as it came, by its length and SHA-256.</summary>
internal static class HeartFiles
{
    public const string Acoustics = "hibari.onnx";
    public const string UnknownWords = "oov.onnx";
    public const string UnknownWordSymbols = "oov.json";
    public const string Gold = "lexicon_us_gold.json.gz";
    public const string Silver = "lexicon_us_silver.json.gz";
    public const string WordClasses = "tagger.json.gz";
    public const string WrittenForms = "normalize.json";
    public const string Symbols = "vocab.json";

    private static readonly ImmutableArray<(string Name, long Length, string Sha256)> Known =
    [
        (Acoustics, 7_936_868, "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"),
        (UnknownWords, 2_975_020, "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76"),
        (UnknownWordSymbols, 2_273, "b462e6e5dbdf0e7346c732385d0dd844f612f1770871441c56932bff4ca75d8c"),
        (Gold, 719_352, "63ae94f8ef0e906d5b24fe9b59ffcbd1529aca5686a774610e43973cbaa86ad2"),
        (Silver, 682_530, "c4c2546ebf1eb07010331e7ef785a431aa17ba8e7bfb6b4af8d654ee96a71fd3"),
        (WordClasses, 1_240_667, "d2da7502284bbbe45d49e0b7ce3ce67bdab82254150f4317f1b8559b4d38d0eb"),
        (WrittenForms, 6_769, "d478ff05404bc43ac3e0468e306674e51085f1b1afc94cdef7c7ea4fb0d56bd8"),
        (Symbols, 1_144, "70abefbe8a1c8865e43e0a43bbdc25b91a33e4aa053479d443ccf23e20a59e5d"),
    ];

    /// <summary>In a sentence, the first file that is missing or has another length; null where there is none. Reads nothing.</summary>
    public static string? FindMissing(string folder)
    {
        foreach (var (name, length, _) in Known)
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists)
            {
                return $"{file.FullName} is missing.";
            }

            if (file.Length != length)
            {
                return $"{file.FullName} has {file.Length} bytes and should have {length}: it was cut off or replaced.";
            }
        }

        return null;
    }

    /// <summary>The numbers of the symbols.</summary>
    /// <exception cref="FaultyFileException">The table cannot be read or is another file.</exception>
    public static ImmutableDictionary<char, int> ReadSymbols(string folder) =>
        JsonSerializer
            .Deserialize<Dictionary<string, int>>(Read(folder, Symbols))!
            .ToImmutableDictionary(one => one.Key[0], one => one.Value);

    /// <summary>A file as it came, unpacked where it is packed.</summary>
    /// <exception cref="FaultyFileException">It cannot be read or is another file.</exception>
    public static byte[] Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FaultyFileException(fault.Message, fault);
        }

        var expected = Known.Single(file => file.Name == name).Sha256;
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != expected)
        {
            throw new FaultyFileException($"{path} is not the file that came with the program: it was cut off or replaced.", null);
        }

        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            return bytes;
        }

        using var unpacked = new MemoryStream();
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}

/// <summary>A file of a voice cannot be used; its message is a sentence for people.</summary>
internal sealed class FaultyFileException(string message, Exception? inner) : Exception(message, inner);
