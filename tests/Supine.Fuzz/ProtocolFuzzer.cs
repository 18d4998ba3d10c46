using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Fuzz;

/// <summary>Broken protocol files: read, and compiled where they are still protocols.</summary>
/// <param name="seeds">Good files to begin with.</param>
/// <param name="seed">The same seed makes the same inputs.</param>
public sealed class ProtocolFuzzer(IReadOnlyList<byte[]> seeds, int seed) : FileFuzzer(seeds, seed)
{
    /// <inheritdoc/>
    protected override bool Accept(byte[] bytes, Random random)
    {
        switch (ProtocolCompiler.Read(bytes, "fuzz", sources: null))
        {
            case ProtocolReading.Failed failed:
                CheckRefusal(failed.Diagnostics);
                return false;
            case ProtocolReading.Succeeded read:
                Play(read.Protocol, random);
                return true;
            default:
                throw new InvalidOperationException("A reading succeeds or fails.");
        }
    }

    private static void Play(Protocol protocol, Random random)
    {
        var compiled = ProtocolCompiler.Compile(
            protocol,
            new Prescription
            {
                Language = Languages.Shipped.All[random.Next(Languages.Shipped.All.Length)],
                First = random.Next(2) == 0 ? Side.Left : Side.Right,
                Instruction = (Instruction)random.Next(3),
                SpeechRate = SpeechRate.FromPercent(random.Next(80, 121)),
            }
        );
        if (compiled is Compilation.Succeeded { Sequence: var sequence } && sequence.Total != sequence.Cues.Max(cue => cue.End))
        {
            throw new InvalidOperationException("The total is not the end of the last cue.");
        }
    }
}
