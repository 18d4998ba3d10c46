using System.Globalization;

namespace Supine.Audio;

/// <summary>How loud a sound is heard, in LUFS: integrated and gated as in ITU-R BS.1770-4.</summary>
/// <remarks>
/// loudness = −0.691 + 10 log₁₀(mean square of the K-weighted channel), over blocks of 400 ms, three quarters of each shared with the next;
/// blocks under −70 LUFS do not count, nor then those more than 10 LU under the mean of the rest.
/// The two filters of the K weighting are derived from their analogue prototypes for any rate; at 48 kHz they are the standard's own.
/// Departures: one channel only; a sound shorter than a block is measured as one block, filled up with silence.
/// </remarks>
public readonly record struct Loudness : IComparable<Loudness>
{
    private const double Offset = -0.691;
    private const double AbsoluteGateLufs = -70;
    private const double RelativeGateLu = -10;
    private const int StepsPerSecond = 10;
    private const int StepsPerBlock = 4;

    private Loudness(double lufs) => Lufs = lufs;

    /// <summary>In LUFS; the default, 0, is a sine 3 dB over full scale.</summary>
    public double Lufs { get; }

    /// <summary>A loudness from LUFS. Throws <see cref="ArgumentOutOfRangeException"/> when it is not finite.</summary>
    public static Loudness FromLufs(double lufs) =>
        double.IsFinite(lufs) ? new(lufs) : throw new ArgumentOutOfRangeException(nameof(lufs), lufs, "A loudness is a finite number.");

    /// <summary>The loudness of a sound, or null where nothing in it is above the gate.</summary>
    /// <param name="samples">Full scale is one.</param>
    /// <param name="sampleRateHertz">Samples a second.</param>
    public static Loudness? Measure(ReadOnlySpan<float> samples, int sampleRateHertz)
    {
        var steps = ComputeStepEnergies(samples, sampleRateHertz);
        var blocks = new List<double>();
        for (var i = 0; i + StepsPerBlock <= steps.Count; i++)
        {
            blocks.Add((steps[i] + steps[i + 1] + steps[i + 2] + steps[i + 3]) / StepsPerBlock);
        }

        blocks.RemoveAll(block => block <= EnergyOf(AbsoluteGateLufs));
        if (blocks.Count == 0)
        {
            return null;
        }

        var gate = EnergyOf(LufsOf(blocks.Average()) + RelativeGateLu);
        return new(LufsOf(blocks.Where(block => block > gate).Average()));
    }

    /// <summary>What turns the one into the other.</summary>
    public static Decibels operator -(Loudness a, Loudness b) => Decibels.From(a.Lufs - b.Lufs);

    /// <summary>A loudness turned up or down.</summary>
    public static Loudness operator +(Loudness loudness, Decibels level) => new(loudness.Lufs + level.Value);

    /// <summary>What turns the one into the other.</summary>
    public static Decibels Subtract(Loudness left, Loudness right) => left - right;

    /// <summary>A loudness turned up or down.</summary>
    public static Loudness Add(Loudness left, Decibels right) => left + right;

    /// <inheritdoc/>
    public int CompareTo(Loudness other) => Lufs.CompareTo(other.Lufs);

    /// <summary>Whether one is softer.</summary>
    public static bool operator <(Loudness a, Loudness b) => a.Lufs < b.Lufs;

    /// <summary>Whether one is louder.</summary>
    public static bool operator >(Loudness a, Loudness b) => a.Lufs > b.Lufs;

    /// <summary>Whether one is softer or the same.</summary>
    public static bool operator <=(Loudness a, Loudness b) => a.Lufs <= b.Lufs;

    /// <summary>Whether one is louder or the same.</summary>
    public static bool operator >=(Loudness a, Loudness b) => a.Lufs >= b.Lufs;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lufs:0.0} LUFS");

    private static double LufsOf(double energy) => Offset + (10 * Math.Log10(energy));

    private static double EnergyOf(double lufs) => Math.Pow(10, (lufs - Offset) / 10);

    /// <summary>The mean square of the K-weighted sound in every whole tenth of a second; never fewer than make a block.</summary>
    private static List<double> ComputeStepEnergies(ReadOnlySpan<float> samples, int sampleRateHertz)
    {
        var (shelf, highPass) = (MakeShelf(sampleRateHertz), MakeHighPass(sampleRateHertz));
        var perStep = sampleRateHertz / StepsPerSecond;
        var steps = new List<double>((samples.Length / perStep) + StepsPerBlock);
        var (sum, inStep) = (0.0, 0);
        foreach (var sample in samples)
        {
            var weighted = highPass.Next(shelf.Next(sample));
            sum += weighted * weighted;
            if (++inStep == perStep)
            {
                steps.Add(sum / perStep);
                (sum, inStep) = (0, 0);
            }
        }

        while (steps.Count < StepsPerBlock)
        {
            steps.Add(sum / perStep);
            sum = 0;
        }

        return steps;
    }

    /// <summary>The head's effect: a shelf of +4 dB from about 1.7 kHz.</summary>
    private static Biquad MakeShelf(int sampleRateHertz)
    {
        const double CornerHertz = 1681.974450955533;
        const double ShelfDecibels = 3.999843853973347;
        const double Q = 0.7071752369554196;
        var k = Math.Tan(Math.PI * CornerHertz / sampleRateHertz);
        var vh = Math.Pow(10, ShelfDecibels / 20);
        var vb = Math.Pow(vh, 0.4996667741545416);
        var a0 = 1 + (k / Q) + (k * k);
        return new(
            (vh + (vb * k / Q) + (k * k)) / a0,
            2 * ((k * k) - vh) / a0,
            (vh - (vb * k / Q) + (k * k)) / a0,
            2 * ((k * k) - 1) / a0,
            (1 - (k / Q) + (k * k)) / a0
        );
    }

    /// <summary>The revised low-frequency B curve: a high-pass at about 38 Hz, its numerator not scaled.</summary>
    private static Biquad MakeHighPass(int sampleRateHertz)
    {
        const double CornerHertz = 38.13547087602444;
        const double Q = 0.5003270373238773;
        var k = Math.Tan(Math.PI * CornerHertz / sampleRateHertz);
        var a0 = 1 + (k / Q) + (k * k);
        return new(1, -2, 1, 2 * ((k * k) - 1) / a0, (1 - (k / Q) + (k * k)) / a0);
    }
}
