using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Supine.Motion;

/// <summary>Reads recorded files: whatever the bytes, the answer is a value.</summary>
/// <remarks>
/// CSV with the header <c>tMs,phase,x,y,z</c>, or with semicolons or tabs in place of the commas: numbers may have a decimal comma then.
/// Or JSON: an array of objects with these five fields, or an object whose <c>samples</c> is that array;
/// other fields are passed over. tMs: milliseconds, 0 to 10¹³, never going back. phase: bench, zero, pelvis, sweep or hold. x, y, z:
/// acceleration
/// including gravity in m/s², see <see cref="Acceleration"/>. Both signs are read: no angle depends on the sign.
/// </remarks>
public static class RecordedFile
{
    /// <summary>The header of a CSV file.</summary>
    public const string Header = "tMs,phase,x,y,z";

    /// <summary>No file is larger: 16 MB.</summary>
    public const int MostBytes = 16_000_000;

    private const double MostMilliseconds = 1e13;

    // a leg that is lifted feels 7 to 13; beyond these the phone fell or was knocked
    private const double LeastAcceleration = 1;
    private const double MostAcceleration = 40;

    // where gravity is in it and the unit is right, half of all samples are near 9.81
    private const double LeastMedian = 7;
    private const double MostMedian = 12.5;

    private const string NumberRemedy =
        "Write a number with a decimal point, such as -0.12; where semicolons or tabs separate, all may have a decimal comma instead.";

    private static readonly (string Word, Phase Phase)[] Phases =
    [
        ("bench", Phase.Bench),
        ("zero", Phase.Zero),
        ("pelvis", Phase.Pelvis),
        ("sweep", Phase.Sweep),
        ("hold", Phase.Hold),
    ];

    /// <summary>Reads a file of either kind.</summary>
    /// <param name="bytes">UTF-8, with or without a byte order mark.</param>
    public static RecordingReading Read(ReadOnlySpan<byte> bytes)
    {
        var faults = new List<RecordingFault>();
        var rows = new List<Row>();
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        var start = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        if (bytes.Length > MostBytes)
        {
            faults.Add(
                new(
                    1,
                    string.Create(CultureInfo.InvariantCulture, $"The file has {bytes.Length / 1e6:0.0} MB, at most 16 are read."),
                    "Record only the phases; a minute has less than 1 MB."
                )
            );
        }
        else if (IsUtf16(bytes))
        {
            faults.Add(new(1, "The file is in UTF-16.", "Save it as UTF-8; a spreadsheet calls that CSV UTF-8."));
        }
        else if (start < 0)
        {
            faults.Add(new(1, "The file is empty.", $"Begin with the line {Header}."));
        }
        else if (bytes[start] is (byte)'[' or (byte)'{')
        {
            ReadJson(bytes, rows, faults);
        }
        else
        {
            ReadCsv(bytes, rows, faults);
        }

        var samples = Judge(rows, faults);
        return faults.Count == 0
            ? new RecordingReading.Succeeded(new Recording(samples))
            : new RecordingReading.Failed([.. faults.OrderBy(fault => fault.Line)]);
    }

    // By its byte order mark; or without one, since the first character of either kind of file is of ASCII.
    private static bool IsUtf16(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || bytes[0] == 0 || bytes[1] == 0);

    /// <summary>The word a file uses for a phase.</summary>
    public static string WordOf(Phase phase) => Phases.Single(known => known.Phase == phase).Word;

    private static ImmutableArray<Sample> Judge(List<Row> rows, List<RecordingFault> faults)
    {
        var sizes = rows.Select(row => row.Acceleration.MetresPerSecondSquared).Order().ToList();
        var median = sizes.Count > 0 ? sizes[sizes.Count / 2] : 9.81;
        if (median is < LeastMedian or > MostMedian)
        {
            // one fault of the whole file and not one a line
            faults.Add(
                new(
                    rows[0].Line,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"A phone that lies still feels 9.81 m/s²; half of these samples are at {median:0.00} or more."
                    ),
                    median is > 0.7 and < 1.3
                        ? "These are multiples of g: multiply x, y and z by 9.81."
                        : "Record acceleration including gravity, in m/s²."
                )
            );
            return [];
        }

