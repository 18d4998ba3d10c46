using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Supine.Audio;
using Supine.Biomechanics;
using Supine.Protocols;

namespace Supine.Tests.Audio;

public class FfmpegTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Lossy sound is as loud as it was to within what nobody hears.</summary>
    private const double LoudnessTolerance = 0.15;

    /// <summary>An encoder works in frames, fills the last one up, and MP3 begins one frame late: 576 samples each at 24 kHz.</summary>
    private const double PaddingMs = 4 * 24;

    private static readonly CueSequence Session = Scenes.Sequence(
        Scenes.Ms(12_000),
        Scenes.Say(1_000, 2_000, "One."),
        Scenes.Of(CueKind.Bell, 4_000, 2_500),
        Scenes.Say(7_000, 3_000, "Two.")
    ) with
    {
        Title = "Mi título: $(touch gone); = #1 \\ “ñ”",
        Language = Languages.Shipped["es"],
        Steps =
        [
            Scenes.Step("Túmbate", 0, 4_000, null),
            Scenes.Step("Suelta = #; \\", 4_000, 9_000, Side.Left),
            Scenes.Step("Suelta = #; \\", 9_000, 12_000, Side.Right),
        ],
    };

    /// <summary>The one of this machine, if it has one.</summary>
    public static Ffmpeg? Installed { get; } = Ffmpeg.Find(null, Environment.GetEnvironmentVariable("PATH"));

    [Theory]
    [InlineData(SoundFormat.Mp3)]
    [InlineData(SoundFormat.M4a)]
    public async Task A_file_has_the_tracks_chapters_tags_cover_length_and_loudness(SoundFormat format)
    {
        if (Installed is null)
        {
            // what there is to say without it is asked below and of the command line
            Assert.Null(Ffmpeg.Find("ffmpeg", Environment.GetEnvironmentVariable("PATH")));
            return;
        }

        using var folder = new ScratchFolder();
        var track = await RenderAsync(folder);
        var file = folder[$"track.{format.Extension()}"];

        Assert.Null(
            await Installed.CompressAsync(track, Session, format, file, TimeProvider.System, TestContext.Current.CancellationToken)
        );

        Assert.InRange(new FileInfo(file).Length, 1_000, new FileInfo(track).Length / 2);
        Assert.Equal(
            ["track.wav", $"track.{format.Extension()}"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order().Reverse()
        );

        // it reads back what it wrote, in the same words (the times as they are, not from the first sound on); the cover is a stream beside
        // the sound
        var metadata =
            await AskAsync(folder, "-copyts", "-i", file, "-f", "ffmetadata", folder["read.txt"])
            + await File.ReadAllTextAsync(folder["read.txt"], TestContext.Current.CancellationToken);
        var written = Chapters.WriteFfmpegMetadata(Session);
        Assert.Contains("title=Mi título: $(touch gone)\\; \\= \\#1 \\\\ “ñ”\n", metadata, StringComparison.Ordinal);
        Assert.Contains("artist=Supine\n", metadata, StringComparison.Ordinal);
        Assert.Contains("album=Supine\n", metadata, StringComparison.Ordinal);
        Assert.Equal(
            written[written.IndexOf("[CHAPTER]", StringComparison.Ordinal)..],
            metadata[metadata.IndexOf("[CHAPTER]", StringComparison.Ordinal)..]
        );
        await AskAsync(folder, "-i", file, "-map", "0:v", "-c", "copy", "-f", "image2pipe", folder["cover.png"]);
        Assert.Equal(Ffmpeg.Cover.ToArray(), await File.ReadAllBytesAsync(folder["cover.png"], TestContext.Current.CancellationToken));

        await AskAsync(folder, "-i", file, "-map", "0:a", "-c:a", "pcm_s16le", "-bitexact", folder["heard.wav"]);
        var heard = Assert
            .IsType<SoundReading.Read>(
                WaveFile.Read(await File.ReadAllBytesAsync(folder["heard.wav"], TestContext.Current.CancellationToken))
            )
            .Recording;
        var rendered = Assert
            .IsType<SoundReading.Read>(WaveFile.Read(await File.ReadAllBytesAsync(track, TestContext.Current.CancellationToken)))
            .Recording;
        Assert.Equal(rendered.SampleRateHertz, heard.SampleRateHertz);
        Assert.InRange((heard.Samples.Length - rendered.Samples.Length) * 1000.0 / Scenes.Rate, -PaddingMs, PaddingMs);
        Assert.Equal(
            Assert.NotNull(Loudness.Measure(rendered.Samples.Span, Scenes.Rate)).Lufs,
            Assert.NotNull(Loudness.Measure(heard.Samples.Span, Scenes.Rate)).Lufs,
            LoudnessTolerance
        );
    }

    [Theory]
    [InlineData(SoundFormat.Opus)]
    [InlineData(SoundFormat.Caf)]
    public async Task What_is_made_without_it_is_read_by_it(SoundFormat format)
    {
        if (Installed is null)
        {
            Assert.Null(Ffmpeg.Find("ffmpeg", Environment.GetEnvironmentVariable("PATH")));
            return;
        }

        using var folder = new ScratchFolder();
        var wave = await File.ReadAllBytesAsync(await RenderAsync(folder), TestContext.Current.CancellationToken);
        var file = folder[$"track.{format.Extension()}"];
        await using (var stream = File.Create(file))
        {
            OpusTrack.Find(wave, Session)!.Write(format, stream, TestContext.Current.CancellationToken);
        }

        // the tags of an Ogg file are its stream's
        var said = await AskAsync(
            folder,
            "-i",
            file,
            "-map_metadata",
            format == SoundFormat.Opus ? "0:s:0" : "0",
            "-f",
            "ffmetadata",
            folder["read.txt"]
        );
        Assert.Equal("", said);
        var metadata = await File.ReadAllTextAsync(folder["read.txt"], TestContext.Current.CancellationToken);
        Assert.Contains("title=Mi título: $(touch gone)\\; \\= \\#1 \\\\ “ñ”\n", metadata, StringComparison.OrdinalIgnoreCase);
        if (format == SoundFormat.Opus)
        {
            var written = Chapters.WriteFfmpegMetadata(Session);
            Assert.Equal(
                written.Split('\n').Where(line => line.StartsWith("title=", StringComparison.Ordinal)).Skip(1),
                metadata.Split('\n').Where(line => line.StartsWith("title=", StringComparison.Ordinal))
            );
            Assert.Equal(3, metadata.Split("[CHAPTER]").Length - 1);
            Assert.Contains("START=4000\n", metadata, StringComparison.Ordinal);
        }

        await AskAsync(folder, "-i", file, "-ar", $"{Scenes.Rate}", "-c:a", "pcm_s16le", "-bitexact", folder["heard.wav"]);
        var heard = Assert
            .IsType<SoundReading.Read>(
                WaveFile.Read(await File.ReadAllBytesAsync(folder["heard.wav"], TestContext.Current.CancellationToken))
            )
            .Recording;
        var rendered = Assert.IsType<SoundReading.Read>(WaveFile.Read(wave)).Recording;
        Assert.InRange((heard.Samples.Length - rendered.Samples.Length) * 1000.0 / Scenes.Rate, -10, 10);
        Assert.Equal(
            Assert.NotNull(Loudness.Measure(rendered.Samples.Span, Scenes.Rate)).Lufs,
            Assert.NotNull(Loudness.Measure(heard.Samples.Span, Scenes.Rate)).Lufs,
            0.3
        );
    }

    [Fact]
    public async Task Texts_reach_it_in_a_file_and_never_on_its_command_line()
    {
        using var folder = new ScratchFolder();
        var ffmpeg = StandIn(
            folder,
            $"printf '%s\\n' \"$@\" > {folder["arguments"]}; while [ \"$2\" != ffmetadata ]; do shift; done; "
                + $"cp \"$4\" {folder["metadata"]}; echo sound > \"$out\"",
            Patience
        );

        var problem = await ffmpeg.CompressAsync(
            folder["track.wav"],
            Session,
            SoundFormat.Mp3,
            folder["track.mp3"],
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );

        Assert.Null(problem);
        Assert.Equal("sound\n", await File.ReadAllTextAsync(folder["track.mp3"], TestContext.Current.CancellationToken));
        Assert.Equal(
            Chapters.WriteFfmpegMetadata(Session),
            await File.ReadAllTextAsync(folder["metadata"], TestContext.Current.CancellationToken)
        );
        var arguments = await File.ReadAllLinesAsync(folder["arguments"], TestContext.Current.CancellationToken);
        Assert.Contains(folder["track.wav"], arguments);
        Assert.DoesNotContain(
            arguments,
            argument => argument.Contains("título", StringComparison.Ordinal) || argument.Contains("Suelta", StringComparison.Ordinal)
        );
        Assert.False(File.Exists(folder["gone"]) || File.Exists("gone"));
    }

    [Theory]
    [InlineData(
        "echo half > \"$out\"; echo 'Unknown encoder' >&2; exit 8",
        "ffmpeg could not make the M4A file: it ended with code 8: Unknown encoder."
    )]
    [InlineData("exit 0", "ffmpeg could not make the M4A file: it wrote no file.")]
    public async Task One_that_fails_says_how_and_leaves_nothing(string script, string message)
    {
        using var folder = new ScratchFolder();

        var problem = await StandIn(folder, script, Patience)
            .CompressAsync(
                folder["track.wav"],
                Session,
                SoundFormat.M4a,
                folder["track.m4a"],
                TimeProvider.System,
                TestContext.Current.CancellationToken
            );

        Assert.Equal(message, problem?.Message);
        Assert.Equal(["ffmpeg"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task One_that_hangs_is_ended_and_leaves_nothing()
    {
        using var folder = new ScratchFolder();

        var problem = await StandIn(folder, "echo half > \"$out\"; sleep 600", Scenes.Ms(50))
            .CompressAsync(
                folder["track.wav"],
                Session,
                SoundFormat.Mp3,
                folder["track.mp3"],
                TimeProvider.System,
                TestContext.Current.CancellationToken
            );

        Assert.Contains("it was not done after 0.1 s.", problem?.Message, StringComparison.Ordinal);
        Assert.Equal(["ffmpeg"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task One_that_is_gone_since_it_was_found_is_missing()
    {
        using var folder = new ScratchFolder();
        var ffmpeg = StandIn(folder, "exit 0", Patience);
        File.Delete(folder["ffmpeg"]);

        var problem = await ffmpeg.CompressAsync(
            folder["track.wav"],
            Session,
            SoundFormat.Mp3,
            folder["track.mp3"],
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(
            "MP3 is made by ffmpeg, and it was not found. Install ffmpeg, name it with SUPINE_FFMPEG=/its/path, or take the WAV file.",
            problem?.ToString()
        );
    }

    [Fact]
    public void It_is_found_on_the_path_by_its_file_or_not_at_all()
    {
        using var folder = new ScratchFolder();
        _ = StandIn(folder, "exit 0", Patience);
        File.Copy(folder["ffmpeg"], folder["other"]);
        File.Copy(folder["ffmpeg"], folder["none"]);
        var path = string.Join(Path.PathSeparator, folder["nowhere"], folder.Path);

        Assert.NotNull(Ffmpeg.Find(null, path));
        Assert.NotNull(Ffmpeg.Find("", path));
        Assert.NotNull(Ffmpeg.Find("other", path));
        Assert.NotNull(Ffmpeg.Find(folder["other"], searchPath: null));
        Assert.Null(Ffmpeg.Find("none", path));
        Assert.Null(Ffmpeg.Find("another", path));
        Assert.Null(Ffmpeg.Find(folder["nowhere"], path));
        Assert.Null(Ffmpeg.Find(null, folder["nowhere"]));
        Assert.Null(Ffmpeg.Find(null, searchPath: null));
    }

    [Fact]
    public void The_cover_is_a_square_PNG_as_large_as_directories_ask_for()
    {
        var png = Ffmpeg.Cover.Span;
        Assert.Equal("PNG"u8, png[1..4]);
        Assert.Equal((1400, 1400), (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..])));
    }

    [Fact]
    public void A_format_is_found_by_the_end_of_a_name()
    {
        foreach (var format in SoundFormats.All)
        {
            Assert.True(SoundFormats.TryFind(format.Extension(), out var found));
            Assert.Equal(format, found);
            Assert.StartsWith("audio/", format.MediaType(), StringComparison.Ordinal);
        }

        Assert.False(SoundFormats.TryFind("flac", out _));
        Assert.False(SoundFormats.TryFind(null, out _));
    }

    private static async Task<string> RenderAsync(ScratchFolder folder)
    {
        using var pack = new ScratchFolder();
        var voice = pack.PackOf(("One.", 1.5), ("Two.", 2.5));
        await using var stream = File.Create(folder["track.wav"]);
        Assert.IsType<Rendering.Succeeded>(
            await Renderer.RenderAsync(Session, Scenes.Open(voice), new(), stream, null, TestContext.Current.CancellationToken)
        );
        return folder["track.wav"];
    }

    /// <summary>A program that is run in its place; <c>$out</c> is the file it should write.</summary>
    private static Ffmpeg StandIn(ScratchFolder folder, string script, TimeSpan patience)
    {
        File.WriteAllText(folder["ffmpeg"], $"#!/bin/sh\nfor out; do :; done\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder["ffmpeg"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return new(folder["ffmpeg"], patience);
    }

    private static async Task<string> AskAsync(ScratchFolder folder, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "error", .. arguments])
            {
                RedirectStandardError = true,
            }
        )!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"{folder.Path}: {said}"));
        return said;
    }
}
