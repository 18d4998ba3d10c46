using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Fuzz;

/// <summary>Broken language files: read, and spoken in where they are still languages.</summary>
/// <param name="seeds">Good files to begin with.</param>
/// <param name="seed">The same seed makes the same inputs.</param>
/// <param name="protocol">What is spoken.</param>
public sealed class LanguageFuzzer(IReadOnlyList<byte[]> seeds, int seed, byte[] protocol) : FileFuzzer(seeds, seed)
{
    /// <inheritdoc/>
    protected override bool Accept(byte[] bytes, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var languages = Languages.Shipped.With(bytes, "de.yaml");
        if (!languages.Diagnostics.IsEmpty)
        {
            CheckRefusal(languages.Diagnostics);
            return false;
        }

        // the German of the file that was broken, speaking German sentences
        var language = languages["de"];
        _ = language.NameOf(Side.Left);
        _ = language.NamesSide("links");
        if (ProtocolCompiler.Read(protocol, "fuzz", sources: null, languages) is ProtocolReading.Succeeded read)
        {
            var hold = TimeSpan.FromSeconds(random.Next(30, 61));
            _ = ProtocolCompiler.Compile(read.Protocol, new Prescription { Language = language, Hold = hold });
        }

        return true;
    }
}
