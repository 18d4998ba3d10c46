namespace Supine.Audio;

/// <summary>Writes the pages of one stream, in order.</summary>
internal sealed class OggWriter(Stream destination, uint serial)
{
    /// <summary>A second of sound: what players can find their place by.</summary>
    public const int PacketsOfPage = 50;

    private readonly List<byte> _segments = [];
    private readonly List<byte> _body = [];
    private uint _number;

    /// <summary>How long pages with nothing but one packet are.</summary>
    public static int BytesAlone(int packetBytes)
    {
        var segments = OggPage.SegmentsOf(packetBytes);
        var pages = (segments + OggPage.SegmentsAtMost - 1) / OggPage.SegmentsAtMost;
        return (pages * OggPage.HeaderBytes) + segments + packetBytes;
    }

    /// <summary>Writes a packet on pages of its own: as many as it takes.</summary>
    public void WriteAlone(ReadOnlySpan<byte> packet, long granule, OggMarks marks)
    {
        const int Most = OggPage.SegmentsAtMost * OggPage.SegmentsAtMost;
        var continued = OggMarks.None;
        for (; packet.Length >= Most; packet = packet[Most..])
        {
            _segments.AddRange(Enumerable.Repeat((byte)OggPage.SegmentsAtMost, OggPage.SegmentsAtMost));
            _body.AddRange(packet[..Most]);
            WritePage(-1, marks | continued);
            (marks, continued) = (marks & ~OggMarks.First, OggMarks.Continued);
        }

        Add(packet);
        WritePage(granule, marks | continued);
    }

    /// <summary>Puts a packet on the page that is written next. All of its segments must find room there.</summary>
    public void Add(ReadOnlySpan<byte> packet)
    {
        for (var left = packet.Length; left >= OggPage.SegmentsAtMost; left -= OggPage.SegmentsAtMost)
        {
            _segments.Add(OggPage.SegmentsAtMost);
        }

        _segments.Add((byte)(packet.Length % OggPage.SegmentsAtMost));
        _body.AddRange(packet);
    }

    /// <summary>Writes the page.</summary>
    /// <param name="granule">The time at its end; −1 where no packet ends on it.</param>
    /// <param name="marks">Its place in the stream.</param>
    public void WritePage(long granule, OggMarks marks)
    {
        var page = new byte[OggPage.HeaderBytes + _segments.Count + _body.Count];
        OggPage.Write(
            page,
            marks,
            granule,
            serial,
            _number++,
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_segments),
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_body)
        );
        destination.Write(page);
        _segments.Clear();
        _body.Clear();
    }
}
