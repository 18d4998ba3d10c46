using Supine.Motion;

namespace Supine.Fuzz;

/// <summary>Broken recordings: read, and measured where they are still recordings.</summary>
/// <param name="seeds">Good files to begin with.</param>
/// <param name="seed">The same seed makes the same inputs.</param>
public sealed class RecordingFuzzer(IReadOnlyList<byte[]> seeds, int seed) : FileFuzzer(seeds, seed)
{
    /// <summary>How many gave an angle.</summary>
    public int Measured { get; private set; }

    /// <inheritdoc/>
    protected override bool Accept(byte[] bytes, Random random)
    {
        switch (Inclinometer.Measure(bytes))
        {
            case Reading.Rejected { Reason: Rejection.Malformed malformed }:
                if (
                    malformed.Faults.IsEmpty
                    || malformed.Faults.Any(fault => fault.Line < 1 || fault.Message.Length == 0 || fault.Remedy.Length == 0)
                )
                {
                    throw new InvalidOperationException("A refusal without a place or a reason.");
                }

                return false;
            case Reading.Measured measured:
                Measured++;
                if (!(measured.Uncertainty.Degrees > 0) || Math.Abs(measured.ThighBelowHorizontal.Degrees) > 90)
                {
                    throw new InvalidOperationException("An angle no thigh has.");
                }

                return true;
            default:
                return true;
        }
    }
}
