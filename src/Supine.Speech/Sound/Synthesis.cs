namespace Supine.Speech.Sound;

/// <summary>Makes sound of acoustic frames.</summary>
/// <remarks>
/// Each frame's spectrum is S = e^lh·e^(iπ·tanh θ)·E + e^ln·Z + e^lr·e^(iφ), with E the spectrum of pulses at the pitch and Z complex
/// normal noise. Frames are windowed (Hann), laid over each other and divided by the sum of the squared windows. A frame stands
/// at its middle, so the first and last half windows lie outside and are cut.
/// </remarks>
internal static class Synthesis
{
    /// <summary>Hertz.</summary>
    public const int SampleRateHertz = 24_000;

    /// <summary>Samples from frame to frame.</summary>
    public const int Hop = 300;

    /// <summary>Bins of a spectrum.</summary>
    public const int Bins = (Window / 2) + 1;

    private const int Window = 1_200;

    /// <summary>No harmonic is made above this, hertz.</summary>
    private const double HighestHarmonicHertz = 11_000;

    /// <summary>Below this, hertz, a frame has no voice.</summary>
    private const double LowestPitchHertz = 40;

    /// <summary>What the model's logarithmic levels are held under.</summary>
    private const float LargestLogGain = 7;

    /// <summary>Any number does; it must not change, so that a sentence keeps its bytes.</summary>
    private const ulong Seed = 0x9E3779B97F4A7C15;

