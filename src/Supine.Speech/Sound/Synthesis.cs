using System.Numerics;

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
        var rows = new Rows();
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

            Shape(frames, frame, firstReal, firstImaginary, rows, noise);
            if (isPair)
            {
                Shape(frames, frame + 1, secondReal, secondImaginary, rows, noise);
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

    /// <summary>Makes a frame's spectrum of that of its pulses.</summary>
    private static void Shape(AcousticFrames frames, int frame, double[] real, double[] imaginary, Rows rows, NormalNoise noise)
    {
        rows.Read(frames, frame);
        rows.Compute();
        noise.Fill(rows.First, rows.Second);
        for (var bin = 0; bin < Bins; bin++)
        {
            var (cosine, sine, air) = (rows.HarmonicCosine[bin], rows.HarmonicSine[bin], rows.Air[bin]);
            (real[bin], imaginary[bin]) = (
                (cosine * real[bin]) - (sine * imaginary[bin]) + (air * rows.First[bin]) + rows.RestCosine[bin],
                (sine * real[bin]) + (cosine * imaginary[bin]) + (air * rows.Second[bin]) + rows.RestSine[bin]
            );
        }
    }

    /// <summary>What the model says of one frame, bin by bin, and what that means; several bins at a time.</summary>
    private sealed class Rows
    {
        private static readonly int Length = (Bins + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

        private readonly float[] _level = new float[Length];
        private readonly float[] _turn = new float[Length];
        private readonly float[] _rest = new float[Length];
        private readonly float[] _phase = new float[Length];

        public float[] First { get; } = new float[Length];
        public float[] Second { get; } = new float[Length];
        public float[] Air { get; } = new float[Length];
        public float[] HarmonicCosine { get; } = new float[Length];
        public float[] HarmonicSine { get; } = new float[Length];
        public float[] RestCosine { get; } = new float[Length];
        public float[] RestSine { get; } = new float[Length];

        public void Read(AcousticFrames frames, int frame)
        {
            var count = frames.Count;
            Gather(frames.HarmonicLogGain, _level);
            Gather(frames.HarmonicTurn, _turn);
            Gather(frames.NoiseLogGain, Air);
            Gather(frames.ResidualLogGain, _rest);
            Gather(frames.ResidualPhase, _phase);

            void Gather(ReadOnlySpan<float> from, float[] to)
            {
                for (int bin = 0, at = frame; bin < Bins; bin++, at += count)
                {
                    to[bin] = from[at];
                }
            }
        }

        public void Compute()
        {
            for (var at = 0; at < Length; at += Vector<float>.Count)
            {
                // tanh x = 1 − 2 / (e^2x + 1)
                var tanh = Vector<float>.One - (new Vector<float>(2) / (Vector.Exp(2 * new Vector<float>(_turn, at)) + Vector<float>.One));
                var (turnSine, turnCosine) = Vector.SinCos(MathF.PI * tanh);
                var harmonic = Gain(_level, at);
                (harmonic * turnCosine).CopyTo(HarmonicCosine, at);
                (harmonic * turnSine).CopyTo(HarmonicSine, at);
                Gain(Air, at).CopyTo(Air, at);
                var (restSine, restCosine) = Vector.SinCos(new Vector<float>(_phase, at));
                var rest = Gain(_rest, at);
                (rest * restCosine).CopyTo(RestCosine, at);
                (rest * restSine).CopyTo(RestSine, at);
            }
        }

        private static Vector<float> Gain(float[] logGain, int at) =>
            Vector.Exp(Vector.Min(new Vector<float>(logGain, at), new Vector<float>(LargestLogGain)));
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
