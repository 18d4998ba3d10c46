using System.Buffers;
using Concentus;

namespace Supine.Audio;

/// <summary>What an Ogg Opus file is made of, found without decoding it.</summary>
/// <param name="Headers">What its first packet says.</param>
/// <param name="Packets">Its packets of sound, in order: each one or more pieces of the file.</param>
/// <param name="SkipTicks">What is dropped of the decoded sound at the start.</param>
/// <param name="EndTicks">Where in the decoded sound it ends.</param>
internal sealed record OpusStream(OpusHeaders Headers, IReadOnlyList<Range[]> Packets, long SkipTicks, long EndTicks)
{
    /// <summary>How many samples it has at the track's rate.</summary>
    public int Samples => (int)((EndTicks / OpusCodec.TicksPerSample) - First);

    private int First => (int)(SkipTicks / OpusCodec.TicksPerSample);

    /// <summary>Reads a file, or says in a sentence why it cannot be. Its work grows with the file's length and with nothing
    /// else.</summary>
    public static (OpusStream? Stream, string Fault) Read(ReadOnlySpan<byte> file)
    {
        var reader = new Reader();
        var at = 0;
        while (reader.Fault.Length == 0 && !reader.IsOver && at < file.Length)
        {
            var (page, fault) = OggPage.Read(file, at);
            if (page is null)
            {
                return (null, fault);
            }

            at = page.Value.Body.End.Value;
            reader.Take(page.Value, file);
        }

        return reader.Finish();
    }

    /// <summary>The sound, its channels made one, full scale is one; null where a packet cannot be decoded.</summary>
    public float[]? Decode(ReadOnlySpan<byte> file)
    {
        var channels = Headers.Channels;
        using var decoder = OpusCodec.CreateDecoder(channels);
        var decoded = new float[OpusCodec.PacketTicksAtMost / OpusCodec.TicksPerSample * channels];
        var samples = new float[Samples];
        var gain = Headers.Gain / channels;
        var at = -First;
        foreach (var pieces in Packets)
        {
            // the decoder is made for packets of libopus, and falls over some that were made to be wrong
            int count;
            try
            {
                count = decoder.Decode(Join(file, pieces), decoded, decoded.Length / channels);
            }
            catch (Exception e) when (e is OpusException or IndexOutOfRangeException or ArgumentException or ArithmeticException)
            {
                return null;
            }

            for (var i = Math.Max(0, -at); i < count && at + i < samples.Length; i++)
            {
                var sum = 0f;
                for (var channel = 0; channel < channels; channel++)
                {
                    sum += decoded[(i * channels) + channel];
                }

                samples[at + i] = sum * gain;
            }

            at += count;
        }

        return at >= samples.Length ? samples : null;
    }

    private static ReadOnlySpan<byte> Join(ReadOnlySpan<byte> file, Range[] pieces)
    {
        if (pieces is [var only])
        {
            return file[only];
        }

        var joined = new ArrayBufferWriter<byte>();
        foreach (var piece in pieces)
        {
            joined.Write(file[piece]);
        }

        return joined.WrittenSpan;
    }

    /// <summary>Takes one page after the other.</summary>
    private sealed class Reader
    {
        private const string CutShort = "It is cut short: its last page is missing.";

        private readonly List<Range[]> _packets = [];
        private readonly List<Range> _pieces = [];
        private OpusHeaders? _headers;
        private bool _hasTags;
        private uint _serial;
        private uint _number;
        private bool _isWithin;
        private long _ticks;
        private long? _startTicks;
        private long _endTicks;

        public string Fault { get; private set; } = "";

        public bool IsOver { get; private set; }

        public void Take(OggPage page, ReadOnlySpan<byte> file)
        {
            if (_headers is null && _number == 0)
            {
                _serial = page.Serial;
                if (!page.Marks.HasFlag(OggMarks.First))
                {
                    Fault = "It is cut short: its beginning is missing.";
                    return;
                }
            }
            else if (page.Serial != _serial)
            {
                // another stream beside ours, like a picture
                return;
            }

            if (page.Number != _number)
            {
                Fault = "It is damaged: a part of it is missing.";
                return;
            }

            _number = unchecked(_number + 1);
            if (page.Marks.HasFlag(OggMarks.Continued) != _isWithin)
            {
                Fault = "It is damaged: a packet of it has no beginning or no end.";
                return;
            }

            var before = _ticks;
            TakeSegments(file[page.Segments], page.Body.Start.Value, file);
            if (Fault.Length > 0)
            {
                return;
            }

            IsOver = page.Marks.HasFlag(OggMarks.Last);
            TakeTime(page, _ticks - before);
        }

        private void TakeSegments(ReadOnlySpan<byte> segments, int at, ReadOnlySpan<byte> file)
        {
            var (from, to) = (at, at);
            foreach (var segment in segments)
            {
                to += segment;
                if (segment == OggPage.SegmentsAtMost)
                {
                    continue;
                }

                _pieces.Add(from..to);
                from = to;
                TakePacket(file);
                _pieces.Clear();
                if (Fault.Length > 0)
                {
                    return;
                }
            }

            _isWithin = segments is [.., OggPage.SegmentsAtMost];
            if (from < to)
            {
                _pieces.Add(from..to);
            }
        }

        private void TakePacket(ReadOnlySpan<byte> file)
        {
            if (_headers is null)
            {
                (_headers, Fault) = OpusHeaders.ReadHead(Join(file, [.. _pieces]));
            }
            else if (!_hasTags)
            {
                _hasTags = OpusHeaders.IsTags(Join(file, [.. _pieces]));
                Fault = _hasTags ? "" : "It is damaged: its second header is missing.";
            }
            else if (OpusCodec.FindTicks(Start(file)) is not { } ticks)
            {
                Fault = "It is damaged: a packet of it is no sound.";
            }
            else
            {
                _ticks += ticks;
                _packets.Add([.. _pieces]);
                if (_ticks > OpusFile.LongestRead.TotalSeconds * OpusCodec.ClockHertz)
                {
                    Fault = $"It is longer than {OpusFile.LongestRead.TotalMinutes} minutes.";
                }
            }
        }

        // what tells a packet's length is its first two bytes, and a piece that is not the last has 255
        private ReadOnlySpan<byte> Start(ReadOnlySpan<byte> file) => file[_pieces.Find(piece => piece.End.Value > piece.Start.Value)];

        private void TakeTime(OggPage page, long ticks)
        {
            if (page.Granule < 0)
            {
                return;
            }

            // the first page says when its packets began: 0, or later where it was cut out of something; unless it is also the last, and
            // says where the sound ends within it
            if (ticks > 0)
            {
                _startTicks ??= IsOver ? 0 : page.Granule - _ticks;
            }

            _endTicks = page.Granule;
        }

        public (OpusStream? Stream, string Fault) Finish()
        {
            if (Fault.Length > 0)
            {
                return (null, Fault);
            }

            if (!IsOver || _isWithin)
            {
                return (null, CutShort);
            }

            if (_headers is null || _startTicks is not { } start)
            {
                return (null, "It holds no sound.");
            }

            var (skip, end) = (_headers.PreSkipTicks, Math.Min(_ticks, unchecked(_endTicks - start)));
            return start < 0 ? (null, "It is damaged: its sound begins before its time.")
                : end / OpusCodec.TicksPerSample <= skip / OpusCodec.TicksPerSample ? (null, "It holds no sound.")
                : (new(_headers, _packets, skip, end), "");
        }
    }
}
