using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Supine.Protocols;

namespace Supine.Audio;

/// <summary>Makes MP3 and M4A of a rendered track by ffmpeg: with its chapters, its title and a cover, as loud as it was.</summary>
public sealed class Ffmpeg
{
    /// <summary>What names no program where a program could be named.</summary>
    public const string None = "none";

    /// <summary>What a second of compressed sound takes at most.</summary>
    public const int BitsPerSecond = 64_000;

    /// <summary>libmp3lame at a constant rate turns all it gets down to this share.</summary>
    private const double LameScale = 0.95;

    private readonly string _program;
    private readonly TimeSpan _patience;

    /// <summary>A program that is known to be there.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="patience">How long one file may take.</param>
    public Ffmpeg(string program, TimeSpan patience) => (_program, _patience) = (program, patience);

    /// <summary>The picture that stands for a track in a player: PNG, 1400 pixels square, the same for all, so that it tells nothing to who
    /// looks over a shoulder.</summary>
    public static ReadOnlyMemory<byte> Cover { get; } = ReadCover();

    /// <summary>The program, or null where there is none.</summary>
    /// <param name="named">What the person named: a program on the path, a file, <see cref="None"/>, or nothing.</param>
    /// <param name="searchPath">The folders to search, separated as the platform does.</param>
    public static Ffmpeg? Find(string? named, string? searchPath)
    {
        var patience = TimeSpan.FromMinutes(3);
        if (named == None)
        {
            return null;
        }

        var name = string.IsNullOrWhiteSpace(named) ? "ffmpeg" : named;
        var file =
            Path.GetFileName(name) == name
                ? (searchPath ?? "")
                    .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                    .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name))
                    .FirstOrDefault(File.Exists)
                : name;
        return File.Exists(file) ? new(Path.GetFullPath(file), patience) : null;
    }

    /// <summary>Writes a compressed file of a track: null when it is written, or else why not. Nothing is at the destination until all of
    /// it is written.</summary>
    /// <param name="track">The WAV file that was rendered of the sequence.</param>
    /// <param name="sequence">Whose title and chapters are written into it.</param>
    /// <param name="format">MP3 or M4A.</param>
    /// <param name="destination">The file to write.</param>
    /// <param name="time">By which clock it loses patience.</param>
    /// <param name="cancellationToken">Ends it; nothing is left behind.</param>
    public async Task<RenderProblem?> CompressAsync(
        string track,
        CueSequence sequence,
        SoundFormat format,
        string destination,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(sequence);
        ArgumentException.ThrowIfNullOrEmpty(destination);
        if (!format.NeedsFfmpeg())
        {
            throw new ArgumentException("It is made without ffmpeg.", nameof(format));
        }

        var folder = Directory.CreateTempSubdirectory("supine-ffmpeg-");
        var part = Path.GetFullPath(destination) + $".{folder.Name}.part";
        try
        {
            // texts reach it in a file, never on its command line
            var (metadata, cover) = (Path.Combine(folder.FullName, "metadata"), Path.Combine(folder.FullName, "cover.png"));
            await File.WriteAllTextAsync(metadata, Chapters.WriteFfmpegMetadata(sequence), cancellationToken);
            await File.WriteAllBytesAsync(cover, Cover, cancellationToken);
            var arguments = Arguments(Path.GetFullPath(track), metadata, cover, format, part);
            switch (await ChildProcess.RunAsync(_program, arguments, "", _patience, time, cancellationToken))
            {
                case ProcessEnd.Succeeded when File.Exists(part):
                    File.Move(part, destination, overwrite: true);
                    return null;
                case ProcessEnd.Succeeded:
                    return new RenderProblem.EncodingFailed(format, "it wrote no file.");
                case ProcessEnd.Missing:
                    return new RenderProblem.MissingEncoder(format);
                case ProcessEnd.Failed(var reason):
                    return new RenderProblem.EncodingFailed(format, reason);
                default:
                    throw new UnreachableException();
            }
        }
        finally
        {
            File.Delete(part);
            folder.Delete(recursive: true);
        }
    }

    private static ImmutableArray<string> Arguments(string track, string metadata, string cover, SoundFormat format, string output)
    {
        var rate = BitsPerSecond.ToString(CultureInfo.InvariantCulture);
        return
        [
            "-hide_banner",
            "-loglevel",
            "error",
            "-nostdin",
            "-y",
            "-i",
            track,
            "-f",
            "ffmetadata",
            "-i",
            metadata,
            "-i",
            cover,
            "-map",
            "0:a",
            "-map",
            "2:v",
            "-map_metadata",
            "1",
            "-map_chapters",
            "1",
            "-c:v",
            "copy",
            "-disposition:v:0",
            "attached_pic",
            "-b:a",
            rate,
            // neither the program's version nor the day is written
            "-fflags",
            "+bitexact",
            "-flags:a",
            "+bitexact",
            .. format switch
            {
                SoundFormat.Mp3 => (ImmutableArray<string>)
                    [
                        "-c:a",
                        "libmp3lame",
                        "-af",
                        string.Create(CultureInfo.InvariantCulture, $"volume=1/{LameScale}"),
                        "-id3v2_version",
                        "3",
                        "-metadata:s:v:0",
                        "title=Cover",
                        "-metadata:s:v:0",
                        "comment=Cover (front)",
                        "-f",
                        "mp3",
                    ],
                SoundFormat.M4a => ["-c:a", "aac", "-movflags", "+faststart", "-f", "ipod"],
                SoundFormat.Wav or SoundFormat.Opus or SoundFormat.Caf => throw new UnreachableException(),
            },
            output,
        ];
    }

    private static byte[] ReadCover()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("cover.png")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
