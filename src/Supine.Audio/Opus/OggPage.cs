using System.Buffers.Binary;

namespace Supine.Audio;

/// <summary>What a page says about itself.</summary>
[Flags]
internal enum OggMarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It begins with the rest of a packet.</summary>
    Continued = 1,

    /// <summary>The stream's first.</summary>
    First = 2,

    /// <summary>The stream's last.</summary>
    Last = 4,
}

/// <summary>One page of an Ogg file (RFC 3533): packets cut into segments of up to 255 bytes, and a checksum.</summary>
/// <param name="Marks">Its place in the stream.</param>
/// <param name="Granule">The time at the end of the last packet that ends here; −1 where none does.</param>
/// <param name="Serial">The stream it belongs to.</param>
/// <param name="Number">Counts the stream's pages from zero.</param>
/// <param name="Segments">Where the list of segments' lengths is in the file.</param>
/// <param name="Body">Where the segments are in the file.</param>
internal readonly record struct OggPage(OggMarks Marks, long Granule, uint Serial, uint Number, Range Segments, Range Body)
{
    public const int HeaderBytes = 27;

    /// <summary>The most segments of a page, and the most bytes of a segment.</summary>
    public const int SegmentsAtMost = 255;

    private const int ChecksumAt = 22;

    private static readonly uint[] Remainders = MakeRemainders();

    /// <summary>How many segments a packet takes: one that ends with a full segment takes an empty one more.</summary>
    public static int SegmentsOf(int packetBytes) => (packetBytes / SegmentsAtMost) + 1;

    /// <summary>Writes a page.</summary>
    /// <param name="page">Where to, at least as long as the page.</param>
    /// <param name="marks">Its place in the stream.</param>
    /// <param name="granule">The time at the end of the last packet that ends here; −1 where none does.</param>
    /// <param name="serial">The stream's number.</param>
    /// <param name="number">Counts the stream's pages from zero.</param>
    /// <param name="segments">The length of each segment; at most 255 of them.</param>
    /// <param name="body">All segments, one after the other.</param>
    /// <returns>The page's length.</returns>
    public static int Write(
        Span<byte> page,
        OggMarks marks,
        long granule,
        uint serial,
        uint number,
        ReadOnlySpan<byte> segments,
        ReadOnlySpan<byte> body
    )
    {
        var bytes = HeaderBytes + segments.Length + body.Length;
        page = page[..bytes];
        "OggS"u8.CopyTo(page);
        page[4] = 0;
        page[5] = (byte)marks;
        BinaryPrimitives.WriteInt64LittleEndian(page[6..], granule);
        BinaryPrimitives.WriteUInt32LittleEndian(page[14..], serial);
        BinaryPrimitives.WriteUInt32LittleEndian(page[18..], number);
        BinaryPrimitives.WriteUInt32LittleEndian(page[ChecksumAt..], 0);
        page[26] = (byte)segments.Length;
        segments.CopyTo(page[HeaderBytes..]);
        body.CopyTo(page[(HeaderBytes + segments.Length)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(page[ChecksumAt..], Checksum(page));
        return bytes;
    }

    /// <summary>The page that begins at a place of a file, or in a sentence why there is none.</summary>
    public static (OggPage? Page, string Fault) Read(ReadOnlySpan<byte> file, int at)
    {
        var rest = file[at..];
        if (rest.Length < HeaderBytes)
        {
            return (null, "It is cut short, in the middle of a page.");
        }

        if (!rest.StartsWith("OggS"u8) || rest[4] != 0)
        {
            return (null, "It is damaged: where a page should begin there is none.");
        }

        var count = rest[26];
        if (rest.Length < HeaderBytes + count)
        {
            return (null, "It is cut short, in the middle of a page.");
        }

        var length = HeaderBytes + count;
        foreach (var segment in rest.Slice(HeaderBytes, count))
        {
            length += segment;
        }

        if (rest.Length < length)
        {
            return (null, "It is cut short, in the middle of a page.");
        }

        if (Checksum(rest[..length]) != BinaryPrimitives.ReadUInt32LittleEndian(rest[ChecksumAt..]))
        {
            return (null, "It is damaged: a page's checksum is not that of its content.");
        }

        var segments = at + HeaderBytes;
        return (
            new OggPage(
                (OggMarks)(rest[5] & 7),
                BinaryPrimitives.ReadInt64LittleEndian(rest[6..]),
                BinaryPrimitives.ReadUInt32LittleEndian(rest[14..]),
                BinaryPrimitives.ReadUInt32LittleEndian(rest[18..]),
                segments..(segments + count),
                (segments + count)..(at + length)
            ),
            ""
        );
    }

    /// <summary>The remainder of the page over x³² + x²⁶ + x²³ + … + 1 (0x04C11DB7), most significant bit first, its own four bytes taken
    /// as zero.</summary>
    public static uint Checksum(ReadOnlySpan<byte> page)
    {
        var sum = 0u;
        for (var i = 0; i < page.Length; i++)
        {
            var value = i is >= ChecksumAt and < ChecksumAt + 4 ? 0u : page[i];
            sum = (sum << 8) ^ Remainders[(sum >> 24) ^ value];
        }

        return sum;
    }

    private static uint[] MakeRemainders()
    {
        var remainders = new uint[256];
        for (var i = 0u; i < remainders.Length; i++)
        {
            var remainder = i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                remainder = (remainder & 0x8000_0000) == 0 ? remainder << 1 : (remainder << 1) ^ 0x04C1_1DB7;
            }

            remainders[i] = remainder;
        }

        return remainders;
    }
}
