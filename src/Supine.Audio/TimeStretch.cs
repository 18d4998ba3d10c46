using System.Runtime.Intrinsics;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>Makes speech slower or faster at the same pitch.</summary>
/// <remarks>
/// WSOLA, waveform similarity overlap-add (Verhelst and Roelands, ICASSP 1993): windows of 30 ms are laid half over each other, and each is
/// taken from
/// where the source looks most like what would have come next anyway, within 7.5 ms of its place. So periods of the voice join up and no
/// pitch changes.
/// y(k·H + n) = Σ w(n) · x(p[k] + n), p[k] = k·H·rate + argmin over |δ| ≤ H/2 of Σ (x(p[k] + n) − x(p[k−1] + H + n))², 0 ≤ n ≤ H − 1.
/// Voices down to 67 Hz find their period.
/// Departure: of places that differ by no more than a quiet room does, the one furthest ahead of the rate is taken. So in the silence
/// before a consonant
/// time is gained, and the consonant itself can be passed on in one piece.
/// The first half window is passed on as it is: an onset stays at its sample.
/// </remarks>
internal static class TimeStretch
{
    private const int Hop = 15 * TrackFormat.SamplesPerMillisecond;
    private const int Window = 2 * Hop;
    private const int Tolerance = Hop / 2;

    /// <summary>Half a window of noise 53 dB under full scale.</summary>
    private const float RoomNoise = Hop * 5e-6f;

    /// <summary>Rises over half a window; with the next one's mirror image it adds up to one.</summary>
    private static readonly float[] Fade = [.. Enumerable.Range(0, Hop).Select(n => (float)(0.5 - (0.5 * Math.Cos(Math.PI * n / Hop))))];

    /// <summary>How many samples so many become, up to the next whole one.</summary>
    public static int LengthOf(int samples, SpeechRate rate) => (int)((((long)samples * 100) + rate.Percent - 1) / rate.Percent);

    /// <summary>The same speech at another rate; at the calm rate the clip itself.</summary>
    public static Clip Stretch(Clip clip, SpeechRate rate) =>
        rate == SpeechRate.Normal ? clip : Clip.FromSamples(Clip.Quantise(Stretch(clip.Samples, rate)))!;

    private static float[] Stretch(ReadOnlySpan<short> clip, SpeechRate rate)
    {
        // silence on both sides, so that every window has something to lie on
        const int Before = Tolerance;
        var source = new float[Before + clip.Length + (3 * Window) + (2 * Tolerance)];
        for (var i = 0; i < clip.Length; i++)
        {
            source[Before + i] = clip[i] / 32_768f;
        }

        var target = new float[LengthOf(clip.Length, rate) + Window];
        source.AsSpan(Before, Math.Min(Hop, clip.Length)).CopyTo(target);
        var place = Before;
        for (var k = 1; k * Hop < target.Length - Window; k++)
        {
            // the half window that fades out is what would have come next, and it decides where the next one is taken from
            var next = place + Hop;
            var meant = Before + (int)((long)k * Hop * rate.Percent / 100);
            place = FindMostAlike(source, next, Math.Clamp(meant, Before, Before + clip.Length), rate);
            var overlap = target.AsSpan(k * Hop, Hop);
            for (var n = 0; n < Hop; n++)
            {
                overlap[n] = ((1 - Fade[n]) * source[next + n]) + (Fade[n] * source[place + n]);
            }
        }

        return target[..^Window];
    }

    private static int FindMostAlike(ReadOnlySpan<float> source, int like, int around, SpeechRate rate)
    {
        Span<float> differences = stackalloc float[(2 * Tolerance) + 1];
        for (var i = 0; i < differences.Length; i++)
        {
            differences[i] = Difference(source.Slice(like, Hop), source.Slice(around - Tolerance + i, Hop));
        }

        var least = differences[0];
        foreach (var difference in differences)
        {
            least = Math.Min(least, difference);
        }

        var alike = rate > SpeechRate.Normal ? differences.Length - 1 : 0;
        while (differences[alike] > least + RoomNoise)
        {
            alike += rate > SpeechRate.Normal ? -1 : 1;
        }

        return around - Tolerance + alike;
    }

    /// <summary>Always four at a time, so that the sums, and with them the track's bytes, are the same on every machine.</summary>
    private static float Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector128<float>.Zero;
        for (var n = 0; n < Hop; n += Vector128<float>.Count)
        {
            var difference = Vector128.Create(a[n..]) - Vector128.Create(b[n..]);
            sum += difference * difference;
        }

        return Vector128.Sum(sum);
    }
}
