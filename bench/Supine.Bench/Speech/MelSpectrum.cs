namespace Supine.Bench.Speech;

/// <summary>What is heard of a sound, coarsely: the level of 40 bands, evenly spaced in mel from 60 Hz to 11 kHz, every 12.5 ms.</summary>
/// <remarks>
/// Power of frames of 1,200 samples (Hann, hop 300, mirrored at the ends) at 24 kHz, through triangular bands, 10·log₁₀(power + 1e-10). The
/// transform is written out here, apart from the one that makes the sound.
/// </remarks>
public static class MelSpectrum
{
    /// <summary>How many bands.</summary>
    public const int Bands = 40;

    private const int Window = 1_200;
    private const int Hop = 300;
    private const int RateHertz = 24_000;
    private const double AudibleDecibels = 40;

    private static readonly double[] Cosines = [.. Enumerable.Range(0, Window).Select(i => Math.Cos(2 * Math.PI * i / Window))];

    private static readonly double[] Hann = [.. Cosines.Select(cosine => 0.5 - (0.5 * cosine))];

    private static readonly double[][] Filters = MakeFilters();

    /// <summary>Decibels, one row of <see cref="Bands"/> a frame.</summary>
    public static double[][] Measure(ReadOnlySpan<float> samples)
    {
        var rows = new double[samples.Length / Hop][];
        var (frame, power) = (new double[Window], new double[(Window / 2) + 1]);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var i = 0; i < Window; i++)
            {
                var at = Math.Abs((row * Hop) - (Window / 2) + i);
                at = at >= samples.Length ? (2 * (samples.Length - 1)) - at : at;
                frame[i] = samples[Math.Clamp(at, 0, samples.Length - 1)] * Hann[i];
            }

            for (var bin = 0; bin < power.Length; bin++)
            {
                var (real, imaginary, turn) = (0.0, 0.0, 0);
                for (var i = 0; i < Window; i++)
                {
                    real += frame[i] * Cosines[turn];
                    imaginary += frame[i] * Cosines[(turn + 300) % Window];
                    turn = (turn + bin) % Window;
                }

                power[bin] = (real * real) + (imaginary * imaginary);
            }

            rows[row] = [.. Filters.Select(filter => 10 * Math.Log10(filter.Zip(power, (share, one) => share * one).Sum() + 1e-10))];
        }

        return rows;
    }

    /// <summary>The distance of two sounds in decibels: root mean square over the bands, mean over the frames that are within 40 dB of the
    /// loudest of the first.</summary>
    public static double Distance(double[][] wanted, double[][] heard)
    {
        var levels = wanted.Select(row => row.Max()).ToArray();
        var loudest = levels.Max();
        return Enumerable
            .Range(0, Math.Min(wanted.Length, heard.Length))
            .Where(row => levels[row] > loudest - AudibleDecibels)
            .Average(row => Math.Sqrt(wanted[row].Zip(heard[row], (one, other) => (one - other) * (one - other)).Average()));
    }

    private static double[][] MakeFilters()
    {
        static double ToMel(double hertz) => 2_595 * Math.Log10(1 + (hertz / 700));
        static double ToHertz(double mel) => 700 * (Math.Pow(10, mel / 2_595) - 1);
        var (low, high) = (ToMel(60), ToMel(11_000));
        var edges = Enumerable.Range(0, Bands + 2).Select(i => ToHertz(low + ((high - low) * i / (Bands + 1)))).ToArray();
        return
        [
            .. Enumerable
                .Range(0, Bands)
                .Select(band =>
                    Enumerable
                        .Range(0, (Window / 2) + 1)
                        .Select(bin =>
                        {
                            var hertz = (double)bin * RateHertz / Window;
                            var up = (hertz - edges[band]) / (edges[band + 1] - edges[band]);
                            var down = (edges[band + 2] - hertz) / (edges[band + 2] - edges[band + 1]);
                            return Math.Max(0, Math.Min(up, down));
                        })
                        .ToArray()
                ),
        ];
    }
}
