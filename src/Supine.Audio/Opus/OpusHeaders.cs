using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Supine.Audio;

/// <summary>The two packets an Opus stream begins with (RFC 7845, section 5).</summary>
/// <param name="Channels">One or two.</param>
/// <param name="PreSkipTicks">What a player drops at the start, in ticks of 48,000 Hz.</param>
/// <param name="Gain">What every sample is multiplied by.</param>
internal sealed record OpusHeaders(int Channels, int PreSkipTicks, float Gain)
{
    private const string Vendor = "Supine";
    private const int HeadBytes = 19;

    private static ReadOnlySpan<byte> HeadMagic => "OpusHead"u8;

    private static ReadOnlySpan<byte> TagsMagic => "OpusTags"u8;

    /// <summary>The first packet of our streams: mono, the track's rate, the encoder's delay.</summary>
    public static byte[] WriteHead()
    {
        var head = new byte[HeadBytes];
        HeadMagic.CopyTo(head);
        head[8] = 1;
        head[9] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), OpusCodec.DelaySamples * OpusCodec.TicksPerSample);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), TrackFormat.SampleRateHertz);
        return head;
    }

    /// <summary>The second packet: what the sound is, in names and values.</summary>
    public static byte[] WriteTags(IReadOnlyCollection<(string Name, string Value)> tags)
    {
        using var packet = new MemoryStream();
        using var writer = new BinaryWriter(packet);
        writer.Write(TagsMagic);
        Write(Vendor);
        writer.Write(tags.Count);
        foreach (var (name, value) in tags)
        {
            Write($"{name}={value}");
        }

        writer.Flush();
        return packet.ToArray();

        void Write(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }
    }

    /// <summary>Reads the first packet, or says in a sentence why it cannot be.</summary>
    public static (OpusHeaders? Headers, string Fault) ReadHead(ReadOnlySpan<byte> packet)
    {
        if (!packet.StartsWith(HeadMagic))
        {
            return (null, "Its sound is not Opus; an Ogg file with Opus is needed.");
        }

        if (packet.Length < HeadBytes)
        {
            return (null, "Its header is cut short.");
        }

        var (version, channels, arrangement) = (packet[8], packet[9], packet[18]);
        if (version > 15)
        {
            return (null, $"It is written in version {version} of the format, which is not known.");
        }

        if (arrangement != 0 || channels is not (1 or 2))
        {
            return (null, $"It has {channels} channels, arranged in a way of their own; one or two are needed.");
        }

        // 1/256 of a decibel
        var gain = BinaryPrimitives.ReadInt16LittleEndian(packet[16..]);
        return (
            new(
                channels,
                BinaryPrimitives.ReadUInt16LittleEndian(packet[10..]),
                gain == 0 ? 1 : (float)Decibels.From(Math.Clamp(gain / 256.0, -60, 60)).Gain
            ),
            ""
        );
    }

    /// <summary>Whether a packet is the second one. What it tells is not used.</summary>
    public static bool IsTags(ReadOnlySpan<byte> packet) => packet.StartsWith(TagsMagic);

    /// <summary>Title and chapters of a track, as tags.</summary>
    public static ImmutableArray<(string Name, string Value)> TagsOf(Supine.Protocols.CueSequence sequence)
    {
        var tags = ImmutableArray.CreateBuilder<(string, string)>();
        tags.Add(("TITLE", OnOneLine(sequence.Title)));
        tags.Add(("ARTIST", "Supine"));
        tags.Add(("ALBUM", "Supine"));
        tags.Add(("GENRE", "Speech"));
        tags.Add(("LANGUAGE", sequence.Language.Code));
        var chapters = Chapters.Find(sequence);
        for (var i = 0; i < chapters.Length; i++)
        {
            var name = $"CHAPTER{i:000}";
            tags.Add((name, WebVtt.Time(chapters[i].Start)));
            tags.Add(($"{name}NAME", OnOneLine(chapters[i].Title)));
        }

        return tags.ToImmutable();
    }

    private static string OnOneLine(string text) => text.ReplaceLineEndings(" ");
}
