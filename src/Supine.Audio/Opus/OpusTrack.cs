using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>A rendered track as Opus packets, in an Ogg file or a Core Audio file, with title and chapters.</summary>
/// <remarks>
/// Every packet of sound has <see cref="PacketBytes"/>, and between sounds, where every sample is zero, stands the packet that says so. So
/// the whole
/// file is laid out before the first packet is made: its length can be told at once, and a player can seek in it while it is still being
/// made. An island
/// of sound is encoded as if nothing had been before it: the packet of silence brings every decoder to where the encoder begins.
/// </remarks>
public sealed class OpusTrack
{
    /// <summary>What a packet of sound takes: 40 kbit/s, half as much again as clips, since they were encoded before.</summary>
    public const int PacketBytes = 100;

    /// <summary>Encodes five times as fast as the most, and nobody hears which.</summary>
    private const int Complexity = 5;

    private const int BitsPerSecond = PacketBytes * 8 * 1000 / 20;

    /// <summary>So many empty frames after a sound belong to it: what an encoder owes, and the decay of its filters.</summary>
    private const int TailFrames = 2;

    private const uint Serial = 1;

    private readonly ReadOnlyMemory<short> _samples;
    private readonly bool[] _sounds;
    private readonly ImmutableArray<(string Name, string Value)> _tags;
    private readonly string _title;

    /// <summary>Finds where the track sounds, and lays its files out.</summary>
    /// <param name="samples">All of the track.</param>
    /// <param name="sequence">Whose title and chapters are written into it.</param>
    public OpusTrack(ReadOnlyMemory<short> samples, CueSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        _samples = samples;
        _tags = OpusHeaders.TagsOf(sequence);
        _title = sequence.Title;
        _sounds = FindSounds(samples.Span);
    }

    /// <summary>The track of a WAV file that was rendered; null where it is none.</summary>
    public static OpusTrack? Find(ReadOnlySpan<byte> wave, CueSequence sequence) =>
        WaveFile.ReadTrack(wave) is { } samples ? new(samples, sequence) : null;

    /// <summary>How many bytes a file of it has.</summary>
    public int BytesOf(SoundFormat format) =>
        format switch
        {
            SoundFormat.Opus => OggWriter.BytesAlone(OpusHeaders.WriteHead().Length)
                + OggWriter.BytesAlone(OpusHeaders.WriteTags(_tags).Length)
                + ((_sounds.Length + OggWriter.PacketsOfPage - 1) / OggWriter.PacketsOfPage * OggPage.HeaderBytes)
                + _sounds.Length
                + BytesOfFirst(_sounds.Length),
            SoundFormat.Caf => WriteCafHeader().Length + BytesOfFirst(CafPackets),
            SoundFormat.Wav or SoundFormat.Mp3 or SoundFormat.M4a => throw new ArgumentOutOfRangeException(nameof(format)),
        };

    /// <summary>Some players pass over what a Core Audio file says about its end. So a last packet that holds nothing but the encoder's
    /// delay, and silence, is left out: 2.5 ms at most.</summary>
    private int CafPackets =>
        _sounds.Length > 1 && !_sounds[^1] && (_sounds.Length - 1) * OpusCodec.FrameSamples >= _samples.Length
            ? _sounds.Length - 1
            : _sounds.Length;

    private int BytesOfFirst(int packets) => _sounds.Take(packets).Sum(sounds => sounds ? PacketBytes : OpusCodec.Silence.Length);

    /// <summary>Makes a file, a second of sound at a time.</summary>
    /// <param name="format">Opus or CAF.</param>
    /// <param name="destination">Written to from the beginning to the end.</param>
    /// <param name="cancellationToken">Ends it between two seconds.</param>
    public void Write(SoundFormat format, Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        switch (format)
        {
            case SoundFormat.Opus:
                WriteOgg(destination, cancellationToken);
                break;
            case SoundFormat.Caf:
                WriteCaf(destination, cancellationToken);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Opus comes in an Ogg file or in a Core Audio file.");
        }
    }