    private static readonly double[] Hann = [.. Enumerable.Range(0, Window).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Window)))];

    /// <summary>The sound: <see cref="Hop"/> samples a frame, between −1 and 1 but for rare peaks.</summary>
    public static float[] Make(AcousticFrames frames)
    {
        var length = frames.Count * Hop;
        var pulses = MakePulses(frames);
        var (sum, weight) = (new double[length + Window], new double[length + Window]);
        var fourier = new FourierTransform(Window);
        var noise = new NormalNoise(Seed);
        var (real, imaginary) = (new double[Window], new double[Window]);
        var (firstReal, firstImaginary) = (new double[Bins], new double[Bins]);
        var (secondReal, secondImaginary) = (new double[Bins], new double[Bins]);

        // two frames at a time: one as the real part of a transform, one as its imaginary part
        for (var frame = 0; frame < frames.Count; frame += 2)
        {
            var isPair = frame + 1 < frames.Count;
            Cut(pulses, frame, real);
            if (isPair)
            {
                Cut(pulses, frame + 1, imaginary);
            }
            else
            {
                Array.Clear(imaginary);
            }

            fourier.Transform(real, imaginary);
            for (var bin = 0; bin < Bins; bin++)
            {
                var mirror = bin == 0 ? 0 : Window - bin;
                firstReal[bin] = (real[bin] + real[mirror]) / 2;
                firstImaginary[bin] = (imaginary[bin] - imaginary[mirror]) / 2;
                secondReal[bin] = (imaginary[bin] + imaginary[mirror]) / 2;
                secondImaginary[bin] = (real[mirror] - real[bin]) / 2;
            }

            Shape(frames, frame, firstReal, firstImaginary, ref noise);
            if (isPair)
            {
                Shape(frames, frame + 1, secondReal, secondImaginary, ref noise);
            }
            else
            {
                Array.Clear(secondReal);
                Array.Clear(secondImaginary);
            }

            // back, by a transform of the conjugate: both frames are real, so that one comes out in each part
            for (var bin = 0; bin < Bins; bin++)
            {
                var isEdge = bin is 0 or Window / 2;
                var (ar, ai, br, bi) = (
                    firstReal[bin],
                    isEdge ? 0 : firstImaginary[bin],
                    secondReal[bin],
                    isEdge ? 0 : secondImaginary[bin]
                );
                real[bin] = ar - bi;
                imaginary[bin] = -(ai + br);
                if (!isEdge)
                {
                    real[Window - bin] = ar + bi;
                    imaginary[Window - bin] = ai - br;
                }
            }

            fourier.Transform(real, imaginary);
            for (var i = 0; i < Window; i++)
            {
                var (at, window) = ((frame * Hop) + i, Hann[i]);
                sum[at] += real[i] / Window * window;
                weight[at] += window * window;
                if (isPair)
                {
                    sum[at + Hop] -= imaginary[i] / Window * window;
                    weight[at + Hop] += window * window;
                }
            }
        }

        var sound = new float[length];
        for (var i = 0; i < length; i++)
        {
            var at = i + (Window / 2);
            sound[i] = weight[at] > 1e-8 ? (float)(sum[at] / weight[at]) : 0;
        }

        return sound;
    }

    private static void Shape(AcousticFrames frames, int frame, double[] real, double[] imaginary, ref NormalNoise noise)
    {
        var level = frames.HarmonicLogGain;
        var turn = frames.HarmonicTurn;
        var breath = frames.NoiseLogGain;
        var rest = frames.ResidualLogGain;
        var phase = frames.ResidualPhase;
        for (var bin = 0; bin < Bins; bin++)
        {
            var at = (bin * frames.Count) + frame;
            var harmonic = MathF.Exp(MathF.Min(level[at], LargestLogGain));
            var (turnSine, turnCosine) = MathF.SinCos(MathF.PI * MathF.Tanh(turn[at]));
            var air = MathF.Exp(MathF.Min(breath[at], LargestLogGain));
            var residual = MathF.Exp(MathF.Min(rest[at], LargestLogGain));
            var (restSine, restCosine) = MathF.SinCos(phase[at]);
            var (first, second) = noise.Next();
            (real[bin], imaginary[bin]) = (
                (harmonic * ((turnCosine * real[bin]) - (turnSine * imaginary[bin]))) + (air * first) + (residual * restCosine),
                (harmonic * ((turnSine * real[bin]) + (turnCosine * imaginary[bin]))) + (air * second) + (residual * restSine)
            );
        }
    }

    /// <summary>One frame of the pulses, around its middle; beyond an end they are mirrored.</summary>
    private static void Cut(double[] pulses, int frame, double[] into)
    {
        var from = (frame * Hop) - (Window / 2);
        for (var i = 0; i < Window; i++)
        {
            var at = from + i;
            at = at < 0 ? -at : at;
            at = at >= pulses.Length ? (2 * (pulses.Length - 1)) - at : at;

            // a sound of a frame or two is shorter than the mirror
            into[i] = at >= 0 && at < pulses.Length ? pulses[at] * Hann[i] / Hop : 0;
        }
    }

    /// <summary>A train of pulses at the pitch: the sum of all its harmonics up to 11 kHz, each of amplitude 1.</summary>
    private static double[] MakePulses(AcousticFrames frames)
    {
        var pitch = frames.PitchHertz;
        var pulses = new double[frames.Count * Hop];
        var turns = 0.0;
        for (var i = 0; i < pulses.Length; i++)
        {
            var place = ((i + 0.5) / Hop) - 0.5;
            var left = Math.Clamp((int)Math.Floor(place), 0, frames.Count - 1);
            var right = Math.Min(left + 1, frames.Count - 1);
            var share = Math.Clamp(place - left, 0, 1);
            var hertz = pitch[left] + ((pitch[right] - pitch[left]) * share);
            turns += hertz / SampleRateHertz;
            turns -= Math.Floor(turns);
            if (hertz <= LowestPitchHertz)
            {
                continue;
            }

            var harmonics = Math.Floor(HighestHarmonicHertz / hertz);
            var angle = 2 * Math.PI * turns;
            var divisor = 2 * Math.Sin(angle / 2);
            pulses[i] = Math.Abs(divisor) < 1e-6 ? harmonics : (Math.Sin((harmonics + 0.5) * angle) / divisor) - 0.5;
        }

        return pulses;
    }
}
