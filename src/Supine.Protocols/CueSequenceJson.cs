using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Supine.Biomechanics;

namespace Supine.Protocols;

/// <summary>A cue sequence as JSON: what the command line prints, the page reads and the store keeps.</summary>
public static class CueSequenceJson
{
    internal static JsonSerializerOptions Indented { get; } =
        new()
        {
            WriteIndented = true,
            IndentSize = 2,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

    /// <summary>Writes a sequence: <c>protocol, title, hash, language, speechRate, choices, totalMs, steps[], cues[]</c>.</summary>
    /// <remarks><c>speechRate</c> is left out where it is 1, and <c>choices</c> where they are the usual ones: sequences stored before
    /// there were any keep their hash.</remarks>
    public static string Write(CueSequence sequence, bool indented = false)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        using var buffer = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions
                {
                    Indented = indented,
                    NewLine = "\n",
                    Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            json.WriteStartObject();
            WriteMembers(json, sequence, sequence.Hash);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Writes a sequence's members into an object that is already open, so that a caller can add its own.</summary>
    public static void WriteMembers(Utf8JsonWriter json, CueSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(sequence);
        WriteMembers(json, sequence, sequence.Hash);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is not such a text, or the hash is not that of its content.</exception>
    public static CueSequence Read(string text) => Read(text, Languages.Shipped);

    /// <summary>Reads what <see cref="Write"/> wrote in one of these languages.</summary>
    /// <exception cref="JsonException">It is not such a text, or the hash is not that of its content.</exception>
    public static CueSequence Read(string text, Languages languages)
    {
        ArgumentNullException.ThrowIfNull(languages);
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var sequence = new CueSequence(
                String(root, "protocol"),
                String(root, "title"),
                languages.TryFind(String(root, "language"), out var language)
                    ? language
                    : throw new JsonException("The language is not known."),
                [.. root.GetProperty("steps").EnumerateArray().Select(ReadStep)],
                [.. root.GetProperty("cues").EnumerateArray().Select(ReadCue)],
                Milliseconds(root, "totalMs"),
                String(root, "hash")
            )
            {
                SpeechRate = root.TryGetProperty("speechRate", out var rate) ? ReadRate(rate) : SpeechRate.Normal,
                Choices = root.TryGetProperty("choices", out var choices)
                    ? choices
                        .EnumerateObject()
                        .ToImmutableSortedDictionary(choice => choice.Name, choice => String(choices, choice.Name), StringComparer.Ordinal)
                    : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
            };
            return ComputeHash(sequence) == sequence.Hash ? sequence : throw new JsonException("The hash is not that of the content.");
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException("This is not a cue sequence.", fault);
        }
    }

    /// <summary>SHA-256 over everything but the hash itself, 64 hexadecimal digits.</summary>
    internal static string ComputeHash(CueSequence sequence)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMembers(json, sequence, hash: null);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>A kind as it is written: say, hold, breathe, bell, press, contract, relax.</summary>
    public static string WordOf(CueKind kind) => Word(kind);

    /// <summary>A role as it is written, like <c>change-sides</c>.</summary>
    public static string WordOf(StepRole role) => Word(role);

    /// <summary>A side as it is written: left or right.</summary>
    public static string WordOf(Side side) => Word(side);

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static T Of<T>(string word)
        where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => Word(value!.Value) == word)
        ?? throw new JsonException($"`{word}` is not known.");

    private static void WriteMembers(Utf8JsonWriter json, CueSequence sequence, string? hash)
    {
        json.WriteString("protocol", sequence.ProtocolId);
        json.WriteString("title", sequence.Title);
        if (hash is not null)
        {
            json.WriteString("hash", hash);
        }

        json.WriteString("language", sequence.Language.Code);
        if (sequence.SpeechRate != SpeechRate.Normal)
        {
            json.WriteNumber("speechRate", sequence.SpeechRate.Ratio);
        }

        if (!sequence.Choices.IsEmpty)
        {
            json.WriteStartObject("choices");
            foreach (var (choice, option) in sequence.Choices)
            {
                json.WriteString(choice, option);
            }

            json.WriteEndObject();
        }

        json.WriteNumber("totalMs", ToMs(sequence.Total));
        json.WriteStartArray("steps");
        foreach (var step in sequence.Steps)
        {
            WriteStep(json, step);
        }

        json.WriteEndArray();
        json.WriteStartArray("cues");
        foreach (var cue in sequence.Cues)
        {
            var step = sequence.StepOf(cue);
            json.WriteStartObject();
            json.WriteString("kind", Word(cue.Kind));
            json.WriteNumber("atMs", ToMs(cue.At));
            json.WriteNumber("durationMs", ToMs(cue.Duration));
            json.WriteString("phase", Word(step.Role));
            json.WriteNumber("step", cue.Step);
            WriteSideAndSet(json, step);
            json.WriteString("text", cue.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStep(Utf8JsonWriter json, SequenceStep step)
    {
        json.WriteStartObject();
        json.WriteString("id", step.Id);
        json.WriteString("role", Word(step.Role));
        json.WriteString("title", step.Title);
        json.WriteNumber("atMs", ToMs(step.At));
        json.WriteNumber("durationMs", ToMs(step.Duration));
        WriteSideAndSet(json, step);
        json.WriteStartObject("posture");
        WriteDegrees(json, "trunk", step.Posture.Trunk.Angle);
        WriteDegrees(json, "pelvis", step.Posture.Pelvis.Angle);
        WriteLeg(json, "stretched", step.Posture.Stretched);
        WriteLeg(json, "opposite", step.Posture.Opposite);
        json.WriteString("surface", Word(step.Posture.Surface));
        json.WriteString("hands", Word(step.Posture.Hands));
        json.WriteString("sacrum", Word(step.Posture.Sacrum));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSideAndSet(Utf8JsonWriter json, SequenceStep step)
    {
        if (step.Side is { } side)
        {
            json.WriteString("side", Word(side));
        }
        else
        {
            json.WriteNull("side");
        }

        if (step.Set is { } set)
        {
            json.WriteNumber("set", set);
        }
        else
        {
            json.WriteNull("set");
        }
    }

    private static void WriteLeg(Utf8JsonWriter json, string name, LegPosture leg)
    {
        json.WriteStartObject(name);
        WriteDegrees(json, "hip", leg.Hip.Angle);
        WriteDegrees(json, "knee", leg.Knee.Angle);
        json.WriteEndObject();
    }

    // A thousandth of a degree is finer than any protocol, and the same digits everywhere.
    private static void WriteDegrees(Utf8JsonWriter json, string name, Angle angle) =>
        json.WriteNumber(name, Math.Round((decimal)angle.Degrees, 3));

    private static long ToMs(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;

    private static string String(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new JsonException($"`{name}` is missing.");

    private static TimeSpan Milliseconds(JsonElement element, string name) =>
        TimeSpan.FromMilliseconds(element.GetProperty(name).GetInt64());

    private static SequenceStep ReadStep(JsonElement step)
    {
        var posture = step.GetProperty("posture");
        return new SequenceStep(
            String(step, "id"),
            Of<StepRole>(String(step, "role")),
            String(step, "title"),
            Milliseconds(step, "atMs"),
            Milliseconds(step, "durationMs"),
            step.GetProperty("side").GetString() is { } side ? Of<Side>(side) : null,
            step.GetProperty("set").ValueKind == JsonValueKind.Null ? null : step.GetProperty("set").GetInt32(),
            new Posture(
                TrunkRise.FromDegrees(posture.GetProperty("trunk").GetDouble()),
                PosteriorTilt.FromDegrees(posture.GetProperty("pelvis").GetDouble()),
                ReadLeg(posture.GetProperty("stretched")),
                ReadLeg(posture.GetProperty("opposite")),
                Of<Surface>(String(posture, "surface")),
                Of<Hands>(String(posture, "hands")),
                Of<SacrumSupport>(String(posture, "sacrum"))
            )
        );
    }

    private static SpeechRate ReadRate(JsonElement rate) =>
        SpeechRate.TryParse(rate.GetRawText(), out var read) ? read : throw new JsonException("The rate of speech is out of range.");

    private static LegPosture ReadLeg(JsonElement leg) =>
        new(HipFlexion.FromDegrees(leg.GetProperty("hip").GetDouble()), KneeFlexion.FromDegrees(leg.GetProperty("knee").GetDouble()));

    private static Cue ReadCue(JsonElement cue) =>
        new(
            Of<CueKind>(String(cue, "kind")),
            Milliseconds(cue, "atMs"),
            Milliseconds(cue, "durationMs"),
            cue.GetProperty("step").GetInt32(),
            String(cue, "text")
        );
}