    private void WriteOgg(Stream destination, CancellationToken cancellationToken)
    {
        var ogg = new OggWriter(destination, Serial);
        ogg.WriteAlone(OpusHeaders.WriteHead(), 0, OggMarks.First);
        ogg.WriteAlone(OpusHeaders.WriteTags(_tags), 0, OggMarks.None);
        var written = 0;
        foreach (var packet in Encode())
        {
            ogg.Add(packet.Span);
            written++;
            if (written == _sounds.Length)
            {
                ogg.WritePage((long)(OpusCodec.DelaySamples + _samples.Length) * OpusCodec.TicksPerSample, OggMarks.Last);
            }
            else if (written % OggWriter.PacketsOfPage == 0)
            {
                ogg.WritePage((long)written * OpusCodec.FrameSamples * OpusCodec.TicksPerSample, OggMarks.None);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private void WriteCaf(Stream destination, CancellationToken cancellationToken)
    {
        destination.Write(WriteCafHeader());
        var written = 0;
        foreach (var packet in Encode().Take(CafPackets))
        {
            destination.Write(packet.Span);
            if (++written % OggWriter.PacketsOfPage == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>All before the packets. Their table comes first, so that a player need not look for it behind the sound.</summary>
    private byte[] WriteCafHeader()
    {
        using var file = new MemoryStream();
        file.Write("caff"u8);
        file.Write([0, 1, 0, 0]);

        var description = new byte[32];
        BinaryPrimitives.WriteDoubleBigEndian(description, OpusCodec.ClockHertz);
        "opus"u8.CopyTo(description.AsSpan(8));
        BinaryPrimitives.WriteInt32BigEndian(description.AsSpan(20), OpusCodec.FrameSamples * OpusCodec.TicksPerSample);
        BinaryPrimitives.WriteInt32BigEndian(description.AsSpan(24), 1);
        WriteChunk("desc"u8, description);

        // one channel in the middle
        WriteChunk("chan"u8, [0, 100, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);

        using var about = new MemoryStream();
        about.Write([0, 0, 0, 3]);
        foreach (var text in (string[])["title", _title.Replace('\0', ' '), "artist", "Supine", "album", "Supine"])
        {
            about.Write(Encoding.UTF8.GetBytes(text));
            about.WriteByte(0);
        }

        WriteChunk("info"u8, about.ToArray());

        const int Ticks = OpusCodec.FrameSamples * OpusCodec.TicksPerSample;
        var (packets, priming) = (CafPackets, OpusCodec.DelaySamples * OpusCodec.TicksPerSample);
        var valid = Math.Min(_samples.Length * OpusCodec.TicksPerSample, (packets * Ticks) - priming);
        var table = new byte[24 + packets];
        BinaryPrimitives.WriteInt64BigEndian(table, packets);
        BinaryPrimitives.WriteInt64BigEndian(table.AsSpan(8), valid);
        BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(16), priming);
        BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(20), (packets * Ticks) - priming - valid);
        for (var i = 0; i < packets; i++)
        {
            // lengths under 128 take a byte
            table[24 + i] = (byte)(_sounds[i] ? PacketBytes : OpusCodec.Silence.Length);
        }

        WriteChunk("pakt"u8, table);

        var start = new byte[16];
        "data"u8.CopyTo(start);
        BinaryPrimitives.WriteInt64BigEndian(start.AsSpan(4), BytesOfFirst(packets) + 4L);
        file.Write(start);
        return file.ToArray();

        void WriteChunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(length, content.Length);
            file.Write(name);
            file.Write(length);
            file.Write(content);
        }
    }

    /// <summary>The packets, in order. Each is good until the next one is asked for.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> Encode()
    {
        using var encoder = OpusCodec.CreateEncoder(BitsPerSecond, OpusRate.Constant, Complexity);
        var silence = OpusCodec.Silence.ToArray();
        var (frame, packet) = (new short[OpusCodec.FrameSamples], new byte[PacketBytes]);
        for (var i = 0; i < _sounds.Length; i++)
        {
            if (!_sounds[i])
            {
                yield return silence;
                continue;
            }

            if (i > 0 && !_sounds[i - 1])
            {
                // the decoder has just heard silence: so has the encoder
                encoder.ResetState();
                Array.Clear(frame);
                encoder.Encode(frame, frame.Length, packet, packet.Length);
            }

            CopyFrame(i, frame);
            if (encoder.Encode(frame, frame.Length, packet, packet.Length) != packet.Length)
            {
                throw new InvalidOperationException("The encoder was told how long its packets are.");
            }

            yield return packet;
        }
    }

    private void CopyFrame(int index, Span<short> frame)
    {
        var rest = _samples.Span[Math.Min(_samples.Length, index * OpusCodec.FrameSamples)..];
        frame.Clear();
        rest[..Math.Min(rest.Length, frame.Length)].CopyTo(frame);
    }

    /// <summary>For each packet whether it is encoded; the others are silence.</summary>
    private static bool[] FindSounds(ReadOnlySpan<short> samples)
    {
        const int Frame = OpusCodec.FrameSamples;
        var sounds = new bool[(samples.Length + OpusCodec.DelaySamples + Frame - 1) / Frame];
        var since = TailFrames + 1;
        for (var i = 0; i < sounds.Length; i++)
        {
            var rest = samples[Math.Min(samples.Length, i * Frame)..];
            since = rest[..Math.Min(rest.Length, Frame)].ContainsAnyExcept((short)0) ? 0 : since + 1;
            sounds[i] = since <= TailFrames;
        }

        return sounds;
    }
}