        var samples = ImmutableArray.CreateBuilder<Sample>(rows.Count);
        var last = TimeSpan.MinValue;
        foreach (var row in rows)
        {
            var size = row.Acceleration.MetresPerSecondSquared;
            if (
                size is < LeastAcceleration or > MostAcceleration
                || !UpDirection.TryFromAcceleration(row.Acceleration, AccelerationSign.PointsUp, out var up)
            )
            {
                faults.Add(
                    new(
                        row.Line,
                        string.Create(CultureInfo.InvariantCulture, $"This sample feels {size:0.##} m/s²: the phone fell or was knocked."),
                        "Leave the sample out, or record again."
                    )
                );
                continue;
            }

            if (row.At < last)
            {
                faults.Add(new(row.Line, "tMs goes back.", "Write the samples in order of time."));
                continue;
            }

            last = row.At;
            samples.Add(new Sample(row.At, row.Phase, up));
        }

        return samples.ToImmutable();
    }

    private static void ReadCsv(ReadOnlySpan<byte> bytes, List<Row> rows, List<RecordingFault> faults)
    {
        var number = 0;
        var begun = false;
        var form = new NumberForm(',');
        foreach (var raw in Encoding.UTF8.GetString(bytes).AsSpan().EnumerateLines())
        {
            number++;
            var line = raw.Trim();
            if (line.IsEmpty)
            {
                continue;
            }

            if (!begun)
            {
                // how spreadsheets tell each other what separates
                if (number == 1 && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                begun = true;
                form = new(FindSeparator(raw));
                var names = raw.ToString().Split(form.Separator, StringSplitOptions.TrimEntries);
                if (string.Join(',', names) == Header)
                {
                    continue;
                }

                faults.Add(new(number, $"The header is not {Header}.", $"Begin with the line {Header}."));
                if (!TryNumber(names[0], out _))
                {
                    continue;
                }
            }

            ReadFields(number, raw.ToString().Split(form.Separator, StringSplitOptions.TrimEntries), form, rows, faults);
        }
    }

    // The first line says it: a spreadsheet writes semicolons where its numbers have decimal commas, and some programs write tabs.
    private static char FindSeparator(ReadOnlySpan<char> first)
    {
        foreach (var one in ",;\t")
        {
            if (first.Count(one) == 4)
            {
                return one;
            }
        }

        return ',';
    }

    private static void ReadFields(int line, string[] fields, NumberForm form, List<Row> rows, List<RecordingFault> faults)
    {
        if (fields.Length != 5)
        {
            faults.Add(
                new(
                    line,
                    string.Create(CultureInfo.InvariantCulture, $"There are {fields.Length} fields, not 5."),
                    form.Separator switch
                    {
                        ',' => $"Write {Header}, with a decimal point in numbers.",
                        ';' => $"Write {Header.Replace(',', ';')}, with semicolons in every line.",
                        _ => $"Write {Header}, with tabs in place of the commas in every line.",
                    }
                )
            );
            return;
        }

        var row = new Fields();
        if (TryPhase(fields[1], out var phase))
        {
            row.Phase = phase;
        }

        row.T = form.Read(fields[0]);
        row.X = form.Read(fields[2]);
        row.Y = form.Read(fields[3]);
        row.Z = form.Read(fields[4]);
        row.Close(line, rows, faults);
    }

    private static void ReadJson(ReadOnlySpan<byte> bytes, List<Row> rows, List<RecordingFault> faults)
    {
        var places = new Places(bytes);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            reader.Read();
            var found = reader.TokenType == JsonTokenType.StartArray;
            if (found)
            {
                ReadSamples(ref reader, ref places, rows, faults);
            }
            else
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isSamples = Is(ref reader, "samples"u8);
                    reader.Read();
                    if (isSamples && reader.TokenType == JsonTokenType.StartArray)
                    {
                        found = true;
                        ReadSamples(ref reader, ref places, rows, faults);
                    }
                    else
                    {
                        reader.Skip();
                    }
                }
            }

            // what follows must be white space
            while (reader.Read()) { }

            if (!found)
            {
                faults.Add(new(1, "There is no array of samples.", "Write an array of samples, or an object with the array `samples`."));
            }
        }
        catch (JsonException fault)
        {
            faults.Add(
                new(
                    (int)Math.Min(fault.LineNumber ?? 0, int.MaxValue - 1) + 1,
                    "This is no JSON.",
                    "Write JSON as RFC 8259 has it, or CSV."
                )
            );
        }
    }

    private static void ReadSamples(ref Utf8JsonReader reader, ref Places places, List<Row> rows, List<RecordingFault> faults)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var line = places.LineOf(reader.TokenStartIndex);
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                faults.Add(new(line, "This sample is no object.", "Write {\"tMs\":0,\"phase\":\"zero\",\"x\":0,\"y\":0,\"z\":9.81}."));
                reader.Skip();
                continue;
            }

            var row = new Fields();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref reader, row);
            }

            row.Close(line, rows, faults);
        }
    }

    private static void ReadMember(ref Utf8JsonReader reader, Fields row)
    {
        var (t, phase) = (Is(ref reader, "tMs"u8), Is(ref reader, "phase"u8));
        var (x, y, z) = (Is(ref reader, "x"u8), Is(ref reader, "y"u8), Is(ref reader, "z"u8));
        reader.Read();
        if (phase)
        {
            row.Phase =
                reader.TokenType == JsonTokenType.String
                && !reader.ValueIsEscaped
                && TryPhase(Encoding.UTF8.GetString(reader.ValueSpan), out var known)
                    ? known
                    : null;
        }
        else if (t || x || y || z)
        {
            double? number =
                reader.TokenType == JsonTokenType.Number
                && Utf8Parser.TryParse(reader.ValueSpan, out double value, out var used)
                && used == reader.ValueSpan.Length
                && double.IsFinite(value)
                    ? value
                    : null;
            (row.T, row.X, row.Y, row.Z) = (t ? number : row.T, x ? number : row.X, y ? number : row.Y, z ? number : row.Z);
        }

        reader.Skip();
    }

    // a name that is escaped is none of ours, and unescaping may throw
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(name);

    private static bool TryPhase(string word, out Phase phase)
    {
        foreach (var known in Phases)
        {
            if (word == known.Word)
            {
                phase = known.Phase;
                return true;
            }
        }

        phase = default;
        return false;
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>How a file writes numbers: with a decimal point, or, where commas do not separate, all with a comma.</summary>
    private sealed class NumberForm(char separator)
    {
        private char? _mark;

        public char Separator => separator;

        // The first mark holds for the file: another one may stand for thousands, and nobody can tell.
        public double? Read(string text)
        {
            var at = text.AsSpan().IndexOfAny('.', ',');
            if (separator != ',' && at >= 0)
            {
                _mark ??= text[at];
                if (text[at] != _mark)
                {
                    return null;
                }

                text = text.Replace(text[at], '.');
            }

            return TryNumber(text, out var number) ? number : null;
        }
    }

    private readonly record struct Row(int Line, TimeSpan At, Phase Phase, Acceleration Acceleration);

    /// <summary>The fields of one sample as far as they could be read.</summary>
    private sealed class Fields
    {
        public double? T { get; set; }

        public Phase? Phase { get; set; }

        public double? X { get; set; }

        public double? Y { get; set; }

        public double? Z { get; set; }

        public void Close(int line, List<Row> rows, List<RecordingFault> faults)
        {
            var before = faults.Count;
            if (T is null)
            {
                faults.Add(new(line, "tMs is no number.", NumberRemedy));
            }
            else if (T is < 0 or > MostMilliseconds)
            {
                faults.Add(new(line, "tMs is 0 to 10000000000000.", "Write milliseconds since the recording began."));
            }

            if (Phase is null)
            {
                faults.Add(
                    new(
                        line,
                        "The phase is none that is known.",
                        $"Write {string.Join(", ", Phases[..^1].Select(known => known.Word))} or {Phases[^1].Word}."
                    )
                );
            }

            foreach (var (name, value) in new[] { ("x", X), ("y", Y), ("z", Z) })
            {
                if (value is null)
                {
                    faults.Add(new(line, $"{name} is no number.", NumberRemedy));
                }
                else if (Math.Abs(value.Value) > 1e6)
                {
                    faults.Add(new(line, $"{name} is no acceleration.", "Write m/s²."));
                }
            }

            if (faults.Count == before)
            {
                rows.Add(
                    new(
                        line,
                        TimeSpan.FromMilliseconds(T!.Value),
                        Phase!.Value,
                        Acceleration.FromMetresPerSecondSquared(X!.Value, Y!.Value, Z!.Value)
                    )
                );
            }
        }
    }

    /// <summary>Counts lines as far as they were asked for.</summary>
    private ref struct Places(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _counted;
        private int _line = 1;

        public int LineOf(long index)
        {
            var to = (int)index;
            _line += _bytes[_counted..to].Count((byte)'\n');
            _counted = to;
            return _line;
        }
    }
}
