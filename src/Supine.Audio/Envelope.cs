namespace Supine.Audio;

/// <summary>Shapes that begin and end without a corner.</summary>
internal static class Envelope
{
    /// <summary>From 0 to 1 as half a cosine while <paramref name="share"/> goes from 0 to 1; held outside.</summary>
    public static double Rise(double share) => (1 - Math.Cos(Math.PI * Math.Clamp(share, 0, 1))) / 2;
}
