namespace Supine.Speech.Sound;

/// <summary>What the acoustic model makes of phonemes: frames of 12.5 ms. Read where the model wrote it.</summary>
/// <param name="harmonicLogGain">lh, [601, F]: the level of what the voice's pulses excite.</param>
/// <param name="harmonicTurn">theta, [601, F]: its turn of phase, as tanh⁻¹ of half turns.</param>
/// <param name="noiseLogGain">ln, [601, F]: the level of noise.</param>
/// <param name="residualLogGain">lr, [601, F]: the level of what is neither.</param>
/// <param name="residualPhase">phi, [601, F]: its phase, radians.</param>
/// <param name="pitchHertz">f0, [F]: near 0, or below, where no pulse is heard.</param>
internal readonly ref struct AcousticFrames(
    ReadOnlySpan<float> harmonicLogGain,
    ReadOnlySpan<float> harmonicTurn,
    ReadOnlySpan<float> noiseLogGain,
    ReadOnlySpan<float> residualLogGain,
    ReadOnlySpan<float> residualPhase,
    ReadOnlySpan<float> pitchHertz
)
{
    public ReadOnlySpan<float> HarmonicLogGain { get; } = harmonicLogGain;
    public ReadOnlySpan<float> HarmonicTurn { get; } = harmonicTurn;
    public ReadOnlySpan<float> NoiseLogGain { get; } = noiseLogGain;
    public ReadOnlySpan<float> ResidualLogGain { get; } = residualLogGain;
    public ReadOnlySpan<float> ResidualPhase { get; } = residualPhase;
    public ReadOnlySpan<float> PitchHertz { get; } = pitchHertz;

    /// <summary>How many frames, F.</summary>
    public int Count => PitchHertz.Length;
}
