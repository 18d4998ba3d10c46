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

    private void Pass(int radix, int size, int stride, double[] xr, double[] xi, double[] yr, double[] yi)
    {
        var part = size / radix;
        var jump = stride * part;
        for (var p = 0; p < part; p++)
        {
            var turn = p * stride;
            for (var q = 0; q < stride; q++)
            {
                var (from, to) = (q + (stride * p), q + (stride * radix * p));
                switch (radix)
                {
                    case 5:
                        Five(from, jump, to, stride, turn, xr, xi, yr, yi);
                        break;
                    case 4:
                        Four(from, jump, to, stride, turn, xr, xi, yr, yi);
                        break;
                    case 3:
                        Three(from, jump, to, stride, turn, xr, xi, yr, yi);
                        break;
                    default:
                        var (ar, ai, br, bi) = (xr[from], xi[from], xr[from + jump], xi[from + jump]);
                        (yr[to], yi[to]) = (ar + br, ai + bi);
                        Turn(ar - br, ai - bi, turn, to + stride, yr, yi);
                        break;
                }
            }
        }
    }

    private void Three(int from, int jump, int to, int step, int turn, double[] xr, double[] xi, double[] yr, double[] yi)
    {
        const double Half = 0.866025403784438646763723170752936183;
        var (ar, ai) = (xr[from], xi[from]);
        var (br, bi) = (xr[from + jump], xi[from + jump]);
        var (cr, ci) = (xr[from + (2 * jump)], xi[from + (2 * jump)]);
        var (sr, si) = (br + cr, bi + ci);
        var (dr, di) = (Half * (br - cr), Half * (bi - ci));
        var (mr, mi) = (ar - (0.5 * sr), ai - (0.5 * si));
        (yr[to], yi[to]) = (ar + sr, ai + si);
        Turn(mr + di, mi - dr, turn, to + step, yr, yi);
        Turn(mr - di, mi + dr, 2 * turn, to + (2 * step), yr, yi);
    }

    private void Four(int from, int jump, int to, int step, int turn, double[] xr, double[] xi, double[] yr, double[] yi)
    {
        var (ar, ai) = (xr[from], xi[from]);
        var (br, bi) = (xr[from + jump], xi[from + jump]);
        var (cr, ci) = (xr[from + (2 * jump)], xi[from + (2 * jump)]);
        var (dr, di) = (xr[from + (3 * jump)], xi[from + (3 * jump)]);
        var (er, ei, fr, fi) = (ar + cr, ai + ci, ar - cr, ai - ci);
        var (gr, gi, hr, hi) = (br + dr, bi + di, br - dr, bi - di);
        (yr[to], yi[to]) = (er + gr, ei + gi);
        Turn(fr + hi, fi - hr, turn, to + step, yr, yi);
        Turn(er - gr, ei - gi, 2 * turn, to + (2 * step), yr, yi);
        Turn(fr - hi, fi + hr, 3 * turn, to + (3 * step), yr, yi);
    }

    private void Five(int from, int jump, int to, int step, int turn, double[] xr, double[] xi, double[] yr, double[] yi)
    {
        const double C1 = 0.309016994374947424102293417182819059;
        const double C2 = -0.809016994374947424102293417182819059;
        const double S1 = 0.951056516295153572116439333379382143;
        const double S2 = 0.587785252292473129168705954639072769;
        var (zr, zi) = (xr[from], xi[from]);
        var (pr, pi) = (xr[from + jump], xi[from + jump]);
        var (qr, qi) = (xr[from + (2 * jump)], xi[from + (2 * jump)]);
        var (rr, ri) = (xr[from + (3 * jump)], xi[from + (3 * jump)]);
        var (tr, ti) = (xr[from + (4 * jump)], xi[from + (4 * jump)]);
        var (ar, ai, br, bi) = (pr + tr, pi + ti, pr - tr, pi - ti);
        var (cr, ci, dr, di) = (qr + rr, qi + ri, qr - rr, qi - ri);
        var (er, ei) = (zr + (C1 * ar) + (C2 * cr), zi + (C1 * ai) + (C2 * ci));
        var (fr, fi) = (zr + (C2 * ar) + (C1 * cr), zi + (C2 * ai) + (C1 * ci));
        var (gr, gi) = ((S1 * br) + (S2 * dr), (S1 * bi) + (S2 * di));
        var (hr, hi) = ((S2 * br) - (S1 * dr), (S2 * bi) - (S1 * di));
        (yr[to], yi[to]) = (zr + ar + cr, zi + ai + ci);
        Turn(er + gi, ei - gr, turn, to + step, yr, yi);
        Turn(fr + hi, fi - hr, 2 * turn, to + (2 * step), yr, yi);
        Turn(fr - hi, fi + hr, 3 * turn, to + (3 * step), yr, yi);
        Turn(er - gi, ei + gr, 4 * turn, to + (4 * step), yr, yi);
    }

    private void Turn(double real, double imaginary, int turn, int to, double[] yr, double[] yi)
    {
        var (c, s) = (_cosines[turn], _sines[turn]);
        yr[to] = (real * c) - (imaginary * s);
        yi[to] = (real * s) + (imaginary * c);
    }
}
