namespace Supine.Web.Measure;

/// <summary>Whether a file is a picture, by its first bytes: a photograph of a goniometer is no recording.</summary>
internal static class Picture
{
    private static readonly byte[][] Beginnings =
    [
        [0xFF, 0xD8, 0xFF],
        [0x89, (byte)'P', (byte)'N', (byte)'G'],
        [.. "GIF8"u8],
    ];

    /// <summary>JPEG, PNG, GIF, WebP, or HEIF as phones take it.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file)
    {
        foreach (var beginning in Beginnings)
        {
            if (file.StartsWith(beginning))
            {
                return true;
            }
        }

        return file.Length >= 12 && (file[4..].StartsWith("ftyp"u8) || (file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8)));
    }
}
