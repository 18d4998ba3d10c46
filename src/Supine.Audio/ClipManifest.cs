using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>What a pack of clips is: the contents of its <c>manifest.json</c>.</summary>
/// <param name="Name">What people call the voice.</param>
/// <param name="Language">The code of the language spoken: en, de, es.</param>
/// <param name="SampleRate">Samples a second as its clips were made; each file says its own.</param>
/// <param name="Licence">What may be done with it, and who is to be named.</param>
/// <param name="MadeBy">How it was made.</param>
/// <param name="Clips">The sentences, in order of text.</param>
public sealed record ClipManifest(
    string Name,
    string Language,
    int SampleRate,
    string Licence,
    string MadeBy,
    ImmutableArray<ClipEntry> Clips
)
{
    /// <summary>The file's name in the pack's folder.</summary>
    public const string FileName = "manifest.json";

    // letters of every script stay as they are: people read this file
    private static readonly ManifestJson Json = new(
        new JsonSerializerOptions(ManifestJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    /// <summary>The file's text; the same for the same manifest.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json.ClipManifest) + "\n";

    /// <summary>The manifest of a pack's folder with its bytes; null where there is none that can be read.</summary>
    public static (ClipManifest Manifest, byte[] Bytes)? Find(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Speaker.ReadFile(Path.Combine(folder, FileName)).Bytes is { } bytes && Parse(bytes).Manifest is { } manifest
            ? (manifest, bytes)
            : null;
    }

    /// <summary>Reads a manifest, or says in a sentence why it cannot be.</summary>
    internal static (ClipManifest? Manifest, string Fault) Parse(ReadOnlySpan<byte> json)
    {
        ClipManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(json, Json.ClipManifest);
        }
        catch (JsonException e)
        {
            return (null, $"its manifest.json cannot be read: {e.Message}");
        }

        if (manifest is null || manifest.Clips.IsDefault || manifest.Clips.Any(clip => clip is null))
        {
            return (null, "its manifest.json is empty.");
        }

        if (!Protocols.Language.IsCode(manifest.Language))
        {
            return (null, $"its manifest.json names no language by its code: “{manifest.Language}”.");
        }

        var stray = manifest.Clips.FirstOrDefault(clip =>
            Path.GetFileName(clip.File) != clip.File || clip.File.Length == 0 || clip.File is "." or ".."
        );
        return stray is null ? (manifest, "") : (null, $"“{stray.File}” in its manifest.json is not the name of a file in the folder.");
    }
}

/// <summary>One sentence of a pack.</summary>
/// <param name="Text">What is spoken.</param>
/// <param name="File">The clip's file in the pack's folder.</param>
/// <param name="DurationMs">How long it lasts, up to the next whole millisecond.</param>
public sealed record ClipEntry(string Text, string File, int DurationMs)
{
    /// <summary>What stands for a sentence where its text cannot be written: the first 16 hexadecimal digits of SHA-256 over language and
    /// text.</summary>
    public static string KeyOf(Language language, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{language.Code}\n{Normalise(text)}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }

    /// <summary>The file a clip is kept in, named by what is in it: the first 32 hexadecimal digits of its SHA-256.</summary>
    /// <remarks>So a sentence spoken anew is another file, the manifest changes from one to the other at once, and a file that was damaged
    /// is known by its name.</remarks>
    public static string FileFor(ReadOnlySpan<byte> sound) =>
        Convert.ToHexStringLower(SHA256.HashData(sound).AsSpan(0, 16)) + (OpusFile.Is(sound) ? ".opus" : ".wav");

    /// <summary>Whether a file is another than its name says; one that is not named by its content is as good as any.</summary>
    internal static bool IsDamaged(string file, ReadOnlySpan<byte> sound) =>
        Path.GetFileNameWithoutExtension(file) is { Length: 32 } name
        && name.All(char.IsAsciiHexDigitLower)
        && !FileFor(sound).StartsWith(name, StringComparison.Ordinal);

    /// <summary>Whether a file in a pack's folder is a clip, by its name.</summary>
    internal static bool IsClip(string file) =>
        file.EndsWith(".wav", StringComparison.Ordinal) || file.EndsWith(".opus", StringComparison.Ordinal);

    /// <summary>One way to write a sentence: composed characters, no space around.</summary>
    internal static string Normalise(string text) => text.Normalize(NormalizationForm.FormC).Trim();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(ClipManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
