using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Supine.Audio;

/// <summary>The kind of file a track is kept in.</summary>
public enum SoundFormat
{
    /// <summary>As it was rendered: every cue at its exact sample.</summary>
    Wav,

    /// <summary>For any player.</summary>
    Mp3,

    /// <summary>AAC, for the players of phones: smaller.</summary>
    M4a,

    /// <summary>Ogg Opus, made by the program itself: small, for every browser and most players.</summary>
    Opus,

    /// <summary>The same packets in a Core Audio file, which Safari has known for longest.</summary>
    Caf,
}

/// <summary>What the kinds of file are called.</summary>
public static class SoundFormats
{
    /// <summary>All of them, in the order in which a player should try them.</summary>
    public static ImmutableArray<SoundFormat> All { get; } =
    [SoundFormat.Opus, SoundFormat.Caf, SoundFormat.M4a, SoundFormat.Mp3, SoundFormat.Wav];

    /// <summary>As people write it.</summary>
    public static string Name(this SoundFormat format) =>
        format switch
        {
            SoundFormat.Wav => "WAV",
            SoundFormat.Mp3 => "MP3",
            SoundFormat.M4a => "M4A",
            SoundFormat.Opus => "Opus",
            SoundFormat.Caf => "CAF",
        };

    /// <summary>The end of a file's name, without the dot.</summary>
    public static string Extension(this SoundFormat format) =>
        format switch
        {
            SoundFormat.Wav => "wav",
            SoundFormat.Mp3 => "mp3",
            SoundFormat.M4a => "m4a",
            SoundFormat.Opus => "opus",
            SoundFormat.Caf => "caf",
        };

    /// <summary>What a server calls it.</summary>
    public static string MediaType(this SoundFormat format) =>
        format switch
        {
            SoundFormat.Wav => "audio/wav",
            SoundFormat.Mp3 => "audio/mpeg",
            SoundFormat.M4a => "audio/mp4",
            SoundFormat.Opus => "audio/ogg; codecs=opus",
            SoundFormat.Caf => "audio/x-caf; codecs=opus",
        };

    /// <summary>Whether ffmpeg makes it; the others are made here.</summary>
    public static bool NeedsFfmpeg(this SoundFormat format) => format is SoundFormat.Mp3 or SoundFormat.M4a;

    /// <summary>The kind of file whose name ends like that, if it is one of ours.</summary>
    public static bool TryFind(string? extension, [NotNullWhen(true)] out SoundFormat? format)
    {
        format = null;
        foreach (var candidate in All)
        {
            if (candidate.Extension() == extension)
            {
                format = candidate;
                return true;
            }
        }

        return false;
    }
}
