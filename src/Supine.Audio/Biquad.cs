namespace Supine.Audio;

/// <summary>A second-order filter section, transposed direct form II.</summary>
internal struct Biquad(double b0, double b1, double b2, double a1, double a2)
{
    private double _s1;
    private double _s2;

    /// <summary>A high-pass of second order: Butterworth where <paramref name="q"/> is 1/√2.</summary>
    public static Biquad HighPass(double cornerHertz, double q, int sampleRateHertz)
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * cornerHertz / sampleRateHertz);
        var alpha = sin / (2 * q);
        var a0 = 1 + alpha;
        return new((1 + cos) / 2 / a0, -(1 + cos) / a0, (1 + cos) / 2 / a0, -2 * cos / a0, (1 - alpha) / a0);
    }

    public double Next(double x)
    {
        var y = (b0 * x) + _s1;
        _s1 = (b1 * x) - (a1 * y) + _s2;
        _s2 = (b2 * x) - (a2 * y);
        return y;
    }
}
