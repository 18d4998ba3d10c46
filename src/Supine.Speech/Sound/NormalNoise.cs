using System.Numerics;

namespace Supine.Speech.Sound;

/// <summary>Normal noise of unit variance, the same for the same seed.</summary>
/// <remarks>xorshift64* and the transform of Box and Muller, several samples at a time.</remarks>
internal sealed class NormalNoise(ulong seed)
{
    private const float Step = 1f / (1 << 24);

    private ulong _state = seed;

    /// <summary>Fills two rows with independent samples.</summary>
    /// <param name="first">As long as a multiple of the machine's vectors.</param>
    /// <param name="second">As long as the other.</param>
    public void Fill(float[] first, float[] second)
    {
        for (var i = 0; i < first.Length; i++)
        {
            // 24 bits each; the first is never zero, whose logarithm is none
            var drawn = Draw();
            first[i] = ((drawn >> 40) + 1) * Step;
            second[i] = ((drawn >> 16) & 0xFFFFFF) * Step;
        }

        for (var at = 0; at < first.Length; at += Vector<float>.Count)
        {
            var radius = Vector.SquareRoot(-2 * Vector.Log(new Vector<float>(first, at)));
            var (sine, cosine) = Vector.SinCos(2 * MathF.PI * new Vector<float>(second, at));
            (radius * cosine).CopyTo(first, at);
            (radius * sine).CopyTo(second, at);
        }
    }

    private ulong Draw()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545F4914F6CDD1DUL;
    }
}
