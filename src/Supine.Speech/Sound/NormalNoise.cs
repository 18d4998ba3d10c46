namespace Supine.Speech.Sound;

/// <summary>Normal noise of unit variance, the same for the same seed on every machine and version.</summary>
/// <remarks>xorshift64* and the transform of Box and Muller.</remarks>
internal struct NormalNoise(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Two independent samples.</summary>
    public (double First, double Second) Next()
    {
        // never zero, whose logarithm is none
        var radius = Math.Sqrt(-2 * Math.Log(((Draw() >> 11) + 1) * (1.0 / (1UL << 53))));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * ((Draw() >> 11) * (1.0 / (1UL << 53))));
        return (radius * cosine, radius * sine);
    }

    private ulong Draw()
    {
        unchecked
        {
            _state ^= _state >> 12;
            _state ^= _state << 25;
            _state ^= _state >> 27;
            return _state * 0x2545F4914F6CDD1DUL;
        }
    }
}
