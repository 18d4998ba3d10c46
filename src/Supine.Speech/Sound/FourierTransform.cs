namespace Supine.Speech.Sound;

/// <summary>The discrete Fourier transform of a fixed length that is a product of twos, threes, fours and fives.</summary>
/// <remarks>X[k] = Σ x[n]·exp(−2πi·k·n/N), by decimation in frequency into two arrays in turn (Stockham), so that nothing is put in order
/// afterwards. Not divided by N either way.</remarks>
internal sealed class FourierTransform
{
    private readonly int[] _radices;
    private readonly double[] _cosines;
    private readonly double[] _sines;
    private readonly double[] _otherReal;
    private readonly double[] _otherImaginary;

    /// <summary>Prepares one length.</summary>
    /// <param name="length">At least 2, with no prime factor over 5.</param>
    public FourierTransform(int length)
    {
        Length = length;
        var radices = new List<int>();
        var rest = length;
        foreach (var radix in (ReadOnlySpan<int>)[5, 4, 3, 2])
        {
            while (rest % radix == 0)
            {
                radices.Add(radix);
                rest /= radix;
            }
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(rest, 1, nameof(length));
        _radices = [.. radices];
        _cosines = [.. Enumerable.Range(0, length).Select(i => Math.Cos(2 * Math.PI * i / length))];
        _sines = [.. Enumerable.Range(0, length).Select(i => -Math.Sin(2 * Math.PI * i / length))];
        _otherReal = new double[length];
        _otherImaginary = new double[length];
    }

    /// <summary>How many points.</summary>
    public int Length { get; }

    /// <summary>Transforms in place.</summary>
    /// <param name="real">The real parts, <see cref="Length"/> of them.</param>
    /// <param name="imaginary">The imaginary parts.</param>
    public void Transform(double[] real, double[] imaginary)
    {
        unchecked
        {
            var (fromReal, fromImaginary, toReal, toImaginary) = (real, imaginary, _otherReal, _otherImaginary);
            var (size, stride) = (Length, 1);
            foreach (var radix in _radices)
            {
                Pass(radix, size, stride, fromReal, fromImaginary, toReal, toImaginary);
                (fromReal, fromImaginary, toReal, toImaginary) = (toReal, toImaginary, fromReal, fromImaginary);
                size /= radix;
                stride *= radix;
            }

            if (!ReferenceEquals(fromReal, real))
            {
                fromReal.CopyTo(real, 0);
                fromImaginary.CopyTo(imaginary, 0);
            }
        }
    }

    private void Pass(int radix, int size, int stride, double[] xr, double[] xi, double[] yr, double[] yi)
    {
        unchecked
        {
            var part = size / radix;
            Span<double> ar = stackalloc double[5];
            Span<double> ai = stackalloc double[5];
            for (var p = 0; p < part; p++)
            {
                for (var q = 0; q < stride; q++)
                {
                    for (var r = 0; r < radix; r++)
                    {
                        var at = q + (stride * (p + (part * r)));
                        ar[r] = xr[at];
                        ai[r] = xi[at];
                    }

                    Butterfly(radix, ar, ai);
                    var to = q + (stride * radix * p);
                    yr[to] = ar[0];
                    yi[to] = ai[0];
                    for (var r = 1; r < radix; r++)
                    {
                        var turn = p * r * stride;
                        var (c, s) = (_cosines[turn], _sines[turn]);
                        yr[to + (stride * r)] = (ar[r] * c) - (ai[r] * s);
                        yi[to + (stride * r)] = (ar[r] * s) + (ai[r] * c);
                    }
                }
            }
        }
    }

    private static void Butterfly(int radix, Span<double> r, Span<double> i)
    {
        switch (radix)
        {
            case 2:
                (r[0], r[1]) = (r[0] + r[1], r[0] - r[1]);
                (i[0], i[1]) = (i[0] + i[1], i[0] - i[1]);
                break;
            case 3:
            {
                const double Half = 0.866025403784438646763723170752936183;
                var (sr, si) = (r[1] + r[2], i[1] + i[2]);
                var (dr, di) = (Half * (r[1] - r[2]), Half * (i[1] - i[2]));
                var (mr, mi) = (r[0] - (0.5 * sr), i[0] - (0.5 * si));
                (r[0], i[0]) = (r[0] + sr, i[0] + si);
                (r[1], i[1]) = (mr + di, mi - dr);
                (r[2], i[2]) = (mr - di, mi + dr);
                break;
            }

            case 4:
            {
                var (ar, ai, br, bi) = (r[0] + r[2], i[0] + i[2], r[0] - r[2], i[0] - i[2]);
                var (cr, ci, dr, di) = (r[1] + r[3], i[1] + i[3], r[1] - r[3], i[1] - i[3]);
                (r[0], i[0]) = (ar + cr, ai + ci);
                (r[1], i[1]) = (br + di, bi - dr);
                (r[2], i[2]) = (ar - cr, ai - ci);
                (r[3], i[3]) = (br - di, bi + dr);
                break;
            }

            default:
            {
                const double C1 = 0.309016994374947424102293417182819059;
                const double C2 = -0.809016994374947424102293417182819059;
                const double S1 = 0.951056516295153572116439333379382143;
                const double S2 = 0.587785252292473129168705954639072769;
                var (ar, ai, br, bi) = (r[1] + r[4], i[1] + i[4], r[1] - r[4], i[1] - i[4]);
                var (cr, ci, dr, di) = (r[2] + r[3], i[2] + i[3], r[2] - r[3], i[2] - i[3]);
                var (er, ei) = (r[0] + (C1 * ar) + (C2 * cr), i[0] + (C1 * ai) + (C2 * ci));
                var (fr, fi) = (r[0] + (C2 * ar) + (C1 * cr), i[0] + (C2 * ai) + (C1 * ci));
                var (gr, gi) = ((S1 * br) + (S2 * dr), (S1 * bi) + (S2 * di));
                var (hr, hi) = ((S2 * br) - (S1 * dr), (S2 * bi) - (S1 * di));
                (r[0], i[0]) = (r[0] + ar + cr, i[0] + ai + ci);
                (r[1], i[1]) = (er + gi, ei - gr);
                (r[2], i[2]) = (fr + hi, fi - hr);
                (r[3], i[3]) = (fr - hi, fi + hr);
                (r[4], i[4]) = (er - gi, ei + gr);
                break;
            }
        }
    }
}
