namespace Supine.Speech.Sound;

/// <summary>What the acoustic model makes of phonemes: frames of 12.5 ms.</summary>
/// <param name="Count">How many frames, F.</param>
/// <param name="HarmonicLogGain">lh, [601, F]: the level of what the voice's pulses excite.</param>
/// <param name="HarmonicTurn">theta, [601, F]: its turn of phase, as tanh⁻¹ of half turns.</param>
/// <param name="NoiseLogGain">ln, [601, F]: the level of noise.</param>
/// <param name="ResidualLogGain">lr, [601, F]: the level of what is neither.</param>
/// <param name="ResidualPhase">phi, [601, F]: its phase, radians.</param>
/// <param name="PitchHertz">f0, [F]: near 0, or below, where no pulse is heard.</param>
internal sealed record AcousticFrames(
    int Count,
    ReadOnlyMemory<float> HarmonicLogGain,
    ReadOnlyMemory<float> HarmonicTurn,
    ReadOnlyMemory<float> NoiseLogGain,
    ReadOnlyMemory<float> ResidualLogGain,
    ReadOnlyMemory<float> ResidualPhase,
    ReadOnlyMemory<float> PitchHertz
);
